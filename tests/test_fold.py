"""The engine's semantics, rule by rule: what a case's events make of it, and what time does."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from tests.small import (
    case,
    club,
    day,
    departures,
    event,
    named,
    open_steps,
    procedure,
    situation,
    states,
    told,
)
from toolkit.case.case import Event
from toolkit.procedure.procedure import Procedure

HEARING = """1.1 The officer charges the person. The panel hears it, and may adjourn.

```step
id: charge
does: Charge the person
who: officer
after: [case.opened]
results:
  done: {then: [hear]}
---
id: hear
as: decision
does: Hear the charge
who: panel
data: [{name: until, type: date}]
results:
  adjourned: {then: [hear]}
```
1.2 The panel may warn the person. A warning is disregarded after 12 months.

```outcome
id: cleared
type: finding
at: {step: hear}
then: end
---
id: warning
rank: 1
at: {step: hear}
lasts: {count: 12, unit: months}
letter: decision
appeal: appeal.lodge
then: end
---
id: suspension
rank: 2
at: {step: hear}
lasts: {count: {data: length}, unit: days}
revokes: [warning]
letter: decision
appeal: appeal.lodge
then: [return]
```
```letter
id: decision
name: Decision
from: panel
to: person
timed: [dated, received]
```
```step
id: return
does: Let the person return
who: officer
results:
  done: {then: end}
```
1.3 The person may appeal within seven days of the decision. The board hears the appeal.

```track
id: appeal
name: the appeal
```
```step
id: appeal.lodge
track: appeal
per: decision
does: Appeal
who: person
modality: may
after: [decision.dated]
within: {count: 7, unit: days, after: decision.dated}
results:
  done: {then: [appeal.hear]}
  lapsed: {then: [close]}
late: not-stated
---
id: close
track: appeal
does: Close the file
who: officer
results:
  done: {then: end}
---
id: appeal.hear
track: appeal
as: decision
does: Hear the appeal
who: board
```
```outcome
id: dismissed
type: finding
at: {step: appeal.hear}
then: end
---
id: amended
type: finding
at: {step: appeal.hear}
may-replace: {of: appealed, rank: not-higher}
then: end
```
1.4 The panel tells the person within three days. If it cannot, it says why.

```step
id: tell
as: duty
does: Tell the person
who: panel
after: [hear.decided]
within: {count: 3, unit: days, after: hear.decided}
```
"""

CHARGED = event("charge.done", "3-01", by="officer")


def warned(on: str = "3-02", **keys: object) -> Event:
    return event("hear.decided", on, by="panel", outcomes=("warning",), **keys)


def dated(on: str = "3-02") -> Event:
    return event("decision.dated", on)


@pytest.fixture(scope="module")
def hearing() -> Procedure:
    return procedure(HEARING)


# State


def test_a_position_is_computed_from_facts_and_events(hearing: Procedure) -> None:
    """Rule 1: the same case stands elsewhere on another day, and is itself never changed."""
    of = case(hearing, CHARGED, warned("3-05"))
    before = of.model_copy(deep=True)
    assert open_steps(situation(hearing, "3-01", *of.events)) == ["hear"]
    assert states(situation(hearing, "3-04", *of.events)) == {}
    assert states(situation(hearing, "3-05", *of.events)) == {"warning": "running"}
    assert of == before


def test_each_nature_of_step_stands_in_its_own_way() -> None:
    """Rule 2: acts and decisions wait, a duty holds nothing up, and a power is never open."""
    found = situation(club(), "3-01", opened=day("3-01"), facts={"others-at-risk": True})
    assert open_steps(found) == ["complain"]
    hear = procedure(HEARING)
    found = situation(hear, "3-03", CHARGED, warned())
    assert open_steps(found) == ["tell"]
    assert not found.track_open("main")
    found = situation(hear, "3-03", CHARGED, warned(), event("tell.done", "3-03", by="panel"))
    assert open_steps(found) == []


def test_a_power_stands_beside_the_position() -> None:
    """Rule 2: a power may be used while its condition is not false and its track is not open."""
    start = {"opened": day("3-01"), "facts": {"others-at-risk": True}}
    bar = event("bar.done", "3-02", by="officer")
    relations = {item.step: item.relation for item in told(club(), "3-02", **start).next}
    assert (relations["bar"], relations["complain"]) == ("may", "now")
    found = situation(club(), "3-03", bar, **start)
    assert open_steps(found) == ["complain", "bar.runs"]
    again = situation(club(), "3-03", bar, event("bar.done", "3-03"), **start)
    assert departures(again) == ["bar.done"]
    safe = situation(club(), "3-03", bar, opened=day("3-01"), facts={"others-at-risk": False})
    assert departures(safe) == ["bar.done"]


def test_what_is_done_for_each_decision_has_an_instance_for_each(hearing: Procedure) -> None:
    """Rule 3: two decisions can be appealed against side by side, each within its own time."""
    second = [event("charge.done", "3-04", depart="a second charge"), warned("3-05"), dated("3-05")]
    events = [CHARGED, warned(), dated(), *second]
    found = situation(hearing, "3-06", *events)
    lodging = [item for item in found.open if item.step == "appeal.lodge"]
    assert [(item.since, item.key) for item in lodging] == [
        (day("3-02"), "decision"),
        (day("3-05"), "decision-2"),
    ]
    later = situation(hearing, "3-10", *events)
    assert [item.key for item in later.open if item.step == "appeal.lodge"] == ["decision-2"]
    advice = told(hearing, "3-06", *events)
    shown = [item for item in advice.deadlines if item.step == "appeal.lodge"]
    assert named(shown, "date") == [day("3-09"), day("3-12")]
    assert named(advice.position, "step").count("appeal.lodge") == 2


def test_a_key_names_the_instance_that_is_meant(hearing: Procedure) -> None:
    """Rule 3: an event with a key acts on the instance with that key only."""
    second = [event("charge.done", "3-04", depart="a second charge"), warned("3-05"), dated("3-05")]
    lodge = event("appeal.lodge.done", "3-06", by="person", key="decision-2")
    found = situation(hearing, "3-06", CHARGED, warned(), dated(), *second, lodge)
    assert [(item.step, item.key) for item in found.open if item.step != "tell"] == [
        ("appeal.lodge", "decision"),
        ("appeal.hear", "decision-2"),
    ]


def test_a_second_open_act_in_one_track_is_a_departure(hearing: Procedure) -> None:
    """Rule 3: what opens a second act beside an open one is not allowed, and takes effect."""
    found = situation(hearing, "3-02", event("hear.decided", "3-02", outcomes=("suspension",)))
    assert open_steps(found)[:1] == ["charge"]
    assert "return" in open_steps(found)
    assert departures(found) == ["hear.decided"]


def test_an_adjourned_step_stays_open_with_a_new_date(hearing: Procedure) -> None:
    """Rule 4: a step that opens itself is open from the day of the adjournment."""
    adjourned = event("hear.adjourned", "3-09", by="panel", data={"until": day("3-20")})
    found = situation(hearing, "3-10", CHARGED, adjourned)
    assert [(item.step, item.since) for item in found.open] == [("hear", day("3-09"))]
    assert states(situation(hearing, "3-20", CHARGED, adjourned, warned("3-20"))) == {
        "warning": "running"
    }
    assert named(told(hearing, "3-10", CHARGED, adjourned).position, "step") == ["hear"]


# Events


def test_events_are_taken_by_date_and_then_by_entry(hearing: Procedure) -> None:
    """Rule 5: entered in any order, what happened on different days comes out the same."""
    events = (CHARGED, warned(), dated("3-03"))
    found = {
        (tuple(open_steps(it)), tuple(departures(it)))
        for order in permutations(events)
        if (it := situation(hearing, "3-04", *order))
    }
    assert found == {(("tell", "appeal.lodge"), ())}
    same_day = (event("charge.done", "3-02"), warned())
    assert departures(situation(hearing, "3-04", *same_day)) == []
    assert departures(situation(hearing, "3-04", *reversed(same_day))) == ["hear.decided"]


def test_time_runs_before_each_event(hearing: Procedure) -> None:
    """Rule 5: on the last day a right is used in time; on the next it has lapsed first."""
    start = (CHARGED, warned(), dated())
    in_time = situation(hearing, "3-09", *start, event("appeal.lodge.done", "3-09"))
    assert (in_time.lapses, in_time.late, departures(in_time)) == ([], [], [])
    late = situation(hearing, "3-10", *start, event("appeal.lodge.done", "3-10"))
    assert [item.step for item, _ in late.late] == ["appeal.lodge"]


def test_a_result_whose_condition_is_false_is_not_allowed() -> None:
    """Rule 6: the step is open, and still this result is not possible."""
    facts = {"points": 6}
    known = situation(procedure(GUARDED), "3-02", event("sort.minor", "3-02"), facts=facts)
    assert departures(known) == ["sort.minor"]
    allowed = situation(procedure(GUARDED), "3-02", event("sort.major", "3-02"), facts=facts)
    assert departures(allowed) == []


GUARDED = """1.1 With six points it is major.

