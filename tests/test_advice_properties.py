"""What holds of every advice, whatever was done in whatever order and whatever is known."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.small import club
from toolkit.case.advice import Advice
from toolkit.case.advise import advise, calendar_of
from toolkit.case.case import Case, Event, Given, Held
from toolkit.case.fold import Folded, fold, refusal
from toolkit.case.legality import outcome_objection
from toolkit.case.road import open_here
from toolkit.case.view import survey
from toolkit.problem import BadData
from toolkit.procedure.library import load
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact, Step

FIRST, LAST = date(2010, 1, 1), date(2027, 12, 31)

Draw = st.DrawFn


@cache
def ldpp() -> Procedure | None:
    """Load the LDPP, or give nothing while it does not parse."""
    try:
        return load("ldpp")
    except BadData:
        return None


def procedures() -> tuple[Procedure, ...]:
    """Give the procedures that are tried."""
    other = ldpp()
    return (club(), other) if other is not None else (club(),)


def test_the_ldpp_is_among_the_procedures_that_are_tried() -> None:
    """Nothing is left out silently."""
    assert [procedure.id for procedure in procedures()] == ["club", "ldpp"]


def values(procedure: Procedure, fact: Fact) -> st.SearchStrategy[Held]:
    """Draw a value that a fact can have."""
    if isinstance(fact.type, tuple):
        return st.sampled_from(fact.type)
    if fact.type == "breaches":
        return st.sampled_from(sorted(procedure.breaches)).map(lambda name: (name,))
    return {
        "yes-no": st.booleans(),
        "number": st.integers(0, 25),
        "date": st.dates(date(1990, 1, 1), LAST),
        "text": st.just("something"),
    }[fact.type]


@st.composite
def some_facts(draw: Draw, procedure: Procedure, most: int = 6) -> dict[str, Held]:
    """Draw some facts and their values."""
    names = sorted(procedure.facts)
    chosen = draw(st.lists(st.sampled_from(names), max_size=most, unique=True))
    return {name: draw(values(procedure, procedure.facts[name])) for name in chosen}


def _possible(folded: Folded) -> list[tuple[str, Step | None]]:
    """Give what might happen next: results, decisions, powers and duties in view, and letters."""
    found: list[tuple[str, Step | None]] = []
    letters = []
    for item in survey(folded):
        letters += [use.letter for use in item.step.letter]
        if item.relation not in ("now", "duty", "may"):
            continue
        words = [word for word in item.step.results if word != "lapsed"]
        if item.step.as_ == "decision":
            words.append("decided")
        elif item.step.as_ in ("duty", "power") and "done" not in words:
            words.append("done")
        found += [(f"{item.step.id}.{word}", item.step) for word in words]
    procedure = folded.situation.procedure
    for record in folded.situation.records:
        letters += [use.letter for use in procedure.outcomes[record.outcome].letter]
    for letter in dict.fromkeys(letters):
        found += [(f"{letter}.dated", None), (f"{letter}.received", None)]
    return found


@st.composite
def next_event(draw: Draw, folded: Folded, on: date) -> Event | None:
    """Draw something that may happen now."""
    possible = _possible(folded)
    if not possible:
        return None
    name, step = draw(st.sampled_from(possible))
    outcomes: tuple[str, ...] = ()
    if step is not None and name.endswith(".decided"):
        open_now = [outcome.id for outcome in open_here(folded, step)]
        if not open_now:
            return None
        chosen = draw(st.sampled_from(open_now))
        together = folded.situation.procedure.outcomes[chosen].with_
        outcomes = (chosen, *(together.all if together else ()))
        if together and together.any:
            outcomes = (*outcomes, together.any[0])
    data: dict[str, Held] = {"held-back": draw(st.booleans())} if outcomes else {}
    facts = draw(some_facts(folded.situation.procedure, 2))
    return Event(
        event=name, date=on, outcomes=tuple(dict.fromkeys(outcomes)), data=data, facts=facts
    )


@st.composite
def cases(draw: Draw, procedure: Procedure, most: int) -> Case:
    """Draw a case in which only what is allowed has happened, on days that go forward."""
    on = draw(st.dates(date(2011, 1, 1), date(2024, 12, 31)))
    given_facts = {name: Given(value=value) for name, value in draw(some_facts(procedure)).items()}
    case = Case(procedure=procedure.id, opened=on, facts=given_facts)
    for _ in range(draw(st.integers(0, most))):
        on += timedelta(days=draw(st.sampled_from([0, 1, 3, 10, 40, 400])))
        event = draw(next_event(fold(procedure, case, on, calendar_of(procedure, case)), on))
        if event is None or on > LAST:
            continue
        if refusal(procedure, case, event, calendar_of(procedure, case)) is None:
            case = case.with_event(event)
    return case


def moments(case: Case) -> st.SearchStrategy[date]:
    """Draw a day: any day, or one of the case's own and those around them."""
    own = [event.date for event in case.events] or [case.opened or FIRST]
    near = st.builds(
        lambda day, days: min(max(day + timedelta(days=days), FIRST), LAST),
        st.sampled_from(own),
        st.integers(-2, 15),
    )
    return st.one_of(near, st.dates(FIRST, LAST))


def check(procedure: Procedure, case: Case, on: date) -> Advice:
    """Assert what holds of every advice, and give it."""
    before = case.model_copy(deep=True)
    advice = advise(procedure, case, on)
    text = advice.to_json()
    assert Advice.from_json(text) == advice
    assert advise(procedure, case, on).to_json() == text
    assert case == before
    past = case.model_copy(
        update={"events": tuple(event for event in case.events if event.date <= on)}
    )
    assert advise(procedure, past, on) == advice
    knowledge = fold(procedure, case, on, calendar_of(procedure, case)).knowledge
    for item in advice.outcomes.open:
        step = procedure.steps[item.at]
        if not item.reading:
            assert outcome_objection(knowledge, procedure, step, item.outcome) is None
    opened = {item.outcome for item in advice.outcomes.open}
    assert not opened & {item.outcome for item in advice.outcomes.blocked}
    return advice


quick = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large],
}


@settings(max_examples=60, **quick)
@given(st.data())
def test_every_advice_on_the_club_holds(data: st.DataObject) -> None:
    """It is pure, reads back equal, looks at no later event, and opens nothing that is refused."""
    case = data.draw(cases(club(), 12))
    advice = check(club(), case, data.draw(moments(case)))
    assert advice.departures == ()


@settings(max_examples=25, **quick)
@given(st.data())
def test_every_advice_on_the_ldpp_holds(data: st.DataObject) -> None:
    """The same of the whole Learner Disciplinary Policy and Procedure."""
    procedure = ldpp()
    if procedure is None:
        pytest.fail("the LDPP does not parse")
    case = data.draw(cases(procedure, 6))
    advice = check(procedure, case, data.draw(moments(case)))
    assert advice.departures == ()
