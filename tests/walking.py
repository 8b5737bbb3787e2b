"""A walk by brute force: the engine itself, every event that it allows, every answer to each fact.

It is what the walk of the toolkit is held against: what can be done in a case is reachable.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, product
from typing import Any

from hypothesis import strategies as st
from small import FRONT

from toolkit.case.case import Case, Event
from toolkit.case.days import Calendar
from toolkit.case.fold import Folded, fold, refusal
from toolkit.case.legality import available, standing
from toolkit.procedure.parse import parse_files
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step

FIRST = date(2026, 3, 2)
MONTHS = timedelta(days=100)


@dataclass
class Reached:
    """What cases have come to."""

    steps: set[str] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)


def brute(procedure: Procedure, *, depth: int = 5, most: int = 100) -> Reached:
    """Play every case of a tiny procedure up to a number of events."""
    reached = Reached()
    asked = [fact.id for fact in procedure.facts.values() if fact.from_ is None]
    for values in product((True, False), repeat=len(asked)):
        _play(procedure, dict(zip(asked, values, strict=True)), depth, most, reached)
    return reached


def _play(
    procedure: Procedure, facts: Mapping[str, bool], depth: int, most: int, reached: Reached
) -> None:
    case = Case.model_validate({"procedure": procedure.id, "opened": FIRST, "facts": facts})
    waiting: list[tuple[Event, ...]] = [()]
    seen = set()
    while waiting and len(seen) < most:
        events = waiting.pop(0)
        so_far = case.model_copy(update={"events": events})
        on = events[-1].date if events else FIRST
        folded = fold(procedure, so_far, on, Calendar())
        key = _key(folded)
        if key in seen:
            continue
        seen.add(key)
        _note(procedure, folded, reached)
        if len(events) >= depth:
            continue
        later = fold(procedure, so_far, on + MONTHS, Calendar())
        _note(procedure, later, reached)
        for day in (on + timedelta(days=1), on + MONTHS):
            for event in _events(procedure, folded, events, day):
                if refusal(procedure, so_far, event, Calendar()) is None:
                    waiting.append((*events, event))
                    _take(procedure, event, reached)


def _key(folded: Folded) -> object:
    now = folded.situation
    return (
        frozenset((item.step, item.key, item.sure) for item in now.open),
        frozenset((record.outcome, record.state, record.key) for record in now.records),
        frozenset(now.facts.items()),
        frozenset(item.event for item in now.happened if item.event.endswith(".dated")),
    )


def _note(procedure: Procedure, folded: Folded, reached: Reached) -> None:
    now, knowledge = folded.situation, folded.knowledge
    reached.steps |= {item.step for item in now.open} | {item.step for item, _ in now.closed}
    reached.steps |= {
        step.id
        for step in procedure.steps.values()
        if available(now, knowledge, step) or standing(knowledge, step)
    }


def _take(procedure: Procedure, event: Event, reached: Reached) -> None:
    step, word = procedure.split_event(event.event) or ("", "")
    if step in procedure.steps and word in procedure.steps[step].results:
        reached.results.add(event.event)
    reached.outcomes |= set(event.outcomes)


def _events(
    procedure: Procedure, folded: Folded, before: tuple[Event, ...], day: date
) -> Iterator[Event]:
    now, knowledge = folded.situation, folded.knowledge
    opened = {item.step for item in now.open}
    for step in procedure.steps.values():
        if step.id in opened or available(now, knowledge, step) or standing(knowledge, step):
            yield from _ways(procedure, step, day)
    happened = {item.event for item in now.happened}
    for letter in procedure.letters.values():
        name = f"{letter.id}.received"
        sent = letter.incoming or f"{letter.id}.dated" in happened
        if sent and not any(event.event == name for event in before):
            yield Event(event=name, date=day)


def _ways(procedure: Procedure, step: Step, day: date) -> Iterator[Event]:
    for word in step.results:
        if word != "lapsed":
            yield Event(event=f"{step.id}.{word}", date=day)
    if step.as_ == "decision":
        names = procedure.imposed_at.get(step.id, ())
        for count in (1, 2):
            for chosen in combinations(names, count):
                yield Event(event=f"{step.id}.decided", date=day, outcomes=chosen)
    elif not step.results:
        yield Event(event=f"{step.id}.done", date=day)


# Tiny procedures made by chance

FACTS = """\
0.2 What is known.

