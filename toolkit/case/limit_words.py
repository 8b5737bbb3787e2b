"""Time limits and the events that start them, in words."""

from __future__ import annotations

from typing import Literal

from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.procedure import Procedure

Bound = Literal["latest", "earliest", "length", "rhythm"]
"""What a limit bounds: the latest day, the earliest day, a length of time, or a rhythm."""

BOUNDS: dict[str, Bound] = {
    "within": "latest",
    "notice": "earliest",
    "standstill": "earliest",
    "every": "rhythm",
    "lasts": "length",
    "hold-back": "length",
}
"""What a limit bounds, by the key that it stands under."""


def event_words(procedure: Procedure, event: str) -> str:
    """Put an event into words, such as "receipt of: Outcome of the Stage 2 Hearing"."""
    split = procedure.split_event(event)
    if split is None:
        return {"case.opened": "the beginning of the case"}.get(event, event.replace("-", " "))
    rule_id, word = split
    if (letter := procedure.letters.get(rule_id)) is not None:
        return f"{'receipt' if word == 'received' else 'date'} of: {letter.name}"
    if (outcome := procedure.outcomes.get(rule_id)) is not None:
        return f"{outcome.title()} {word}"
    step = procedure.steps.get(rule_id)
    does = step.does if step else rule_id
    return does if word == "done" else f"{does} ({word.replace('-', ' ')})"


def events_words(procedure: Procedure, events: tuple[str, ...]) -> str:
    """Put several events into words; those of one step are named together."""
    by_step: dict[str, list[str]] = {}
    for event in events:
        split = procedure.split_event(event)
        if split is not None and split[0] in procedure.steps and split[1] != "done":
            by_step.setdefault(split[0], []).append(split[1].replace("-", " "))
        else:
            by_step[event_words(procedure, event)] = []
    return " or ".join(
        f"{procedure.steps[step].does} ({' or '.join(words)})" if words else step
        for step, words in by_step.items()
    )


def limit_words(procedure: Procedure, key: str, limit: Limit, event: str = "") -> str:
    """Put a limit into words with its start and its hedge, as "within 5 working days from …"."""
    words = limit.words()
    if limit.count is None and not limit.immediately and not limit.stated:
        words = "a time fixed case by case"
    names = (event,) if event else tuple(name for name in limit.after if name != NOT_STATED)
    start = events_words(procedure, names)
    start = f" from {start}" if start else ("" if key == "lasts" else " (no start is stated)")
    hedge = f" ({limit.hedge})" if limit.hedge and limit.hedge not in words else ""
    if limit.count is None and (limit.immediately or limit.stated):
        return f"{words}{hedge}"
    if key == "notice":
        return f"at least {words} notice{start}{hedge}"
    lead = {"within": "within ", "every": "every ", "standstill": "not before "}.get(key, "for ")
    return f"{lead}{words}{start}{hedge}"