```fact
id: points
type: number
ask: How many points are there?
words: the number of points
```
```step
id: sort
does: Sort the charge
who: officer
after: [case.opened]
results:
  minor: {then: end, when: {points: {below: 6}}}
  major: {then: [tell-person], when: {points: {at-least: 6}}}
---
id: tell-person
does: Tell the person
who: officer
when: grown-up
results:
  done: {then: end}
```
```fact
id: grown-up
ask: Is the person grown up?
```
"""


def test_what_is_unknown_allows_and_is_asked_and_warned_of() -> None:
    """Rule 6: nobody is stopped by a gap in the facts, and the warning names the fact."""
    of = procedure(GUARDED)
    before = told(of, "3-01", opened=day("3-01"))
    assert named(before.questions, "fact")[0] == "points"
    after = told(of, "3-02", event("sort.major", "3-02", by="officer"))
    assert after.departures == ()
    assert after.warnings == (
        "'sort.major' of 2026-03-02 rests on what is not known: the number of points",
    )
    assert told(of, "3-02", event("sort.major", "3-02"), facts={"points": 7}).warnings == ()


def test_somebody_who_may_not_act_is_not_allowed(hearing: Procedure) -> None:
    """Rule 6: a role that is not among those who may act is refused, an unnamed one is not."""
    wrong = situation(hearing, "3-01", event("charge.done", "3-01", by="person"))
    assert departures(wrong) == ["charge.done"]
    assert wrong.departures[0].against == "'Charge the person' is for Officer, not for Person"
    assert departures(situation(hearing, "3-01", event("charge.done", "3-01"))) == []


def test_arrows_see_the_state_after_the_event() -> None:
    """Rule 7: what one outcome opens depends on the others of the same decision."""
    mild = {"severe": False}
    both = event("decide.decided", "3-02", outcomes=("fine", "plan"), facts=mild)
    assert open_steps(situation(procedure(ORDERED), "3-02", both)) == ["pay-in-parts"]
    alone = event("decide.decided", "3-02", outcomes=("fine",), facts=mild)
    assert open_steps(situation(procedure(ORDERED), "3-02", alone)) == ["pay"]


def test_facts_of_a_decision_reach_the_steps_that_wait_for_it() -> None:
    """Rule 7: an arrow written with `after` sees what the decision's event found."""
    for severe, expected in ((True, ["report", "pay"]), (False, ["pay"])):
        decided = event("decide.decided", "3-02", outcomes=("fine",), facts={"severe": severe})
        assert open_steps(situation(procedure(ORDERED), "3-02", decided)) == expected


def test_what_an_event_closes_does_not_swallow_what_it_opens() -> None:
    """Rule 7: `closes` comes before the arrows, also where both name one track."""
    reset = event("decide.reset", "3-03")
    paid = event("decide.decided", "3-02", outcomes=("fine",), facts={"severe": False})
    found = situation(procedure(ORDERED), "3-03", paid, event("again.done", "3-02"), reset)
    assert open_steps(found) == ["pay"]
    assert [item.since for item in found.open] == [day("3-03")]


ORDERED = """1.1 The panel may fine the person, and may agree a plan for paying.

```track
id: money
name: the payment
```
```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened, again.done]
results:
  reset: {then: [pay], closes: [money]}
---
id: again
as: power
does: Begin again
who: panel
---
id: pay
track: money
does: Pay
who: person
when: {not: may-pay-in-parts}
results:
  done: {then: end}
---
id: pay-in-parts
track: money
does: Pay in parts
who: person
after: [fine.imposed]
when: may-pay-in-parts
results:
  done: {then: end}
---
id: report
as: duty
does: Report it to the board
who: panel
after: [decide.decided]
when: severe
```
```fact
id: may-pay-in-parts
from: {in-force: plan}
---
id: severe
ask: Is it severe?
of: decision
```
```outcome
id: fine
rank: 1
at: {step: decide}
appeal: none
then: [pay]
---
id: plan
type: measure
at: {step: decide}
then: end
```
"""


def test_a_step_that_leads_back_to_itself_is_not_swallowed(hearing: Procedure) -> None:
    """Rule 7: the step is closed before its targets are opened."""
    found = situation(hearing, "3-05", CHARGED, event("hear.adjourned", "3-05"))
    assert open_steps(found) == ["hear"]
    assert [happening.event for _, happening in found.closed][-1] == "hear.adjourned"


TOGETHER = """1.1 The panel may give a warning with a plan, advice or both, or one of two fines.

```step
id: decide.it
as: decision
does: Decide
who: panel
after: [case.opened]
```
```outcome
id: cleared
type: finding
at: {step: decide.it}
then: end
---
id: warning
rank: 1
at: {step: decide.it}
with: {all: [plan]}
appeal: none
then: [follow-up]
---
id: plan
type: measure
at: {step: decide.it}
then: [follow-up]
---
id: ban
rank: 3
at: {step: decide.it}
with: {any: [plan, advice]}
appeal: none
then: end
---
id: advice
type: measure
at: {step: decide.it}
then: end
---
id: small-fine
rank: 1
at: {step: decide.it}
with: {one: [small-fine, large-fine]}
appeal: none
then: end
---
id: large-fine
rank: 2
at: {step: decide.it}
with: {one: [small-fine, large-fine]}
appeal: none
then: end
```
```step
id: follow-up
does: See how it went
who: officer
results:
  done: {then: end}
```
"""


@pytest.mark.parametrize(
    ("outcomes", "against"),
    [
        (("warning",), "'warning' comes together with 'plan'"),
        (("warning", "plan"), ""),
        (("plan",), ""),
        (("ban",), "'ban' comes with at least one of 'plan', 'advice'"),
        (("ban", "advice"), ""),
        (("ban", "plan", "advice"), ""),
        (("small-fine",), ""),
        (("small-fine", "large-fine"), "'small fine' excludes 'large fine'"),
    ],
)
def test_a_decision_carries_a_set_of_outcomes_that_fits(
    outcomes: tuple[str, ...], against: str
) -> None:
    """Rule 8: `with` says which outcomes come together: all, any or at most one."""
    found = situation(
        procedure(TOGETHER), "3-02", event("decide.it.decided", "3-02", outcomes=outcomes)
    )
    assert [item.against for item in found.departures] == ([against] if against else [])


def test_a_target_of_two_outcomes_opens_once() -> None:
    """Rule 8: the arrows of all outcomes fire, and a step has one open instance."""
    decided = event("decide.it.decided", "3-02", outcomes=("warning", "plan"))
    assert open_steps(situation(procedure(TOGETHER), "3-02", decided)) == ["follow-up"]


def test_an_outcome_must_be_among_those_of_the_step() -> None:
    """Rule 8: each outcome has an `at` for this step that is not false."""
    decided = event("tally.decided", "3-03", outcomes=("careless",))
    start = (event("complain.done", "3-01"), careless("3-02"))
    found = situation(club(), "3-03", *start, decided)
    assert found.departures[-1].against == (
        "'careless' is not among the outcomes of: Apply the points"
    )
    early = event("tally.decided", "3-03", outcomes=("suspension",))
    found = situation(club(), "3-03", *start, early)
    assert found.departures[-1].against == "'suspension': points is 1"


def test_a_decision_without_an_outcome_decides_nothing(hearing: Procedure) -> None:
    """Rule 8: the decision stays open, and nobody is told of it yet."""
    found = situation(hearing, "3-02", CHARGED, event("hear.decided", "3-02"))
    assert open_steps(found) == ["hear"]
    assert found.warnings == ["'hear.decided' of 2026-03-02 names no outcome: nothing is decided"]


def careless(on: str, **keys: object) -> Event:
    return event("assess.decided", on, outcomes=("careless",), **keys)


# Approval, waiting, holding back


EXPELLED = (
    event("complain.done", "3-01", by="complainant"),
    event("assess.decided", "3-02", outcomes=("expulsion",)),
)


def test_an_outcome_waits_for_its_approval_and_its_standstill() -> None:
    """Rule 9: expulsion runs twenty days after the County Association has received the notice."""
    carried = {"votes-for": 20, "votes-against": 10}
    approved = event("expulsion.approved", "3-10", by="general-meeting", data=carried)
    received = event("expulsion-notice.received", "3-12")
    expected = {"3-02": "pending", "3-10": "pending", "3-31": "pending", "4-01": "running"}
    for on, state in expected.items():
        found = situation(club(), on, *EXPELLED, approved, received)
        assert (states(found), departures(found)) == ({"expulsion": state}, [])
    (shown,) = [
        item
        for item in told(club(), "3-20", *EXPELLED, approved, received).deadlines
        if item.key == "standstill"
    ]
    assert (shown.date, shown.from_date) == (day("4-01"), day("3-12"))


