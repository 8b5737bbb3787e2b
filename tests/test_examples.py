"""The two invented policies of ``docs/examples``: they check, their cases advise, and they refuse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import scenarios

from toolkit.case.case import Event, read_case
from toolkit.case.entry import add_event
from toolkit.check import Report, check
from toolkit.problem import Refused
from toolkit.procedure.library import load
from toolkit.procedure.limit import CALENDAR_UNITS, Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import KINDS

EXAMPLES = Path(__file__).parent.parent / "docs" / "examples"
POLICIES = ("makerspace", "choir")
CASES = sorted(EXAMPLES.glob("*/cases/*.yaml"))
WAYS = {
    "years_since", "in_force", "open", "happened", "count", "sum", "since", "checklist", "is_",
    "class_of", "stage_of", "breach",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_the_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the library look for its procedures among the examples."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(EXAMPLES))


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The reports of the check on both."""
    return {name: check(EXAMPLES / name) for name in POLICIES}


@pytest.mark.parametrize("name", POLICIES)
def test_the_check_reports_nothing(name: str, reports: dict[str, Report]) -> None:
    """There is no error and no warning, every clause is covered, and every word is locked."""
    report = reports[name]
    assert [str(problem) for problem in report.problems] == []
    assert report.covered == report.clauses
    assert report.locked + report.left_out == report.words


def test_between_them_they_show_every_kind(reports: dict[str, Report]) -> None:
    """Each of the thirteen kinds of rule stands in one of them."""
    counts = {kind: sum(report.rules[kind] for report in reports.values()) for kind in KINDS}
    assert [kind for kind, count in counts.items() if not count] == []


def test_between_them_they_show_every_derivation() -> None:
    """Each way in which a fact can follow from others stands in one of them."""
    found = {
        way
        for name in POLICIES
        for fact in load(name).facts.values()
        if fact.from_ is not None
        for way in fact.from_.ways()
    }
    assert found == WAYS
    sums = {fact.from_.sum for fact in load("makerspace").facts.values() if fact.from_}
    assert {"points", "lasts"} <= sums


def test_between_them_they_show_every_unit() -> None:
    """Each unit of the calendar stands in one of them, and one that is counted."""
    units = {limit.unit for name in POLICIES for limit in limits(load(name))}
    assert units == {*CALENDAR_UNITS, "sessions"}


def limits(procedure: Procedure) -> Iterator[Limit]:
    """Yield the limits of steps, outcomes and windows."""
    for step in procedure.steps.values():
        yield from (limit for _, limit in step.limits())
    for outcome in procedure.outcomes.values():
        held = outcome.hold_back.lasts if outcome.hold_back else None
        kept = (outcome.lasts, outcome.standstill, held, *(at.cap for at in outcome.at))
        yield from (limit for limit in kept if isinstance(limit, Limit))
    for fact in procedure.facts.values():
        if fact.from_ is not None and fact.from_.within is not None:
            yield fact.from_.within


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_case_is_advised_as_expected(path: Path) -> None:
    """What is expected is in the advice, and nothing else has gone wrong."""
    advice, expect = scenarios.read(path)
    count, missed = scenarios.judge(path.stem, advice, expect)
    assert count
    assert missed == []
    if not any(key.startswith("departures") for key in expect["expect"]):
        assert [f"{item.event}: {item.against}" for item in advice.departures] == []
    if "warnings" not in expect["expect"]:
        assert advice.warnings == ()


@pytest.mark.parametrize("name", POLICIES)
def test_there_are_enough_cases(name: str) -> None:
    """Each policy has at least eight dated cases, and each of them an expectation."""
    mine = [path for path in CASES if path.parent.parent.name == name]
    assert len(mine) >= 8
    expected = {path.name.removesuffix(".expect.json") for path in mine[0].parent.glob("*.json")}
    assert expected == {path.stem for path in mine}


def test_the_guide_cites_clauses_that_there_are() -> None:
    """Each clause that the guide names is one of its policy, and so is each folder."""
    guide = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for name in POLICIES:
        procedure = load(name)
        assert f"## `{name}`" in guide
        cited = re.findall(rf"{procedure.header.abbreviation} \d\.\d", guide)
        assert len(cited) >= 10
        assert set(cited) <= set(procedure.clause_by_ref)


