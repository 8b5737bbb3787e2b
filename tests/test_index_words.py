"""Words, near words, spelling, facets, scope and snippets, each by itself."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.engine import stem
from index.facets import asked
from index.near import EACH, FILE, MAGIC, NearWords, as_bytes, near_words
from index.scope import procedures_named, stages_named, with_numbers
from index.snippet import LONGEST, snippet
from index.spelling import nearest
from index.words import plain, telling, words

KNOWN = {
    "ldpp": {
        "names": ["ldpp", "learner disciplinary policy and procedure"],
        "stages": {"stage-2": ["stage 2", "major breach"], "appeal-2": ["appeal from stage 2"]},
    },
    "lrs": {"names": ["lrs"], "stages": {"warning": ["warning"]}},
}


def test_words() -> None:
    """Words are small, without accents and apostrophes, and hyphens part them."""
    assert words("Can’t the LEARNER’s re-sit café 5.24?") == [
        "cant", "the", "learners", "re", "sit", "cafe", "5", "24",
    ]  # fmt: skip
    assert words("x" * 41) == []
    assert plain("Ünïcode’s") == "unicodes"


def test_telling_words() -> None:
    """Words that every question has are left out, unless there are no others."""
    assert telling(["can", "he", "appeal"]) == ["appeal"]
    assert telling(["can", "he"]) == ["can", "he"]


def test_stems() -> None:
    """Forms of a word share a stem."""
    assert stem("suspended") == stem("suspending") == stem("suspends")
    assert stem("5") == "5"


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{2,9}", fullmatch=True),
        st.lists(
            st.tuples(st.from_regex(r"[a-z]{2,9}", fullmatch=True), st.floats(0.1, 1.0)),
            max_size=EACH,
            unique_by=lambda pair: pair[0],
        ),
        max_size=12,
    )
)
def test_the_table_of_near_words_reads_back(table: dict[str, list[tuple[str, float]]]) -> None:
    """What is written to a table is read from it, nearness rounded to 1/255."""
    held = NearWords(as_bytes(table))
    for word, near in table.items():
        assert word in held
        assert [other for other, _ in held.near(word)] == [other for other, _ in near]
        assert all(abs(a - b) < 0.003 for (_, a), (_, b) in zip(held.near(word), near, strict=True))
    assert held.near("no-such-word") == [] and "" not in held and "x\ny" not in held


@pytest.mark.parametrize("data", [b"", b"something else", MAGIC])
def test_what_is_no_table(data: bytes) -> None:
    """A file that is no table is told by its beginning."""
    with pytest.raises((ValueError, struct.error)):
        NearWords(data)


def test_the_shipped_table() -> None:
    """The shipped table is small, knows everyday words, and leads to the policies' own."""
    held = near_words()
    assert held is not None and FILE.stat().st_size < 2_000_000
    assert "withdrawal" in {word for word, _ in held.near("withdraw")} or held.near("withdraw")
    assert {word for word, _ in held.near("expelled")} & {"expulsion", "excluded", "dismissed"}
    assert "suspenssion" not in held


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("apeal", "appeal"), ("suspenssion", "suspension"), ("heering", "hearing"),
        ("hte", ""), ("zzzzzz", ""), ("12345", ""), ("collegue", "colleague"), ("aplication", ""),
    ],
)  # fmt: skip
def test_spelling(typed: str, meant: str) -> None:
    """The nearest known word is meant, and none where none is near; short words are left alone."""
    known = {
        "appeal": 90,
        "suspension": 40,
        "hearing": 70,
        "the": 900,
        "college": 400,
        "colleague": 9,
    }
    assert nearest(typed, known) == meant


@pytest.mark.parametrize(
    ("question", "facet"),
    [
        ("who chairs it", "who"),
        ("how long have I got", "how long"),
        ("when does he have to be told", "how long"),
        ("what sanction is there for theft", "sanction"),
        ("what would she get", "sanction"),
        ("what happens next", "next"),
        ("which letter goes out", "letter"),
        ("what does super user mean", "meaning"),
    ],
)
def test_facets(question: str, facet: str) -> None:
    """The sort of answer asked for is told by how it is asked."""
    assert facet in asked(question)


def test_no_facet() -> None:
    """Bare keywords ask for no sort of answer."""
    assert asked("theft from shop") == frozenset()


def test_procedure_named() -> None:
    """A procedure is named by its abbreviation or title, and not by part of a word."""
    assert procedures_named(["under", "the", "ldpp"], KNOWN) == {"ldpp"}
    assert procedures_named(["ldpps"], KNOWN) == {"ldpp"}  # "the LDPP's"
    assert procedures_named(["ldppx"], KNOWN) == frozenset()


def test_stage_named() -> None:
    """A stage is named by figure or word, and the longer name wins."""
    assert stages_named(["the", "second", "stage"], KNOWN) == {("ldpp", "stage-2")}
    assert stages_named(["stage", "two", "hearing"], KNOWN) == {("ldpp", "stage-2")}
    assert stages_named(["appeal", "from", "stage", "2"], KNOWN) == {("ldpp", "appeal-2")}
    assert stages_named(["stage", "22"], KNOWN) == frozenset()
    assert with_numbers(["stage"]) == ["stage"]


def test_a_snippet_marks_what_fits() -> None:
    """The words that fit are marked, in whatever form; neighbours share their marks."""
    text = "The learner may appeal in writing. Appeals are heard."
    assert snippet(text, {stem("appeal"): 1.0}, stem) == (
        "The learner may **appeal** in writing. **Appeals** are heard."
    )
    assert "**appeal in**" in snippet(text, {"appeal": 1.0, "in": 1.0}, stem)


def test_a_long_snippet_is_cut_where_it_fits() -> None:
    """Of a long text the part with the words is shown, and dots say that there is more."""
    text = "Nothing here. " * 60 + "The quokka is suspended at once. " + "Nor there. " * 60
    made = snippet(text, {stem("quokka"): 1.0, stem("suspended"): 1.0}, stem)
    assert made.startswith("… ") and made.endswith(" …")
    assert "**quokka** is **suspended**" in made
    assert len(made) <= LONGEST + 40


@given(st.text(max_size=900), st.dictionaries(st.text(max_size=6), st.floats(0.1, 2.0), max_size=4))
def test_any_snippet(text: str, weights: dict[str, float]) -> None:
    """A snippet of any text is a run of its own words."""
    made = snippet(text, weights, stem).removeprefix("… ").removesuffix(" …")
    if "*" not in text and "…" not in text:
        assert made.replace("**", "") in " ".join(text.split())
