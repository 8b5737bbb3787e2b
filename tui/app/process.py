"""A procedure's process as a tree of words: stages, their steps, and where each result leads."""

from __future__ import annotations

from dataclasses import dataclass

from toolkit.procedure.diagram import drawing
from toolkit.procedure.procedure import Procedure

WORDS = {
    "act": "act",
    "decision": "decision",
    "duty": "duty",
    "power": "may be used at any time",
    "outcome": "outcome",
    "letter": "letter",
    "mark": "",
}
"""What each shape of the drawing is called."""

ELSEWHERE = "Outside the stages"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a step leads, and on what result."""

    on: str
    to: str


@dataclass(frozen=True, slots=True)
class Box:
    """A step, outcome or letter.

    Attributes:
        words: What is done and by whom.
        sort: What it is, in a word.
        ref: The clause that it stands under, or empty.
        ways: Where it leads.
    """

    words: str
    sort: str
    ref: str
    ways: tuple[Way, ...]


def process(procedure: Procedure) -> dict[str, tuple[Box, ...]]:
    """Give the boxes of each stage, by the stage's name; those of none come last."""
    picture = drawing(procedure)
    text = {node.id: node.text for node in picture.nodes}
    ways: dict[str, list[Way]] = {}
    for arrow in picture.arrows:
        ways.setdefault(arrow.start, []).append(Way(arrow.text, text.get(arrow.end, arrow.end)))
    found: dict[str, list[Box]] = {name: [] for name in (*picture.groups.values(), ELSEWHERE)}
    for node in picture.nodes:
        if node.shape == "mark":
            continue
        rule = procedure.rule_by_id.get(node.id)
        ref = rule.place.clause if rule else ""
        box = Box(node.text, WORDS[node.shape], ref, tuple(ways.get(node.id, ())))
        found[picture.groups.get(node.group, ELSEWHERE)].append(box)
    return {name: tuple(boxes) for name, boxes in found.items() if boxes}