def test_without_its_receipt_a_standstill_does_not_end() -> None:
    """Rule 9: the clock is started by a third party's receipt and by nothing else."""
    approved = event("expulsion.approved", "3-10")
    found = situation(club(), "2027-03-01", *EXPELLED, approved)
    assert states(found) == {"expulsion": "pending"}


def test_a_receipt_before_the_approval_does_not_bring_the_effect_forward() -> None:
    """Rule 9: where the approval comes after the waiting, it takes effect with the approval."""
    received = event("expulsion-notice.received", "3-03")
    approved = event("expulsion.approved", "5-10")
    found = situation(club(), "5-09", *EXPELLED, received, approved)
    assert states(found) == {"expulsion": "pending"}
    found = situation(club(), "5-10", *EXPELLED, received, approved)
    assert [(item.state, item.effect) for item in found.records] == [("running", day("5-10"))]


@pytest.mark.parametrize(("votes", "against"), [(20, 10), (19, 11)])
def test_an_approval_needs_its_votes(votes: int, against: int) -> None:
    """Two thirds of the votes carry an approval, and one vote less does not."""
    approved = event(
        "expulsion.approved", "3-10", data={"votes-for": votes, "votes-against": against}
    )
    found = situation(club(), "3-10", *EXPELLED, approved)
    short = "the approval of 'expulsion' needs two thirds of the votes"
    assert [item.against for item in found.departures] == ([] if votes == 20 else [short])


def test_an_approval_is_given_by_the_one_who_may() -> None:
    """The Committee cannot approve what the General Meeting approves."""
    found = situation(
        club(), "3-10", *EXPELLED, event("expulsion.approved", "3-10", by="committee")
    )
    assert found.departures[0].against == (
        "'expulsion' is approved by General Meeting, not by Club Committee"
    )


def test_a_refused_outcome_never_takes_effect() -> None:
    """A refusal ends a pending outcome, and it cannot be approved afterwards."""
    refused = event("expulsion.refused", "3-10", by="general-meeting")
    received = event("expulsion-notice.received", "3-12")
    found = situation(club(), "2027-01-01", *EXPELLED, refused, received)
    assert states(found) == {"expulsion": "refused"}
    again = situation(club(), "3-11", *EXPELLED, refused, event("expulsion.approved", "3-11"))
    assert departures(again) == ["expulsion.approved"]


PENDING = """1.1 Exclusion needs the approval of the board. Then the officer tells the school.

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened]
```
```outcome
id: exclusion
rank: 9
at: {step: decide}
approve: {by: board}
lasts: {count: 30, unit: days}
appeal: none
then: [hand-over]
```
```step
id: hand-over
does: Hand the papers over
who: officer
results:
  done: {then: end}
---
id: tell-school
as: duty
does: Tell the school
who: officer
after: [exclusion.imposed]
```
"""


def test_a_pending_outcome_opens_its_steps_when_it_takes_effect() -> None:
    """Rule 9: both spellings of an arrow wait for the approval, and so does the time it lasts."""
    events = (
        event("decide.decided", "3-02", outcomes=("exclusion",)),
        event("exclusion.approved", "3-09", by="board"),
    )
    assert open_steps(situation(procedure(PENDING), "3-08", *events)) == []
    found = situation(procedure(PENDING), "3-09", *events)
    assert sorted(open_steps(found)) == ["hand-over", "tell-school"]
    assert [item.ends for item in found.records] == [day("4-08")]


HELD = (
    event("complain.done", "3-01", by="complainant"),
    event("assess.decided", "3-02", outcomes=("dangerous",)),
    event("tally.decided", "3-02", outcomes=("below-six",)),
    event("assess.decided", "4-02", outcomes=("dangerous",), depart="a second complaint"),
    event("tally.decided", "4-02", outcomes=("suspension",), data={"held-back": True}),
)


def test_a_sanction_may_be_held_back_and_is_revived() -> None:
    """A held-back suspension runs as soon as a further point is given in its time."""
    found = situation(club(), "4-03", *HELD)
    assert [(item.state, item.ends) for item in found.records if item.outcome == "suspension"] == [
        ("held-back", day("2027-04-02"))
    ]
    assert "review" not in open_steps(found)
    again = careless("6-01", depart="a third complaint")
    found = situation(club(), "6-01", *HELD, again, facts={"long-suspension": True})
    assert [(item.state, item.ends) for item in found.records if item.outcome == "suspension"] == [
        ("running", None)
    ]
    assert "review" in open_steps(found)
    assert found.last("suspension.revived") is not None


def test_a_held_back_sanction_is_over_when_its_time_is() -> None:
    """After twelve months without a further point nothing is left to revive."""
    found = situation(club(), "2027-04-02", *HELD)
    assert states(found)["suspension"] == "expired"
    late = careless("2027-04-02", depart="a third complaint")
    assert states(situation(club(), "2027-04-02", *HELD, late))["suspension"] == "expired"


def test_a_revived_sanction_lasts_from_its_revival() -> None:
    """The time for which it could be revived is not the time for which it then runs."""
    of = procedure(
        """1.1 A ban for a month may be held back for a year.

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened, warning.imposed]
```
```outcome
id: ban
rank: 2
at: {step: decide}
lasts: {count: 1, unit: months}
hold-back: {by: panel, lasts: {count: 1, unit: years}, revived-by: [warning.imposed]}
appeal: none
then: [decide]
---
id: warning
rank: 1
at: {step: decide}
appeal: none
then: end
```
"""
    )
    ban = event("decide.decided", "3-02", outcomes=("ban",), data={"held-back": True})
    warning = event("decide.decided", "5-02", outcomes=("warning",), depart="a second charge")
    found = situation(of, "5-02", ban, warning)
    assert [(item.state, item.ends) for item in found.records if item.outcome == "ban"] == [
        ("running", day("6-02"))
    ]
    assert states(situation(of, "6-02", ban, warning))["ban"] == "expired"


# Unknown conditions


def test_a_step_opened_on_the_unknown_is_confirmed_or_withdrawn() -> None:
    """Rule 10: it is shown with its "if", and goes when its fact is known to be false."""
    of = procedure(GUARDED)
    sorted_ = event("sort.major", "3-02", facts={"points": 6})
    unsure = told(of, "3-02", sorted_)
    assert [(item.step, item.if_) for item in unsure.position] == [("tell-person", "grown up")]
    assert named(unsure.questions, "fact") == ["grown-up"]
    for known, expected in ((True, ["tell-person"]), (False, [])):
        facts = {"grown-up": {"value": known, "since": day("3-05")}}
        assert open_steps(situation(of, "3-04", sorted_, facts=facts)) == ["tell-person"]
        found = situation(of, "3-05", sorted_, facts=facts)
        assert open_steps(found) == expected
        assert all(item.sure for item in found.open)


# Departures


def test_a_departure_takes_effect_and_keeps_its_mark(hearing: Procedure) -> None:
    """Rule 11: the advice says to the end what was departed from, why, and against which clause."""
    early = event("hear.decided", "3-01", outcomes=("warning",), depart="agreed by everybody")
    later = (event("charge.done", "3-02"), event("hear.decided", "3-03", outcomes=("cleared",)))
    for on in ("3-01", "3-03", "2027-01-01"):
        (mark,) = told(hearing, on, early, *later).departures
        assert (mark.event, mark.reason, mark.date) == (
            "hear.decided",
            "agreed by everybody",
            day("3-01"),
        )
        assert mark.against == (
            "'Hear the charge' is not open here; the case waits for: Charge the person"
        )
        assert named(mark.clauses, "ref") == ["S 1.1"]
    assert states(situation(hearing, "3-01", early)) == {"warning": "running"}


def test_a_reason_makes_no_departure_of_what_is_allowed(hearing: Procedure) -> None:
    """Rule 11: an allowed event with a reason is no departure."""
    found = situation(hearing, "3-01", event("charge.done", "3-01", depart="to be safe"))
    assert departures(found) == []


def test_a_disallowed_event_without_a_reason_says_so(hearing: Procedure) -> None:
    """Rule 11: a case written by hand may hold an event that entering would have refused."""
    found = situation(hearing, "3-01", event("return.done", "3-01"))
    assert [item.reason for item in found.departures] == ["no reason is recorded"]


# Time