```fact
id: f0
ask: Is it so?
---
id: f1
ask: Is it so?
---
id: set
ask: Is it so?
---
id: warned
from: {in-force: [o0]}
---
id: warned-or-told
ask: Is there a warning?
from: {in-force: [o1]}
```

```track
id: side
name: The side
```

```letter
id: sent
name: A letter
from: officer
to: person
timed: [dated, received]
---
id: comes
name: A letter that comes in
from: person
to: officer
incoming: true
timed: [dated, received]
```

"""

LEAVES = ("f0", "f1", "set", "warned", "warned-or-told")


@st.composite
def conditions(draw: st.DrawFn) -> Any:
    """Draw a condition over the facts, or none."""
    leaf = st.sampled_from(LEAVES).flatmap(lambda name: st.sampled_from([name, {"not": name}]))
    kind = draw(st.integers(0, 5))
    if kind < 2:
        return None
    if kind < 4:
        return draw(leaf)
    word = "all" if kind == 4 else "any"
    return {word: draw(st.lists(leaf, min_size=2, max_size=3))}


@st.composite
def procedures(draw: st.DrawFn) -> Procedure:
    """Draw a procedure of a few steps and outcomes that may lead anywhere."""
    count = draw(st.integers(2, 5))
    natures = ["act"] + [
        draw(st.sampled_from(["act", "act", "decision", "decision", "duty", "power"]))
        for _ in range(count - 1)
    ]
    steps = [f"s{number}" for number in range(count)]
    decisions = [name for name, nature in zip(steps, natures, strict=True) if nature == "decision"]
    blocks = []
    outcomes = ["o0", "o1", "o2"]
    if not decisions:
        natures[-1] = "decision"
        decisions = [steps[-1]]
    happen = ["sent.received", "comes.received", "o0.imposed", "o1.replaced", "o2.expires"]
    happen += [f"{name}.decided" for name in decisions]
    happen += [f"{n}.done" for n, a in zip(steps, natures, strict=True) if a in ("duty", "power")]
    for name, nature in zip(steps, natures, strict=True):
        data: dict[str, Any] = {"id": name, "does": f"Do {name}", "who": "officer", "as": nature}
        data["track"] = "main" if name == "s0" else draw(st.sampled_from(["main", "main", "side"]))
        first = ["case.opened"] if name == "s0" else []
        if nature != "power":
            data["after"] = first + draw(st.lists(st.sampled_from(happen), max_size=1))
            if nature == "duty" and draw(st.booleans()):
                data["after"] = []
        data["after"] = [event for event in data.get("after", []) if event != f"{name}.done"]
        data["when"] = None if name == "s0" else draw(conditions())
        if draw(st.integers(0, 3)) == 0:
            data["letter"] = "sent"
        least = 1 if nature == "act" else 0
        data["results"] = {
            word: _result(draw, steps) for word in ("done", "other")[: draw(st.integers(least, 2))]
        }
        blocks.append(_block("step", data))
    for number, name in enumerate(outcomes):
        at = decisions if number == 0 else draw(st.lists(st.sampled_from(decisions), min_size=1))
        data = {
            "id": name,
            "type": "finding",
            "at": [{"step": step, "when": draw(conditions())} for step in dict.fromkeys(at)],
            "revokes": draw(st.lists(st.sampled_from(outcomes), max_size=1)),
            "lasts": draw(st.sampled_from([None, None, {"count": 2, "unit": "months"}])),
            "letter": draw(st.sampled_from(["none", "sent"])),
            "then": _targets(draw, steps),
        }
        blocks.append(_block("outcome", data))
    body = FACTS + "0.3 The steps.\n\n" + "\n".join(blocks)
    return parse_files([("drawn/01.md", FRONT + body)])[0]


def _result(draw: st.DrawFn, steps: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {"then": _targets(draw, steps), "when": draw(conditions())}
    result["sets"] = draw(st.sampled_from([{}, {}, {"set": True}, {"set": False}]))
    return {key: value for key, value in result.items() if value}


def _targets(draw: st.DrawFn, steps: list[str]) -> Any:
    return draw(st.lists(st.sampled_from(steps), max_size=2, unique=True)) or "end"


def _block(kind: str, data: Mapping[str, Any]) -> str:
    lines = [f"{key}: {json.dumps(value)}" for key, value in data.items() if value]
    return "\n".join([f"```{kind}", *lines, "```", ""])
