"""The lock proves that a procedure's text is its source's own words, and says where it is not."""

from __future__ import annotations

import shutil
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest

from toolkit.procedure.laying import Block, Laying, normalise, words
from toolkit.procedure.lock import Lock, check_lock, lock
from toolkit.procedure.parse import parse_folder

LDPP = Path(__file__).parents[1] / "procedures" / "ldpp"

SOURCE = """1. Notice

- 1.1 The member is told in **writing** within five working days.
- 1.2 The member may bring a ‘friend’.
- 1.3 The chair decides.

Breaches

- Lateness
- Theft
- Gambling

2. Appeals

2.1 The member may appeal once, see <https://example.org/appeals>.
2.2 Entry made
"""

FRONT = """---
id: club
title: Club rules
abbreviation: R
issuer: A club
version: "1"
source: source.txt
sha256: {hash}
subject: member
{more}---
"""

TEXT = """# 1. Notice

1.1 The member is told in writing within five working days.

1.2 The member may bring a 'friend'.

1.3 The chair decides.

## Breaches

{items="R Breach"}
- Lateness
- Theft
- Gambling

# 2. Appeals

2.1 The member may appeal once, see <https://example.org/appeals>.

2.2 Entry made
"""


def locked(
    folder: Path, text: str = TEXT, source: str = SOURCE, hashed: str = "", more: str = ""
) -> Lock:
    folder = folder / "club"
    folder.mkdir()
    (folder / "source.txt").write_text(source, encoding="utf-8")
    front = FRONT.format(hash=hashed or sha256(source.encode()).hexdigest(), more=more)
    (folder / "01.md").write_text(front + text, encoding="utf-8")
    procedure, texts = parse_folder(folder)
    return lock(procedure.header, texts, folder)


def messages(found: Lock) -> list[tuple[str, str]]:
    return [(problem.code, str(problem)) for problem in found.problems]


def test_ldpp_is_locked_whole() -> None:
    """Every word of the LDPP stands in one of its 387 clauses or in a heading."""
    procedure, texts = parse_folder(LDPP)
    found = lock(procedure.header, texts, LDPP)
    assert found == Lock((), words=11798, locked=11798, left_out=0)
    assert check_lock(procedure.header, texts, LDPP) == []
    assert len(procedure.clauses) == 387


def test_one_changed_clause_of_the_ldpp_is_one_message(tmp_path: Path) -> None:
    """A changed word is reported with both wordings, and nothing else is."""
    folder = tmp_path / "ldpp"
    shutil.copytree(LDPP, folder)
    file = folder / "04-procedure.md"
    before, clause, after = file.read_text(encoding="utf-8").partition("\n5.13 ")
    file.write_text(before + clause + after.replace("five", "six", 1), encoding="utf-8")
    line = before.count("\n") + 2
    procedure, texts = parse_folder(folder)
    assert messages(lock(procedure.header, texts, folder)) == [
        (
            "lock-words",
            f"ldpp/04-procedure.md:{line}: these are not the source's words: "
            "'six working days'' (source.txt:123 has 'five working days''); "
            "write the source's own words (under LDPP 5.13)",
        )
    ]