def test_only_a_right_lapses(hearing: Procedure) -> None:
    """Rule 12: what must be done stays open and is overdue; what may be done is lost."""
    found = told(hearing, "3-20", CHARGED, warned(), dated())
    assert named(found.position, "step") == ["close"]
    (tell,) = [item for item in found.next if item.step == "tell"]
    assert (tell.relation, tell.due, tell.overdue) == ("duty", day("3-05"), True)
    lapsed = situation(hearing, "3-20", CHARGED, warned(), dated()).last("appeal.lodge.lapsed")
    assert lapsed is not None and lapsed.on == day("3-10")


def test_a_warning_is_disregarded_after_its_months(hearing: Procedure) -> None:
    """Rule 12: what lasts twelve months runs through the day before the anniversary."""
    assert states(situation(hearing, "2027-03-01", CHARGED, warned())) == {"warning": "running"}
    found = situation(hearing, "2027-03-02", CHARGED, warned())
    assert states(found) == {"warning": "expired"}
    assert found.last("warning.expired") and found.last("warning.expires")


@pytest.mark.parametrize(
    ("length", "ends"), [(10, "3-12"), (date(2026, 4, 1), "4-01"), (None, None)]
)
def test_the_decider_fixes_how_long_an_outcome_lasts(
    hearing: Procedure, length: object, ends: str | None
) -> None:
    """Rule 12: the event's data give a number or a day; without them there is no end."""
    data = {} if length is None else {"length": length}
    decided = event("hear.decided", "3-02", outcomes=("suspension",), data=data)
    (record,) = situation(hearing, "3-02", CHARGED, decided).records
    assert record.ends == (day(ends) if ends else None)
    if ends:
        assert states(situation(hearing, ends, CHARGED, decided)) == {"suspension": "expired"}


CHAIN = """1.1 The person may ask within two days; after that the officer may, within two days.

```step
id: ask
does: Ask
who: person
modality: may
after: [case.opened]
within: {count: 2, unit: days, after: case.opened}
results:
  done: {then: end}
  lapsed: {then: [ask-instead]}
---
id: ask-instead
does: Ask instead
who: officer
modality: may
within: {count: 2, unit: days, after: ask.lapsed}
results:
  done: {then: end}
  lapsed: {then: [file]}
---
id: file
does: File the papers
who: officer
results:
  done: {then: end}
```
"""


def test_one_lapse_may_open_what_lapses_next() -> None:
    """Rule 12: time is run in order of date, so a second right begins when the first is lost."""
    of = procedure(CHAIN)
    for on, expected in (("3-03", "ask"), ("3-04", "ask-instead"), ("3-06", "ask-instead")):
        assert open_steps(situation(of, on, opened=day("3-01"))) == [expected]
    found = situation(of, "3-07", opened=day("3-01"))
    assert open_steps(found) == ["file"]
    assert [lapse.on for lapse in found.lapses] == [day("3-04"), day("3-07")]


READINGS = """1.1 The person may appeal within seven days of the letter's date.

1.2 Seven days of its receipt are enough for an appeal.

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened]
```
```outcome
id: warning
rank: 1
at: {step: decide}
letter: decision
appeal: appeal
then: end
```
```letter
id: decision
name: Decision
from: panel
to: person
timed: [dated, received]
```
```step
id: appeal
does: Appeal
who: person
modality: may
after: [decision.dated]
within: {count: 7, unit: days, after: decision.dated}
results:
  done: {then: end}
  lapsed: {then: end}
```
```conflict
id: C1
about: appeal.within
text: From the date or the receipt?
sides:
- {name: from the date, cites: [S 1.1]}
- {name: from the receipt, cites: [S 1.2], set: {appeal.within: {after: decision.received}}}
```
"""

READ = (
    event("decide.decided", "3-02", outcomes=("warning",)),
    event("decision.dated", "3-02"),
    event("decision.received", "3-05"),
)


def test_a_right_lapses_under_the_latest_reading() -> None:
    """Rule 13: a reading that is not followed keeps the right open; the earliest one is shown."""
    of = procedure(READINGS)
    assert open_steps(situation(of, "3-12", *READ)) == ["appeal"]
    assert open_steps(situation(of, "3-13", *READ)) == []
    (shown,) = [item for item in told(of, "3-10", *READ).deadlines if item.step == "appeal"]
    assert (shown.date, shown.state) == (day("3-09"), "overdue")
    assert [(item.date, item.state) for item in shown.alternates] == [(day("3-12"), "running")]


def test_a_right_stays_open_while_a_reading_has_not_begun() -> None:
    """Rule 13: without a recorded receipt nothing says that the time is over."""
    assert open_steps(situation(procedure(READINGS), "2027-03-01", *READ[:2])) == ["appeal"]


def test_a_right_stays_open_while_an_exception_may_apply() -> None:
    """Rule 13: a limit that may not bind closes nothing."""
    of = procedure(
        CHAIN.replace("after: case.opened}", "after: case.opened, unless: ill}")
        + "```fact\nid: ill\nask: Is the person ill?\n```\n"
    )
    assert open_steps(situation(of, "4-01", opened=day("3-01"))) == ["ask"]
    assert open_steps(situation(of, "4-01", opened=day("3-01"), facts={"ill": True})) == ["ask"]
    assert open_steps(situation(of, "4-01", opened=day("3-01"), facts={"ill": False})) == ["file"]


def test_a_late_act_is_not_a_refused_act(hearing: Procedure) -> None:
    """Rule 14: the right is opened again, what its lapse opened is undone, and the mark is kept."""
    start = (CHARGED, warned(), dated())
    assert "close" in open_steps(situation(hearing, "3-12", *start))
    late = event("appeal.lodge.done", "3-12", by="person")
    found = situation(hearing, "3-12", *start, late)
    assert open_steps(found) == ["tell", "appeal.hear"]
    assert departures(found) == []
    advice = told(hearing, "3-12", *start, late)
    assert advice.warnings == (
        "'Appeal' was done on 2026-03-12, after its limit; what then follows is not stated",
    )
    (shown,) = [item for item in advice.deadlines if item.step == "appeal.lodge"]
    assert (shown.date, shown.state, shown.done_on) == (day("3-09"), "missed", day("3-12"))


def test_what_somebody_has_done_is_not_undone_by_a_late_act(hearing: Procedure) -> None:
    """Rule 14: a late act stands also where the case has gone on meanwhile."""
    start = (CHARGED, warned(), dated(), event("close.done", "3-11", by="officer"))
    found = situation(hearing, "3-12", *start, event("appeal.lodge.done", "3-12"))
    assert (open_steps(found), departures(found)) == (["tell", "appeal.hear"], [])


def test_a_late_act_undoes_a_chain_of_lapses() -> None:
    """Rule 14: what was opened by the lapse of what the lapse opened goes as well."""
    late = event("ask.done", "3-10")
    assert open_steps(situation(procedure(CHAIN), "3-10", late, opened=day("3-01"))) == []


def test_a_late_act_by_the_wrong_person_is_a_departure(hearing: Procedure) -> None:
    """Rule 14: being late excuses nothing else."""
    late = event("appeal.lodge.done", "3-12", by="panel")
    found = situation(hearing, "3-12", CHARGED, warned(), dated(), late)
    assert departures(found) == ["appeal.lodge.done"]


PAUSED = """1.1 While the police look into it, the case waits. Limits {limits}.

```track
id: main
name: the case
---
id: police
name: the police's inquiry
pauses: [main]
limits: {limits}
```
```step
id: answer
does: Answer the charge
who: person
modality: may
after: [case.opened]
within: {{count: 5, unit: {unit}, after: case.opened}}
results:
  done: {{then: end}}
  lapsed: {{then: end}}
---
id: hand-over
as: power
track: police
does: Hand the case to the police
who: officer
results:
  done: {{then: [wait]}}
---
id: wait
track: police
does: Wait for the police
who: officer
results:
  over: {{then: end}}
```
"""


def paused(limits: str, unit: str = "days") -> Procedure:
    return procedure(PAUSED.format(limits=limits, unit=unit))


HANDED, BACK = event("hand-over.done", "3-03"), event("wait.over", "3-13")
OPENED = day("3-01")


def test_a_paused_track_refuses_its_acts() -> None:
    """Rule 15: what waits for the police is refused with the pause's clause."""
    of = paused("stop")
    found = situation(of, "3-04", HANDED, event("answer.done", "3-04"), opened=OPENED)
    assert found.departures[0].against == (
        "'Answer the charge' waits while this is open: the police's inquiry"
    )
    assert [item.paused for item in told(of, "3-04", HANDED, opened=OPENED).position] == [
        "police",
        "",
    ]
    assert departures(situation(of, "3-14", HANDED, BACK, opened=OPENED)) == []


