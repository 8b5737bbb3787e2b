"""What needs doing today, across all open cases: overdue first, then by the day it is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tui.app.places import Place
from tui.cases.folder import read_all
from tui.cases.summary import Summary, when


@dataclass(frozen=True, slots=True)
class Due:
    """Something that needs doing.

    Attributes:
        place: Where it is shown.
        who: The case, as people call it.
        what: What has to be done.
        when: When, in words.
        overdue: Whether it is overdue.
        day: The day, or ``None`` where none follows.
    """

    place: Place
    who: str
    what: str
    when: str
    overdue: bool
    day: date | None


def agenda(folder: Path, today: date) -> list[Due]:
    """Give what needs doing in the open cases of a folder."""
    return agenda_of(read_all(folder, today), today)


def agenda_of(summaries: Iterable[Summary], today: date) -> list[Due]:
    """Give what needs doing in these cases: what has a day, else what is open."""
    found = [due for summary in summaries for due in _of(summary, today)]
    return sorted(found, key=lambda due: (not due.overdue, due.day or date.max, due.who))


def _of(summary: Summary, today: date) -> Iterator[Due]:
    if summary.fault:
        yield Due(
            summary.place, summary.name, f"The file cannot be read: {summary.fault}",
            "mend the file", False, None,
        )  # fmt: skip
        return
    dated = [item for item in summary.items if item.day is not None]
    for item in dated or summary.items[:1]:
        yield Due(summary.place, summary.name, item.what, when(item, today), item.overdue, item.day)
