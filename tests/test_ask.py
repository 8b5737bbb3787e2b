"""Questions get the answers that the rules give: each kind, on each procedure."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from index import Answer, Index, ask, open_index
from index.answers.answer import KINDS
from toolkit.case.case import read_case
from toolkit.plain import Plain
from toolkit.problem import Refused

EXAMPLE = Path(__file__).parent.parent / "docs" / "example-case.yaml"


@pytest.fixture(scope="module")
def index() -> Index:
    return open_index()


KIND_BY_PROCEDURE = [
    ("ldpp", "what happens after a learner breaks the stage 1 action plan", "next", "LDPP 5.11"),
    ("ldpp", "learner caught vaping in bedroom", "sanction", "App 5 3.8"),
    ("ldpp", "how much notice of a Stage 2 hearing", "how-long", "LDPP 5.15"),
    ("ldpp", "who sits on the panel at a Stage 3 hearing", "who", "LDPP 5.27"),
    ("ldpp", "which letter tells the learner the outcome of a stage 2 hearing", "letter",
     "LDPP 7.3"),
    ("ldpp", "do reasonable adjustments have to be provided", "text", "LDPP 1.6"),
    ("localgov-digital", "what happens after the panel confirms misconduct", "next", ""),
    ("localgov-digital", "took a bribe from a supplier", "sanction", "LGD GM b3"),
    ("localgov-digital", "how long do I have to appeal", "how-long", "LGD APP¶2"),
    ("localgov-digital", "who hears the appeal", "who", ""),
    ("localgov-digital", "which letter invites the member to the meeting", "letter", "LGD INV¶1"),
    ("localgov-digital", "is the appeal decision final", "next", "LGD APP¶4"),
    ("localgov-digital", "what counts as gross misconduct", "text", ""),
    ("lrs", "what happens after a suspension of the service", "next", "LRS 4.3¶2"),
    ("lrs", "what sanctions are there", "sanction", ""),
    ("lrs", "how long do we have to appeal", "how-long", "LRS 6¶1"),
    ("lrs", "who decides on the action", "who", ""),
    ("lrs", "which letter comes with a first warning", "letter", "LRS 4.2¶1 b1"),
    ("lrs", "what counts as misuse", "text", "LRS 3¶3"),
    ("pi31", "what happens when an officer moves to another provider", "next", "PI 3.9"),
    ("pi31", "dismissed for gross misconduct", "sanction", "PI 3.15"),
    ("pi31", "how soon must the withdrawal be reported", "how-long", "PI 3.17"),
    ("pi31", "who decides to withdraw the authorisation", "who", ""),
    ("pi31", "which form reports a withdrawal of authorisation", "letter", ""),
    ("pi31", "can I bring a lawyer to the hearing", "who", ""),
    ("pi31", "what is an authorised officer", "text", ""),
    ("miap", "what is MIAP", "text", "MIAP 1"),
]  # fmt: skip


@pytest.mark.parametrize(("procedure", "question", "kind", "ref"), KIND_BY_PROCEDURE)
def test_each_kind_on_each_procedure(
    index: Index, procedure: str, question: str, kind: str, ref: str
) -> None:
    """A question of each kind is answered in its kind, with the clause and what it needs."""
    found = ask(question, procedure=procedure, index=index)
    assert (found.kind, found.procedure) == (kind, procedure)
    assert found.clauses and all(clause.text for clause in found.clauses)
    assert not ref or found.clauses[0].ref == ref
    held = {
        "next": found.steps, "sanction": found.entries or found.outcomes, "who": found.people,
        "how-long": found.limits, "letter": found.letters, "text": found.clauses,
    }  # fmt: skip
    assert held[kind]


HEADLINES = [
    ("how much notice of a Stage 2 hearing", "ldpp",
     "Hold the Stage 2 Disciplinary Hearing: at least 5 working days notice from date of: "
     "Invitation to Stage 2 Disciplinary Hearing."),
    ("who sits on the panel at a Stage 3 hearing", "ldpp",
     "Head of Department or nominated representative must: Hold the Stage 3 Disciplinary Hearing; "
     "the panel: Head of Department or nominated representative and member of the Wider "
     "Management Team."),
    ("which letter tells the learner the outcome of a stage 2 hearing", "ldpp",
     "Stage 2 Outcome Letter: from area administrator to learner, with 2 copies."),
    ("learner caught vaping in bedroom", "ldpp",
     "App 5 3.8: major breach, Accommodation Stage 2 (major breach); the text fixes: Breach of "
     "that stage recorded on the ILP, Written warning (accommodation); LDPP 3.1 Major 10 fits as "
     "well: major breach, Stage 2 (major breach)."),
    ("took a bribe from a supplier", "localgov-digital",
     "LGD GM b3: gross breach, Stage 2 – Revocation of membership; the text fixes: Stage 2 "
     "revocation of membership."),
    ("how long do we have to appeal", "lrs",
     "Appeal against the disciplinary decision by informing the MIAP Service Manager: within 30 "
     "days (no start is stated)."),
    ("dismissed for gross misconduct", "pi31",
     "PI 3.15: misconduct breach, no stage is fixed; the text fixes: Permanent withdrawal of "
     "authorisation."),
    ("5.24", "ldpp",
     "LDPP 5.24: 5.24 At this stage, the learner will be required to attend a Stage 3 "
     "Disciplinary Hearing."),
    ("which behaviour is it: slanderous language recorded", "lrs",
     "LRS 3¶3 b5: Inappropriate or slanderous language recorded in the service."),
    ("what is the weather going to be tomorrow", None, "Not in these policies."),
    ("how do I bake a chocolate cake", None, "Not in these policies."),
    ("", None, "Nothing was asked."),
]  # fmt: skip


@pytest.mark.parametrize(("question", "procedure", "headline"), HEADLINES)
def test_headlines(index: Index, question: str, procedure: str | None, headline: str) -> None:
    """The headline is one sentence taken from the rules."""
    assert ask(question, procedure=procedure, index=index).headline == headline


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("can he be kicked out without another hearing?", "LDPP 5.39"),
        ("does a learner being suspended count as a punishment?", "LDPP 6.1"),
        ("reasonable adjustments", "LDPP 1.6"),
        ("no-show at the stage 1 meeting, nobody heard why", "LDPP 5.8"),
        ("the person in charge of a stage 3 hearing", "LDPP 5.27"),
        ("parents of a nineteen year old want to know everything", "LDPP 2.4"),
    ],
)
def test_what_is_about_the_procedure_is_no_breach(
    index: Index, question: str, ref: str
) -> None:  # fmt: skip
    """Words that a line of the catalogue has as well make no breach of a question, or of a phrase."""
    found = ask(question, procedure="ldpp", index=index)
    assert not found.entries
    assert ref in [clause.ref for clause in found.clauses]


def test_the_procedure_that_is_plainly_meant_answers(index: Index) -> None:
    """A word that only one policy uses names it: another's clause on the subject is no answer."""
    found = ask("do I get paid while my authorisation is suspended", index=index)
    assert (found.kind, found.procedure) == ("refused", "pi31")


