"""YAML holds strings, whole numbers, true and false, dates and nothing; nothing else is read into it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.case.case import parse_case
from toolkit.problem import BadData
from toolkit.procedure.fit import check_rules
from toolkit.procedure.parse import parse_files
from toolkit.procedure.strict_yaml import read_documents, read_one

CLUB = (Path(__file__).parent / "procedures" / "club" / "01-discipline.md").read_text("utf-8")
BEGUN = "procedure: club\nopened: 2026-03-01\nfacts:\n  able: 5\nevents:\n- event: complain.done\n  date: 2026-03-01\n  facts: {serious: true}\n"

TEXTS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=["Cc", "Cs", "Co", "Cn"], exclude_characters="\ufeff"
    ),
    max_size=30,
)
VALUES = st.one_of(TEXTS, st.integers(), st.booleans(), st.dates(date(1000, 1, 1)), st.none())
TREES = st.recursive(
    VALUES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def quoted(value: str) -> str:
    """Write a string between quotation marks."""
    marked = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{marked}"'


def written(value: Any) -> str:
    """Write a tree in the flow style, strings in quotes and all else plain."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)


def read(plain: str) -> Any:
    return read_one(f"a: {plain}\n", "f").data["a"]


def same(one: Any, other: Any) -> bool:
    """Whether two trees are equal and of equal types, so that true is not 1."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and list(one) == list(other)
            and all(same(one[k], other[k]) for k in one)
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


@settings(deadline=None)
@given(TREES)
def test_a_tree_comes_back_as_it_was(tree: Any) -> None:
    """Strings, whole numbers, true and false, dates and nothing survive, in lists and keys."""
    assert same(read(written(tree)), tree)


@settings(deadline=None)
@given(TREES)
def test_a_tree_in_blocks_comes_back_as_it_was(tree: Any) -> None:
    """What a YAML library writes is read as what it was, where it writes it in the usual way."""
    text = yaml.safe_dump({"a": tree}, sort_keys=False, allow_unicode=True, width=1000)
    if "&" not in text and "? " not in text and "!!" not in text:
        assert same(read_one(text, "f").data["a"], tree)


@settings(deadline=None)
@given(TEXTS)
def test_a_text_in_quotes_is_a_text(words: str) -> None:
    """Between quotation marks nothing is resolved."""
    assert read(quoted(words)) == words


@settings(deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_decimal_number_is_a_text(number: float) -> None:
    """A clause 5.20 stays 5.20."""
    found = read(repr(number))
    assert found == repr(number) and isinstance(found, str)


@settings(deadline=None)
@given(st.times().map(lambda time: time.strftime("%H:%M")))
def test_a_time_is_a_text(time: str) -> None:
    """Half past eleven is no number of minutes."""
    assert read(time) == time


@pytest.mark.parametrize(
    "word",
    [
        "yes",
        "no",
        "on",
        "off",
        "Yes",
        "NO",
        "On",
        "OFF",
        "y",
        "n",
        "True",
        "FALSE",
        "Null",
        "NULL",
        "5.20",
        "010",
        "0x1F",
        "0b11",
        "0o17",
        "1_000",
        "+5",
        "-0x1",
        "1e3",
        ".5",
        ".inf",
        ".nan",
        "11:30",
        "1:30:00",
        "2026-1-5",
        "2026-03",
        "05/03/2026",
        "2026-03-01T10:00",
        "=",
        "A.1",
        "-5.0",
        "٣",
        "٢٠٢٦-٠٣-٠١",
    ],
)
def test_nothing_else_is_resolved(word: str) -> None:
    """Whatever looks like a value of YAML 1.1 and is none here stays what is written."""
    found = read(word)
    assert found == word and isinstance(found, str)


@pytest.mark.parametrize(
    ("plain", "value"),
    [("true", True), ("false", False), ("0", 0), ("-7", -7), ("120", 120), ("", None), ("~", None),
     ("null", None), ("2026-03-01", date(2026, 3, 1)), ("2024-02-29", date(2024, 2, 29))],
)  # fmt: skip
def test_what_is_resolved(plain: str, value: object) -> None:
    """These and no others."""
    found = read(plain)
    assert found == value and type(found) is type(value)


def test_keys_are_always_texts() -> None:
    """A key that looks like a value is a key all the same."""
    assert list(read("{on: 1, no: 2, true: 3, 5: 4, 2026-03-01: 5}")) == [
        "on", "no", "true", "5", "2026-03-01",
    ]  # fmt: skip


def test_the_lines_of_keys_and_items() -> None:
    """Each key and item that stands on a line of its own has that line."""
    text = "id: a\nat:\n- step: b\n  when: {c: d}\n- {step: e}\nthen:\n  x: {y: z}\n"
    document = read_one(text, "f", first_line=10)
    assert document.keys == {
        "id": 10, "at": 11, "at.0": 12, "at.0.when": 13, "at.1": 14, "then": 15, "then.x": 16,
    }  # fmt: skip
    assert document.line_of(("then", "x", "y")) == 16
    assert document.line_of(("at", "*", "when")) == 13
    assert document.line_of(("nothing",)) == 10


def test_every_fault_of_a_text_is_reported() -> None:
    """One run tells of a key that is there twice, a date that is not, an alias and a tag."""
    text = "a: &x 1\na: 2\nb: 2026-02-30\nc: *x\nd: !!int '5'\n---\n<<: {e: 1}\n"
    with pytest.raises(BadData) as caught:
        read_documents(text, "f", 5, "H 1")
    assert [(each.code, each.line) for each in caught.value.problems] == [
        ("duplicate-key", 6), ("no-such-date", 7), ("yaml-alias", 8), ("yaml-tag", 9), ("yaml-merge", 11),
    ]  # fmt: skip


def test_a_text_without_end_is_refused() -> None:
    """Brackets by the thousand are a fault of the text, and no crash."""
    with pytest.raises(BadData, match="this is not YAML: too much stands within one another"):
        read("[" * 20_000 + "]" * 20_000)


def test_a_number_of_more_than_a_thousand_digits_is_a_text() -> None:
    """No text sends the reader beyond what whole numbers can be."""
    assert read("9" * 5000) == "9" * 5000


def test_a_list_that_holds_itself_is_refused() -> None:
    """An alias never sends the reader round."""
    with pytest.raises(BadData, match="aliases"):
        read("&x [*x]")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, there is a document or a problem, never a crash."""
    try:
        read_documents(text, "f")
    except BadData as error:
        assert all(problem.line > 0 for problem in error.problems)


