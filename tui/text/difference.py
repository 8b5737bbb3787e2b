"""What differs between two versions of a procedure, as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.case.answers import AnswerChange
from toolkit.review.difference import (
    ClauseChange,
    Difference,
    KeyChange,
    LimitChange,
    Piece,
    RuleChange,
    Version,
    words_changed,
)
from tui.text.layout import bullet, day, pages, paragraph, section

AROUND = 8
"""How many unchanged words are shown on each side of a change."""

NONE = "nothing"


def listing(item: Difference, answers: Iterable[AnswerChange] | None, width: int) -> str:
    """Write a difference out, and the answers to cases that change with it.

    Args:
        item: The difference.
        answers: The cases that were tried; ``None`` where none were asked for.
        width: Width of the page.
    """
    found = None if answers is None else tuple(answers)
    others = [rule for rule in item.rules if rule not in (*item.outcomes, *item.letters)]
    parts = [
        section(
            f"From {_version(item.old)} to {_version(item.new)}",
            [paragraph(_totals(item), width)],
        ),
        section("Front matter", (bullet(_key(key), width) for key in item.header)),
        section("Clauses", (_clause(clause, width) for clause in item.clauses)),
        section("Time limits", (_limit(limit, width) for limit in item.limits)),
        section("Outcomes", (_rule(rule, width) for rule in item.outcomes)),
        section("Letters", (_rule(rule, width) for rule in item.letters)),
        section("Other rules", (_rule(rule, width) for rule in others)),
        section(
            "To look at: the clause changed and these rules did not",
            (bullet(f"{ref}: {', '.join(rules)}", width) for ref, rules in _bare(item).items()),
        ),
    ]
    if found is not None:
        parts.append(section("Answers to cases", _answers(found, width)))
    return pages(parts)


def _bare(item: Difference) -> dict[str, list[str]]:
    """Give the rules to look at by the clause that changed."""
    found: dict[str, list[str]] = {}
    for rule in item.to_look_at:
        for ref in rule.clauses:
            found.setdefault(ref, []).append(f"{rule.kind} {rule.rule}")
    return found


def _version(version: Version) -> str:
    return f"{version.title} ({version.procedure}, version {version.version})"


def _totals(item: Difference) -> str:
    if item.nothing:
        return "Nothing differs."
    clauses = [clause.change for clause in item.clauses]
    rules = [rule.change for rule in item.rules]
    return f"Clauses: {_counted(clauses)}. Rules: {_counted(rules)}."


def _counted(changes: Iterable[str]) -> str:
    found = list(changes)
    words = ("added", "removed", "changed", "moved")
    return ", ".join(f"{found.count(word)} {word}" for word in words if word in found) or "the same"


def _clause(clause: ClauseChange, width: int) -> str:
    was = f" (was {clause.was})" if clause.was else ""
    moved = " and moved" if clause.moved and clause.change == "changed" else ""
    lines = [bullet(f"{clause.ref} {clause.change}{moved}{was}", width)]
    if clause.change == "changed":
        lines.append(paragraph(marked(clause.words), width, indent=6))
    elif clause.change != "moved":
        lines.append(paragraph(clause.new or clause.old, width, indent=6))
    return "\n".join(lines)


def marked(pieces: tuple[Piece, ...]) -> str:
    """Write a word difference out: ``[-gone-] {+come+}``, long sameness cut short."""
    found = []
    for at, piece in enumerate(pieces):
        if piece.is_ == "removed":
            found.append(f"[-{piece.text}-]")
        elif piece.is_ == "added":
            found.append(f"{{+{piece.text}+}}")
        else:
            found.append(_short(piece.text, first=at == 0, last=at == len(pieces) - 1))
    return " ".join(found)


def _short(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    head = [] if first else words[:AROUND]
    tail = [] if last else words[-AROUND:]
    if len(words) <= len(head) + len(tail) + 1:
        return " ".join(words)
    return " ".join([*head, "…", *tail])


def _limit(limit: LimitChange, width: int) -> str:
    text = f"{limit.title} ({limit.rule}, {limit.key}): {_arrow(limit.old, limit.new)}"
    return bullet(f"{text} {_refs(limit.clauses)}", width)


def _rule(rule: RuleChange, width: int) -> str:
    text = f"{rule.kind} {rule.rule} {rule.change}: {rule.title} {_refs(rule.clauses)}"
    return "\n".join([bullet(text, width), *(bullet(_key(key), width, 4) for key in rule.keys)])


def _key(key: KeyChange) -> str:
    return f"{key.key}: {_arrow(key.old, key.new)}"


def _arrow(old: str, new: str) -> str:
    """Write what was and what is; where most words are the same, only what differs is marked."""
    if old and new:
        pieces = words_changed(old, new)
        same = sum(len(piece.text.split()) for piece in pieces if piece.is_ == "same")
        if 2 * same > max(len(old.split()), len(new.split())):
            return marked(pieces)
    return f"{old or NONE} → {new or NONE}"


def _refs(clauses: Iterable[str]) -> str:
    found = ", ".join(clauses)
    return f"[{found}]" if found else "(no clause of it differs)"


def _answers(found: tuple[AnswerChange, ...], width: int) -> Iterator[str]:
    same = 0
    for item in found:
        if not item.altered and not item.fault:
            same += 1
            continue
        on = f" on {day(item.on)}" if item.on else ""
        yield bullet(f"{item.case}{on}{': ' + item.fault if item.fault else ''}", width)
        for part in item.altered:
            text = f"{part.part}: {part.what}: {_arrow(part.old, part.new)}"
            yield bullet(text, width, indent=4)
    yield paragraph(f"{same} of {len(found)} cases have the same answer.", width)
