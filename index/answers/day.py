"""The day that a question names, such as "on 2 April 2026"."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_ISO = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
_WRITTEN = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({_MONTHS})\.?,? (\d{{4}})\b|"
    rf"\b({_MONTHS})\.? (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})\b",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_NO_YEAR = re.compile(rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{_MONTHS})\b", re.IGNORECASE)


def named_day(text: str) -> tuple[date | None, str]:
    """Give the day that a question names.

    Days in figures are read the British way, the day before the month.

    Returns:
        The day, or ``None``; and what is wrong, where something looks like a day and is none.
    """
    found = _found(text)
    if found is None:
        if match := _NO_YEAR.search(text):
            return None, f"'{match[0]}' has no year, so no date is worked out; write the year too"
        return None, ""
    written, year, month, number = found
    from dateutil.parser import ParserError, parse

    try:
        return parse(f"{number} {month} {year}", dayfirst=True).date(), ""
    except (ParserError, OverflowError):
        return None, f"'{written}' is no day, so no date is worked out"


def without_day(text: str) -> str:
    """Give a text without the days that it names."""
    for pattern in (_ISO, _WRITTEN, _FIGURES, _NO_YEAR):
        text = pattern.sub(" ", text)
    return text


def _found(text: str) -> tuple[str, str, str, str] | None:
    """Give what was written, the year, the month by its name or number, and the day."""
    if match := _ISO.search(text):
        return match[0], match[1], _month(match[2]), match[3]
    if match := _WRITTEN.search(text):
        if match[1]:
            return match[0], match[3], match[2], match[1]
        return match[0], match[6], match[4], match[5]
    if match := _FIGURES.search(text):
        return match[0], match[3], _month(match[2]), match[1]
    return None


def _month(number: str) -> str:
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
             "October", "November", "December")  # fmt: skip
    at = int(number)
    return names[at - 1] if 1 <= at <= len(names) else f"month {number}"
