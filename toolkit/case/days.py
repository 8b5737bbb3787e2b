"""Which days count: weekends, bank holidays, closures of the college, and school terms.

The bank holidays come from the package ``holidays``. Importing it takes longer than any answer, so
its list is kept in the user's cache folder (or in the folder that the environment variable
``TOOLKIT_CACHE`` names) and the package is imported only when that list is missing, broken or older
than the package. Nothing is lost if the folder cannot be written: the list is then made anew.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from toolkit.files import cache_folder, write_atomically
from toolkit.plain import Frozen
from toolkit.problem import Problem, Refused, did_you_mean

KNOWN_FROM = 2000
"""The first year whose bank holidays are used; no case is older."""

# The government publishes the bank holidays about two years ahead, and extra ones (a coronation, a
# state funeral) are proclaimed at shorter notice. Rules of thumb could go on for ever, but a
# date in a letter must not rest on holidays that nobody has announced. Raise this when they have.
KNOWN_UNTIL = 2028
"""The last year whose bank holidays are used."""

REGIONS = {
    "england": ("ENG", "England and Wales"),
    "scotland": ("SCT", "Scotland"),
    "northern-ireland": ("NIR", "Northern Ireland"),
    "none": ("", ""),
}
"""The regions: their code in the package ``holidays``, and their name in messages."""

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
"""Names of our own: those of ``strftime`` change with the computer's language."""

ONE_DAY = timedelta(days=1)


def in_full(day: date) -> str:
    """Write a day as messages do, such as ``3 April 2026``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_short(day: date) -> str:
    """Write a day as the working does, such as ``Fri 3 Apr 2026``."""
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def refused(code: str, message: str, suggestion: str = "") -> Refused:
    """Make the error for a date that cannot be worked out."""
    return Refused([Problem(code, message, suggestion=suggestion)])


class Span(Frozen):
    """A run of days with a name, both ends included.

    Args:
        start: Its first day.
        end: Its last day.
        name: What it is called.

    Raises:
        Refused: It ends before it starts.
    """

    start: date
    end: date
    name: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise refused(
                "span-backwards",
                f"the {type(self).__name__.lower()} '{self.name}' ends on {in_full(self.end)}, "
                f"before it starts on {in_full(self.start)}",
                "swap the two dates",
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class Closure(Span):
    """Days on which the college is closed, such as those between Christmas and New Year."""


class Term(Span):
    """Days on which school is kept; a half-term holiday parts two of these."""

    name: str = "term"


class Calendar(Frozen):
    """Which days count as working days, and which as school days.

    Args:
        region: Whose bank holidays: ``england`` (which means England and Wales), ``scotland``,
            ``northern-ireland``, or ``none`` for no bank holidays at all.
        closures: Days on which the college is closed.
        terms: The school terms; without them, school days cannot be counted.

    Raises:
        Refused: The region is not known.
    """

    region: str = "england"
    closures: tuple[Closure, ...] = ()
    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        if self.region not in REGIONS:
            raise refused(
                "unknown-region",
                f"'{self.region}' is not a calendar",
                did_you_mean(self.region, REGIONS) or f"the calendars are {', '.join(REGIONS)}",
            )

    def skipped(self, day: date, *, school: bool = False) -> str | None:
        """Tell why a day does not count.

        Args:
            day: The day.
            school: Whether school days are being counted, and not working days.

        Returns:
            ``Saturday``, ``Good Friday``, ``college closed: Christmas`` and the like; ``None`` for
            a day that counts.

        Raises:
            Refused: The bank holidays or the school terms of that time are not known.
        """
        holidays = self._holidays(day)
        if school:
            self._check_terms(day)
        if day.weekday() > 4:
            return WEEKDAYS[day.weekday()]
        if day in holidays:
            return holidays[day]
        for closure in self.closures:
            if day in closure:
                return f"college closed: {closure.name}"
        if school and not any(day in term for term in self.terms):
            return "outside term"
        return None

    def working_day_until(self, day: date) -> date:
        """Give the day itself if it is a working day, else the last working day before it.

        Raises:
            Refused: The bank holidays of that time are not known.
        """
        while self.skipped(day):
            day -= ONE_DAY
        return day

    def _holidays(self, day: date) -> dict[date, str]:
        """Give the region's bank holidays, if they are known for the year of ``day``."""
        if self.region == "none":
            return {}
        if not KNOWN_FROM <= day.year <= KNOWN_UNTIL:
            known = f"from {KNOWN_FROM}" if day.year < KNOWN_FROM else f"until {KNOWN_UNTIL}"
            raise refused(
                "bank-holidays-unknown",
                f"bank holidays of {REGIONS[self.region][1]} are known {known}; "
                f"the date {in_full(day)} cannot be worked out",
            )
        return bank_holidays(self.region)

    def _check_terms(self, day: date) -> None:
        if not self.terms:
            raise refused(
                "school-terms-unknown",
                "school days are counted within the school terms, and this calendar has none",
                "give the calendar its terms",
            )
        first = min(term.start for term in self.terms)
        last = max(term.end for term in self.terms)
        if not first <= day <= last:
            raise refused(
                "school-terms-unknown",
                f"the school terms are known from {in_full(first)} until {in_full(last)}; "
                f"the date {in_full(day)} cannot be worked out",
                "give the calendar the terms of that year",
            )


@lru_cache(maxsize=len(REGIONS))
def bank_holidays(region: str) -> dict[date, str]:
    """Give the names of a region's bank holidays, from the cache or else from ``holidays``.

    Args:
        region: One of `REGIONS`, other than ``none``.

    Returns:
        The days of all years from `KNOWN_FROM` until `KNOWN_UNTIL`, in order.
    """
    version = _version()
    file = cache_folder() / f"bank-holidays-{region}.json"
    found = _read(file, version)
    if found is None:
        found = _make(region)
        _write(file, version, found)
    return found


def _version() -> list[object]:
    """Tell which ``holidays`` is installed and which years are wanted, without importing it."""
    spec = find_spec("holidays")
    if spec is None or spec.origin is None:
        return []
    package = Path(spec.origin).parent
    version: list[object] = [str(package), KNOWN_FROM, KNOWN_UNTIL]
    for name in ("version.py", "countries/united_kingdom.py"):
        try:
            stat = (package / name).stat()
        except OSError:
            return []
        version += [stat.st_mtime_ns, stat.st_size]
    return version


def _read(file: Path, version: list[object]) -> dict[date, str] | None:
    """Read the kept list; give nothing where it is missing, broken or out of date."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        if not version or kept["version"] != version:
            return None
        return {date.fromisoformat(day): str(name) for day, name in kept["days"]} or None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _make(region: str) -> dict[date, str]:
    from holidays import country_holidays

    days = country_holidays(
        "GB",
        subdiv=REGIONS[region][0],
        years=range(KNOWN_FROM, KNOWN_UNTIL + 1),
        categories=("public",),
    )
    return dict(sorted(days.items()))


def _write(file: Path, version: list[object], days: dict[date, str]) -> None:
    """Keep the list, whole or not at all; a folder that cannot be written is passed over."""
    if not version:
        return
    from contextlib import suppress

    text = json.dumps(
        {"version": version, "days": [[day.isoformat(), name] for day, name in days.items()]}
    )
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, text)
