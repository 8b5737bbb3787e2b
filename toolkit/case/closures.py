"""Days on which the organisation is closed, and its school terms, from a file of the user's own."""

from __future__ import annotations

from pathlib import Path

from toolkit.case.case import Case
from toolkit.case.case import Closure as Listed
from toolkit.case.days import Calendar, Closure, Term
from toolkit.files import config_folder
from toolkit.problem import BadData, Problem, did_you_mean
from toolkit.procedure.base import Model
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.straight import straight
from toolkit.procedure.strict_yaml import read_one


class Settings(Model):
    """What a settings file holds.

    Attributes:
        closures: Days on which the organisation is closed.
        terms: School terms, for limits in school days.
    """

    closures: tuple[Listed, ...] = ()
    terms: tuple[Listed, ...] = ()


def settings_file() -> Path | None:
    """Give the user's settings file, or ``None`` where there is none."""
    file = config_folder() / "settings.yaml"
    return file if file.is_file() else None


def calendar_with(
    procedure: Procedure, file: Path | None = None, case: Case | None = None
) -> Calendar:
    """Give the procedure's calendar with the closures of a settings file and of a case.

    Raises:
        BadData: The file cannot be read, or is no settings file.
        Refused: A closure ends before it starts.
    """
    settings = read_settings(file) if file else Settings.model_construct()
    closures = (*settings.closures, *(case.closures if case else ()))
    terms = (*settings.terms, *(case.terms if case else ()))
    return Calendar(
        procedure.header.calendar,
        tuple(Closure(item.from_, item.to, item.name) for item in closures),
        tuple(Term(item.from_, item.to, item.name) for item in terms),
    )


def read_settings(file: Path) -> Settings:
    """Read a settings file.

    Raises:
        BadData: The file cannot be read, or is no settings file.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BadData([Problem("no-file", "there is no such file", str(file))]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BadData([Problem("unreadable", f"this cannot be read: {error}", str(file))]) from None
    document = read_one(text, str(file))
    if (settings := straight(Settings, document.data)) is not None:
        return settings
    from pydantic import ValidationError

    try:
        return Settings.model_validate(document.data)
    except ValidationError as error:
        problems = []
        for item in error.errors():
            where = [str(part) for part in item["loc"]]
            line = document.keys.get(where[0], document.line) if where else document.line
            path = ".".join(where)
            if item["type"] == "unexpected_keyword_argument" and len(where) == 1:
                message = f"settings have no key '{path}'"
                hint = did_you_mean(path, Settings.model_fields) or (
                    "the keys are closures and terms"
                )
            else:
                message = f"'{path}': {item['msg'][:1].lower()}{item['msg'][1:]}"
                hint = "write each as {from: 2026-12-24, to: 2027-01-01, name: Christmas}"
            problems.append(Problem("bad-settings", message, str(file), line, "", hint))
        raise BadData(problems) from None