@pytest.mark.parametrize(
    ("limits", "unit", "last"),
    [
        ("stop", "days", "3-16"),
        ("not-stated", "days", "3-16"),
        ("run", "days", "3-06"),
        ("stop", "working-days", "3-18"),
    ],
)
def test_a_pause_stops_limits_unless_the_clause_lets_them_run(
    limits: str, unit: str, last: str
) -> None:
    """Rule 15: ten days of pause are ten days more; where nothing is said, no right is lost."""
    of, events = paused(limits, unit), (HANDED, BACK)
    assert "answer" in open_steps(situation(of, last, *events, opened=OPENED))
    after = situation(of, "3-31", *events, opened=OPENED)
    assert [(day(last) - lapse.on).days for lapse in after.lapses] == [-1]


def test_nothing_lapses_during_a_pause() -> None:
    """Rule 15: while the police have the case, its rights stand still."""
    found = situation(paused("stop"), "2027-03-01", HANDED, opened=OPENED)
    assert open_steps(found) == ["answer", "wait"]


def test_a_counted_unit_has_words_and_no_date() -> None:
    """Rule 16: two regattas end when somebody records it, never by the calendar."""
    suspended = (*HELD[:-1], event("tally.decided", "4-02", outcomes=("suspension",)))
    found = situation(club(), "2027-12-31", *suspended)
    assert states(found)["suspension"] == "running"
    (shown,) = [
        item
        for item in told(club(), "4-03", *suspended).deadlines
        if (item.step, item.key) == ("suspension", "lasts")
    ]
    assert (shown.date, shown.words) == (None, "2 regattas")
    served = situation(club(), "8-01", *suspended, event("suspension.expired", "8-01"))
    assert (states(served)["suspension"], departures(served)[1:]) == ("expired", [])


def test_an_age_is_looked_at_on_the_day_of_the_letter() -> None:
    """Rule 17: a letter sent before the eighteenth birthday has its copy to the parent for ever."""
    of = procedure(
        """1.1 The officer invites the person, with a copy to an outsider where the person is under 18.

```step
id: invite
does: Invite
who: officer
after: [case.opened]
letter: invitation
results:
  done: {then: end}
```
```letter
id: invitation
name: Invitation
from: officer
to: person
copies: [{to: outsider, when: under-18}]
timed: [dated]
```
```fact
id: born
type: date
ask: When was the person born?
---
id: age
type: number
from: {years-since: born}
---
id: under-18
from: {is: {age: {below: 18}}}
```
"""
    )
    facts = {"born": date(2008, 3, 10)}
    sent = event("invite.done", "3-09")
    for on, events, copies in (
        ("3-09", (), ("outsider",)),
        ("3-10", (), ()),
        ("3-20", (sent,), ("outsider",)),
    ):
        (letter,) = told(of, on, *events, facts=facts, opened=day("3-01")).letters
        assert letter.copies == copies


# Truth


def test_a_derived_fact_without_its_base_is_unknown_unless_answered() -> None:
    """Rule 18: derived first, asked where it cannot be derived."""
    of = procedure(
        """1.1 Minors are not fined.

```fact
id: born
type: date
ask: When was the person born?
---
id: age
type: number
from: {years-since: born}
---
id: minor
ask: Is the person a minor?
from: {is: {age: {below: 18}}}
```
```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened]
```
```outcome
id: fine
rank: 1
at: {step: decide, when: {not: minor}}
appeal: none
then: end
```
"""
    )
    for facts, expected in (
        ({}, [("fine", "not: minor")]),
        ({"minor": False}, [("fine", "")]),
        ({"minor": True}, []),
        ({"born": date(2000, 1, 1)}, [("fine", "")]),
        ({"born": date(2010, 1, 1)}, []),
        ({"born": date(2010, 1, 1), "minor": False}, []),
    ):
        found = told(of, "3-02", facts=facts, opened=day("3-01"))
        assert [(item.outcome, item.if_) for item in found.outcomes.open] == expected


CHOICES = """1.1 The panel may fine the person at once.

1.2 A second fine needs a warning before it. A minor is not fined.

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened]
---
id: other
as: decision
does: Decide otherwise
who: board
```
```outcome
id: advice
type: finding
at: {step: decide}
then: [other]
---
id: ban
rank: 2
at: {step: other}
appeal: none
then: end
---
id: fine
rank: 1
at: {step: decide, when: {not: is-minor}}
appeal: none
then: end
---
id: second-fine
rank: 1
at: {step: decide, when: warned-before}
appeal: none
then: end
```
```fact
id: is-minor
ask: Is the person a minor?
---
id: warned-before
ask: Was the person warned before?
```
```conflict
id: C2
about: second-fine.at
text: Does a second fine need a warning?
sides:
- {name: only after a warning, cites: [S 1.2]}
- {name: at once, cites: [S 1.1], set: {second-fine.at: [{step: decide}]}}
```
"""


def test_an_outcome_is_open_open_if_open_otherwise_or_blocked() -> None:
    """Rule 19: open, open if, open under another reading, or blocked with the failing fact."""
    found = told(procedure(CHOICES), "3-02", opened=OPENED, facts={"warned-before": False})
    opened = {item.outcome: (item.if_, item.reading) for item in found.outcomes.open}
    assert opened == {
        "advice": ("", ""),
        "fine": ("not: is minor", ""),
        "second-fine": ("", "at once (C2)"),
    }
    blocked = {item.outcome: item.because for item in found.outcomes.blocked}
    assert blocked == {"ban": "not among the outcomes of this step: Decide"}
    minor = told(procedure(CHOICES), "3-02", opened=OPENED, facts={"is-minor": True})
    blocked = {item.outcome: item.because for item in minor.outcomes.blocked}
    assert blocked["fine"] == "it is so that is minor"
    second = next(item for item in found.outcomes.open if item.reading)
    assert "S 1.1" in named(second.clauses, "ref")


# Facts derived from the record


COUNTED = """1.1 The officer classes each breach. Three minor breaches within a year are a major one.

```step
id: class
as: power
does: Class the breach
who: officer
results:
  minor: {then: end, when: {minor-breaches: {below: 2}}}
  major: {then: end}
```
```fact
id: minor-breaches
type: number
words: the number of minor breaches
from: {count: class.minor, within: {count: 1, unit: years}}
```
"""


def test_events_are_counted_in_a_rolling_window() -> None:
    """The third minor breach in a year is not minor; a year after the first, one is again."""
    minors = (event("class.minor", "3-10"), event("class.minor", "6-10"))
    third = event("class.minor", "2027-03-09")
    found = situation(procedure(COUNTED), "2027-03-09", *minors, third)
    assert found.departures[0].against == "'minor': the number of minor breaches is 2"
    later = event("class.minor", "2027-03-10")
    assert departures(situation(procedure(COUNTED), "2027-03-10", *minors, later)) == []


def test_points_are_added_up_while_they_count() -> None:
    """A dangerous act is three points for twelve months, and no longer."""
    start = (event("complain.done", "2025-05-01"), careless("2025-05-02"))
    facts = {"able": 5}
    for on, expected in (("2026-05-01", "below-six"), ("2026-05-02", "below-six")):
        found = told(club(), on, *start, facts=facts)
        assert expected in named(found.outcomes.open, "outcome")
    two = (HELD[0], HELD[1], HELD[2], HELD[3])
    opened = named(told(club(), "4-02", *two).outcomes.open, "outcome")
    assert "suspension" in opened and "below-six" not in opened
    spread = (*two[:3], event("assess.decided", "2027-03-02", outcomes=("dangerous",), depart="x"))
    opened = named(told(club(), "2027-03-02", *spread).outcomes.open, "outcome")
    assert "below-six" in opened and "suspension" not in opened


def test_points_of_what_an_appeal_replaced_do_not_count() -> None:
    """Six points become four where the Committee puts a careless act in the place of a dangerous one."""
    appeal = (
        event("decision-letter.dated", "4-02"),
        event("appeal.lodge.done", "4-05", by="member"),
        event(
            "appeal.decide.decided",
            "4-10",
            outcomes=("changed",),
            data={"replaces": "dangerous", "replacement": "careless"},
        ),
    )
    found = situation(club(), "4-10", *HELD[:4], *appeal)
    assert sorted(
        (item.outcome, item.state) for item in found.records if item.outcome != "below-six"
    ) == [
        ("careless", "running"),
        ("changed", "running"),
        ("dangerous", "replaced"),
        ("dangerous", "running"),
    ]
    opened = named(told(club(), "4-10", *HELD[:4], *appeal).outcomes.open, "outcome")
    assert "below-six" in opened and "suspension" not in opened


