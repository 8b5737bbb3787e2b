"""A procedure drawn: its steps by stage, its outcomes, and the arrows between them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from toolkit.problem import Problem, Refused
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter, Outcome, Step

BEGIN, END = "begin", "end"


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the drawing.

    Attributes:
        id: Its id in the procedure.
        text: What stands in it.
        shape: ``act``, ``decision``, ``duty``, ``power``, ``outcome``, ``letter`` or ``mark``.
        group: The stage that it is drawn in, or empty.
    """

    id: str
    text: str
    shape: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Arrow:
    """A way from one box to another, and what is written on it."""

    start: str
    end: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """The boxes, the arrows, and the names of the groups."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    groups: dict[str, str]


def drawing(procedure: Procedure) -> Drawing:
    """Give the boxes and arrows of a procedure."""
    arrows = tuple(dict.fromkeys(_arrows(procedure)))
    used = {name for arrow in arrows for name in (arrow.start, arrow.end)}
    groups = {stage.id: stage.name for stage in procedure.stages.values()}
    nodes = tuple(node for node in _nodes(procedure) if node.id in used or node.shape not in
                  ("letter", "mark"))  # fmt: skip
    return Drawing(nodes, arrows, groups)


def mermaid(procedure: Procedure) -> str:
    """Draw a procedure as a Mermaid flow chart."""
    picture = drawing(procedure)
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = ["flowchart TD"]
    for group, nodes in _grouped(picture):
        if group:
            lines.append(f'  subgraph {_word(group)}["{_mermaid_text(picture.groups[group])}"]')
        for node in nodes:
            left, right = _MERMAID[node.shape]
            lines.append(f'    {names[node.id]}{left}"{_mermaid_text(node.text)}"{right}')
        if group:
            lines.append("  end")
    for arrow in picture.arrows:
        text = f'|"{_mermaid_text(arrow.text)}"|' if arrow.text else ""
        lines.append(f"  {names[arrow.start]} -->{text} {names[arrow.end]}")
    return "\n".join(lines) + "\n"


def dot(procedure: Procedure) -> str:
    """Draw a procedure in the language of Graphviz."""
    picture = drawing(procedure)
    names = {node.id: f"n{number}" for number, node in enumerate(picture.nodes)}
    lines = [
        f"digraph {_quoted(procedure.id)} {{",
        '  graph [rankdir=TB, fontname="Helvetica", compound=true];',
        '  node [fontname="Helvetica", fontsize=10];',
        '  edge [fontname="Helvetica", fontsize=8];',
    ]
    for group, nodes in _grouped(picture):
        if group:
            lines.append(f"  subgraph {_quoted('cluster_' + group)} {{")
            lines.append(f"    label={_quoted(picture.groups[group])};")
        for node in nodes:
            lines.append(
                f"    {names[node.id]} [label={_quoted(_folded(node.text))}, {_DOT[node.shape]}];"
            )
        if group:
            lines.append("  }")
    for arrow in picture.arrows:
        label = f" [label={_quoted(_folded(arrow.text))}]" if arrow.text else ""
        lines.append(f"  {names[arrow.start]} -> {names[arrow.end]}{label};")
    return "\n".join([*lines, "}"]) + "\n"


def can_draw_svg() -> bool:
    """Whether Graphviz is installed."""
    return shutil.which("dot") is not None


def svg(procedure: Procedure) -> str:
    """Draw a procedure as SVG, with Graphviz.

    Raises:
        Refused: Graphviz is not installed, or fails.
    """
    program = shutil.which("dot")
    if program is None:
        raise Refused([Problem("no-graphviz", "Graphviz (the program dot) is not installed")])
    try:
        done = subprocess.run(
            [program, "-Tsvg"], input=dot(procedure), capture_output=True, text=True, timeout=120,
            encoding="utf-8", check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Refused(
            [Problem("graphviz-failed", f"Graphviz could not draw this: {error}")]
        ) from None
    return done.stdout


def _nodes(procedure: Procedure) -> Iterator[Node]:
    yield Node(BEGIN, "The case begins", "mark")
    for rule in procedure.rules:
        if isinstance(rule, Step):
            who = " or ".join(procedure.role_name(item.role) for item in rule.who)
            yield Node(rule.id, f"{rule.does} ({who})", rule.as_, rule.stage or "")
        elif isinstance(rule, Outcome):
            stages = {
                procedure.steps[at.step].stage for at in rule.at if at.step in procedure.steps
            }
            group = stages.pop() if len(stages) == 1 else None
            yield Node(rule.id, rule.title(), "outcome", group or "")
        elif isinstance(rule, Letter):
            yield Node(rule.id, rule.name, "letter")
    yield Node(END, "End", "mark")
    yield Node(NOT_STATED, "not stated", "mark")


def _arrows(procedure: Procedure) -> Iterator[Arrow]:
    known = {*procedure.steps, *procedure.outcomes, *procedure.letters}
    for step in procedure.steps.values():
        for event in step.after:
            split = procedure.split_event(event)
            if event == "case.opened":
                yield Arrow(BEGIN, step.id)
            elif split is not None and split[0] in known:
                yield Arrow(split[0], step.id, "" if split[1] == "done" else _spaced(split[1]))
        for name, result in step.results.items():
            then = (result.then,) if isinstance(result.then, str) else result.then
            for target in then:
                if target in (*known, END, NOT_STATED):
                    yield Arrow(step.id, target, "" if name == "done" else _spaced(name))
    for outcome in procedure.outcomes.values():
        for at in outcome.at:
            if at.step in known:
                yield Arrow(at.step, outcome.id)
        ways = [outcome.then, *(at.then for at in outcome.at if at.then is not None)]
        for way in ways:
            for target in (way,) if isinstance(way, str) else way:
                if target in (*known, END, NOT_STATED):
                    yield Arrow(outcome.id, target)
    yield from _sent(procedure)


def _sent(procedure: Procedure) -> Iterator[Arrow]:
    """Yield arrows to the letters that start something."""
    starting = {
        split[0]
        for step in procedure.steps.values()
        for event in step.after
        if (split := procedure.split_event(event)) and split[0] in procedure.letters
    }
    for step in procedure.steps.values():
        for use in step.letter:
            if use.letter in starting:
                yield Arrow(step.id, use.letter, "sends")
    for outcome in procedure.outcomes.values():
        for use in (*outcome.letter, *(use for at in outcome.at for use in at.letter or ())):
            if use.letter in starting:
                yield Arrow(outcome.id, use.letter, "sends")


def _grouped(picture: Drawing) -> Iterator[tuple[str, list[Node]]]:
    """Yield the boxes of each stage, and at the end those of none."""
    for group in picture.groups:
        nodes = [node for node in picture.nodes if node.group == group]
        if nodes:
            yield group, nodes
    yield "", [node for node in picture.nodes if node.group not in picture.groups]


_MERMAID = {
    "act": ("[", "]"),
    "decision": ("{{", "}}"),
    "duty": ("[/", "/]"),
    "power": (">", "]"),
    "outcome": ("([", "])"),
    "letter": ("[(", ")]"),
    "mark": ("((", "))"),
}

_DOT = {
    "act": "shape=box",
    "decision": "shape=hexagon",
    "duty": "shape=parallelogram",
    "power": "shape=cds",
    "outcome": 'shape=box, style="rounded,filled", fillcolor="#eeeeee"',
    "letter": "shape=note",
    "mark": "shape=oval",
}


def _mermaid_text(text: str) -> str:
    return escape(" ".join(text.split()), quote=False).replace('"', "#quot;")


def _quoted(text: str) -> str:
    held = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{held}"'


def _folded(text: str, width: int = 28) -> str:
    """Break a text into lines that fit a box."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def _word(text: str) -> str:
    return "stage_" + "".join(char if char.isalnum() else "_" for char in text)


def _spaced(name: str) -> str:
    return name.replace("-", " ")
