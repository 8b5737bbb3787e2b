"""The Markdown reader finds clauses, their references, and the blocks that stand under them."""

from __future__ import annotations

import pytest

from toolkit.procedure.document import Text, read_text


def read(source: str, prefix: str = "P") -> Text:
    return read_text(source, "p/01.md", prefix)


def refs(source: str) -> dict[str, str]:
    text = read(source)
    assert text.problems == []
    return {passage.ref: " | ".join(passage.parts) for passage in text.passages if passage.ref}


def under(source: str) -> list[tuple[str, str, int]]:
    text = read(source)
    assert text.problems == []
    return [(block.clause, block.yaml.strip(), block.line) for block in text.blocks]


def test_a_printed_number_is_the_reference() -> None:
    """A paragraph that begins with a number is the clause of that number."""
    assert refs("5.13 Once an\n\n5.14 The **bold**\n") == {
        "P 5.13": "5.13 Once an",
        "P 5.14": "5.14 The bold",
    }


def test_the_prefix_of_the_file_stands_before_the_number() -> None:
    """A file with a prefix of its own keeps its numbers apart from the others'."""
    assert [p.ref for p in read("3.4 Guests\n", "App 5").passages] == ["App 5 3.4"]


def test_a_bold_number_is_a_reference_too() -> None:
    """Marks around a number do not hide it."""
    assert refs("**7.1 Breaches**\n") == {"P 7.1": "7.1 Breaches"}


def test_text_without_a_reference_goes_on_with_the_clause_above() -> None:
    """Further paragraphs and plain lists belong to the clause that is open."""
    assert refs("1.1 One\n\nTwo\n\n- three\n- four\n\n1.2 Five\n") == {
        "P 1.1": "1.1 One | Two | three | four",
        "P 1.2": "1.2 Five",
    }


def test_a_number_in_a_list_is_no_reference() -> None:
    """Only a paragraph outside of lists takes its reference from its number."""
    assert refs("1.1 One\n\n- 2.5 miles\n") == {"P 1.1": "1.1 One | 2.5 miles"}


def test_ref_names_a_paragraph_a_heading_or_a_list() -> None:
    """Text without a number takes the reference that stands on the line above it."""
    source = '{ref="A"}\none\n\n{ref="B"}\n## two\n\nthree\n\n{ref="C"}\n- four\n- five\n'
    assert refs(source) == {"A": "one", "B": "two | three", "C": "four | five"}


def test_items_number_a_list() -> None:
    """The items of a named list are its clauses, counted from one."""
    assert refs('{items="M"}\n- one\n- two\n') == {"M 1": "one", "M 2": "two"}


def test_start_moves_the_count() -> None:
    """A list may begin at another number than one."""
    assert refs('{items="M" start=6}\n- six\n- seven\n') == {"M 6": "six", "M 7": "seven"}


def test_a_list_within_an_item_is_lettered() -> None:
    """What hangs on an item is lettered, and the count goes on after it."""
    assert refs('{items="C"}\n- one\n\n  - a\n  - b\n- two\n') == {
        "C 1": "one",
        "C 1a": "a",
        "C 1b": "b",
        "C 2": "two",
    }


def test_an_item_may_have_a_reference_of_its_own() -> None:
    """A moved item keeps the reference of the place where the source prints it."""
    text = read('{items="C"}\n- one\n- {ref="D 9" placed="moved"}\n  nine\n')
    assert [(p.ref, p.placed) for p in text.passages] == [("C 1", ""), ("D 9", "moved")]
    assert text.problems == []


def test_a_list_within_an_item_may_carry_on_the_count() -> None:
    """A nested list with a name of its own is numbered by it."""
    source = '{items="E"}\n- one\n\n  {items="E" start=2}\n  - two\n- {ref="E 3"}\n  three\n'
    assert refs(source) == {"E 1": "one", "E 2": "two", "E 3": "three"}


def test_a_numbered_list_keeps_its_printed_numbers() -> None:
    """The numbers of a numbered list are words of the source."""
    assert refs('{items="N"}\n3. three\n4. four\n') == {"N 3": "3. three", "N 4": "4. four"}


def test_headings_are_the_path() -> None:
    """A clause knows the headings above it; a heading that is no clause is kept for the lock."""
    text = read('# A\n\n## B\n\n1.1 x\n\n{ref="C"}\n### C\n\n## D\n\n1.2 y\n')
    assert [(p.ref, p.path) for p in text.passages] == [
        ("", ()),
        ("", ("A",)),
        ("P 1.1", ("A", "B")),
        ("C", ("A", "B")),
        ("", ("A",)),
        ("P 1.2", ("A", "D")),
    ]