def test_the_days_of_suspensions_are_added_up() -> None:
    """Only days that are over count, and only those within the window."""
    of = procedure(
        """1.1 Nobody is suspended for more than ten days in a month.

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened, again.done]
---
id: again
as: power
does: Begin again
who: panel
```
```fact
id: days-suspended
type: number
words: the number of days
from: {sum: lasts, of: [suspension], within: {count: 1, unit: months}}
```
```outcome
id: suspension
rank: 1
at: {step: decide, when: {days-suspended: {below: 10}}}
lasts: {count: {data: length}, unit: days}
appeal: none
then: end
---
id: cleared
type: finding
at: {step: decide}
then: end
```
"""
    )
    first = event("decide.decided", "3-02", outcomes=("suspension",), data={"length": 10})
    again = event("again.done", "3-02")
    for on, expected in (("3-11", True), ("3-12", False), ("4-01", False), ("4-02", True)):
        found = told(of, on, first, again)
        assert ("suspension" in named(found.outcomes.open, "outcome")) is expected, on


# Bodies, caps, panels


def test_a_body_below_its_quorum_gives_way_to_another() -> None:
    """With three members left the County Association hears the complaint, with four it does not."""
    start = event("complain.done", "3-01")
    by_county = careless("3-02", by="county-association")
    by_club = careless("3-02", by="committee")
    for able, right, wrong in ((3, by_county, by_club), (4, by_club, by_county)):
        facts = {"able": able}
        assert departures(situation(club(), "3-02", start, right, facts=facts)) == []
        assert departures(situation(club(), "3-02", start, wrong, facts=facts)) == [
            "assess.decided"
        ]


BODY = """1.1 The bench decides by all votes but one, with three members. Else the outsider decides.

```role
id: bench
name: Bench
body: {votes: all-but-one, quorum: 3, able: able, instead: outsider}
```
```fact
id: able
type: number
ask: How many members are able to act?
```
```step
id: decide
as: decision
does: Decide
who: bench
after: [case.opened]
```
```outcome
id: cleared
type: finding
at: {step: decide}
then: end
```
"""


@pytest.mark.parametrize(
    ("by", "able", "against"),
    [
        ("bench", 3, ""),
        ("bench", None, ""),
        ("outsider", 2, ""),
        ("outsider", None, ""),
        ("outsider", 3, "'Decide' is for Bench, not for Outsider"),
        (
            "bench",
            2,
            "Bench needs 3 members able to act, and there are 2; Outsider acts instead",
        ),
    ],
)
def test_instead_acts_where_the_quorum_fails(by: str, able: int | None, against: str) -> None:
    """The one who acts instead may do so exactly while the quorum is not known to be there."""
    facts = {} if able is None else {"able": able}
    decided = event("decide.decided", "3-02", by=by, outcomes=("cleared",))
    found = situation(procedure(BODY), "3-02", decided, facts=facts)
    assert [item.against for item in found.departures] == ([against] if against else [])


@pytest.mark.parametrize(("given", "against", "carried"), [(4, 1, True), (3, 2, False)])
def test_a_body_decides_by_its_votes(given: int, against: int, carried: bool) -> None:
    """All votes but one carry the Committee's decision, and two against do not."""
    decided = careless("3-02", by="committee", data={"votes-for": given, "votes-against": against})
    start = event("complain.done", "3-01")
    found = situation(club(), "3-02", start, decided, facts={"able": 5})
    assert (departures(found) == []) is carried
    if not carried:
        assert found.departures[0].against == (
            "Club Committee decides by all votes but one; recorded are 3 for and 2 against"
        )


CAPPED = """1.1 The officer may give up to 7 days of extra work, the board up to 28. Only the board bans.

```step
id: decide
as: decision
does: Decide
who: [officer, board]
after: [case.opened]
```
```outcome
id: extra-work
rank: 1
data: [{name: length, type: number}]
at:
- {step: decide, who: officer, cap: {count: 7, unit: days, data: length}}
- {step: decide, who: board, cap: {count: 28, unit: days, data: length}}
lasts: {count: {data: length}, unit: days}
appeal: none
then: end
---
id: ban
rank: 2
at: {step: decide, who: board}
appeal: none
then: end
```
"""


@pytest.mark.parametrize(
    ("by", "outcome", "length", "against"),
    [
        ("officer", "extra-work", 7, ""),
        (
            "officer",
            "extra-work",
            8,
            "'extra work' may be for 7 days at the most here, and length is 8",
        ),
        ("board", "extra-work", 28, ""),
        (
            "board",
            "extra-work",
            29,
            "'extra work' may be for 28 days at the most here, and length is 29",
        ),
        ("board", "ban", None, ""),
        ("officer", "ban", None, "'ban' may be imposed by Board only"),
    ],
)
def test_powers_are_limited_by_the_decider(
    by: str, outcome: str, length: int | None, against: str
) -> None:
    """What one decider may impose is capped, and another's entry is enough to allow more."""
    data = {} if length is None else {"length": length}
    decided = event("decide.decided", "3-02", by=by, outcomes=(outcome,), data=data)
    found = situation(procedure(CAPPED), "3-02", decided)
    assert [item.against for item in found.departures] == ([against] if against else [])


@pytest.mark.parametrize(
    ("panel", "met"),
    [
        ([], None),
        ([{"name": "Ann", "role": "committee"}], True),
        ([{"name": "Ann", "role": "committee", "was": ["complainant"]}], False),
    ],
)
def test_a_panel_is_checked_as_far_as_it_is_known(
    panel: list[dict[str, object]], met: bool | None
) -> None:
    """A safeguard about who sits is met, not met, or unknown while nobody is named."""
    found = told(club(), "3-02", event("complain.done", "3-01"), panel=panel)
    (guard,) = found.safeguards
    assert guard.met is met
    assert guard.warning == ("Ann was complainant and sits on the panel" if met is False else "")


# Tracks and loops


def test_tracks_run_side_by_side() -> None:
    """A bar from the boathouse runs and lapses while the complaint goes on."""
    facts = {"others-at-risk": True}
    events = (
        event("bar.done", "3-02"),
        event("complain.done", "3-03"),
        event("assess.decided", "3-04", outcomes=("ask-to-meet",)),
    )
    found = situation(club(), "3-09", *events, facts=facts, opened=OPENED)
    assert (open_steps(found), departures(found)) == (["bar.runs", "meet"], [])
    later = situation(club(), "3-10", *events, facts=facts, opened=OPENED)
    assert open_steps(later) == ["meet"]


def test_a_decision_may_lead_back_to_itself_through_an_act() -> None:
    """The Committee asks to meet the member, meets, and assesses again, as often as it likes."""
    events = [event("complain.done", "3-01")]
    for on in ("3-02", "3-05"):
        events.append(event("assess.decided", on, outcomes=("ask-to-meet",)))
        assert open_steps(situation(club(), on, *events)) == ["meet"]
        events.append(event("meet.held", on))
        assert open_steps(situation(club(), on, *events)) == ["assess"]
    found = situation(club(), "3-06", *events, careless("3-06"))
    assert (open_steps(found), departures(found)) == (["tally"], [])


def test_remittal_opens_the_first_hearing_again(hearing: Procedure) -> None:
    """What an appeal sends back is heard again, with the record as it then is."""
    of = procedure(
        HEARING.replace(
            "at: {step: appeal.hear}\nthen: end", "at: {step: appeal.hear}\nthen: [hear]"
        )
    )
    appeal = (
        event("appeal.lodge.done", "3-05"),
        event("appeal.hear.decided", "3-08", outcomes=("dismissed",)),
        event("hear.decided", "3-12", outcomes=("suspension",), data={"length": 5}),
    )
    start = (CHARGED, warned(), dated())
    assert "hear" in open_steps(situation(of, "3-08", *start, *appeal[:2]))
    found = situation(of, "3-12", *start, *appeal)
    assert departures(found) == []
    assert states(found) == {
        "warning": "replaced",
        "dismissed": "running",
        "suspension": "running",
    }


def test_one_may_appeal_to_the_same_body_once() -> None:
    """The letter about the appeal opens no second appeal."""
    events = (
        event("complain.done", "3-01"),
        careless("3-02"),
        event("decision-letter.dated", "3-02"),
        event("appeal.lodge.done", "3-05"),
        event("appeal.decide.decided", "3-06", outcomes=("confirmed",)),
        event("decision-letter.dated", "3-07"),
    )
    assert "appeal.lodge" not in open_steps(situation(club(), "3-07", *events))


# Replacing and revoking


def amended(replaces: str, replacement: str, **keys: object) -> Event:
    data = {"replaces": replaces, "replacement": replacement}
    return event("appeal.hear.decided", "3-08", outcomes=("amended",), data=data, **keys)


def test_an_appeal_replaces_the_outcome_and_not_the_position(hearing: Procedure) -> None:
    """The old record becomes `replaced`, the new one runs, and the main track is not entered again."""
    suspended = event("hear.decided", "3-02", outcomes=("suspension",), data={"length": 90})
    start = (
        CHARGED,
        suspended,
        dated(),
        event("return.done", "3-03"),
        event("appeal.lodge.done", "3-05"),
    )
    found = situation(hearing, "3-08", *start, amended("suspension", "warning"))
    assert departures(found) == []
    assert states(found) == {
        "suspension": "replaced",
        "amended": "running",
        "warning": "running",
    }
    assert [(item.outcome, item.ends) for item in found.records] == [
        ("suspension", day("3-08")),
        ("warning", day("2027-03-08")),
        ("amended", None),
    ]
    assert open_steps(found) == ["tell"]


