"""From a case to the fields of a letter: computed, given, written, missing, refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from toolkit.case.case import parse_case
from toolkit.letters.context import Desk
from toolkit.letters.make import make, template_of
from toolkit.problem import BadData
from toolkit.procedure.library import load

LDPP = load("ldpp")
DECIDED = """
procedure: ldpp
id: C-1
subject: {name: Sam Example}
facts: {date-of-birth: 2009-05-14, breaches: [LDPP 3.1 Major 5]}
events:
- {event: raise.done, date: 2026-03-09}
- {event: appoint-investigator.done, date: 2026-03-10}
- {event: investigate.done, date: 2026-03-12, facts: {evidence-supports-breach: true}}
- {event: classify.major, date: 2026-03-13}
- {event: stage-2.invite.done, date: 2026-03-16}
- {event: invitation-stage-2.dated, date: 2026-03-16}
- {event: stage-2.hearing.held, date: 2026-03-24}
- event: stage-2.decide.decided
  date: 2026-03-24
  outcomes: [stage-2-warning]
  facts: {finding: major}
"""


def desk(more: str = "", on: date = date(2026, 3, 25), extra: dict[str, Any] | None = None) -> Desk:
    return Desk(LDPP, parse_case(DECIDED + more), on, extra, "case.yaml")


def data(letter: str, more: str = "", on: date = date(2026, 3, 25)) -> dict[str, Any]:
    return desk(more, on).fields(LDPP.letters[letter]).data


def problems(more: str, letter: str = "outcome-stage-2", **extra: Any) -> list[str]:
    with pytest.raises(BadData) as caught:
        desk(more, extra=extra or None).fields(LDPP.letters[letter])
    return [str(problem) for problem in caught.value.problems]


def test_an_appeal_has_its_last_day_its_limit_and_its_addressee() -> None:
    """An outcome letter says by when, how long, and to whom an appeal is made (LDPP 8.2)."""
    appeal = data("outcome-stage-2")["appeal"]
    assert appeal["by"] == "Wednesday 1 April 2026"
    assert appeal["limit"] == "five working days"
    assert appeal["to"]["role"] == "Head of Department"
    assert appeal["clause"] == "LDPP 8.2"
    assert appeal["grounds"][0] == "new evidence not considered by the panel"


def test_bank_holidays_that_do_not_count_are_named() -> None:
    """The days up to the last that are no working days and no weekend are named."""
    appeal = data("outcome-stage-2", on=date(2026, 3, 31))["appeal"]
    assert appeal["by"] == "Thursday 9 April 2026"
    assert appeal["skipped"] == "Good Friday (3 April 2026), Easter Monday (6 April 2026)"


def test_a_warning_names_the_appeal_of_its_outcome() -> None:
    """A warning letter starts no clock itself; the right of appeal is the outcome's."""
    assert data("stage-2-warning-letter")["appeal"]["by"] == "Wednesday 1 April 2026"


def test_the_sanction_is_named_with_what_the_policy_says_of_its_length() -> None:
    """Where the policy states no end, the letter can say so."""
    sanction = data("stage-2-warning-letter")["sanction"]
    assert sanction == {
        "name": "Stage 2 Written Warning",
        "starts": "Tuesday 24 March 2026",
        "length": "the policy does not say how long it lasts",
    }


def test_a_copy_goes_to_the_parents_of_a_minor_and_says_why() -> None:
    """The copy is there under 18, with its ground, and not from 18."""
    assert data("outcome-stage-2")["copies"] == (
        {"to": "parent/carer", "ground": "because the learner is under 18"},
    )
    grown = DECIDED.replace("2009-05-14", "2007-05-14").replace(
        "breaches:", "parent-contact-permitted: false, breaches:"
    )
    case = parse_case(grown) if "parent-contact-permitted" in LDPP.facts else None
    if case is not None:
        fields = Desk(LDPP, case, date(2026, 3, 25)).fields(LDPP.letters["outcome-stage-2"])
        assert fields.data["copies"] == ()


def test_an_invitation_is_about_the_meeting_whose_notice_it_gives() -> None:
    """The meeting, its notice and its agenda are found from the rules."""
    more = "meetings: {stage-2.hearing: {date: 2026-03-24, time: 2.30 pm, place: Room 4}}\n"
    meeting = data("invitation-stage-2", more, date(2026, 3, 16))["meeting"]
    assert meeting["notice"] == "five working days"
    assert meeting["date"] == "Tuesday 24 March 2026"
    assert meeting["name"] == "Stage 2 Disciplinary Hearing"
    assert meeting["agenda"][1]["does"].startswith("Ask whether the learner requires")


def test_an_allegation_has_the_words_of_the_rule() -> None:
    """The breach is quoted and classed from the catalogue."""
    more = (
        "allegations: [{what: you let somebody in, when: on 5 March 2026, where: at the gate, "
        "breach: LDPP 3.1 Major 5}]\n"
    )
    (allegation,) = data("outcome-stage-2", more)["allegations"]
    assert allegation["rule"].startswith("Misuse of college ID")
    assert allegation["weight"] == "major"


def test_a_record_before_its_own_meeting_shows_no_earlier_decision() -> None:
    """A decision older than the meeting of a record is another's, and one of another stage is."""
    more = "meetings: {stage-2.hearing: {date: 2026-05-12}}\n"
    assert "decision" in data("stage-2-record")
    assert "decision" not in data("stage-2-record", more, date(2026, 5, 12))
    assert "decision" not in data("stage-3-record")