@st.composite
def spoilt(draw: st.DrawFn, text: str) -> str:
    """Take lines away, double them, change their indentation or put other words in."""
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(lines) - 1))
        line = lines[at]
        key, colon, _ = line.partition(":")
        words = st.sampled_from(
            ["", "[]", "{}", "5", "-1", "true", "yes", "2026-03-01", "2026-02-30", "[a, b]", "{a: b}",
             "{a: [b]}", "[[a]]", "[5]", "{then: end}", "not-stated", "x y", "*a", "&a b", "!!int 5",
             "a: b", '"', "{count: [9, 1]}", "{all: []}", "{not: {a: {below: x}}}", "[{a: b}, c]"]
        )  # fmt: skip
        lines[at : at + 1] = draw(
            st.one_of(
                st.just([]),
                st.just([line, line]),
                st.just([f"  {line}"]),
                st.just([line.lstrip()]),
                st.just([f"x{line}"]),
                words.map(lambda word, key=key, colon=colon: [f"{key}{colon} {word}"]),  # type: ignore[misc]
            )
        )
        lines = lines or [""]
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(spoilt(CLUB))
def test_a_spoilt_procedure_is_read_or_refused(source: str) -> None:
    """However a procedure is spoilt, there are plain problems with their lines, never a crash."""
    try:
        procedure, _ = parse_files([("01.md", source)])
        found = tuple(check_rules(procedure))
    except BadData as error:
        found = error.problems
        assert found
    last = source.count("\n") + 1
    for problem in found:
        assert 0 < problem.line <= last and problem.file == "01.md"
        assert "Input should" not in str(problem) and "function-" not in str(problem)


@settings(max_examples=300, deadline=None)
@given(spoilt(BEGUN))
def test_a_spoilt_case_is_read_or_refused(text: str) -> None:
    """However a case is spoilt, there is a case or there are plain problems."""
    try:
        parse_case(text, "case.yaml")
    except BadData as error:
        for problem in error.problems:
            assert problem.line > 0 and "Input should" not in str(problem)