def test_what_is_to_be_compared_in_words_is_compared(index: Index) -> None:
    assert ask("compare appeal deadlines", index=index).kind == "compare"


@pytest.mark.parametrize(
    "question",
    ["can a learner appeal after being withdrawn", "can a withdrawn learner appeal",
     "can I appeal against being withdrawn from college"],
)  # fmt: skip
def test_a_right_of_appeal_is_never_refused(index: Index, question: str) -> None:
    """Whoever asks whether one may appeal against an outcome is shown the clause that says so."""
    found = ask(question, procedure="ldpp", index=index)
    assert found.kind != "refused"
    assert "LDPP 2.6" in [clause.ref for clause in found.clauses]


NEIGHBOURS = [
    ("how much notice do I get of a Stage 2 hearing", "LDPP 5.15", "at least 5 working days"),
    ("how much notice do I get of a Stage 3 hearing", "LDPP 5.27", "at least 5 working days"),
    ("how much notice do I get of my appeal hearing after Stage 2", "LDPP 8.7",
     "at least 5 working days"),
    ("how long do I have to appeal against a Stage 1 outcome", "LDPP 8.2",
     "within 5 working days from receipt of: Stage 1 Outcome Letter"),
    ("how long do I have to appeal against a Stage 3 outcome", "LDPP 8.2",
     "within 10 working days from receipt of: Stage 3 Outcome Letter"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "ref", "words"), NEIGHBOURS)
def test_neighbours_are_told_apart(index: Index, question: str, ref: str, words: str) -> None:
    """Notice of a hearing, notice of an appeal hearing and the time to appeal are not mixed up."""
    found = ask(question, procedure="ldpp", index=index)
    assert (found.kind, found.clauses[0].ref) == ("how-long", ref)
    assert found.limits[0].words.startswith(words)


@pytest.mark.parametrize(
    ("question", "ref"),
    [
        ("what happens if I am absent from my Stage 2 hearing", "LDPP 5.19"),
        ("what if the learner doesn't turn up for the stage 2 hearing", "LDPP 5.19"),
        ("he didn't turn up to the stage 3 hearing, now what", "LDPP 5.31"),
    ],
)
def test_absence(index: Index, question: str, ref: str) -> None:
    """Who does not turn up gets the rule about absence, with and without an explanation."""
    found = ask(question, procedure="ldpp", index=index)
    assert found.kind == "next"
    assert found.headline.startswith(
        f"{ref}: Absent without prior notification or explanation; the hearing is held in the "
        "learner's absence."
    )


