"""What a case's file says for its letters: people, allegations, meetings, words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from toolkit.case.case import Case
from toolkit.letters.fields import (
    Allegation,
    Evidence,
    Fields,
    Meeting,
    Organisation,
    Person,
    Shape,
    Witness,
)
from toolkit.letters.filled import Data, merged, read
from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.procedure import Procedure

CONTACT = "contact"
"""The one name under ``people`` that is no role: whom to ask for help."""

ALL = "all"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a case's file gives to its letters, typed.

    Attributes:
        organisation: Who runs the procedure.
        people: By role.
        allegations: ``None`` where the file says nothing of them; so with evidence and witnesses.
        meetings: By step.
        letters: By letter, or ``all``.
        forms: Entries of forms, by letter, as written.
    """

    organisation: Data
    people: dict[str, Data]
    allegations: tuple[Data, ...] | None
    evidence: tuple[Data, ...] | None
    witnesses: tuple[Data, ...] | None
    meetings: dict[str, Data]
    letters: dict[str, Data]
    forms: dict[str, dict[str, Any]]

    def written(self, letter: str) -> Data:
        """Give what is written for a letter, over what is written for all."""
        return merged(self.letters.get(ALL, {}), self.letters.get(letter, {}))

    def form(self, letter: str) -> dict[str, Any]:
        """Give the entries written for a letter's form."""
        return {**self.forms.get(ALL, {}), **self.forms.get(letter, {})}


def particulars(procedure: Procedure, case: Case, problems: list[Problem]) -> Particulars:
    """Read what a case's file says for its letters.

    Args:
        procedure: The procedure of the case.
        case: The case.
        problems: Takes every mistake found.
    """
    _known("people", case.people, (*procedure.roles, CONTACT), "role", problems)
    _known("meetings", case.meetings, tuple(procedure.steps), "step", problems)
    _known("letters", case.letters, (*procedure.letters, ALL), "letter", problems)
    forms: dict[str, dict[str, Any]] = {}
    letters: dict[str, Data] = {}
    for name, given in case.letters.items():
        rest = dict(given)
        entries = rest.pop("form", None)
        if isinstance(entries, Mapping):
            forms[name] = {str(key): value for key, value in entries.items()}
        letters[name] = read(Fields, rest, f"letters: {name}", problems)
    return Particulars(
        organisation=read(Organisation, case.organisation, "organisation", problems),
        people={
            role: read(Person, given, f"people: {role}", problems)
            for role, given in case.people.items()
        },
        allegations=_list(Allegation, case.allegations, "allegations", problems),
        evidence=_list(Evidence, case.evidence, "evidence", problems),
        witnesses=_list(Witness, case.witnesses, "witnesses", problems),
        meetings={
            step: read(Meeting, given, f"meetings: {step}", problems)
            for step, given in case.meetings.items()
        },
        letters=letters,
        forms=forms,
    )


def _known(
    where: str,
    given: Mapping[str, Any],
    known: tuple[str, ...],
    what: str,
    problems: list[Problem],
) -> None:
    for name in given:
        if name not in known:
            problems.append(
                Problem(
                    f"unknown-{what}",
                    f"{where}: '{name}' is not a {what} of this procedure",
                    suggestion=did_you_mean(name, known),
                )
            )


def _list(
    shape: type[Shape],
    given: tuple[dict[str, Any], ...] | None,
    where: str,
    problems: list[Problem],
) -> tuple[Data, ...] | None:
    if given is None:
        return None
    return tuple(
        read(shape, item, f"{where} {number}", problems) for number, item in enumerate(given, 1)
    )
