"""What a list says of a case: where it stands, what is due next, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.case.advice import Advice
from toolkit.case.case import Case
from toolkit.case.days import in_full
from toolkit.plain import Plain
from tui.app.places import Place


class Item(Plain):
    """Something to be done in a case.

    Attributes:
        day: The latest day; ``None`` where none follows.
        since: Since when it is open, where that is known.
    """

    what: str
    who: str
    day: date | None = None
    overdue: bool = False
    since: date | None = None


class Summary(Plain):
    """A case as a list shows it.

    Attributes:
        file: Its file.
        reference: The case's own name, or that of its file.
        subject: Whom it is about.
        procedure: Abbreviation of its procedure.
        stage: The name of its stage, or empty.
        position: What is open, in words.
        open_: Whether anything is still to be done.
        items: What is to be done, overdue first.
        fault: What is wrong with the file, where it cannot be read.
        pending: Whether it has still to be looked at.
    """

    file: str
    reference: str
    subject: str = ""
    procedure: str = ""
    stage: str = ""
    position: str = ""
    open_: bool = True
    items: tuple[Item, ...] = ()
    fault: str = ""
    pending: bool = False

    @property
    def overdue(self) -> bool:
        """Whether something is overdue."""
        return any(item.overdue for item in self.items)

    @property
    def due(self) -> date | None:
        """The next day on which something is due; the first of those overdue."""
        return min((item.day for item in self.items if item.day is not None), default=None)

    @property
    def name(self) -> str:
        """What people call it."""
        return f"{self.reference}, {self.subject}" if self.subject else self.reference

    @property
    def about(self) -> str:
        """What is said of it in a line."""
        if self.fault:
            return f"cannot be read: {self.fault}"
        if self.pending:
            return "being read"
        if not self.open_:
            return "closed"
        return " · ".join(part for part in (self.procedure, self.stage, self.position) if part)

    @property
    def place(self) -> Place:
        """Where it is shown."""
        return Place("case", self.file, title=f"Case {self.name}")

    def order(self) -> tuple[int, date, str]:
        """Give its place in a list: overdue, due, open, unreadable, closed."""
        rank = 4 if not self.open_ else 3 if self.fault else 2 if self.due is None else 1
        return (0 if self.overdue else rank, self.due or date.max, self.reference.casefold())


def summary_from(data: Mapping[str, Any]) -> Summary:
    """Read a summary back from its data; a thousand of them in a fraction of a second.

    Raises:
        TypeError: It is none; so are KeyError, ValueError and AttributeError to be expected.
    """
    known = {key.replace("-", "_"): value for key, value in data.items()}
    items = tuple(
        Item(
            what=str(item["what"]),
            who=str(item["who"]),
            day=_day(item["day"]),
            overdue=bool(item["overdue"]),
            since=_day(item["since"]),
        )
        for item in known.pop("items")
    )
    open_ = known.pop("open")
    return Summary(**known, open_=open_, items=items)


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def summary_of(file: Path, case: Case, advice: Advice, abbreviation: str, stage: str) -> Summary:
    """Give what a list says of a case.

    Args:
        file: Its file.
        case: The case.
        advice: The advice of the day.
        abbreviation: That of its procedure.
        stage: The name of the stage, in words.
    """
    items = sorted(
        _items(advice), key=lambda item: (not item.overdue, item.day or date.max, item.what)
    )
    acts = [item.does for item in advice.position]
    return Summary(
        file=str(file),
        reference=case.id or file.stem,
        subject=next((case.subject[key] for key in ("name",) if key in case.subject), ""),
        procedure=abbreviation,
        stage=stage,
        position=acts[0] if acts else "",
        open_=bool(acts) or any(item.overdue for item in items),
        items=tuple(items),
    )


def _items(advice: Advice) -> Iterator[Item]:
    since = {item.step: item.since for item in advice.position}
    seen = set()
    for action in advice.next:
        if action.relation not in ("now", "duty") or (action.if_ and not action.due):
            continue
        if action.due is None and action.step not in since:
            continue
        seen.add(action.step)
        yield Item(
            what=action.does,
            who=action.who,
            day=action.due,
            overdue=action.overdue,
            since=since.get(action.step),
        )
    for limit in advice.deadlines:
        running = limit.state in ("running", "overdue") and limit.direction == "latest"
        if running and limit.date is not None and not limit.assumed and limit.step not in seen:
            seen.add(limit.step)
            yield Item(what=limit.what, who="", day=limit.date, overdue=limit.state == "overdue")


def when(item: Item, today: date) -> str:
    """Say when something is due: overdue, today, by a day, or open since one."""
    if item.day is None:
        return f"open since {in_full(item.since)}" if item.since else "open"
    if item.overdue or item.day < today:
        return f"overdue since {in_full(item.day)}"
    return "today" if item.day == today else f"by {in_full(item.day)}"