def test_an_appeal_may_not_replace_by_more(hearing: Procedure) -> None:
    """Where the text says so, the new sanction does not rank higher than the old one."""
    start = (CHARGED, warned(), dated(), event("appeal.lodge.done", "3-05"))
    found = situation(hearing, "3-08", *start, amended("warning", "suspension"))
    assert found.departures[0].against == (
        "'suspension' is more severe than 'warning', which it replaces"
    )
    same = situation(hearing, "3-08", *start, amended("warning", "warning"))
    assert departures(same) == []


def test_an_appeal_replaces_only_what_is_on_record(hearing: Procedure) -> None:
    """A slip in the name is refused and not passed over."""
    start = (CHARGED, warned(), dated(), event("appeal.lodge.done", "3-05"))
    found = situation(hearing, "3-08", *start, amended("suspension", "warning"))
    assert found.departures[0].against == (
        "'amended' cannot replace what is not on record: 'suspension'"
    )


def test_an_outcome_revokes_earlier_ones(hearing: Procedure) -> None:
    """A suspension takes the place of a warning on record, and the warning then never expires."""
    second = (
        event("charge.done", "3-04", depart="a second charge"),
        event("hear.decided", "3-05", outcomes=("suspension",), data={"length": 5}),
    )
    found = situation(hearing, "2027-06-01", CHARGED, warned(), *second)
    assert states(found) == {"warning": "replaced", "suspension": "expired"}
    assert found.last("warning.replaced") is not None
    assert found.last("warning.expired") is None


def test_an_outcome_is_not_imposed_but_by_a_decision(hearing: Procedure) -> None:
    """An outcome's own events are refused where its record does not allow them."""
    found = situation(hearing, "3-02", CHARGED, event("warning.imposed", "3-02"))
    assert found.departures[0].against == (
        "'warning' is imposed by a decision only: Hear the charge"
    )
    for word in ("approved", "refused", "revived", "expired", "replaced"):
        assert departures(situation(hearing, "3-02", CHARGED, event(f"warning.{word}", "3-02")))


# Where outcomes lead by their entry


def test_an_outcome_leads_where_the_entry_that_was_used_leads() -> None:
    """Of two entries for one step, that whose condition holds says what comes next."""
    of = procedure(
        """1.1 After the first hearing the person returns; after the second the file is closed.

```step
id: hear
as: decision
does: Hear
who: panel
after: [case.opened]
---
id: return
does: Return
who: person
results:
  done: {then: end}
---
id: close
does: Close the file
who: officer
results:
  done: {then: end}
```
```fact
id: hearing
type: [first, second]
ask: Which hearing is it?
```
```outcome
id: warning
rank: 1
at:
- {step: hear, when: {hearing: first}}
- {step: hear, when: {hearing: second}, then: [close]}
appeal: none
then: [return]
```
"""
    )
    decided = event("hear.decided", "3-02", outcomes=("warning",))
    for which, expected in (("first", ["return"]), ("second", ["close"])):
        assert open_steps(situation(of, "3-02", decided, facts={"hearing": which})) == expected


# Letters, reviews, school days, taken-over cases


SENT = """1.1 The officer sends an invitation. The person may answer it within three days.

```step
id: invite
does: Invite
who: officer
after: [case.opened]
letter: invitation
results:
  done: {then: [answer]}
---
id: answer
does: Answer
who: person
modality: may
within: {count: 3, unit: days, after: invitation.dated}
results:
  done: {then: [invite]}
  lapsed: {then: end}
```
```letter
id: invitation
name: Invitation
from: officer
to: person
timed: [dated]
```
"""


def test_a_letter_is_dated_by_its_step_or_by_its_own_event() -> None:
    """A letter sent by a step has the step's day, unless it is recorded with a day of its own."""
    of = procedure(SENT)
    sent = event("invite.done", "3-02")
    own = event("invitation.dated", "3-04")
    again = (event("answer.done", "3-05"), event("invite.done", "3-09"))
    for on, events, expected in (
        ("3-02", (sent,), ["3-02"]),
        ("3-04", (sent, own), ["3-04"]),
        ("3-09", (sent, own, *again), ["3-04", "3-09"]),
    ):
        happened = situation(of, on, *events).happened
        days = [item.on for item in happened if item.event == "invitation.dated"]
        assert days == [day(word) for word in expected]


def test_what_happens_later_does_not_change_an_earlier_day() -> None:
    """The position on a day is the same whether or not later events are recorded."""
    of = procedure(SENT)
    sent, own = event("invite.done", "3-02"), event("invitation.dated", "3-04")
    assert situation(of, "3-03", sent, own) == situation(of, "3-03", sent)
    assert situation(of, "2-01", sent) == situation(of, "2-01")


def test_nothing_is_open_before_the_case() -> None:
    """A case that is opened on a later day has no position yet."""
    found = situation(procedure(SENT), "3-01", opened=day("3-02"))
    assert (open_steps(found), found.happened) == ([], [])
    assert told(procedure(SENT), "3-01", opened=day("3-02")).position == ()


def test_a_recurring_duty_comes_back() -> None:
    """A long suspension is reviewed every year, so a review that was held leaves the next one."""
    suspended = (*HELD[:-1], event("tally.decided", "4-02", outcomes=("suspension",)))
    facts = {"long-suspension": True}
    review = event("review.done", "2027-04-01", by="committee")
    found = situation(club(), "2027-05-01", *suspended, review, facts=facts)
    assert [(item.step, item.since) for item in found.open if item.step == "review"] == [
        ("review", day("2027-04-01"))
    ]


def test_school_days_are_counted_in_the_terms_of_the_case() -> None:
    """A limit in school days passes over the holidays, and without terms it has words only."""
    of = procedure(CHAIN.replace("count: 2, unit: days", "count: 2, unit: school-days"))
    terms = [
        {"from": "2026-02-23", "to": "2026-03-27", "name": "spring"},
        {"from": "2026-04-13", "to": "2026-05-22", "name": "summer"},
    ]
    keys = {"opened": day("3-26")}
    assert open_steps(situation(of, "4-13", terms=terms, **keys)) == ["ask"]
    assert open_steps(situation(of, "4-14", terms=terms, **keys)) == ["ask-instead"]
    (shown, *_) = told(of, "4-01", terms=terms, **keys).deadlines
    assert shown.date == day("4-13")
    (shown, *_) = told(of, "4-01", **keys).deadlines
    assert shown.date is None and "2 school days" in shown.words
    assert open_steps(situation(of, "2027-04-01", **keys)) == ["ask"]


def test_a_case_is_taken_over_where_it_stands(hearing: Procedure) -> None:
    """The record begins with open steps and outcomes; what ended before opens nothing."""
    taken = {
        "date": "2026-03-01",
        "at": ["hear"],
        "outcomes": [
            {"outcome": "warning", "date": "2024-01-10"},
            {"outcome": "suspension", "date": "2026-02-20", "data": {"length": 30}},
        ],
    }
    found = situation(hearing, "3-02", **{"taken-over": taken})
    assert open_steps(found) == ["hear"]
    assert states(found) == {"warning": "expired", "suspension": "running"}
    assert found.last("warning.expired") is None
    found = situation(hearing, "3-22", **{"taken-over": taken})
    assert states(found)["suspension"] == "expired"
    decided = situation(hearing, "3-02", warned(), **{"taken-over": taken})
    assert (open_steps(decided), departures(decided)) == (["tell"], [])


def test_a_step_taken_over_as_open_is_not_opened_again(hearing: Procedure) -> None:
    """A letter recorded afterwards starts the clock of the appeal that is open already."""
    taken = {"taken-over": {"date": "2026-03-01", "at": ["appeal.lodge"]}}
    found = situation(hearing, "3-05", dated("3-02"), **taken)
    assert open_steps(found) == ["appeal.lodge"]
    assert open_steps(situation(hearing, "3-10", dated("3-02"), **taken)) == ["close"]


# Advice


def test_a_conflict_is_shown_where_its_rule_occurs() -> None:
    """Rule 21: both readings with their clauses, and nothing of it before its rule is in sight."""
    of = procedure(READINGS)
    (conflict,) = told(of, "3-03", *READ).conflicts
    assert [(item.name, item.followed) for item in conflict.readings] == [
        ("from the date", True),
        ("from the receipt", False),
    ]
    assert [named(item.clauses, "ref") for item in conflict.readings] == [["S 1.1"], ["S 1.2"]]
    later = told(of, "3-06", *READ, event("appeal.done", "3-06"))
    assert later.conflicts == (conflict,)
    choices = procedure(CHOICES)
    assert named(told(choices, "3-02", opened=OPENED).conflicts, "conflict") == ["C2"]
    advised = event("decide.decided", "3-02", outcomes=("advice",))
    banned = event("other.decided", "3-03", outcomes=("ban",))
    assert told(choices, "3-03", advised, banned).conflicts == ()


