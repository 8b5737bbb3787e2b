"""The shape of a time limit: how long, in which unit, from which event, how firmly."""

from __future__ import annotations

from typing import Any, Literal

from toolkit.procedure.base import Model, field_validator, model_validator
from toolkit.procedure.condition import Condition

NOT_STATED = "not-stated"

CALENDAR_UNITS = ("working-days", "school-days", "days", "weeks", "months", "years", "hours")


class Limit(Model):
    """A number of units from an event; the key it stands under gives its direction.

    Attributes:
        count: The number; ``None`` where the text gives words only, or no number.
        to: The upper end of a range such as "5 to 10 working days".
        data: Name of the event's data item that fixes the number or the date case by case.
        unit: One of `CALENDAR_UNITS`, or a counted unit such as ``regattas``.
        after: The events that start the clock; empty where the limit has no clock.
        hedge: Words that soften it, such as "wherever practicable".
        clear: True where only clear days count, so that the day itself is one later.
        unless: Condition under which the limit does not bind.
        of: Role whose duty or receipt is meant.
        stated: The words of the text, where there is no number.
        immediately: True for "at once" and "without delay".
        cites: Further clauses.
    """

    count: int | None = None
    to: int | None = None
    data: str | None = None
    unit: str = "days"
    after: tuple[str, ...] = ()
    hedge: str = ""
    clear: bool = False
    unless: Condition | None = None
    of: str | None = None
    stated: str = ""
    immediately: bool = False
    cites: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        """Accept ``count: [5, 10]``, ``count: {data: name}`` and a single ``after``."""
        if not isinstance(raw, dict):
            raise ValueError(
                "a limit is written {count: 5, unit: working-days, after: STEP.RESULT}"
            )
        raw = dict(raw)
        count = raw.get("count")
        if isinstance(count, list):
            if len(count) != 2 or not all(type(item) is int for item in count):
                raise ValueError("a range is written count: [5, 10]")
            raw["count"], raw["to"] = count
        elif isinstance(count, dict):
            if set(count) != {"data"}:
                raise ValueError("a count fixed case by case is written count: {data: name}")
            raw["count"], raw["data"] = None, count["data"]
        if isinstance(raw.get("after"), str):
            raw["after"] = (raw["after"],)
        return raw

    @field_validator("count", "to")
    @classmethod
    def _positive(cls, value: int | None) -> int | None:
        if value is not None and value < 1:
            raise ValueError("a limit's count is 1 or more; for 'at once' write immediately: true")
        return value

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, value: str) -> str:
        from difflib import get_close_matches

        near = get_close_matches(value.replace(" ", "-"), CALENDAR_UNITS, n=1, cutoff=0.75)
        if value not in CALENDAR_UNITS and near:
            raise ValueError(f"there is no unit '{value}'; did you mean '{near[0]}'?")
        return value

    @model_validator(mode="after")
    def _says_something(self) -> Limit:
        if self.count is None and not (self.data or self.stated or self.immediately):
            raise ValueError(
                'a limit has a count, or says why not: stated: "the text\'s words", '
                "immediately: true, or count: {data: name}"
            )
        if self.count is not None and self.to is not None and self.to <= self.count:
            raise ValueError(
                f"a range goes from the smaller number to the larger, not from {self.count} to "
                f"{self.to}"
            )
        return self

    @property
    def counted(self) -> bool:
        """Whether the unit is counted by recorded events and not by the calendar."""
        return self.unit not in CALENDAR_UNITS

    def words(self) -> str:
        """Put the limit into words, as "5 working days" or the text's own."""
        if self.immediately:
            return self.stated or "immediately"
        if self.count is None:
            return self.stated or "fixed case by case"
        number = f"{self.count} to {self.to}" if self.to else str(self.count)
        unit = self.unit.replace("-", " ")
        if self.count == 1 and not self.to and unit.endswith("s"):
            unit = unit[:-1]
        return f"{number} clear {unit}" if self.clear else f"{number} {unit}"


Direction = Literal["within", "notice", "every", "lasts", "standstill", "hold-back"]
"""What a limit bounds: the latest day, the earliest day, a rhythm, or a length."""
