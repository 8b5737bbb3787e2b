"""The register of faults as text, as Markdown for the policy's owner, and as a table."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby

from toolkit.case.advice import Cited
from toolkit.review.faults import Fault, Register
from tui.text.layout import bullet, pages, paragraph, section
from tui.text.markdown import block, plain, quotation

_MEANINGS = {
    "contradiction": "two clauses say different things",
    "ambiguity": "a clause can be read in more than one way",
    "gap": "the text is silent where a rule is needed",
    "extraction": "the copy of the text is damaged",
}

_COLUMNS = (
    "procedure", "number", "ids", "type", "section", "issue", "readings", "followed", "not stated",
    "meanwhile", "to be settled by", "touches", "clauses", "quotations",
)  # fmt: skip


def listing(register: Register, width: int) -> str:
    """Write a register out for the terminal; each clause is quoted once, at the end."""
    parts = [
        section(
            f"Faults in the text of {register.title} ({register.procedure}, version "
            f"{register.version})",
            [paragraph(_totals(register), width)],
        )
    ]
    for path, found in groupby(register.faults, key=lambda fault: fault.section):
        parts.append(section(_heading(path), (_entry(fault, width) for fault in found)))
    quotes = {clause.ref: clause.text for clause in _clauses(register.faults)}
    words = (
        f"{paragraph(ref, width)}\n{paragraph(text, width, indent=4)}"
        for ref, text in quotes.items()
    )
    return pages([*parts, section("The clauses, word for word", words)])


def markdown(register: Register) -> str:
    """Write a register out as a document for the policy's owner."""
    lines = [
        f"# Faults in the text of {plain(register.title)}",
        "",
        f"{plain(register.issuer)}, version {plain(register.version)}. {_totals(register)}",
        "",
        "Each entry quotes every clause that it rests on. A reading marked *followed* is the one "
        "that advice rests on until whoever is named settles the matter; no entry decides it.",
        "",
        "| type | what it means | entries |",
        "|---|---|---:|",
        *(
            f"| {count.type} | {_MEANINGS[count.type]} | {count.faults} |"
            for count in register.counts
        ),
        "",
        "| to be settled by | entries |",
        "|---|---:|",
        *(f"| {plain(who)} | {number} |" for who, number in _settlers(register.faults)),
        "",
    ]  # fmt: skip
    for path, found in groupby(register.faults, key=lambda fault: fault.section):
        lines += [f"## {plain(_heading(path))}", ""]
        for fault in found:
            lines += [*_document(fault), ""]
    return "\n".join(lines).rstrip("\n")


def table(registers: Iterable[Register]) -> str:
    """Write registers out as comma-separated values, one line a fault."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for register in registers:
        for fault in register.faults:
            writer.writerow(_row(register, fault))
    return stream.getvalue().rstrip("\n")


def _totals(register: Register) -> str:
    counts = ", ".join(
        f"{count.faults} {count.type if count.faults == 1 else _plural(count.type)}"
        for count in register.counts
        if count.faults
    )
    number = len(register.faults)
    return (
        f"{number} {'entry' if number == 1 else 'entries'}: {counts}." if number else "No faults."
    )


def _plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _heading(path: tuple[str, ...]) -> str:
    return " › ".join(path) or "Before the first heading"


def _entry(fault: Fault, width: int) -> str:
    where = "" if fault.readings else f" {_refs(fault.clauses)}"
    text = f"{_ids(fault)} ({fault.type}): {fault.issue}{where}"
    lines = [paragraph(text, width, mark=f"{fault.number}. ")]
    if fault.when:
        lines.append(paragraph(f"it matters if {fault.when}", width, indent=4))
    for reading in fault.readings:
        mark = "followed" if reading.followed else "reading"
        lines.append(bullet(f"{mark}: {reading.name} {_refs(reading.clauses)}", width, indent=4))
    lines += [
        bullet(f"not stated: {item.about} {_refs(item.clauses)}", width, indent=4)
        for item in fault.unsaid
        if fault.readings
    ]
    if fault.readings and not fault.followed:
        lines.append(paragraph("no reading is followed", width, indent=4))
    if fault.advice:
        lines.append(paragraph(f"meanwhile: {fault.advice}", width, indent=4))
    lines.append(paragraph(f"to be settled by: {fault.settle}", width, indent=4))
    return "\n".join(lines)


def _document(fault: Fault) -> Iterator[str]:
    yield f"### {fault.number}. {plain(_ids(fault))}: {fault.type}"
    yield ""
    yield block(fault.issue)
    if fault.when:
        yield ""
        yield f"It matters if {plain(fault.when)}."
    for number, reading in enumerate(fault.readings, 1):
        yield ""
        followed = " (*followed*)" if reading.followed else ""
        yield f"- **Reading {number}**{followed}: {plain(reading.name)}"
        yield from _quoted(reading.clauses)
        for words in reading.differs:
            yield f"  - Under it: {plain(words)}"
    for item in fault.unsaid:
        yield ""
        yield f"- **Not stated**: {plain(item.about)}" if fault.readings else "- **Silent here**"
        yield from _quoted(item.clauses)
    shown = {clause.ref for reading in fault.readings for clause in reading.clauses}
    shown |= {clause.ref for item in fault.unsaid for clause in item.clauses}
    if others := [clause for clause in fault.clauses if clause.ref not in shown]:
        yield ""
        yield "- **See also**"
        yield from _quoted(others)
    yield ""
    if fault.readings and not fault.followed:
        yield "No reading is followed.  "
    if fault.advice:
        yield f"**Meanwhile**: {plain(fault.advice)}  "
    if fault.touches:
        yield f"**Touches**: {plain('; '.join(fault.touches))}  "
    yield f"**To be settled by**: {plain(fault.settle)}"


def _quoted(clauses: Iterable[Cited]) -> Iterator[str]:
    for clause in clauses:
        yield ""
        yield f"  {plain(clause.ref)}:"
        yield ""
        yield quotation(clause.text, "  ")


def _row(register: Register, fault: Fault) -> tuple[str | int, ...]:
    followed = fault.followed
    return (
        register.procedure,
        fault.number,
        ", ".join(fault.ids),
        fault.type,
        " › ".join(fault.section),
        fault.issue,
        "\n".join(
            f"{number}. {reading.name} {_refs(reading.clauses)}"
            for number, reading in enumerate(fault.readings, 1)
        ),
        followed or ("none" if fault.readings else ""),
        "\n".join(item.about for item in fault.unsaid),
        fault.advice,
        fault.settle,
        "; ".join(fault.touches),
        ", ".join(clause.ref for clause in fault.clauses),
        "\n".join(f"{clause.ref}: {clause.text}" for clause in fault.clauses),
    )


def _settlers(found: Iterable[Fault]) -> list[tuple[str, int]]:
    return Counter(fault.settle for fault in found).most_common()


def _ids(fault: Fault) -> str:
    return ", ".join(fault.ids)


def _refs(clauses: Iterable[Cited]) -> str:
    found = ", ".join(clause.ref for clause in clauses)
    return f"[{found}]" if found else ""


def _clauses(found: Iterable[Fault]) -> Iterator[Cited]:
    for fault in found:
        yield from fault.clauses
