"""Time limits, day by day: known cases, properties over many dates, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.case.days import Calendar, Closure, Term, bank_holidays
from toolkit.case.reckoning import (
    Reckoning,
    expiry,
    in_window,
    in_words,
    reckon,
    reckon_back,
)
from toolkit.problem import Refused
from toolkit.procedure.limit import Limit

ENGLAND = Calendar()
CHRISTMAS = Closure(date(2025, 12, 24), date(2026, 1, 2), "Christmas")
ONE_DAY = timedelta(days=1)

days = st.dates(date(2005, 1, 1), date(2027, 6, 30))
counts = st.integers(1, 60)
most = {"years": 5, "months": 12, "weeks": 20}
sizes = st.sampled_from(["working-days", "days", "weeks", "months", "years", "hours"]).flatmap(
    lambda unit: st.tuples(st.integers(1, most.get(unit, 60)), st.just(unit))
)
calendars = st.builds(
    lambda region, closures: Calendar(region, tuple(closures)),
    st.sampled_from(["england", "scotland", "northern-ireland", "none"]),
    st.lists(
        st.builds(
            lambda start, length: Closure(start, start + timedelta(days=length), "closed"),
            days,
            st.integers(0, 20),
        ),
        max_size=3,
    ),
)
relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the user's own cache out of it."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOOLKIT_CACHE", str(folder))
        bank_holidays.cache_clear()
        yield folder
        bank_holidays.cache_clear()


def limit(count: object = 5, unit: str = "working-days", **keys: object) -> Limit:
    """Make a limit as an author writes it."""
    return Limit.model_validate({"count": count, "unit": unit, **keys})


def end(count: int, unit: str, start: date, calendar: Calendar = ENGLAND, **keys: object) -> date:
    return reckon(limit(count, unit, **keys), start, calendar).date


# Known cases


@pytest.mark.parametrize(
    ("count", "start", "clear", "expected"),
    [
        (5, date(2025, 12, 17), False, date(2025, 12, 24)),
        (5, date(2025, 12, 17), True, date(2025, 12, 29)),
        (5, date(2025, 12, 19), False, date(2025, 12, 30)),
        (15, date(2025, 8, 11), False, date(2025, 9, 2)),
        (10, date(2026, 4, 13), False, date(2026, 4, 27)),
        (5, date(2026, 4, 2), False, date(2026, 4, 13)),
        (1, date(2026, 4, 4), False, date(2026, 4, 7)),
    ],
)
def test_known_working_days(count: int, start: date, clear: bool, expected: date) -> None:
    """Dates worked out by hand with a calendar of bank holidays."""
    assert end(count, "working-days", start, clear=clear) == expected


@pytest.mark.parametrize(
    ("count", "unit", "start", "clear", "expected"),
    [
        (7, "days", date(2026, 4, 1), False, date(2026, 4, 8)),
        (5, "days", date(2026, 3, 31), False, date(2026, 4, 5)),
        (5, "days", date(2026, 3, 31), True, date(2026, 4, 6)),
        (2, "weeks", date(2026, 4, 1), False, date(2026, 4, 15)),
        (2, "weeks", date(2026, 4, 1), True, date(2026, 4, 16)),
        (1, "months", date(2026, 1, 31), False, date(2026, 2, 28)),
        (1, "months", date(2028, 1, 31), False, date(2028, 2, 29)),
        (1, "months", date(2026, 2, 28), False, date(2026, 3, 28)),
        (6, "months", date(2026, 1, 10), True, date(2026, 7, 11)),
        (1, "years", date(2024, 2, 29), False, date(2025, 2, 28)),
        (10, "years", date(2026, 1, 10), False, date(2036, 1, 10)),
        (24, "hours", date(2026, 4, 1), False, date(2026, 4, 2)),
        (25, "hours", date(2026, 4, 1), False, date(2026, 4, 3)),
        (36, "hours", date(2026, 4, 1), True, date(2026, 4, 4)),
    ],
)
def test_known_calendar_units(
    count: int, unit: str, start: date, clear: bool, expected: date
) -> None:
    """Units of the calendar do not roll forward, and short months end on their last day."""
    assert end(count, unit, start, clear=clear) == expected


def test_closures_are_skipped() -> None:
    """Days on which the college is closed are no working days."""
    assert end(5, "working-days", date(2025, 12, 17), Calendar(closures=(CHRISTMAS,))) == date(
        2026, 1, 5
    )


def test_school_days_are_counted_within_terms() -> None:
    """A half-term holiday is passed over."""
    calendar = Calendar(
        terms=(
            Term(date(2026, 4, 20), date(2026, 5, 22)),
            Term(date(2026, 6, 1), date(2026, 7, 17)),
        )
    )
    found = reckon(limit(3, "school-days"), date(2026, 5, 20), calendar)
    assert found.date == date(2026, 6, 1)
    assert found.working[4].skipped == "Spring Bank Holiday"
    assert found.working[5].skipped == "outside term"
    assert reckon_back(limit(3, "school-days"), date(2026, 6, 1), calendar).start == date(
        2026, 5, 20
    )


def test_range_gives_both_ends() -> None:
    """Of "5 to 10 working days" the fifth is the date and the tenth the latest."""
    found = reckon(limit(count=[5, 10]), date(2026, 4, 2), ENGLAND)
    assert (found.date, found.latest, found.last) == (
        date(2026, 4, 13),
        date(2026, 4, 20),
        date(2026, 4, 20),
    )
    assert found.working[-1].date == date(2026, 4, 20)


def test_range_backwards_counts_the_end_that_binds() -> None:
    """To be heard by a day the lower number counts; to be over by it, the upper one does."""
    span = limit(count=[5, 10])
    by = date(2026, 4, 20)
    assert reckon_back(span, by, ENGLAND, "earliest").start == date(2026, 4, 13)
    assert reckon_back(span, by, ENGLAND, "latest").start == date(2026, 4, 6)


@pytest.mark.parametrize(
    ("count", "unit", "by", "clear", "expected"),
    [
        (5, "working-days", date(2025, 12, 24), False, date(2025, 12, 17)),
        (5, "working-days", date(2025, 12, 29), True, date(2025, 12, 17)),
        (5, "working-days", date(2026, 4, 13), False, date(2026, 4, 6)),
        (1, "months", date(2026, 2, 28), False, date(2026, 1, 31)),
        (1, "months", date(2026, 3, 30), False, date(2026, 2, 28)),
        (1, "years", date(2025, 2, 28), False, date(2024, 2, 29)),
        (36, "hours", date(2026, 4, 4), True, date(2026, 4, 1)),
    ],
)
def test_known_cases_backwards(
    count: int, unit: str, by: date, clear: bool, expected: date
) -> None:
    """The latest start may be a day that does not count, or the last day of a long month."""
    found = reckon_back(limit(count, unit, clear=clear), by, ENGLAND)
    assert found.start == expected
    assert found.date <= by


def test_latest_start_moves_to_the_working_day_before() -> None:
    """For a hearing on 13 April the letter may be dated Easter Monday, so it goes out on Thursday."""
    start = reckon_back(limit(), date(2026, 4, 13), ENGLAND, "earliest").start
    assert (start, ENGLAND.working_day_until(start)) == (date(2026, 4, 6), date(2026, 4, 2))


# Lengths and windows


def test_sanction_is_spent_on_its_anniversary() -> None:
    """Six months from 10 January run through 9 July and are over on 10 July."""
    six = limit(6, "months")
    assert expiry(six, date(2026, 1, 10)) == date(2026, 7, 10)
    assert in_window(six, date(2026, 1, 10), date(2026, 7, 9))
    assert not in_window(six, date(2026, 1, 10), date(2026, 7, 10))


def test_nothing_counts_before_it_happened() -> None:
    """A window does not reach into the future."""
    assert in_window(limit(6, "months"), date(2026, 1, 10), date(2026, 1, 10))
    assert not in_window(limit(6, "months"), date(2026, 1, 10), date(2026, 1, 9))


def test_length_of_working_days_needs_a_calendar() -> None:
    """A length in working days is counted with a calendar, and refused without one."""
    assert expiry(limit(), date(2026, 4, 2), ENGLAND) == date(2026, 4, 13)
    with pytest.raises(Refused) as caught:
        expiry(limit(), date(2026, 4, 2))
    assert str(caught.value) == "'5 working days' cannot be counted without a calendar"


@given(days, days, counts, st.sampled_from(["days", "weeks", "months", "years", "hours"]))
def test_window_and_expiry_agree(day: date, on: date, count: int, unit: str) -> None:
    """What has happened counts exactly until a sanction of that length would be spent."""
    length = limit(count, unit)
    assert in_window(length, day, on) == (day <= on < expiry(length, day))
    assert not in_window(length, day, expiry(length, day))
    assert in_window(length, day, expiry(length, day) - ONE_DAY)


@given(days, sizes)
def test_expiry_is_the_day_that_the_limit_ends_on(day: date, size: tuple[int, str]) -> None:
    """A length and a limit of the same size lead to the same day."""
    count, unit = size
    assert expiry(limit(count, unit), day, ENGLAND) == end(count, unit, day)


# Properties


@relaxed
@given(days, counts, calendars)
def test_working_days_agree_with_numpy(start: date, count: int, calendar: Calendar) -> None:
    """numpy counts the same days; from a day off it starts at the working day before."""
    off = [] if calendar.region == "none" else list(bank_holidays(calendar.region))
    for closure in calendar.closures:
        length = (closure.end - closure.start).days
        off += [closure.start + timedelta(days=number) for number in range(length + 1)]
    expected = numpy.busday_offset(start, count, roll="backward", holidays=off).item()
    assert end(count, "working-days", start, calendar) == expected


@relaxed
@given(days, days, sizes, st.booleans(), calendars)
def test_backwards_is_the_inverse_of_forwards(
    start: date, by: date, size: tuple[int, str], clear: bool, calendar: Calendar
) -> None:
    """A start is in time exactly when it is not after the latest start."""
    count, unit = size
    span = limit(count, unit, clear=clear)
    latest = reckon_back(span, by, calendar).start
    assert reckon(span, latest, calendar).date <= by
    assert reckon(span, latest + ONE_DAY, calendar).date > by
    assert (reckon(span, start, calendar).date <= by) == (start <= latest)


@relaxed
@given(days, counts, st.booleans(), calendars)
def test_there_and_back_for_working_days(
    start: date, count: int, clear: bool, calendar: Calendar
) -> None:
    """Back from the date is the start itself, but for days off that follow it."""
    span = limit(count, clear=clear)
    found = reckon(span, start, calendar)
    back = reckon_back(span, found.date, calendar)
    assert back.date == found.date
    after = [start + timedelta(days=n) for n in range(1, (back.start - start).days + 1)]
    assert back.start >= start and all(calendar.skipped(day) for day in after)


@relaxed
@given(days, sizes)
def test_clear_is_later(start: date, size: tuple[int, str]) -> None:
    """Clear days end later: by one working day, or by one day of the calendar."""
    count, unit = size
    plain, clear = end(count, unit, start), end(count, unit, start, clear=True)
    if unit == "working-days":
        assert clear == end(1, unit, plain)
    else:
        assert clear == plain + ONE_DAY


@relaxed
@given(days, sizes, st.booleans(), calendars)
def test_later_start_or_longer_limit_never_ends_earlier(
    start: date, size: tuple[int, str], clear: bool, calendar: Calendar
) -> None:
    """The date grows with the start and, strictly, with the count."""
    count, unit = size
    found = end(count, unit, start, calendar, clear=clear)
    assert found > start
    assert found <= end(count, unit, start + ONE_DAY, calendar, clear=clear)
    step = 24 if unit == "hours" else 1
    assert found < end(count + step, unit, start, calendar, clear=clear)


@relaxed
@given(days, sizes, st.booleans(), calendars)
def test_working_shows_every_day(
    start: date, size: tuple[int, str], clear: bool, calendar: Calendar
) -> None:
    """The working has each day once, and none is both counted and skipped."""
    count, unit = size
    found = reckon(limit(count, unit, clear=clear), start, calendar)
    length = (found.date - start).days
    assert [day.date for day in found.working] == [
        start + timedelta(days=n) for n in range(1, length + 1)
    ]
    assert not any(day.counted is not None and day.skipped for day in found.working)
    if unit == "working-days":
        assert [day.counted for day in found.working if not day.skipped] == list(
            range(1, count + clear + 1)
        )
        assert [day.skipped for day in found.working] == [
            calendar.skipped(day.date) for day in found.working
        ]
    assert Reckoning.from_json(found.to_json()) == found


# In words


def test_working_in_words() -> None:
    """Each day that was passed has its line, with the reason why it did not count."""
    assert in_words(reckon(limit(2), date(2026, 4, 2), ENGLAND)) == [
        "Thu 2 Apr 2026 — day 0",
        "Fri 3 Apr 2026 — not counted (Good Friday)",
        "Sat 4 Apr 2026 — not counted (Saturday)",
        "Sun 5 Apr 2026 — not counted (Sunday)",
        "Mon 6 Apr 2026 — not counted (Easter Monday)",
        "Tue 7 Apr 2026 — day 1",
        "Wed 8 Apr 2026 — day 2 (the latest day)",
    ]


def test_notice_and_range_in_words() -> None:
    """A notice ends on its earliest day, and a range has both."""
    assert (
        in_words(reckon(limit(1), date(2026, 4, 7), ENGLAND, "earliest"))[-1]
        == "Wed 8 Apr 2026 — day 1 (the earliest day)"
    )
    assert in_words(reckon(limit(count=[1, 2], unit="days"), date(2026, 4, 7), ENGLAND)) == [
        "Tue 7 Apr 2026 — day 0",
        "Wed 8 Apr 2026 — day 1 (the earliest day)",
        "Thu 9 Apr 2026 — day 2 (the latest day)",
    ]


def test_months_and_hours_in_words() -> None:
    """Long units show the days on which one of them ends; hours say that they were rounded."""
    assert in_words(reckon(limit(2, "months", clear=True), date(2026, 1, 31), ENGLAND)) == [
        "Sat 31 Jan 2026 — day 0",
        "Sat 28 Feb 2026 — month 1",
        "Tue 31 Mar 2026 — month 2",
        "Wed 1 Apr 2026 — the day after, for clear months (the latest day)",
    ]
    assert in_words(reckon(limit(36, "hours"), date(2026, 4, 1), ENGLAND)) == [
        "Wed 1 Apr 2026 — day 0",
        "Thu 2 Apr 2026 — hour 24",
        "Fri 3 Apr 2026 — hour 48 (the latest day)",
        "The time of day is not recorded: whole days are counted for 36 hours.",
    ]


def test_reckoning_is_plain_json() -> None:
    """Dates are written as ISO 8601, and each day tells its own story."""
    found = json.loads(reckon(limit(1), date(2026, 4, 2), ENGLAND).to_json())
    assert (found["start"], found["date"], found["unit"]) == (
        "2026-04-02",
        "2026-04-07",
        "working-days",
    )
    assert found["working"][0] == {
        "date": "2026-04-03", "weekday": "Friday", "counted": None, "skipped": "Good Friday",
    }  # fmt: skip


# What is refused


@pytest.mark.parametrize(
    ("keys", "start", "message"),
    [
        (
            {"count": 5, "unit": "working-days"},
            date(2028, 12, 28),
            "bank holidays of England and Wales are known until 2028; the date 1 January 2029 cannot be worked out",
        ),
        (
            {"count": 5, "unit": "working-days"},
            date(1999, 12, 29),
            "bank holidays of England and Wales are known from 2000; the date 30 December 1999 cannot be worked out",
        ),
        (
            {"count": 2, "unit": "regattas"},
            date(2026, 4, 2),
            "the limit '2 regattas' is counted by recorded events, not by the calendar; record each of them as an event",
        ),
        (
            {"count": 2, "unit": "school-days"},
            date(2026, 4, 2),
            "school days are counted within the school terms, and this calendar has none; give the calendar its terms",
        ),
        (
            {"immediately": True},
            date(2026, 4, 2),
            "the limit 'immediately' has no number, so no date follows from it",
        ),
        (
            {"stated": "in good time"},
            date(2026, 4, 2),
            "the limit 'in good time' has no number, so no date follows from it",
        ),
        (
            {"count": {"data": "term"}},
            date(2026, 4, 2),
            "the limit 'fixed case by case' has no number, so no date follows from it; give the number that was decided as 'term'",
        ),
        (
            {"count": 9000, "unit": "years"},
            date(2026, 4, 2),
            "the date lies outside the years 1 to 9999",
        ),
        (
            {"count": 10**12, "unit": "days"},
            date(2026, 4, 2),
            "the date lies outside the years 1 to 9999",
        ),
        (
            {"count": 10**12, "unit": "months"},
            date(2026, 4, 2),
            "the date lies outside the years 1 to 9999",
        ),
    ],
)
def test_refuses_what_gives_no_date(keys: dict[str, object], start: date, message: str) -> None:
    """No date is guessed, and the message says what is missing."""
    with pytest.raises(Refused) as caught:
        reckon(Limit.model_validate(keys), start, ENGLAND)
    assert str(caught.value) == message


def test_refuses_to_count_back_beyond_the_known_years() -> None:
    """Backwards the same years are known as forwards."""
    with pytest.raises(Refused, match="known from 2000"):
        reckon_back(limit(), date(2000, 1, 5), ENGLAND)
    with pytest.raises(Refused, match="known until 2028"):
        reckon_back(limit(), date(2029, 1, 5), ENGLAND)
    with pytest.raises(Refused, match="outside the years"):
        reckon_back(limit(9000, "years"), date(2026, 1, 5), ENGLAND)


def test_calendar_units_need_no_bank_holidays() -> None:
    """A ban of five years ends on its day, whatever is known of bank holidays."""
    assert end(5, "years", date(2026, 4, 2)) == date(2031, 4, 2)


def test_length_that_is_a_range_is_refused() -> None:
    """A sanction of six to twelve months has no end until the number is decided."""
    with pytest.raises(Refused) as caught:
        expiry(limit(count=[6, 12], unit="months"), date(2026, 4, 2))
    assert str(caught.value) == (
        "a length of '6 to 12 months' has no one end; give the number that was decided"
    )