def test_a_text_is_locked_whatever_its_layout(tmp_path: Path) -> None:
    """Bullets, bold, angle brackets and the slant of quotation marks make no difference."""
    assert locked(tmp_path) == Lock((), words=41, locked=41)


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        pytest.param(
            "five working days",
            "six working days",
            "lock-words",
            "club/01.md:13: these are not the source's words: 'six working days.' "
            "(source.txt:3 has 'five working days.'); write the source's own words (under R 1.1)",
            id="changed word",
        ),
        pytest.param(
            "five working days",
            "five days",
            "lock-words",
            "club/01.md:13: these are not the source's words: 'five days.' "
            "(source.txt:3 has 'five working days.'); write the source's own words (under R 1.1)",
            id="word left out",
        ),
        pytest.param(
            "The member is told in writing within five working days.",
            "A member is told in writing within 5 working days.",
            "lock-words",
            "club/01.md:13: these are not the source's words: 'A member is' (source.txt:3 has "
            "'The member is', and differs in 1 more place); write the source's own words "
            "(under R 1.1)",
            id="two changed words",
        ),
        pytest.param(
            "- Theft",
            "- Thefts",
            "lock-words",
            "club/01.md:23: these are not the source's words: 'Thefts' "
            "(source.txt:10 has 'Theft'); write the source's own words (under R Breach 2)",
            id="clause of one word, changed",
        ),
        pytest.param(
            "## Breaches",
            "## Offences",
            "lock-words",
            "club/01.md:19: these are not the source's words: 'Offences' "
            "(source.txt:7 has 'Breaches'); write the source's own words",
            id="changed heading",
        ),
        pytest.param(
            "- Theft\n",
            "",
            "lock-gap",
            "club/01.md:22: these words of the source are missing after this: 'Theft' "
            "(source.txt:10); put them back, or name them under left-out with a reason "
            "(under R Breach 1)",
            id="dropped clause",
        ),
        pytest.param(
            "- Lateness\n- Theft\n- Gambling\n\n# 2. Appeals",
            "- Lateness\n\n# 2. Appeals",
            "lock-gap",
            "club/01.md:22: these words of the source are missing after this: 'Theft Gambling' "
            "(source.txt:10-11); put them back, or name them under left-out with a reason "
            "(under R Breach 1)",
            id="two dropped clauses",
        ),
        pytest.param(
            "1.2 The member may bring a 'friend'.\n\n1.3 The chair decides.\n",
            "1.3 The chair decides.\n\n1.2 The member may bring a 'friend'.\n",
            "lock-order",
            "club/01.md:15: the text '1.3 The chair decides.' stands out of order: the source has "
            'it after R 1.2 (source.txt:5); move it there, or say why it is here with {placed="…"} '
            "(under R 1.3)",
            id="swapped clauses",
        ),
        pytest.param(
            "1.3 The",
            "Be kind to everybody at all times.\n\n1.3 The",
            "lock-words",
            "club/01.md:17: these are not the source's words: 'Be kind to everybody at all times.' "
            "(nothing in source.txt is like it); remove them, or say it in a note of a block "
            "(under R 1.2)",
            id="words of the author's own",
        ),
        pytest.param(
            "# 2. Appeals",
            '{ref="R again"}\n1.3 The chair decides.\n\n# 2. Appeals',
            "lock-twice",
            "club/01.md:27: the text '1.3 The chair decides.' already stands in R 1.3 "
            "(source.txt:5); remove it here (under R again)",
            id="clause twice",
        ),
    ],
)
def test_a_fault_is_one_exact_message(
    tmp_path: Path, old: str, new: str, code: str, message: str
) -> None:
    """One fault in the text gives one message that names place, words and remedy."""
    assert TEXT.count(old) == 1
    assert messages(locked(tmp_path, TEXT.replace(old, new))) == [(code, message)]


def test_faults_do_not_cascade(tmp_path: Path) -> None:
    """A sentence of the author's own beside a changed clause gives one message each."""
    text = TEXT.replace("1.3 The chair decides.", "Be kind to everybody.\n\n1.3 The chair rules.")
    assert [(p.code, p.line, p.clause) for p in locked(tmp_path, text).problems] == [
        ("lock-words", 17, "R 1.2"),
        ("lock-words", 19, "R 1.3"),
    ]


def test_a_clause_marked_as_placed_may_stand_elsewhere(tmp_path: Path) -> None:
    """Where the author says why, a clause may leave the source's order; its words stay locked."""
    moved = TEXT.replace("- Gambling\n", "").replace(
        "1.3 The", '{ref="R Breach 3" placed="printed in the wrong list"}\nGambling\n\n1.3 The'
    )
    assert locked(tmp_path, moved).problems == ()


def test_a_placed_clause_has_the_sources_words_too(tmp_path: Path) -> None:
    """Being placed excuses the order, not the wording."""
    moved = TEXT.replace("2.2 Entry made", '{placed="why"}\n2.2 Entry noted')
    assert messages(locked(tmp_path, moved)) == [
        (
            "lock-words",
            "club/01.md:31: these are not the source's words: 'noted' "
            "(source.txt:16 has 'made'); write the source's own words (under R 2.2)",
        )
    ]


def test_a_wrong_hash_names_the_right_one(tmp_path: Path) -> None:
    """A source that is not the recorded document is an error at the hash's own line."""
    right = sha256(SOURCE.encode()).hexdigest()
    assert messages(locked(tmp_path, hashed="0" * 64)) == [
        (
            "lock-hash",
            "club/01.md:8: source.txt is not the document that was recorded; if it was meant to "
            f"change, compare the text and record sha256: {right}",
        )
    ]


