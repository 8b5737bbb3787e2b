"""Which days count: weekends, bank holidays, closures and school terms."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import holidays
import pytest

from toolkit.case import days
from toolkit.case.days import KNOWN_FROM, KNOWN_UNTIL, Calendar, Closure, Term, bank_holidays
from toolkit.problem import Refused

CHRISTMAS = Closure(date(2025, 12, 24), date(2026, 1, 2), "Christmas")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Keep each test's cache to itself."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    bank_holidays.cache_clear()
    yield tmp_path / "cache"
    bank_holidays.cache_clear()


def refuse_to_make(region: str) -> dict[date, str]:
    raise AssertionError(f"the list of {region} was made anew")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 4, 2), None),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 4), "Saturday"),
        (date(2026, 4, 5), "Sunday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 12, 26), "Saturday"),
        (date(2026, 12, 28), "Boxing Day (observed)"),
        (date(2022, 9, 19), "State Funeral of Queen Elizabeth II"),
        (date(2025, 12, 23), None),
        (date(2025, 12, 24), "college closed: Christmas"),
        (date(2025, 12, 25), "Christmas Day"),
        (date(2025, 12, 27), "Saturday"),
        (date(2026, 1, 2), "college closed: Christmas"),
        (date(2026, 1, 5), None),
    ],
)
def test_says_why_a_day_does_not_count(day: date, why: str | None) -> None:
    """A weekend comes before a bank holiday, and that before a closure."""
    assert Calendar(closures=(CHRISTMAS,)).skipped(day) == why


@pytest.mark.parametrize(
    ("region", "day", "why"),
    [
        ("scotland", date(2026, 4, 6), None),
        ("scotland", date(2026, 11, 30), "Saint Andrew's Day"),
        ("northern-ireland", date(2026, 3, 17), "Saint Patrick's Day"),
        ("england", date(2026, 3, 17), None),
        ("none", date(2026, 12, 25), None),
        ("none", date(2026, 12, 26), "Saturday"),
    ],
)
def test_each_region_has_its_own_bank_holidays(region: str, day: date, why: str | None) -> None:
    """The regions differ, and 'none' has no bank holidays."""
    assert Calendar(region).skipped(day) == why


def test_calendar_without_region_has_no_end() -> None:
    """Where there are no bank holidays, none need be known."""
    assert Calendar("none").skipped(date(2099, 12, 25)) is None


@pytest.mark.parametrize(
    ("region", "day", "message"),
    [
        (
            "england",
            date(2029, 1, 1),
            "bank holidays of England and Wales are known until 2028; the date 1 January 2029 cannot be worked out",
        ),
        (
            "scotland",
            date(2031, 5, 6),
            "bank holidays of Scotland are known until 2028; the date 6 May 2031 cannot be worked out",
        ),
        (
            "northern-ireland",
            date(1999, 12, 31),
            "bank holidays of Northern Ireland are known from 2000; the date 31 December 1999 cannot be worked out",
        ),
    ],
)
def test_refuses_years_whose_bank_holidays_are_not_known(
    region: str, day: date, message: str
) -> None:
    """A year that has not been announced is refused, never guessed."""
    with pytest.raises(Refused) as caught:
        Calendar(region).skipped(day)
    assert str(caught.value) == message


def test_first_and_last_known_day_count() -> None:
    """The bounds are years, with both ends included."""
    assert Calendar().skipped(date(KNOWN_FROM, 1, 1)) == "Saturday"
    assert Calendar().skipped(date(KNOWN_UNTIL, 12, 29)) is None


def test_refuses_an_unknown_region() -> None:
    """A misspelt region is named with the nearest one."""
    with pytest.raises(Refused) as caught:
        Calendar("scotlnad")
    assert str(caught.value) == "'scotlnad' is not a calendar; did you mean 'scotland'?"


def test_refuses_a_closure_that_ends_before_it_starts() -> None:
    """Swapped dates are refused when the closure is made."""
    with pytest.raises(Refused) as caught:
        Closure(date(2026, 1, 2), date(2025, 12, 24), "Christmas")
    assert str(caught.value) == (
        "the closure 'Christmas' ends on 24 December 2025, before it starts on 2 January 2026; "
        "swap the two dates"
    )


def test_school_days_lie_within_terms() -> None:
    """A school day is a weekday of a term that is neither holiday nor closure."""
    calendar = Calendar(
        closures=(Closure(date(2026, 5, 6), date(2026, 5, 6), "training day"),),
        terms=(
            Term(date(2026, 4, 20), date(2026, 5, 22)),
            Term(date(2026, 6, 1), date(2026, 7, 17)),
        ),
    )
    assert calendar.skipped(date(2026, 5, 22), school=True) is None
    assert calendar.skipped(date(2026, 5, 26), school=True) == "outside term"
    assert calendar.skipped(date(2026, 5, 26)) is None
    assert calendar.skipped(date(2026, 5, 4), school=True) == "May Day"
    assert calendar.skipped(date(2026, 5, 6), school=True) == "college closed: training day"
    assert calendar.skipped(date(2026, 5, 30), school=True) == "Saturday"


def test_refuses_school_days_without_terms() -> None:
    """Without terms a school day is not guessed."""
    with pytest.raises(Refused) as caught:
        Calendar().skipped(date(2026, 5, 5), school=True)
    assert str(caught.value) == (
        "school days are counted within the school terms, and this calendar has none; "
        "give the calendar its terms"
    )


def test_refuses_school_days_outside_the_known_terms() -> None:
    """Beyond the last term that was entered, nothing is known of school days."""
    calendar = Calendar(terms=(Term(date(2026, 4, 20), date(2026, 5, 22)),))
    with pytest.raises(Refused) as caught:
        calendar.skipped(date(2026, 5, 26), school=True)
    assert str(caught.value) == (
        "the school terms are known from 20 April 2026 until 22 May 2026; the date 26 May 2026 "
        "cannot be worked out; give the calendar the terms of that year"
    )


@pytest.mark.parametrize(
    ("day", "working_day"),
    [
        (date(2026, 4, 7), date(2026, 4, 7)),
        (date(2026, 4, 6), date(2026, 4, 2)),
        (date(2026, 4, 12), date(2026, 4, 10)),
    ],
)
def test_finds_the_working_day_until(day: date, working_day: date) -> None:
    """A working day is its own; before any other day the last one is found."""
    assert Calendar().working_day_until(day) == working_day


def test_cached_list_equals_the_package(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read back is exactly what the package gives, and the package is not asked again."""
    fresh = bank_holidays("scotland")
    assert fresh == dict(
        holidays.country_holidays("GB", subdiv="SCT", years=range(KNOWN_FROM, KNOWN_UNTIL + 1))
    )
    assert [file.name for file in cache.iterdir()] == ["bank-holidays-scotland.json"]
    bank_holidays.cache_clear()
    monkeypatch.setattr(days, "_make", refuse_to_make)
    assert bank_holidays("scotland") == fresh


