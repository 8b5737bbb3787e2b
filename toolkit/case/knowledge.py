"""What is known of a fact on a day: derived from others and the record, or answered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from toolkit.case.case import Case, Given, Held
from toolkit.case.days import ONE_DAY, Calendar
from toolkit.case.reckoning import expiry, in_window
from toolkit.case.situation import Record, Situation
from toolkit.problem import Refused
from toolkit.procedure.condition import Condition, Known, Truth
from toolkit.procedure.limit import Limit
from toolkit.procedure.rule import Breach
from toolkit.procedure.shape import Derivation


class Knowledge:
    """Answers "what is known of this fact" for one situation on one day.

    A fact is derived where it can be and asked where it cannot. Where the record says no and an
    answer says yes, the answer counts: not everything that happened has been recorded.

    Args:
        situation: What is open, on record and has happened.
        case: The facts as answered.
        on: The day that matters: of a letter, a hearing, or the advice.
        passing: Facts that hold for one event only.
    """

    def __init__(
        self,
        situation: Situation,
        case: Case,
        on: date,
        passing: dict[str, Held] | None = None,
    ) -> None:
        self.situation = situation
        self.procedure = situation.procedure
        self.case = case
        self.on = on
        self.passing = passing or {}
        self._asked: set[str] = set()

    def at(self, on: date) -> Knowledge:
        """Give the same knowledge on another day."""
        return Knowledge(self.situation, self.case, on, self.passing)

    def known(self, fact: str) -> Known:
        """Give what is known of a fact, or ``None``."""
        answered = self._answer(fact)
        rule = self.procedure.facts.get(fact)
        if rule is None or rule.from_ is None or fact in self._asked:
            return answered
        self._asked.add(fact)
        try:
            derived = self._derive(rule.from_)
        finally:
            self._asked.discard(fact)
        if derived is None or (derived is False and answered is not None):
            return answered
        return derived

    def truth(self, condition: Condition | None) -> Truth:
        """Evaluate a condition; none at all is true."""
        return True if condition is None else condition.truth(self.known)

    def breaches(self, fact: str) -> tuple[Breach, ...] | None:
        """Give the lines of the catalogue that a fact lists, by reference or id."""
        value = self._answer(fact)
        if value is None:
            return None
        found = []
        for item in value if isinstance(value, tuple) else (value,):
            for breach in self.procedure.breaches.values():
                if item in (breach.id, breach.place.clause):
                    found.append(breach)
        return tuple(found)

    def _answer(self, fact: str) -> Known:
        if fact in self.passing:
            return self.passing[fact]
        given = self.case.facts.get(fact)
        if given is not None and given.since is not None and given.since > self.on:
            given = None
        told = self.situation.facts.get(fact)
        if given is None or (told is not None and not self._newer(given, fact)):
            return told
        return given.value

    def _newer(self, given: Given, fact: str) -> bool:
        """Whether an answer is of a later day than what the events told or set."""
        return given.since is not None and given.since > self.situation.told[fact]

    def _derive(self, way: Derivation) -> Known:
        if way.years_since is not None:
            return self._years_since(way.years_since)
        if way.in_force:
            return self.situation.in_force(way.in_force, way.state)
        if way.open is not None:
            return self.situation.track_open(way.open)
        if way.happened:
            return any(self.situation.last(event) for event in way.happened)
        if way.since is not None:
            last = self.situation.last(way.since)
            return None if last is None else (self.on - last.on).days
        if way.checklist:
            return _all(tuple(self.known(fact) for fact in way.checklist))
        if way.is_ is not None:
            return self.truth(way.is_)
        return (
            self._from_catalogue(way)
            if way.class_of or way.stage_of or way.breach
            else (self._number(way))
        )

    def _years_since(self, fact: str) -> int | None:
        born = self.known(fact)
        if not isinstance(born, date):
            return None
        before = (self.on.month, self.on.day) < (born.month, born.day)
        return self.on.year - born.year - before

    def _from_catalogue(self, way: Derivation) -> Known:
        if way.breach:
            lists = [fact.id for fact in self.procedure.facts.values() if fact.type == "breaches"]
            alleged = [self.breaches(fact) for fact in lists]
            if all(found is None for found in alleged):
                return None
            return any(breach.id in way.breach for found in alleged for breach in found or ())
        found = self.breaches(way.class_of or way.stage_of or "")
        if not found:
            return None
        listed = (
            item for breach in found for item in (breach.class_ if way.class_of else breach.stage)
        )
        return tuple(dict.fromkeys(listed)) or None

    def _number(self, way: Derivation) -> int:
        if way.count:
            return sum(
                1
                for happening in self.situation.happened
                if happening.event in way.count and self._counts(way, happening.on)
            )
        records = [record for record in self.situation.records if record.outcome in way.of]
        if way.sum == "points":
            return sum(
                self.procedure.outcomes[record.outcome].points
                for record in records
                if record.state not in ("refused", "replaced") and self._counts(way, record.imposed)
            )
        return sum(self._days_served(way, record) for record in records)

    def _counts(self, way: Derivation, day: date) -> bool:
        """Whether what was on a day still counts; without a window everything does."""
        if way.within is None:
            return day <= self.on
        try:
            return in_window(way.within, day, self.on, self.situation.calendar)
        except Refused:
            return day <= self.on

    def _days_served(self, way: Derivation, record: Record) -> int:
        """Give the days of an outcome that are over and count."""
        if record.spared or record.state in ("pending", "held-back", "refused"):
            return 0
        day = record.effect or record.imposed
        last = min(record.ends or self.on, self.on)
        days = 0
        while day < last:
            days += self._counts(way, day)
            day += ONE_DAY
        return days


def _all(values: tuple[Known, ...]) -> Truth:
    if False in values:
        return False
    return None if None in values else True


def record_end(
    lasts: Limit | str | None, imposed: date, data: Mapping[str, Held], calendar: Calendar
) -> date | None:
    """Give the first day on which an outcome no longer counts, or ``None`` where none is fixed.

    Args:
        lasts: The outcome's ``lasts``.
        imposed: The day on which it was imposed.
        data: What the decision's event carried; the number or the day, where the decider fixes it.
        calendar: Which days count.
    """
    if not isinstance(lasts, Limit) or lasts.counted:
        return None
    if lasts.data is not None and isinstance(fixed := data.get(lasts.data), date):
        return fixed
    limit = with_number(lasts, data)
    if limit.count is None or limit.to is not None:
        return None
    try:
        return expiry(limit, imposed, calendar)
    except Refused:
        return None


def with_number(limit: Limit, data: Mapping[str, Held]) -> Limit:
    """Give a limit with the number that the decider fixed, where the text leaves it to them."""
    fixed = data.get(limit.data) if limit.data is not None else None
    if not isinstance(fixed, int) or isinstance(fixed, bool) or fixed < 1:
        return limit
    return limit.model_copy(update={"count": fixed})