def test_a_letter_tells_of_the_decision_that_it_is_sent_after_alone() -> None:
    """The outcome letter of one stage never tells what was decided at another."""
    assert (
        data("outcome-stage-2")["decision"]["outcome"]
        == data("outcome-stage-2")["sanction"]["name"]
    )
    for other in ("outcome-stage-1", "outcome-stage-3"):
        assert not {"decision", "sanction"} & set(data(other))


def test_what_is_written_for_all_gives_way_to_what_is_written_for_one() -> None:
    """A letter's own words stand over those for every letter."""
    more = (
        "letters:\n  all: {decision: {reasons: general}}\n"
        "  outcome-stage-2: {decision: {reasons: special}}\n"
    )
    assert data("outcome-stage-2", more)["decision"]["reasons"] == "special"
    assert data("stage-2-warning-letter", more)["decision"]["reasons"] == "general"


def test_what_is_worked_out_cannot_be_written_differently() -> None:
    """A date that the toolkit works out is not changed by hand."""
    more = "letters: {outcome-stage-2: {appeal: {by: 2026-04-30}}}\n"
    assert problems(more) == [
        "outcome-stage-2: appeal.by is worked out as 'Wednesday 1 April 2026' and is written as "
        "'Thursday 30 April 2026'; leave it out, or record what happened as an event of the case "
        "(under LDPP 7.3)"
    ]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            "people: {lerner: {name: X}}\n",
            "people: 'lerner' is not a role of this procedure; did you mean 'learner'?",
        ),
        (
            "people: {learner: {adress: X}}\n",
            "people: learner: there is no field 'adress'; did you mean 'address'?",
        ),
        (
            "meetings: {stage-2.haering: {}}\n",
            "meetings: 'stage-2.haering' is not a step of this procedure; "
            "did you mean 'stage-2.hearing'?",
        ),
        (
            "meetings: {stage-2.hearing: {date: soon}}\n",
            "meetings: stage-2.hearing: date is 'soon', not a day such as 2026-03-24; "
            "write a day such as 2026-03-24",
        ),
        (
            "letters: {outcome-stage-9: {}}\n",
            "letters: 'outcome-stage-9' is not a letter of this procedure; "
            "did you mean 'outcome-stage-3'?",
        ),
        (
            "letters: {all: {decision: soon}}\n",
            "letters: all: decision is 'soon', not a group of entries, such as "
            "{name: A. Person}; write a group of entries, such as {name: A. Person}",
        ),
        (
            "evidence: [{name: Note, pages: two}]\n",
            "evidence 1: pages is 'two', not a whole number; write a whole number",
        ),
        (
            "letters: {suspension-letter: {form: {elearning: true}}}\n",
            "suspension-letter: the form has no entry 'elearning'; did you mean "
            "'elearning_closed'? (under LDPP 6.4)",
        ),
    ],
)
def test_a_mistake_in_the_case_is_told(more: str, said: str) -> None:
    """Each mistake in what a case says for its letters is told with what to write."""
    letter = "suspension-letter" if "suspension" in more else "outcome-stage-2"
    assert said in problems(more, letter)


def test_every_mistake_is_told_at_once() -> None:
    """Two mistakes bring two messages."""
    assert len(problems("people: {lerner: {}, learner: {adress: X}}\n")) == 2


def test_everything_missing_is_told_at_once_with_its_place() -> None:
    """A letter that lacks fields says each, and where in the case to write it."""
    with pytest.raises(BadData) as caught:
        at = desk()
        letter = LDPP.letters["outcome-stage-2"]
        make(at, letter, template_of(LDPP, letter))
    said = [str(problem) for problem in caught.value.problems]
    assert (
        "case.yaml: 'Stage 2 Outcome Letter' needs recipient.address: lines of the postal address; "
        "write it in the case: people: {learner: {address: …}} (under LDPP 7.3)"
    ) in said
    assert (
        "case.yaml: 'Stage 2 Outcome Letter' needs decision.reasons: why, on the evidence; "
        "write it in the case: letters: {outcome-stage-2: {decision: {reasons: …}}}, "
        "or --set decision.reasons=… (under LDPP 7.3)"
    ) in said


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            "{national-insurance-number: QQ12}",
            "'National Insurance Number' is 'QQ12', not AANNNNNNA, e.g. ZZ123456D (two letters, "
            "six digits, one letter)",
        ),
        (
            "{date-of-birth: 31 Feb 1984}",
            "'Date of Birth' is '31 Feb 1984', not a day such as 2026-03-24 or 24 Mar 2026",
        ),
        ("{police-informed: maybe}", "'Will the Police be informed? Y/N' is 'maybe', not Y or N"),
        (
            "{duration: forever}",
            "'Duration of withdrawal proposed' is 'forever', not temporarily or immediately or "
            "permanently",
        ),
        ("{reinstate: perhaps}", "'Reinstate' is 'perhaps', not true or false"),
        (
            "{line-manager-signature: me}",
            "is 'me', not left for the hand: a signature is written on paper",
        ),
    ],
)
def test_an_entry_of_the_report_form_is_held_to_its_form(entry: str, said: str) -> None:
    """The Annex B form takes no entry that is not as the form asks for it."""
    pi31 = load("pi31")
    case = parse_case(f"procedure: pi31\nletters: {{withdrawal-report-form: {{form: {entry}}}}}\n")
    with pytest.raises(BadData) as caught:
        Desk(pi31, case, date(2015, 4, 22)).fields(pi31.letters["withdrawal-report-form"])
    assert said in str(caught.value)