@pytest.mark.parametrize(
    "broken",
    [
        b"", b"{", b"\xff\xfe", b"[]", b"null", b'{"days": []}', b"[" * 100_000,
        b'{"version": ["another"], "days": [["2026-04-03", "Good Friday"]]}',
    ],
)  # fmt: skip
def test_broken_or_stale_cache_is_made_anew(cache: Path, broken: bytes) -> None:
    """Whatever stands in the cache file, the answer is right and the file is mended."""
    cache.mkdir()
    file = cache / "bank-holidays-england.json"
    file.write_bytes(broken)
    assert Calendar().skipped(date(2026, 4, 3)) == "Good Friday"
    assert json.loads(file.read_text("utf-8"))["days"][0] == ["2000-01-01", "New Year's Day"]


@pytest.mark.parametrize("kept", [[], [["2026-04-31", "no such day"]], [["2026-04-03"]], 3])
def test_cache_with_bad_days_is_made_anew(cache: Path, kept: object) -> None:
    """A file of the right version whose days cannot be read is not believed."""
    bank_holidays("england")
    file = cache / "bank-holidays-england.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | {"days": kept}), "utf-8")
    bank_holidays.cache_clear()
    assert Calendar().skipped(date(2026, 4, 3)) == "Good Friday"


def test_cache_of_another_version_is_made_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer package, or another last year, makes the list anew."""
    bank_holidays("england")
    bank_holidays.cache_clear()
    monkeypatch.setattr(days, "KNOWN_UNTIL", 2027)
    assert max(bank_holidays("england")).year == 2027


def test_cache_folder_that_cannot_be_written_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file stands in the place of the folder, the list is simply not kept."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "file"))
    assert Calendar().skipped(date(2026, 4, 3)) == "Good Friday"


def test_failed_write_leaves_nothing_behind(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that fills up half-way leaves neither a broken file nor a stray one."""

    def fail(self: Path, target: Path) -> Path:
        raise OSError("disk full")

    monkeypatch.setattr(Path, "replace", fail)
    assert Calendar().skipped(date(2026, 4, 3)) == "Good Friday"
    assert list(cache.iterdir()) == []


def test_nothing_heavy_is_imported(cache: Path) -> None:
    """With the list kept, neither holidays nor dateutil nor numpy nor platformdirs is imported."""
    bank_holidays("england")
    program = (
        "import sys, datetime\n"
        "from toolkit.case.days import Calendar\n"
        "assert Calendar().skipped(datetime.date(2026, 4, 3)) == 'Good Friday'\n"
        "heavy = {'holidays', 'dateutil', 'numpy', 'platformdirs', 'pydantic', 'tempfile'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(days.__file__).parents[2],
    )
    assert done.stdout == "[]\n"