def test_a_reading_patches_a_copy_of_the_rule() -> None:
    """Rule 21: advising under two readings leaves the procedure as it was."""
    of = procedure(READINGS)
    before = of.model_copy(deep=True)
    assert told(of, "3-03", *READ) == told(of, "3-03", *READ)
    assert of == before


def test_an_advice_looks_one_act_back_and_one_ahead(hearing: Procedure) -> None:
    """Rule 22: what was closed last is met or missed; what comes next is marked so."""
    found = told(hearing, "3-06", CHARGED, warned(), dated(), event("tell.done", "3-06"))
    relations = {item.step: item.relation for item in found.next}
    assert relations == {"appeal.lodge": "now", "appeal.hear": "then", "tell": "done"}
    (tell,) = [item for item in found.deadlines if item.step == "tell"]
    assert (tell.state, tell.date) == ("missed", day("3-05"))


def test_a_lapse_of_long_ago_is_not_one_act_back(hearing: Procedure) -> None:
    """Rule 22: once something else has been done, a right that lapsed is no longer in sight."""
    start = (CHARGED, warned(), dated())
    shown = {item.step: item.relation for item in told(hearing, "3-12", *start).next}
    assert shown["appeal.lodge"] == "done"
    later = told(hearing, "3-12", *start, event("close.done", "3-12"))
    assert "appeal.lodge" not in named(later.next, "step")


def test_a_limit_that_has_not_begun_is_given_in_words() -> None:
    """Rule 22: without its start it is a rule; with a letter due now, a date if dated today."""
    found = told(procedure(SENT), "3-02", opened=OPENED)
    (shown,) = [item for item in found.deadlines if item.step == "answer"]
    assert shown.assumed == "if 'Invitation' is dated today"
    assert shown.date == day("3-05")
    ahead = told(club(), "3-02", event("complain.done", "3-01"))
    (shown, *_) = [item for item in ahead.deadlines if item.step == "appeal.lodge"]
    assert (shown.date, shown.state) == (None, "not-started")
    assert shown.words.startswith("within 7 days from")


def test_the_letters_of_a_decision_are_given_for_each_outcome() -> None:
    """Rule 23: if this is decided, then that letter goes to these."""
    found = told(club(), "3-02", event("complain.done", "3-01"))
    letters = {item.letter: (item.if_, item.to, item.copies) for item in found.letters}
    assert letters["expulsion-notice"] == ("expulsion", ("county-association",), ("member",))
    assert letters["meeting-invitation"] == ("ask to meet", ("member",), ())


def test_an_advice_cites_the_results_and_entries_that_were_used() -> None:
    """Rule 24: the rule's own clause and those of its result; both sides of every conflict."""
    found = told(procedure(READINGS), "3-03", *READ)
    refs = {clause.ref for reading in found.conflicts[0].readings for clause in reading.clauses}
    assert refs == {"S 1.1", "S 1.2"}
    (appeal,) = [item for item in found.next if item.step == "appeal"]
    assert named(appeal.clauses, "ref") == ["S 1.2"]


# Notice and silence


NOTICE = """1.1 The officer invites the person, and the panel hears it three days later at the earliest.

1.2 All may agree to less. If nobody comes, nothing is said.

```step
id: invite
does: Invite
who: officer
after: [case.opened]
letter: invitation
results:
  done: {then: [hear]}
---
id: hear
does: Hear it
who: panel
notice: {count: 3, unit: days, after: invitation.dated, unless: all-agree, cites: [S 1.2]}
results:
  held: {then: [close]}
  nobody-came: {then: not-stated, cites: [S 1.2]}
---
id: close
does: Close the file
who: officer
results:
  done: {then: end}
```
```letter
id: invitation
name: Invitation
from: officer
to: person
timed: [dated]
```
```fact
id: all-agree
ask: Do all agree to a shorter notice?
```
"""

INVITED = event("invite.done", "3-02", by="officer")


def test_a_hearing_is_held_to_its_notice() -> None:
    """Before the notice has run a hearing is refused, unless its exception applies or may apply."""
    of = procedure(NOTICE)
    early, in_time = event("hear.held", "3-04"), event("hear.held", "3-05")
    found = situation(of, "3-04", INVITED, early, facts={"all-agree": False})
    assert [(item.against, item.clauses) for item in found.departures] == [
        ("'Hear it' needs 3 days notice: not before 5 March 2026", ("S 1.2", "S 1.2"))
    ]
    assert departures(situation(of, "3-05", INVITED, in_time, facts={"all-agree": False})) == []
    assert departures(situation(of, "3-04", INVITED, early, facts={"all-agree": True})) == []
    assert departures(situation(of, "3-04", INVITED, early)) == []


def test_where_the_policy_is_silent_the_case_stands_still() -> None:
    """Nothing is invented after `not-stated`: the step stays, and what is done next is allowed."""
    of = procedure(NOTICE)
    silent = event("hear.nobody-came", "3-05")
    found = situation(of, "3-06", INVITED, silent)
    assert [(item.step, item.silent) for item in found.open] == [("hear", "nobody-came")]
    assert named(told(of, "3-06", INVITED, silent).silences, "about") == [
        "what follows if the result is 'nobody came': Hear it"
    ]
    closed = situation(of, "3-06", INVITED, silent, event("close.done", "3-06"))
    assert (open_steps(closed), departures(closed)) == ([], [])
    held = situation(of, "3-06", INVITED, silent, event("hear.held", "3-06"))
    assert (open_steps(held), departures(held)) == (["close"], [])


def test_a_fact_of_one_decision_is_forgotten_after_it() -> None:
    """What one hearing found is not inherited by the next, and cannot be stored beforehand."""
    of = procedure(ORDERED)
    grave = {"severe": True}
    decided = event("decide.decided", "3-02", outcomes=("plan",), facts=grave)
    again = (
        event("again.done", "3-03"),
        event("decide.decided", "3-04", outcomes=("plan",), facts={"severe": False}),
    )
    found = situation(of, "3-03", decided, again[0])
    assert "severe" not in found.facts
    found = situation(of, "3-04", decided, event("report.done", "3-02"), *again)
    assert "report" not in open_steps(found)
    early = situation(of, "3-03", decided, event("again.done", "3-03", facts=grave))
    assert early.warnings == [
        "'severe' holds for one decision only; recorded with 'again.done', it is not kept"
    ]


CATALOGUE = """1.1 Lateness is minor, and theft is gross.

```breach
id: lateness
text: Lateness
class: minor
```
1.2 Theft is gross.

```breach
id: theft
text: Theft
class: gross
```
```role
id: staff
name: member of staff
includes: [officer]
```
```fact
id: alleged
type: breaches
ask: Which lines of the list does it fall under?
---
id: listed
type: [minor, gross]
from: {class-of: alleged}
---
id: stolen
from: {breach: theft}
```
```step
id: sort
does: Sort the charge
who: staff
after: [case.opened]
results:
  minor: {then: end, when: {listed: minor}}
  gross: {then: [report, report-theft], when: {listed: gross}}
---
id: report
does: Report it
who: staff
when: stolen
results:
  done: {then: end}
---
id: report-theft
as: duty
does: Tell the owner
who: staff
when: stolen
```
"""


@pytest.mark.parametrize("named_as", ["theft", "S 1.2"])
def test_breaches_are_named_by_id_or_clause(named_as: str) -> None:
    """Facts that follow from the catalogue know the alleged line, however it is named."""
    of = procedure(CATALOGUE)
    gross, facts = event("sort.gross", "3-02"), {"alleged": (named_as,)}
    found = situation(of, "3-02", gross, facts=facts)
    assert (open_steps(found), departures(found)) == (["report", "report-theft"], [])
    other = situation(of, "3-02", gross, facts={"alleged": ("lateness",)})
    assert (open_steps(other), departures(other)) == ([], ["sort.gross"])
    both = situation(of, "3-02", gross, facts={"alleged": ("lateness", "theft")})
    assert departures(both) == []


@pytest.mark.parametrize(("by", "allowed"), [("officer", True), ("staff", True), ("panel", False)])
def test_whoever_belongs_to_a_role_may_act_as_it(by: str, allowed: bool) -> None:
    """An officer is a member of staff, and the panel is not."""
    found = situation(procedure(CATALOGUE), "3-02", event("sort.minor", "3-02", by=by))
    assert (departures(found) == []) is allowed
