"""What the policies do not answer is refused, with the nearest clauses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index import Index, ask, open_index
from index.answers import single
from index.answers.inquiry import Inquiry
from index.answers.refusal import perhaps, unstated
from index.answers.subject import Subjects, as_bytes, subjects
from toolkit import load
from toolkit.procedure.rule import NotStated

QUESTIONS = Path(__file__).parent / "data" / "ask-refusals.jsonl"


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


def read(why: str) -> list[str]:
    rows = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    return [row["query"] for row in rows if row["why"] == why]


def test_most_of_what_is_outside_is_refused(index: Index) -> None:
    """Of the questions about other matters most are refused; see benchmarks/refusals.py."""
    asked = read("outside")
    refused = [each for each in asked if ask(each, index=index).kind == "refused"]
    assert len(asked) == 80
    assert len(refused) >= 0.9 * len(asked)


def test_a_refusal_says_what_was_looked_at(index: Index) -> None:
    """A refusal names the policies and gives the nearest clauses, and quotes none as an answer."""
    found = ask("train times to Leicester", index=index)
    assert found.kind == "refused" and found.headline == "Not in these policies."
    assert found.because == (
        "Nothing in LDPP, LGD, LRS, MIAP, PI answers this. The nearest clauses are below; "
        "they are about something else."
    )
    assert found.otherwise and not found.clauses


@pytest.mark.parametrize(
    ("question", "procedure", "about"),
    [
        ("how many days' notice does a member get of the meeting", "localgov-digital",
         "how many days' notice of the meeting the member is given"),
        ("how long does an LRS warning last", "lrs", "how long a warning lasts"),
        ("how long may the investigation take", "pi31", "how long an investigation may take"),
    ],
)  # fmt: skip
def test_silences_are_not_stated(index: Index, question: str, procedure: str, about: str) -> None:
    """Where a silence is recorded, the refusal says what is silent and quotes its clauses."""
    found = ask(question, procedure=procedure, index=index)
    assert found.kind == "refused"
    assert found.headline.startswith("Not stated in ") and about in found.headline
    assert found.clauses and found.silences[0].about in found.headline


@pytest.mark.parametrize(
    ("question", "procedure"),
    [
        ("is there a fee for appealing", "ldpp"),
        ("I was in hospital and missed the date for the appeal, will they still hear it", "ldpp"),
        ("can our organisation have a lawyer at the improvement meeting", "lrs"),
        ("may I make a recording of the members' meeting", "localgov-digital"),
        ("is an officer's hearing taped", "pi31"),
    ],
)
def test_what_nobody_wrote_down_is_not_stated(index: Index, question: str, procedure: str) -> None:
    """What people ask and no clause answers is refused by the silence that it meets."""
    found = ask(question, procedure=procedure, index=index)
    assert found.kind == "refused" and found.procedure == procedure
    assert found.silences and found.silences[0].about in found.headline


def test_a_silence_that_bears_on_no_rule_is_not_in_advice() -> None:
    """What is recorded for questions alone is neither advice nor a fault of the text."""
    procedure = load("ldpp")
    alone = [rule for rule in procedure.of_kind(NotStated).values() if not rule.of]
    assert len(alone) > 500 and all(rule.asked_as for rule in alone)
    assert all(rule.asked_as for rule in procedure.of_kind(NotStated).values())


def test_a_silence_beside_a_limit_without_a_number(index: Index) -> None:
    """Where the text sets a limit without a number, it answers, and the silence is beside it."""
    found = ask("how long can I be suspended for", procedure="ldpp", index=index)
    assert found.kind == "how-long" and found.limits[0].words == "a minimum period"
    assert "how long a suspension may last at most, and when it is reviewed" in {
        each.about for each in found.silences
    }


def test_a_number_that_stands_nowhere(index: Index) -> None:
    """Who asks for a number is refused where none stands in the clauses that fit best."""
    question = "how many pages may the note of the reason on the exclusion list have"
    found = ask(question, procedure="pi31", index=index)
    assert found.kind == "refused" and found.headline.startswith("Not stated in PI")


def test_a_silence_that_is_not_recorded(index: Index) -> None:
    """Where nothing on record is near, a refusal says no more than that nothing was found."""
    inquiry = Inquiry("who signs the letter", index, "ldpp", None)
    found = unstated(inquiry, index.procedure("ldpp"))
    assert found.kind == "refused" and not found.clauses and found.otherwise
    assert found.headline == "Not stated in LDPP, as far as can be found."
    assert found.because == (
        "LDPP deals with matters like this one, and no rule or clause of it was found that says "
        "this. The nearest clauses are below; read them before relying on it."
    )


def test_what_does_not_work_is_no_breach(index: Index) -> None:
    """A statement about something else is refused, though a line of a catalogue has its words."""
    assert ask("My printer does not work", index=index).kind == "refused"


def test_a_clause_that_is_named_is_never_refused(index: Index) -> None:
    """A look-up of a clause is answered, however little it says."""
    assert ask("LDPP 1.6", index=index).kind == "text"


def test_the_table_of_subjects() -> None:
    """A word is found with its figure, and words that are not there are passed over."""
    table = Subjects(as_bytes({"appeal": 2.0, "weather": -3.5}))
    assert table.of("appeal") == 2.0 and table.of("weather") == -3.5
    assert table.of("peal") is None and table.of("zebra") is None
    assert table.of_text("the weather appeal") == -1.5
    assert table.of_text("zebra") == 0.0


def test_what_may_not_be_stated_is_noted(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a silence is likely but not sure, the nearest answers, and it says so beside it."""
    monkeypatch.setattr(single, "DOUBTFUL", 1.1)
    found = ask(
        "can the head of department be replaced at the hearing", procedure="ldpp", index=index
    )
    assert found.kind != "refused" and found.clauses
    assert found.because.startswith("LDPP may not state what you ask. It does not say ")
    assert any(each.about in found.because for each in found.silences)


@pytest.mark.parametrize(
    ("rule", "because"),
    [
        ("", "LDPP may not state what you ask: this is only the nearest that it says. "
         "Read the clauses before relying on it."),
    ],
)  # fmt: skip
def test_a_note_without_a_silence(index: Index, rule: str, because: str) -> None:
    """Where no silence is on record, the note asks to read the clauses; the answer stays."""
    answer = ask("who hears the appeal", procedure="ldpp", index=index)
    noted = perhaps(answer, index.procedure("ldpp"), rule)
    assert noted.because.endswith(because) and noted.clauses == answer.clauses


@pytest.mark.parametrize(
    "query",
    [
        "we had a word with him twice and he is still at it, where does it go from here",
        "my son has been told to stay away until they have looked into it",
    ],
)
def test_a_situation_told_at_length_is_not_refused(index: Index, query: str) -> None:
    """What happened, told in everyday words, is a question for the policies."""
    assert ask(query, index=index).kind != "refused"


def test_a_broken_table_is_refused() -> None:
    """What is no table is not read as one."""
    with pytest.raises(ValueError, match="this is no table of subjects"):
        Subjects(b"near-words 1\n")


def test_the_shipped_table() -> None:
    """The table is there, and tells the policies' words from others."""
    table = subjects()
    assert table is not None
    assert (table.of("suspension") or 0) > 0 > (table.of("mortgage") or 0)
