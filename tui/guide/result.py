"""What a guided lookup ends in: a case file, or the answer as text, Markdown or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.case.advice import Cited
from toolkit.case.case import Case
from toolkit.problem import Problem, Refused
from tui.casefile import read_reference, write_new
from tui.guide.answer import sections
from tui.guide.guide import Guide
from tui.text.layout import day
from tui.text.lines import Line
from tui.text.markdown import block, plain, quotation

ENDINGS = {"text": ".txt", "markdown": ".md", "json": ".json"}
"""The ending of a file, by the form in which the answer is written."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a new case is called.

    Attributes:
        reference: Its own name, which names its file too.
        subject: Name of the person or organisation that it is about; empty where unknown.
        opened: The day on which it began.
    """

    reference: str
    subject: str = ""
    opened: date | None = None


def suggested_reference(guide: Guide) -> str:
    """Give a name for a case: the procedure and the day."""
    assert guide.procedure is not None
    return f"{guide.procedure.id}-{guide.on.isoformat()}"


def case_of(guide: Guide, name: Name) -> Case:
    """Give the case of a lookup under a name.

    Raises:
        Refused: No procedure is chosen, or the reference cannot name a case.
    """
    if guide.case is None:
        raise Refused(
            [Problem("no-procedure", "no procedure is chosen yet", suggestion="answer that first")]
        )
    opened = None if guide.case.taken_over else name.opened or guide.on
    subject = {"name": name.subject.strip()} if name.subject.strip() else {}
    return guide.case.model_copy(
        update={"id": read_reference(name.reference), "subject": subject, "opened": opened}
    )


def start_case(guide: Guide, folder: Path, name: Name) -> Path:
    """Write the case of a lookup as a new file, whole or not at all.

    Args:
        guide: The lookup.
        folder: Where; it is made where it is not there.
        name: What the case is called.

    Returns:
        The file.

    Raises:
        Refused: There is a file of this name already, or the reference cannot name one.
        OSError: It cannot be written there.
    """
    from toolkit.case.text import new_case

    case = case_of(guide, name)
    assert guide.procedure is not None
    file = folder / f"{case.id}.yaml"
    folder.mkdir(parents=True, exist_ok=True)
    write_new(file, new_case(guide.procedure, case), "give the case another name")
    return file


def written(guide: Guide, form: str, width: int = 80) -> str:
    """Give questions, answers and advice in one of the forms: text, markdown or json."""
    if form == "json":
        return json.dumps(as_data(guide), ensure_ascii=False, indent=2) + "\n"
    if form == "markdown":
        return markdown(guide)
    return text(guide, width)


def as_data(guide: Guide) -> dict[str, Any]:
    """Give the lookup as plain data: the answers, what has happened, and the advice."""
    return {
        "answers": [
            {
                "question": item.ask.words,
                "key": item.ask.key,
                "answer": None if item.value is None else item.words,
            }
            for item in guide.asked()
        ],
        "events": [
            event.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            for event in guide.lookup.events
        ],
        "advice": guide.advice.as_data() if guide.advice is not None else None,
    }


def text(guide: Guide, width: int) -> str:
    """Give the lookup as plain text."""
    from tui.text.advice import advice
    from tui.text.layout import bullet, pages, section

    if guide.advice is None:
        return "No procedure is chosen yet.\n"
    answered = (f"{item.ask.words} {item.words}" for item in guide.asked())
    happened = (f"{event.event} on {day(event.date)}" for event in guide.lookup.events)
    head = pages(
        [
            section("What was answered", [bullet(words, width) for words in answered]),
            section("What has happened", [bullet(words, width) for words in happened]),
        ]
    )
    return f"{head}\n\n{advice(guide.advice, width)}\n"


@dataclass(slots=True)
class _Sheet:
    """Markdown in the making, with the clauses to be quoted at its end."""

    lines: list[str] = field(default_factory=list)
    quoted: dict[str, Cited] = field(default_factory=dict)


def markdown(guide: Guide) -> str:
    """Give the lookup as Markdown, with every clause quoted at the end."""
    if guide.advice is None or guide.procedure is None:
        return "No procedure is chosen yet.\n"
    header = guide.procedure.header
    sheet = _Sheet()
    title = f"{header.title}: where it stands on {day(guide.on)}"
    sheet.lines += [f"# {plain(title)}", ""]
    sheet.lines += [plain(f"{header.issuer}, version {header.version}."), ""]
    sheet.lines += ["## What was answered", ""]
    sheet.lines += [f"- {block(item.ask.words)} **{plain(item.words)}**" for item in guide.asked()]
    for event in guide.lookup.events:
        sheet.lines.append(f"- {plain(event.event)}: {day(event.date)}")
    for section in sections(guide.advice, guide.mine):
        sheet.lines += ["", f"## {section.title}", ""]
        for line in section.lines:
            sheet.lines += _point(line)
            sheet.quoted.update((cited.ref, cited) for cited in line.clauses)
    sheet.lines += ["", "## The clauses, word for word", ""]
    for cited in sheet.quoted.values():
        sheet.lines += [f"**{plain(cited.ref)}**", "", quotation(cited.text), ""]
    return "\n".join(sheet.lines).rstrip("\n") + "\n"


def _point(line: Line) -> Iterator[str]:
    sign = f"**{line.sign}**: " if line.sign else ""
    refs = ", ".join(cited.ref for cited in line.clauses)
    yield f"- {sign}{block(line.words)}" + (f" [{plain(refs)}]" if refs else "")
    for words in line.detail:
        yield f"  - {block(words.removeprefix('- '))}"
