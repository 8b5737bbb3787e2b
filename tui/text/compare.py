"""How procedures treat the same thing, as text and as a table in Markdown."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.advice import Cited
from toolkit.review.compare import Answer, Comparison, Otherwise, Topic, Treatment
from tui.text.layout import bullet, pages, paragraph, section
from tui.text.markdown import plain, quotation

NOTHING = "It has no rules on this."


def topics(known: dict[str, Topic], width: int) -> str:
    """List the topics, each with its question."""
    wide = max(map(len, known))
    lines = [
        paragraph(topic.question, width, mark=f"{name:<{wide}}  ") for name, topic in known.items()
    ]
    return "\n".join(["Topics", *lines])


def side_by_side(item: Comparison, width: int) -> str:
    """Write a comparison out: what each procedure says, then the clauses, each quoted once."""
    parts = [f"{item.question} ({item.topic})\n"]
    for treatment in item.procedures:
        lines = [_group(group, width) for group in grouped(treatment.answers)]
        title = f"{treatment.procedure}: {treatment.title}"
        parts.append(section(title, lines or [paragraph(NOTHING, width)]))
    quotes = (
        f"{paragraph(ref, width)}\n{paragraph(text, width, indent=4)}"
        for ref, text in _quotes(item).items()
    )
    return pages([*parts, section("The clauses, word for word", quotes)])


def markdown(item: Comparison) -> str:
    """Write a comparison out as a table, with the clauses under it."""
    lines = [
        f"# {plain(item.question)}",
        "",
        "| procedure | of what | what it says | clauses |",
        "|---|---|---|---|",
    ]
    for treatment in item.procedures:
        lines += _rows(treatment)
    lines += ["", "## The clauses, word for word"]
    for ref, text in _quotes(item).items():
        lines += ["", f"**{plain(ref)}**", "", quotation(text)]
    return "\n".join(lines)


def grouped(answers: Iterable[Answer]) -> list[tuple[Answer, ...]]:
    """Put together the answers that are the same under every reading."""
    found: dict[object, list[Answer]] = {}
    for answer in answers:
        others = tuple((other.conflict, other.answer) for other in answer.otherwise)
        found.setdefault((answer.answer, answer.if_, others), []).append(answer)
    return [tuple(group) for group in found.values()]


def _group(group: tuple[Answer, ...], width: int) -> str:
    first = group[0]
    what = f"{_what(group)}: " if first.what else ""
    lines = [bullet(f"{what}{_answer(first)} {_refs(_cited(group))}", width)]
    for other in first.otherwise:
        lines.append(bullet(f"{_other(other)} {_refs(other.clauses)}", width, indent=4))
    return "\n".join(lines)


def _rows(treatment: Treatment) -> Iterable[str]:
    if not treatment.answers:
        yield f"| {treatment.procedure} | | {NOTHING} | |"
    for group in grouped(treatment.answers):
        first = group[0]
        words = "<br>".join(
            [plain(_answer(first)), *(f"*{plain(_other(other))}*" for other in first.otherwise)]
        )
        refs = [*_cited(group), *(clause for other in first.otherwise for clause in other.clauses)]
        cells = [treatment.procedure, plain(_what(group)), words, plain(_refs(refs)[1:-1])]
        yield f"| {' | '.join(cell.replace(chr(10), ' ') for cell in cells)} |"


def _what(group: tuple[Answer, ...]) -> str:
    """Name what an answer is given of, with the stage where the names alone are the same."""
    names = [answer.what for answer in group]
    return "; ".join(
        dict.fromkeys(
            f"{answer.what} ({answer.stage})"
            if answer.stage and names.count(answer.what) > 1
            else answer.what
            for answer in group
        )
    )


def _answer(answer: Answer) -> str:
    return f"{answer.answer}, if {answer.if_}" if answer.if_ else answer.answer


def _other(other: Otherwise) -> str:
    return f"another reading ({other.conflict}), {other.reading}: {other.answer}"


def _cited(group: Iterable[Answer]) -> list[Cited]:
    return list({clause.ref: clause for answer in group for clause in answer.clauses}.values())


def _refs(clauses: Iterable[Cited]) -> str:
    found = ", ".join(dict.fromkeys(clause.ref for clause in clauses))
    return f"[{found}]" if found else ""


def _quotes(item: Comparison) -> dict[str, str]:
    return {
        clause.ref: clause.text
        for treatment in item.procedures
        for answer in treatment.answers
        for clauses in (answer.clauses, *(other.clauses for other in answer.otherwise))
        for clause in clauses
    }