def test_level_leaves_the_deeper_headings() -> None:
    """Text after the last section of a part can stand under the part again."""
    text = read('# A\n\n## B\n\n1.1 x\n\n{ref="end" level=1}\nlast\n')
    assert text.passages[-1].path == ("A",)


def test_each_part_has_its_line() -> None:
    """Every block of text knows its own line, attributes not counted."""
    text = read('{ref="A" whole=true}\none\n\ntwo\n')
    assert (text.passages[0].line, text.passages[0].lines) == (2, [2, 4])
    assert text.passages[0].whole


def test_a_block_stands_under_the_clause_above() -> None:
    """A fence is cited by the clause that it follows, wherever the list structure puts it."""
    source = (
        "1.1 One\n\n```term\nid: a\n```\n\n"
        '{items="C"}\n- one\n\n  ```term\n  id: b\n  ```\n\n  - x\n\n    ```term\n    id: c\n'
        "    ```\n\n- two\n\n  ```term\n  id: d\n  ```\n\n```term\nid: e\n```\n"
    )
    assert under(source) == [
        ("P 1.1", "id: a", 4),
        ("C 1", "id: b", 11),
        ("C 1a", "id: c", 17),
        ("C 2", "id: d", 23),
        ("C 2", "id: e", 27),
    ]


def test_front_matter_is_kept_and_counts_as_lines() -> None:
    """The front matter is no text, and line numbers are those of the file."""
    text = read("---\nid: p\n---\n\n1.1 One\n")
    assert (text.front, text.front_line) == ("id: p", 2)
    assert [(p.ref, p.line) for p in text.passages] == [("P 1.1", 5)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "Nobody knows where this belongs, so it goes nowhere\n",
            "p/01.md:1: the text 'Nobody knows where this belongs, so it …' stands under no "
            'clause; give it a reference with {ref="…"} on the line above',
            id="text under no clause",
        ),
        pytest.param(
            "1.1 One\n\n# Heading\n\nafter it\n",
            "p/01.md:5: the text 'after it' stands under no clause; give it a reference with "
            '{ref="…"} on the line above',
            id="a heading ends the clause",
        ),
        pytest.param(
            "```term\nid: a\n```\n",
            "p/01.md:1: this term block stands under no clause; "
            "move it directly under the clause that it encodes",
            id="block under no clause",
        ),
        pytest.param(
            "1.1 One\n\n```stepp\nid: a\n```\n",
            "p/01.md:3: 'stepp' is not a kind of rule; did you mean 'step'? (under P 1.1)",
            id="unknown kind",
        ),
        pytest.param(
            '{reff="A"}\n1.1 One\n',
            "p/01.md:1: the attribute 'reff' is not known; did you mean 'ref'?",
            id="unknown attribute",
        ),
        pytest.param(
            '{items="A"}\n1.1 One\n',
            "p/01.md:1: the attribute 'items' does nothing before a paragraph; "
            "put it on the line above the text that it is about",
            id="items without a list",
        ),
        pytest.param(
            '1.1 One\n\n{ref="A"}\n```term\nid: a\n```\n',
            "p/01.md:3: the attribute 'ref' does nothing before a fence; "
            "put it on the line above the text that it is about (under P 1.1)",
            id="reference before a fence",
        ),
        pytest.param(
            '{items="A" start=one}\n- One\n',
            "p/01.md:1: the attribute 'start' is a number, not 'one'",
            id="start is no number",
        ),
        pytest.param(
            '1.1 One\n\n{placed="why"}\nTwo\n',
            "p/01.md:4: 'placed' stands on text that begins no clause; "
            "give the block its own reference beside it (under P 1.1)",
            id="placed without a reference",
        ),
        pytest.param(
            "1.1 One\n\n> Two\n",
            "p/01.md:3: only headings, paragraphs, lists and fenced blocks may stand here; "
            "write it as a paragraph or a list (under P 1.1)",
            id="quotation",
        ),
    ],
)
def test_a_fault_has_its_place_and_a_remedy(source: str, message: str) -> None:
    """What cannot be read is reported with its line, and with what to do."""
    assert [str(problem) for problem in read(source).problems] == [message]


def test_questions_belong_to_the_clause_above_or_to_the_item_named() -> None:
    """A block of questions is held with the clause it follows and the finer clause it names."""
    text = read(
        '1.1 One\n\n```asked-as\nwho?\n```\n\n{items="P 1.1"}\n- a\n- b\n\n'
        "```asked-as P 1.1  1\nwhat?\n```\n"
    )
    assert text.problems == [] and text.blocks == []
    assert [(a.clause, a.named, a.in_list, a.line) for a in text.asked] == [
        ("P 1.1", "", False, 3),
        ("P 1.1 2", "P 1.1 1", True, 11),
    ]
