"""One letter: filled, proven, and given as the bytes of a Word file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import TemplateError
from jinja2.exceptions import SecurityError

from toolkit.letters.blank import Missed
from toolkit.letters.context import Desk, LetterFields
from toolkit.letters.fields import Fields
from toolkit.letters.filled import Data, Values
from toolkit.letters.form import fill_form
from toolkit.letters.missing import missing
from toolkit.letters.template.compiled import Compiled, Filled, TooLong
from toolkit.letters.template.proof import prove
from toolkit.letters.template.shelf import compiled, letterhead_path, template_path
from toolkit.letters.word.package import Package
from toolkit.plain import kebab
from toolkit.problem import BadData, Problem
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter


@dataclass(frozen=True, slots=True)
class Made:
    """A finished letter.

    Attributes:
        letter: What it is.
        recipient: To whom, by role.
        content: The Word file.
        data: The fields that it was filled with.
    """

    letter: Letter
    recipient: str
    content: bytes
    data: Mapping[str, Any]


def make(desk: Desk, letter: Letter, template: Compiled, recipient: str = "") -> Made:
    """Make one letter.

    Args:
        desk: Where the letters of the case are written.
        letter: The letter.
        template: Its template.
        recipient: To whom, by role; its first recipient where empty.

    Raises:
        BadData: A field is missing (each is named), or the finished letter does not pass its proof.
    """
    fields = desk.fields(letter, recipient)

    def explain(missed: Missed) -> list[Problem]:
        meeting = desk.meeting_of(letter)
        return missing(desk.procedure, letter, fields.recipient, meeting, missed, desk.file)

    content = _finished(letter, fields, template, explain, desk.file)
    return Made(letter, fields.recipient, content, fields.data)


def write_letter(letter: Letter, data: Data, template: Compiled, file: str = "") -> bytes:
    """Give a letter made from its fields alone, with no case behind them.

    Args:
        letter: The letter.
        data: Its fields, typed, as `toolkit.letters.filled.read` gives them.
        template: Its template.
        file: Where the fields come from, for messages.

    Raises:
        BadData: A field is missing (each is named), or the finished letter does not pass its proof.
    """
    missed = Missed()
    values = Values(Fields, data, missed)
    values["form"] = fill_form(letter, {}, missed)

    def explain(missed: Missed) -> list[Problem]:
        return [
            Problem(
                "field-missing",
                f"'{letter.name}' needs {kebab(path)}",
                file,
                clause=letter.place.clause,
            )
            for path in missed
        ]

    return _finished(letter, LetterFields(values, data, missed, ""), template, explain, file)


def _finished(
    letter: Letter,
    fields: LetterFields,
    template: Compiled,
    explain: Callable[[Missed], list[Problem]],
    file: str,
) -> bytes:
    """Fill a template, make sure that nothing is missing, prove the result, and give its bytes."""
    filled = _filled(template, fields, letter)
    if fields.missed:
        raise BadData(explain(fields.missed))
    if filled.refused:
        raise BadData(
            [
                Problem(
                    "not-words",
                    f"'{letter.name}' would print what is no word ({', '.join(filled.refused)})",
                    file,
                    clause=letter.place.clause,
                    suggestion="mend the template: ask about it with {% if … %} and write words",
                )
            ]
        )
    if problems := prove(letter, fields.data, filled.parts, file, filled.said):
        raise BadData(problems)
    return template.write(filled)


def _filled(template: Compiled, fields: LetterFields, letter: Letter) -> Filled:
    try:
        return template.fill(fields.values)
    except TooLong:
        raise BadData(
            [
                Problem(
                    "too-long",
                    f"'{letter.name}' grows beyond what a letter can be",
                    suggestion="look at its loops, and at how many entries its lists have",
                )
            ]
        ) from None
    except (TypeError, ValueError, OverflowError, SecurityError, TemplateError) as error:
        raise BadData(
            [
                Problem(
                    "cannot-fill",
                    f"'{letter.name}' cannot be filled: {error}",
                    suggestion="mend the template; toolkit letters check says where",
                )
            ]
        ) from None


def template_of(
    procedure: Procedure,
    letter: Letter,
    template: Path | None = None,
    letterhead: Path | None = None,
) -> Compiled:
    """Give the compiled template of a letter.

    Args:
        procedure: The procedure.
        letter: The letter.
        template: Another template than the shelf's.
        letterhead: Another letterhead than the shelf's.

    Raises:
        BadData: One of them is missing or unsafe, or the template does not pass the static check.
    """
    path = template or template_path(procedure.id, letter.id)
    head = letterhead or letterhead_path(procedure.id)

    def pass_check(package: Package, file: str) -> list[Problem]:
        from toolkit.letters.template.check import check_template

        return check_template(procedure, letter, package, file)

    return compiled(path, head, pass_check, letter.model_dump_json())