def test_each_side_is_asked_alone(index: Index) -> None:
    """In a comparison each procedure is asked for itself, without what compares."""
    found = ask("compare how long there is to appeal in the LDPP and the LRS", index=index)
    assert found.kind == "compare" and found.because == ""
    assert {side.procedure: side.said[0] for side in found.sides} == {
        "lrs": "within 30 days (no start is stated)",
        "ldpp": "within 5 working days from receipt of: Stage 1 Outcome Letter",
    }


def test_sanction_has_all_that_follows(index: Index) -> None:
    """A breach comes with class, stage, fixed sanction, outcomes, decider and appeal."""
    found = ask("learner caught vaping in bedroom", index=index)
    first = found.entries[0]
    second = next(entry for entry in found.entries if entry.ref == "LDPP 3.1 Major 10")
    assert (first.class_, first.stage) == (("major",), ("accommodation-2",))
    assert first.sanction == (
        "Sanction for non-compliance: Stage 2 breach on ILP and written warning issued"
    )
    assert [item.outcome for item in first.outcomes] == [
        "accommodation-ilp-breach", "accommodation-warning",
    ]  # fmt: skip
    assert [item.step for item in first.deciders] == ["accommodation.stage-2-decide"]
    assert first.deciders[0].who == "Accommodation Services Manager (ASM)"
    assert not first.appeals[0].stated
    assert (second.ref, second.class_, second.stage) == (
        "LDPP 3.1 Major 10", ("major",), ("stage-2",),
    )  # fmt: skip
    assert [appeal.step for appeal in second.appeals] == ["appeal-2.lodge"]
    assert any(appeal.within.startswith("within 5 working days") for appeal in second.appeals)


def test_both_readings_of_a_contradiction(index: Index) -> None:
    """Where two clauses give a breach two stages, both are shown, with the conflict."""
    found = ask("guest not signed in", index=index)
    assert {(entry.ref, entry.stage) for entry in found.entries} >= {
        ("App 5 3.4", ("accommodation-3",)), ("App 5 7.7", ("accommodation-2",)),
    }  # fmt: skip
    (other,) = {rated for rated in found.entries[0].otherwise if rated.conflict == "K47"}
    assert (other.class_, other.stage) == (("major",), ("accommodation-2",))
    conflict = next(item for item in found.conflicts if item.conflict == "K47")
    assert len(conflict.readings) == 2 and not any(side.followed for side in conflict.readings)


def test_other_readings_of_a_limit(index: Index) -> None:
    """A limit that the text states twice comes with its other reading and its conflict."""
    found = ask("how much notice of a Stage 2 hearing", procedure="ldpp", index=index)
    assert "K04" in {item.conflict for item in found.limits[0].alternates}
    assert "K04" in {item.conflict for item in found.conflicts}


def test_ages_choose_the_rule(index: Index) -> None:
    """Rules for those under 18 come first where the question says so, and not for adults."""
    young = ask("16 year old stayed away all night without the absence form", index=index)
    adult = ask("adult resident stayed away all night without the absence form", index=index)
    assert young.entries[0].ref == "App 5 7.2"
    assert adult.entries[0].ref == "App 5 3.7"


def test_a_day_in_the_question_is_reckoned(index: Index) -> None:
    """A day that the question names starts the clock, and the working is shown day by day."""
    question = "how much notice of a Stage 2 hearing if the invitation is dated 2 April 2026"
    (limit, *_) = ask(question, procedure="ldpp", index=index).limits
    assert limit.from_date == date(2026, 4, 2) and limit.date == date(2026, 4, 13)
    assert any(day.skipped == "Good Friday" for day in limit.working)


@pytest.mark.parametrize(
    ("written", "because"),
    [
        ("2 April", "'2 April' has no year, so no date is worked out; write the year too"),
        ("31 February 2026", "'31 February 2026' is no day, so no date is worked out"),
        ("2026-13-40", "'2026-13-40' is no day, so no date is worked out"),
    ],
)
def test_what_is_no_day(index: Index, written: str, because: str) -> None:
    """What looks like a day and is none gives no date, and says so."""
    found = ask(
        f"how much notice of a Stage 2 hearing from {written}", procedure="ldpp", index=index
    )
    assert found.because == because
    assert found.limits[0].date is None


def test_procedures_that_differ(index: Index) -> None:
    """Where the question names no procedure and they answer differently, each is heard."""
    found = ask("how long do we have to appeal against a decision", index=index)
    assert found.kind == "compare" and found.procedure == ""
    assert {side.procedure for side in found.sides} == {
        "ldpp", "localgov-digital", "lrs", "pi31",
    }  # fmt: skip
    assert found.because == "Name the procedure to have its answer alone."
    assert all(side.clauses for side in found.sides)


