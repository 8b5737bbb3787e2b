"""How the answers to cases change between two versions of a procedure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from toolkit.case.advice import Advice
from toolkit.case.advise import advise
from toolkit.case.case import Case
from toolkit.plain import Plain
from toolkit.problem import BadData, Refused
from toolkit.procedure.procedure import Procedure


class Altered(Plain):
    """One thing that an advice says otherwise.

    Attributes:
        part: ``position``, ``date``, ``outcome``, ``letter`` or ``recipient``.
        what: What it is about, in words.
        old: What the old version says; empty where it says nothing.
        new: What the new version says; empty where it says nothing.
    """

    part: str
    what: str
    old: str
    new: str


class AnswerChange(Plain):
    """A case, and what the two versions say otherwise about it.

    Attributes:
        case: The name under which the case was given.
        on: The day of both advices.
        altered: What differs; empty where nothing does.
        fault: Why one of the versions gives no answer, or empty.
    """

    case: str
    on: date | None
    altered: tuple[Altered, ...] = ()
    fault: str = ""


def last_day(case: Case) -> date | None:
    """Give the day of a case's last event, or of its beginning where nothing has happened."""
    begun = case.taken_over.date if case.taken_over else case.opened
    return max((event.date for event in case.events), default=begun)


def compare_answers(
    old: Procedure, new: Procedure, name: str, case: Case, on: date | None = None
) -> AnswerChange:
    """Advise on a case under both versions and compare.

    Args:
        old: The earlier version.
        new: The later version.
        name: What the case is called in the result.
        case: The case; it is read as one under either version.
        on: The day of the advice; by default that of the case's last event.
    """
    day = on or last_day(case)
    if day is None:
        return AnswerChange(
            case=name, on=None, fault="the case has no day; give one for the advice"
        )
    found: list[Advice] = []
    for which, procedure in (("old", old), ("new", new)):
        try:
            found.append(advise(procedure, _under(case, procedure), day))
        except (BadData, Refused) as error:
            words = "; ".join(str(problem) for problem in error.problems)
            return AnswerChange(
                case=name, on=day, fault=f"the {which} version gives no answer: {words}"
            )
    return AnswerChange(case=name, on=day, altered=tuple(_altered(*found)))


def _under(case: Case, procedure: Procedure) -> Case:
    return case.model_copy(update={"procedure": procedure.id, "version": ""})


def _altered(old: Advice, new: Advice) -> Iterator[Altered]:
    parts = {
        "position": _position,
        "date": _dates,
        "outcome": _outcomes,
        "letter": _letters,
        "recipient": _recipients,
    }
    for part, read in parts.items():
        before, after = read(old), read(new)
        for key in dict.fromkeys([*before, *after]):
            there, here = before.get(key, ("", "")), after.get(key, ("", ""))
            if there[1] != here[1] and not _implied(part, key, before, after):
                yield Altered(part=part, what=here[0] or there[0], old=there[1], new=here[1])


def _implied(part: str, key: str, before: Parts, after: Parts) -> bool:
    """Whether something is altered only because what it belongs to came or went."""
    if part == "recipient":
        return not (key in before and key in after)
    if part == "outcome":
        return (key in before) != (key in after) and any(
            f"{key} ".startswith(f"{other} ") and other != key for other in {**before, **after}
        )
    return False


Parts = dict[str, tuple[str, str]]
"""What an advice says of each thing: by a key, its name and what is said."""


def _position(item: Advice) -> Parts:
    return {
        f"{standing.step} {standing.which}": (
            standing.does,
            _joined("open", standing.if_ and f"if {standing.if_}", standing.paused and "paused"),
        )
        for standing in item.position
    }


def _dates(item: Advice) -> Parts:
    return {
        f"{limit.step} {limit.which} {limit.key}": (
            limit.what,
            f"{limit.direction} {limit.date.isoformat()}" if limit.date else limit.words,
        )
        for limit in item.deadlines
    }


def _outcomes(item: Advice) -> Parts:
    found: Parts = {}
    for outcome in item.outcomes.open:
        key = f"{outcome.at} {outcome.outcome} {outcome.reading}"
        reading = f" under the reading '{outcome.reading}'" if outcome.reading else ""
        aspects = {
            "": _joined("open", outcome.if_ and f"if {outcome.if_}"),
            "lasts": outcome.lasts,
            "appeal": outcome.appeal,
            "takes effect": outcome.takes_effect,
            "at most": outcome.cap,
            "comes with": outcome.with_,
            "approval": outcome.approve,
        }
        for aspect, words in aspects.items():
            name = f"{outcome.name}{reading}" + (f", {aspect}" if aspect else "")
            found[f"{key} {aspect}".rstrip()] = (name, words)
    return found


def _letters(item: Advice) -> Parts:
    return {
        letter.letter: (letter.name, _joined("due", letter.if_ and f"if {letter.if_}"))
        for letter in item.letters
    }


def _recipients(item: Advice) -> Parts:
    return {
        letter.letter: (
            letter.name,
            _joined(
                letter.to and f"to {', '.join(letter.to)}",
                letter.copies and f"copies to {', '.join(letter.copies)}",
                letter.copies_if and f"copies if: {', '.join(letter.copies_if)}",
            ),
        )
        for letter in item.letters
    }


def _joined(*parts: str | tuple[str, ...]) -> str:
    return "; ".join(str(part) for part in parts if part)