def test_a_missing_source_is_an_error(tmp_path: Path) -> None:
    """Without its source document nothing can be proved, and the message says so."""
    locked(tmp_path)
    folder = tmp_path / "club"
    procedure, texts = parse_folder(folder)
    (folder / "source.txt").unlink()
    assert messages(lock(procedure.header, texts, folder)) == [
        ("lock-source", "club/01.md:7: there is no source document source.txt in club/")
    ]


def test_left_out_words_count_as_covered(tmp_path: Path) -> None:
    """Words that are left out with a reason are no gap, and are counted apart."""
    more = "left-out:\n  - text: Theft Gambling\n    reason: a trial\n"
    text = TEXT.replace("- Theft\n- Gambling\n", "")
    assert locked(tmp_path, text, more=more) == Lock((), words=41, locked=39, left_out=2)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        pytest.param(
            "  - text: Page 3 of 4\n    reason: a footer\n",
            "club/01.md:10: the left-out text 'Page 3 of 4' is nowhere in source.txt; "
            "write the source's own words",
            id="not in the source",
        ),
        pytest.param(
            "  - text: The chair decides.\n    reason: obvious\n",
            "club/01.md:10: the left-out text 'The chair decides.' stands in R 1.3; "
            "remove the entry",
            id="not left out",
        ),
    ],
)
def test_a_left_out_entry_must_match(tmp_path: Path, entry: str, message: str) -> None:
    """A left-out entry that leaves nothing out is an error."""
    found = locked(tmp_path, more=f"left-out:\n{entry}")
    assert messages(found) == [("lock-left-out", message)]


def test_a_left_out_entry_needs_a_reason(tmp_path: Path) -> None:
    """Leaving words out without saying why is an error."""
    more = 'left-out:\n  - text: Gambling\n    reason: " "\n'
    found = locked(tmp_path, TEXT.replace("- Gambling\n", ""), more=more)
    assert messages(found) == [
        (
            "lock-left-out",
            "club/01.md:10: the left-out text 'Gambling' has no reason; say why it is left out",
        )
    ]


def test_normalise_takes_layout_away_and_nothing_else() -> None:
    """Only bullets, bold, angle brackets, curly quotes and white space are evened out."""
    assert normalise(" - **A** “b”\tc\n\n- <http://d.e> – f - g") == 'A "b" c http://d.e – f - g'
    assert normalise("A Bee, c.") != normalise("A bee c")


def test_words_know_their_lines() -> None:
    """Each word comes with the line on which it stands."""
    assert words("one\n\n- two three") == [("one", 1), ("two", 3), ("three", 3)]


def test_of_equal_runs_the_one_in_order_is_taken() -> None:
    """Words that the source has twice are told apart by the order of the blocks around them."""
    laying = Laying("a x b x c")
    assert laying.spans(["x"]) == [(1, 2), (3, 4)]
    assert laying.spans(["y"]) == laying.spans([]) == []
    blocks = [Block([word], "f", 1) for word in "abxc"]
    laying.lay_in_order(blocks)
    assert [block.span for block in blocks] == [(0, 1), (2, 3), (3, 4), (4, 5)]
    assert list(laying.uncovered()) == [(1, 2)]


def test_the_chain_keeps_as_many_words_in_order_as_can_be() -> None:
    """Of two ways to lay the blocks the one that covers more words wins."""
    source = [f"w{index}" for index in range(12)]
    orders = ([0, 1, 2, 3], [1, 0, 2, 3], [3, 0, 1, 2], [3, 2, 1, 0], [1, 3, 0, 2])
    sizes = [(0, 1), (1, 4), (4, 6), (6, 12)]
    for order in orders:
        laying = Laying(" ".join(source))
        blocks = [Block(source[slice(*sizes[index])], "f", 1) for index in order]
        laying.lay_in_order(blocks)
        rising = [
            sum(end - start for start, end in (sizes[index] for index in chosen))
            for count in range(5)
            for chosen in combinations(order, count)
            if list(chosen) == sorted(chosen)
        ]
        assert sum(owner is not None for owner in laying.owner) == max(rising)
