"""Each mistake that an author can make gives its exact message, at its exact line.

``bad/NNN-name.md`` is a whole procedure with a mistake in it, and ``bad/NNN-name.txt`` holds what
is printed for it, one problem a line.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from toolkit.problem import BadData, Problem
from toolkit.procedure.fit import check_rules
from toolkit.procedure.parse import parse_files, parse_folder

DOCUMENTS = sorted((Path(__file__).parent / "bad").glob("*.md"))

CODES = [
    "act-without-result",
    "arrow-twice",
    "asked-elsewhere",
    "bad-attribute",
    "bad-side",
    "bad-value",
    "block-without-clause",
    "decision-without-outcome",
    "duplicate-clause",
    "duplicate-id",
    "duplicate-key",
    "empty-block",
    "empty-key",
    "fact-circle",
    "imposed-nowhere",
    "letter-not-timed",
    "may-without-end",
    "misplaced-attribute",
    "missing-key",
    "no-arrow",
    "no-clause",
    "no-front-matter",
    "no-lapse",
    "no-such-date",
    "nobody-acts",
    "not-a-decision",
    "not-a-number",
    "not-structured",
    "not-the-text",
    "placed-without-ref",
    "question-too-long",
    "question-twice",
    "side-changes-nothing",
    "unknown-attribute",
    "unknown-breach",
    "unknown-clause",
    "unknown-event",
    "unknown-fact",
    "unknown-key",
    "unknown-kind",
    "unknown-letter",
    "unknown-outcome",
    "unknown-result",
    "unknown-role",
    "unknown-rule",
    "unknown-stage",
    "unknown-step",
    "unknown-step-or-track",
    "unknown-track",
    "unknown-value",
    "yaml",
    "yaml-alias",
    "yaml-key",
    "yaml-merge",
    "yaml-tag",
]


def problems(path: Path) -> Sequence[Problem]:
    """Read a document and check its rules, as the check of a procedure does."""
    try:
        procedure, _ = parse_files([(path.name, path.read_text(encoding="utf-8"))])
    except BadData as error:
        return error.problems
    return check_rules(procedure)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_mistake_gives_its_message(path: Path) -> None:
    """All that is printed for a document is what is expected, and nothing else."""
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in problems(path)] == expected


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_a_message_says_where_and_is_plain(path: Path) -> None:
    """Every problem has a file and a line, and none speaks of the library that found it."""
    for problem in problems(path):
        assert problem.file == path.name and problem.line > 0
        assert not problem.message.endswith(".")
        for word in ("Input should", "literal", "tuple", "function-", "dict", "NoneType"):
            assert word not in str(problem)


def test_every_kind_of_mistake_is_there() -> None:
    """No code of a problem is without a document that shows it."""
    assert {problem.code for path in DOCUMENTS for problem in problems(path)} == set(CODES)


def test_a_folder_without_text(tmp_path: Path) -> None:
    """A folder that holds no Markdown is named."""
    with pytest.raises(BadData) as caught:
        parse_folder(tmp_path)
    assert caught.value.problems[0].message == f"there is no Markdown file in {tmp_path.name}/"


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is named, and nothing is guessed."""
    (tmp_path / "01.md").write_bytes("---\ntitle: Règles".encode("latin-1"))
    with pytest.raises(BadData) as caught:
        parse_folder(tmp_path)
    (problem,) = caught.value.problems
    assert problem.file == f"{tmp_path.name}/01.md"
    assert problem.message.startswith("this cannot be read as UTF-8 text: ")


def test_a_byte_order_mark_is_no_text(tmp_path: Path) -> None:
    """The mark that some editors put at a file's beginning hides no front matter."""
    good = Path(__file__).parent / "procedures" / "club" / "01-discipline.md"
    (tmp_path / "01.md").write_text(good.read_text("utf-8"), encoding="utf-8-sig")
    assert parse_folder(tmp_path)[0].id == "club"


def test_problems_of_several_files_come_in_reading_order() -> None:
    """What is wrong with each file is reported in one run, file by file and line by line."""
    front = DOCUMENTS[0].read_text(encoding="utf-8").split("---\n")[1]
    files = [
        ("01.md", f"---\n{front}---\n1.1 One\n\n```term\nid: a\nmean: x\n```\n\n> no\n"),
        ("02.md", "1.2 Two\n\n```rol\n```\n\n1.1 One again\n\n```term\nid: [b]\n```\n"),
    ]
    with pytest.raises(BadData) as caught:
        parse_files(files)
    assert [str(problem) for problem in caught.value.problems] == [
        "01.md:16: term 'a' has no key 'mean'; did you mean 'means'? (under A 1.1)",
        "01.md:19: only headings, paragraphs, lists and fenced blocks may stand here; "
        "write it as a paragraph or a list (under A 1.1)",
        "02.md:3: 'rol' is not a kind of rule; did you mean 'role'? (under A 1.2)",
        "02.md:6: the clause A 1.1 stands here a second time; the first is at 01.md:12 "
        "(under A 1.1)",
        "02.md:9: a term: 'id' is a list, not text (under A 1.1)",
    ]