REFUSED: list[tuple[str, int, dict[str, Any], str, str]] = [
    # The case, how many of its last events are left out, the event, the reason and its clause.
    (
        "makerspace/a-talk-with-notice", 0,
        {"event": "talk.held", "date": "2026-03-06", "facts": {"agrees-to-come-sooner": False}},
        "needs 3 clear days notice: not before 7 March 2026", "MW 2.2",
    ),
    (
        "makerspace/she-agrees-to-come-sooner", 0,
        {"event": "decide.decided", "date": "2026-03-05", "by": "steward",
         "outcomes": ("four-points",)},
        "the kind of breach is tidiness (needed: safety)", "MW 1.2 line 4",
    ),
    (
        "makerspace/she-agrees-to-come-sooner", 0,
        {"event": "decide.decided", "date": "2026-03-05", "by": "steward",
         "outcomes": ("one-point",), "facts": {"steward-concerned": True}},
        "'Decide whether a breach is proved' is for", "MW 2.3",
    ),
    (
        "makerspace/a-year-later-they-no-longer-count", 0,
        {"event": "add-up.decided", "date": "2027-02-10", "outcomes": ("warning",)},
        "the number of points that count is 3", "MW 3.1",
    ),
    (
        "makerspace/suspended-long-enough", 0,
        {"event": "add-up.decided", "date": "2026-08-11", "outcomes": ("suspension",)},
        "the member has been suspended for forty days or more within two years", "MW 3.3",
    ),
    (
        "makerspace/six-sessions-beside-a-supervisor", 1,
        {"event": "supervised.done", "date": "2026-05-21", "by": "steward"},
        "'End the supervision' is not open here", "MW 3.4",
    ),
    (
        "makerspace/barred-again-after-thirty-days", 0,
        {"event": "ban.done", "date": "2026-10-06", "by": "steward"},
        "the number of days since the last ban began is 29", "MW 4.2",
    ),
    (
        "makerspace/the-course-is-still-missing", 0,
        {"event": "review.decide.decided", "date": "2027-03-23", "outcomes": ("exclusion-ended",)},
        "it is not so that all that a return depends on has been done", "MW 3.5",
    ),
    (
        "makerspace/an-appeal-made-late", 0,
        {"event": "points-appeal.decide.decided", "date": "2026-04-24", "outcomes": ("lowered",),
         "data": {"replaces": "two-points", "replacement": "one-point"}},
        "cannot replace what is not on record: 'two points'", "MW 5.2",
    ),
    (
        "makerspace/an-appeal-made-late", 0,
        {"event": "points-appeal.decide.decided", "date": "2026-04-24", "outcomes": ("lowered",),
         "data": {"replaces": "four-points", "replacement": "suspension"}},
        "'suspension of access' is more severe than 'four points'", "MW 5.2",
    ),
    (
        "choir/reminded-twice-within-a-year", 0,
        {"event": "pass-on.to-chair", "date": "2026-02-03", "by": "secretary"},
        "the singer has had two reminders within twelve months", "HC 2.2",
    ),
    (
        "choir/the-chair-suspends", 1,
        {"event": "chair.decide.decided", "date": "2026-02-03", "by": "chair",
         "outcomes": ("short-suspension",), "data": {"days": 15}},
        "may be for 14 days at the most here, and days is 15", "HC 3.2",
    ),
    (
        "choir/three-months-after-fourteen-days", 2,
        {"event": "committee.decide.decided", "date": "2026-01-30", "by": "committee",
         "outcomes": ("suspension",), "data": {"months": 4, "votes-for": 7}},
        "may be for 3 months at the most here, and months is 4", "HC 3.6",
    ),
    (
        "choir/three-months-after-fourteen-days", 2,
        {"event": "committee.decide.decided", "date": "2026-01-30", "by": "committee",
         "outcomes": ("warning",), "data": {"votes-for": 3, "votes-against": 3}},
        "decides by a majority of the votes; recorded are 3 for and 3 against", "HC 1.1",
    ),
    (
        "choir/three-months-after-fourteen-days", 2,
        {"event": "committee.decide.decided", "date": "2026-01-30", "by": "committee",
         "outcomes": ("exclusion", "suspension"), "data": {"months": 1, "votes-for": 7}},
        "'exclusion' excludes", "HC 3.6",
    ),
    (
        "choir/two-readings-of-the-notice", 0,
        {"event": "committee.meeting.held", "date": "2026-02-24", "by": "committee"},
        "needs 5 clear school days notice: not before 25 February 2026", "HC 3.3",
    ),
    (
        "choir/the-association-acts-instead", 1,
        {"event": "committee.decide.decided", "date": "2026-02-26", "by": "committee",
         "outcomes": ("warning",)},
        "not for Committee", "HC 1.2",
    ),
    (
        "choir/before-the-singers-meeting", 0,
        {"event": "exclusion.approved", "date": "2026-03-20", "by": "singers-meeting",
         "data": {"votes-for": 39, "votes-against": 20}},
        "the approval of 'exclusion' needs two thirds of the votes", "HC 1.1",
    ),
    (
        "choir/before-the-singers-meeting", 0,
        {"event": "exclusion.approved", "date": "2026-03-20", "by": "committee"},
        "'exclusion' is approved by Singers' Meeting, not by Committee", "HC 1.1",
    ),
    (
        "choir/the-exclusion-takes-effect", 0,
        {"event": "stay-away.done", "date": "2026-04-14", "by": "chair"},
        "it is not so that an exclusion waits to take effect", "HC 4.2",
    ),
    (
        "choir/an-appeal-on-the-last-day", 0,
        {"event": "complain-again.done", "date": "2026-02-20", "by": "complainant"},
        "waits while this is open: the appeal to the Association", "HC 5.2",
    ),
    (
        "choir/an-appeal-on-the-last-day", 0,
        {"event": "appeal.decide.decided", "date": "2026-03-04", "by": "association",
         "outcomes": ("milder",), "data": {"replaces": "suspension", "replacement": "exclusion"}},
        "'exclusion' is more severe than 'suspension by the Committee'", "HC 5.3",
    ),
    (
        "choir/sent-back-only-once", 0,
        {"event": "appeal.decide.decided", "date": "2026-04-20", "by": "association",
         "outcomes": ("sent-back",)},
        "the Association has sent the matter back before", "HC 5.3",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("name", "less", "event", "because", "clause"), REFUSED)
def test_what_the_policy_forbids_is_refused(
    name: str, less: int, event: dict[str, Any], because: str, clause: str
) -> None:
    """The event is refused, with the reason, and the clause that forbids it is quoted."""
    case = read_case(EXAMPLES / f"{name.replace('/', '/cases/')}.yaml")
    before = case.model_copy(update={"events": case.events[: len(case.events) - less]})
    new = Event.model_validate({**event, "date": date.fromisoformat(event["date"])})
    with pytest.raises(Refused) as refused:
        add_event(load(case.procedure), before, new)
    (problem,) = refused.value.problems
    assert because in problem.message
    assert f"{clause}: " in problem.excerpt
