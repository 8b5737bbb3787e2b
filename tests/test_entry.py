"""Entering an event: what the procedure allows is added, the rest is refused with its clause."""

from __future__ import annotations

import pytest

from tests.small import case, club, day, event, procedure, told
from tests.test_fold import CHARGED, GUARDED, HEARING, HELD, dated, paused, warned
from toolkit.case.case import Case, Event
from toolkit.case.entry import add_event
from toolkit.problem import BadData, Refused
from toolkit.procedure.procedure import Procedure

COMPLAINED = event("complain.done", "3-01", by="complainant")

DEPART = "if it happened all the same, record it with a reason (--depart)"

H11 = f'H 1.1: "{club().quote("H 1.1")}"'
H13 = 'H 1.3: "1.3 The Committee may ask to meet the member before it decides."'


def refused(of: Procedure, before: Case, wrong: Event) -> str:
    with pytest.raises(Refused) as caught:
        add_event(of, before, wrong)
    (problem,) = caught.value.problems
    assert problem.code == "not-allowed"
    return f"{problem}\n{problem.excerpt}"


def bad(of: Procedure, before: Case, wrong: Event) -> list[str]:
    with pytest.raises(BadData) as caught:
        add_event(of, before, wrong)
    return [f"{problem.code}: {problem}" for problem in caught.value.problems]


def test_what_is_allowed_is_added_at_the_end() -> None:
    """The case is a new one with one more event; the old one is as it was."""
    before = case(club())
    after = add_event(club(), before, COMPLAINED)
    assert (before.events, after.events) == ((), (COMPLAINED,))
    decided = event("assess.decided", "3-02", by="committee", outcomes=("ask-to-meet",))
    assert add_event(club(), after, decided).events == (COMPLAINED, decided)


def test_a_step_that_is_not_open_is_refused_with_its_clause() -> None:
    """The message says what the case waits for, and quotes the clause word for word."""
    assert refused(club(), case(club(), COMPLAINED), event("meet.held", "3-02")) == (
        "'Meet the member, who may bring a friend' is not open here; the case waits for: "
        f"Assess the complaint; {DEPART} (under H 1.3)\n{H13}"
    )


def test_the_wrong_actor_is_refused() -> None:
    """Whoever may not act is told who may."""
    assert refused(club(), case(club()), event("complain.done", "3-01", by="secretary")) == (
        f"'Complain to the Committee' is for complainant, not for Secretary; {DEPART} "
        f"(under H 1.1)\n{H11}"
    )


def test_an_outcome_that_is_not_open_is_refused() -> None:
    """With fewer than six points there is no suspension, and the clause says so."""
    before = case(
        club(), COMPLAINED, event("assess.decided", "3-02", by="committee", outcomes=("careless",))
    )
    said = refused(club(), before, event("tally.decided", "3-02", outcomes=("suspension",)))
    assert said.startswith(
        f"'suspension': points is 1; {DEPART} (under H 1.4)\nH 1.4: \"1.4 A careless act"
    )
    said = refused(club(), before, event("tally.decided", "3-02", outcomes=("expulsion",)))
    assert said.startswith(f"'expulsion' is not among the outcomes of: Apply the points; {DEPART} ")


def test_a_result_whose_condition_is_false_is_refused() -> None:
    """The failing fact is named."""
    of = procedure(GUARDED)
    before = case(of, facts={"points": 6}, opened=day("3-01"))
    assert refused(of, before, event("sort.minor", "3-02")) == (
        f"'minor': the number of points is 6; {DEPART} (under S 1.1)\n"
        'S 1.1: "1.1 With six points it is major."'
    )
    assert add_event(of, before, event("sort.major", "3-02")).events[0].event == "sort.major"


def test_a_power_is_refused_where_its_condition_fails() -> None:
    """Nobody is barred from the boathouse when nobody is at risk."""
    before = case(club(), facts={"others-at-risk": False}, opened=day("3-01"))
    said = refused(club(), before, event("bar.done", "3-02", by="officer"))
    assert said.startswith(
        "'Bar the member from the boathouse': it is not so that others at risk; if it happened all the same"
    )


def test_what_waits_for_a_pause_is_refused() -> None:
    """The clause is that of the track which pauses."""
    before = case(paused("stop"), event("hand-over.done", "3-03"), opened=day("3-01"))
    said = refused(paused("stop"), before, event("answer.done", "3-04"))
    assert said.startswith("'Answer the charge' waits while this is open: the police's inquiry; ")


def test_facts_that_come_with_an_event_count_for_it() -> None:
    """What the event itself makes known decides whether it is allowed."""
    of = procedure(GUARDED)
    before = case(of, opened=day("3-01"))
    assert add_event(of, before, event("sort.major", "3-02", facts={"points": 6}))
    said = refused(of, before, event("sort.minor", "3-02", facts={"points": 6}))
    assert said.startswith("'minor': the number of points is 6")