def test_one_procedure_is_not_compared(index: Index) -> None:
    """A question that names a procedure, or a stage that only one has, is answered by it."""
    assert (
        ask("how long do we have to appeal to MIAP about the LRS", index=index).kind == "how-long"
    )
    assert ask("who sits on the panel at a Stage 3 hearing", index=index).procedure == "ldpp"


def test_for_a_case(index: Index) -> None:
    """With a case the steps, days, letters and outcomes are those of its advice."""
    case = read_case(EXAMPLE)
    on = date(2026, 3, 20)
    now = ask("what happens next", case, on=on, index=index)
    assert (now.kind, now.case, now.on) == ("next", "example-1", on)
    assert now.headline == (
        "Curriculum Manager or nominated representative must: Hold the Stage 2 Disciplinary "
        "Hearing, not before 23 March 2026."
    )
    open_ = ask("what sanctions can they give", case, on=on, index=index)
    assert {item.outcome for item in open_.outcomes} >= {"stage-2-warning", "stage-2-plan"}
    assert any(item.outcome == "withdrawal" for item in open_.blocked)
    long = ask("how much notice of the hearing", case, on=on, index=index)
    assert long.kind == "how-long" and long.limits[0].date == date(2026, 3, 23)
    letters = ask("which letters are due", case, on=on, index=index)
    assert letters.kind == "letter" and letters.letters


def test_answers_are_immutable_plain_data(index: Index) -> None:
    """An answer cannot be changed, and comes back from its JSON as it was."""
    found = ask("guest not signed in", index=index)
    assert isinstance(found, Plain)
    assert Answer.from_json(found.to_json()) == found
    assert set(found.as_data()) >= {"question", "kind", "headline", "did-you-mean", "otherwise"}
    assert found.kind in KINDS
    with pytest.raises(AttributeError):
        found.kind = "text"  # type: ignore[misc]


@pytest.mark.parametrize(
    "question",
    [
        "   ", "\x00\x01\x1b[31m", "🙂🙂", "?", "*", "\"unclosed AND (OR NOT", "susp* ~2 ^3 [a TO z]",
        "a" * 100_000, "appeal " * 15_000, "' OR 1=1 --", "５.２４", "‮lanimreT", "\ud800",
    ],
)  # fmt: skip
def test_hostile_input(index: Index, question: str) -> None:
    """Whatever is typed gets an answer or a refusal, never an error."""
    found = ask(question, index=index)
    assert found.kind in KINDS and found.headline
    assert len(found.question) <= 2_000


@pytest.mark.parametrize("question", ["", "   ", "\x00\x01", "🙂🙂", "?", "...", "—"])
def test_nothing_asked(index: Index, question: str) -> None:
    """What has no letter and no figure asks nothing, and the answer says what to do."""
    found = ask(question, index=index)
    assert (found.kind, found.headline) == ("refused", "Nothing was asked.")
    assert found.because == "Write a question, or say in a few words what happened."
    assert not found.otherwise


def test_an_unknown_procedure(index: Index) -> None:
    """A procedure that there is not is refused with the nearest."""
    with pytest.raises(Refused, match="there is no procedure 'ldp'; did you mean 'ldpp'"):
        ask("who decides", procedure="ldp", index=index)


@pytest.mark.parametrize(
    ("question", "kind", "ref"),
    [
        ("who may vote on the sanction", "text", "HC 3.6"),
        ("what happens next", "next", ""),
        ("best pizza in town", "refused", ""),
        ("how is an apeal made", "how-long", ""),
        ("", "refused", ""),
    ],
)
def test_policies_without_questions(
    monkeypatch: pytest.MonkeyPatch, question: str, kind: str, ref: str
) -> None:
    """Policies of one's own, with no question on record, are asked as well."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(Path(__file__).parent.parent / "docs/examples"))
    with closing(open_index()) as own:
        found = ask(question, index=own)
    assert found.kind == kind
    assert not ref or found.clauses[0].ref == ref


def test_what_nothing_is_known_of_is_as_likely_as_other_matters(index: Index) -> None:
    """A passage of a policy of one's own stands neither behind all others nor before them."""
    gatherer, question = index.gatherer, index.understand("how long do I have to appeal")
    known = dict(gatherer.senses)
    first, second = list(known)[:2]
    assert gatherer.sense is not None and gatherer.sense.outside is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gatherer, "senses", {first: known[first]})
        found = gatherer.sensed(question, [first, second])
        patch.setattr(
            gatherer, "senses", {first: known[first], second: {gatherer.sense.outside: "other"}}
        )
        assert found == pytest.approx(gatherer.sensed(question, [first, second]), abs=0.1)
        patch.setattr(gatherer, "senses", {})
        assert gatherer.sensed(question, [first, second]) == {}