def test_what_is_not_known_is_not_refused() -> None:
    """An unknown fact allows the event; the advice then names it."""
    of = procedure(GUARDED)
    after = add_event(of, case(of, opened=day("3-01")), event("sort.minor", "3-02"))
    assert told(of, "3-02", *after.events).warnings == (
        "'sort.minor' of 2026-03-02 rests on what is not known: the number of points",
    )


def test_a_departure_is_entered_with_its_reason() -> None:
    """What happened all the same is entered, and the advice says so with the clause."""
    early = event("meet.held", "3-02", depart="they met by chance")
    after = add_event(club(), case(club(), COMPLAINED), early)
    (mark,) = told(club(), "3-02", *after.events).departures
    assert (mark.event, mark.reason) == ("meet.held", "they met by chance")
    assert [clause.ref for clause in mark.clauses] == ["H 1.3"]


def test_a_late_act_is_entered() -> None:
    """A late appeal is no departure: what follows from lateness is for the policy to say."""
    of = procedure(HEARING)
    before = case(of, CHARGED, warned(), dated())
    late = event("appeal.lodge.done", "3-12", by="person")
    after = add_event(of, before, late)
    assert after.events[-1] == late
    assert told(of, "3-12", *after.events).departures == ()


def test_a_late_act_by_the_wrong_actor_is_refused() -> None:
    """Being late is no way round the other rules."""
    of = procedure(HEARING)
    late = event("appeal.lodge.done", "3-12", by="panel")
    said = refused(of, case(of, CHARGED, warned(), dated()), late)
    assert said.startswith("'Appeal' is for Person, not for Panel; if it happened all the same")


def test_an_event_of_an_earlier_day_is_judged_by_that_day() -> None:
    """What is entered afterwards is looked at as the case stood when it happened."""
    of = procedure(HEARING)
    before = case(of, CHARGED, warned("3-05"))
    assert add_event(of, before, event("hear.adjourned", "3-03"))
    said = refused(of, before, event("hear.adjourned", "3-06"))
    assert said.startswith("'Hear the charge' is not open here; no act is open; ")


def test_entering_and_folding_agree() -> None:
    """What is refused is exactly what an advice would mark as a departure."""
    of = procedure(HEARING)
    start = (CHARGED, warned(), dated())
    words = ["charge.done", "hear.decided", "hear.adjourned", "return.done", "tell.done"]
    words += ["appeal.lodge.done", "appeal.hear.decided", "decision.dated", "decision.received"]
    for length in range(4):
        for on in ("3-02", "3-05", "3-12"):
            for word in words:
                new = event(word, on, outcomes=("warning",) if word == "hear.decided" else ())
                before = case(of, *start[:length], opened=day("3-01"))
                marks = told(of, on, *before.events, new, opened=day("3-01")).departures
                if marks:
                    refused(of, before, new)
                else:
                    assert add_event(of, before, new).events[-1] == new


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (
            event("asess.decided", "3-02"),
            "unknown-event: the event: 'asess.decided' is not an event of this procedure; did you "
            "mean 'assess.decided'?",
        ),
        (
            event("meet.heard", "3-02"),
            "unknown-result: the event: 'meet' has no result 'heard'; did you mean 'held'?",
        ),
        (
            event("assess.decided", "3-02", outcomes=("carefree",)),
            "unknown-outcome: the event: 'carefree' is not an outcome of this procedure; did you "
            "mean 'careless'?",
        ),
        (
            event("meet.held", "3-02", facts={"serous": True}),
            "unknown-fact: the event: 'serous' is not a fact of this procedure; did you mean "
            "'serious'?",
        ),
        (
            event("meet.held", "3-02", facts={"able": "four"}),
            "bad-fact: the event: 'able' is 'four', not a whole number; write it as in {able: 3}",
        ),
    ],
)
def test_unknown_names_are_refused_with_the_nearest_known_one(wrong: Event, expected: str) -> None:
    """A slip of the pen is no departure, with a reason or without."""
    assert bad(club(), case(club(), COMPLAINED), wrong) == [expected]
    reasoned = wrong.model_copy(update={"depart": "it happened"})
    assert bad(club(), case(club(), COMPLAINED), reasoned) == [expected]


def test_a_faulty_case_takes_no_further_event() -> None:
    """Everything that is wrong with the case and the event is told at once."""
    before = case(club(), event("meet.heard", "3-01"), facts={"abel": 4})
    said = bad(club(), before, event("meet.heard", "3-02"))
    assert [line.split(":")[0] for line in said] == [
        "unknown-fact",
        "unknown-result",
        "unknown-result",
    ]


def test_a_held_back_sanction_is_revived_by_hand_only_where_there_is_one() -> None:
    """An outcome's own events need the record that they change."""
    revived = event("suspension.revived", "4-05")
    assert add_event(club(), case(club(), *HELD), revived).events[-1] == revived
    said = refused(club(), case(club(), *HELD[:3]), revived)
    assert said.startswith("'suspension' is not held back; if it happened all the same")
