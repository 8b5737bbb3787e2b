"""What a letter still needs, told to whoever can fill it in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from toolkit.letters.fields import Field, Fields, Shape, fields_of
from toolkit.letters.form import entries
from toolkit.plain import kebab
from toolkit.problem import Problem
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter

_ITEM = re.compile(r"\[(\d+)\]")
_LISTS = ("allegations", "evidence", "witnesses")
_EVENTS = {
    "decision": "record the decision as an event of the case (toolkit case add)",
    "sanction": "record the decision and its outcome as an event of the case (toolkit case add)",
    "appeal": "record the decision, or the appeal, as an event of the case (toolkit case add)",
    "outcomes": "the case is not before a decision on this day; look at toolkit advise",
    "worst": "no sanction is open in this case on this day; look at toolkit advise",
    "under_18": "give the date of birth among the facts of the case",
    "copies": (
        "say among the facts of the case what decides on copies, such as date-of-birth; "
        "toolkit advise asks for it"
    ),
}


def missing(
    procedure: Procedure,
    letter: Letter,
    recipient: str,
    meeting: str,
    paths: Iterable[str],
    file: str = "",
) -> list[Problem]:
    """Give one problem for each field that a letter needs and does not have.

    Args:
        procedure: The procedure.
        letter: The letter.
        recipient: The recipient's role.
        meeting: The step of its meeting, or empty.
        paths: The fields.
        file: The case's file, for messages.
    """
    return [
        Problem(
            "field-missing",
            f"'{letter.name}' needs {kebab(path)}: {_words(letter, path)}",
            file,
            clause=letter.place.clause,
            suggestion=_where(procedure, letter, recipient, meeting, path),
        )
        for path in paths
    ]


def place_in_case(
    procedure: Procedure, letter: Letter, recipient: str, meeting: str, path: str
) -> tuple[str, ...]:
    """Give where a field is written in a case's file: the keys from its top.

    Args:
        procedure: The procedure.
        letter: The letter that needs it.
        recipient: The recipient's role.
        meeting: The step of its meeting, or empty.
        path: The field.

    Returns:
        Nothing where it follows from the case, or is one of a list.
    """
    top, _, rest = path.partition(".")
    if top == "form":
        return ("letters", letter.id, "form", rest)
    field = field_at(path)
    if "[" in path or field is None or field.about.by == "computed":
        return ()
    keys = tuple(kebab(rest).split(".")) if rest else ()
    roles = dict(_roles(procedure, letter, recipient))
    if top in roles:
        return ("people", roles[top], *keys)
    if top == "meeting" and meeting:
        return ("meetings", meeting, *keys)
    if top == "organisation":
        return (top, *keys)
    if top in _LISTS:
        return ()
    return ("letters", letter.id, *kebab(path).split("."))


def _words(letter: Letter, path: str) -> str:
    if path.startswith("form."):
        entry = entries(letter).get(path.removeprefix("form."))
        return entry.name if entry is not None else path
    field = field_at(path)
    return field.about.words if field is not None else path


def field_at(path: str) -> Field | None:
    """Give the field at a path such as ``allegations[1].what``."""
    shape: type[Shape] | None = Fields
    found: Field | None = None
    for name in _ITEM.sub("", path).split("."):
        found = fields_of(shape).get(name) if shape is not None else None
        if found is None:
            return None
        shape = found.shape
    return found


def _where(procedure: Procedure, letter: Letter, recipient: str, meeting: str, path: str) -> str:
    """Tell where a field is to be filled in."""
    top, _, rest = path.partition(".")
    group = _ITEM.sub("", top)
    key = kebab(rest)
    field = field_at(path)
    if field is not None and field.about.by == "computed":
        return _EVENTS.get(group, "it follows from the case; look at toolkit advise")
    if group in _LISTS:
        inner = f"{{{key}: …}}" if key else "…"
        return f"write it in the case: {group}: [{inner}]"
    own_place = ("letters", letter.id, *kebab(path).split("."))
    keys = place_in_case(procedure, letter, recipient, meeting, path) or own_place
    words = f"write it in the case: {keys[0]}: {_nested(keys[1:])}"
    own = keys[0] == "letters" and group != "form"
    return f"{words}, or --set {kebab(path)}=…" if own else words


def _nested(keys: tuple[str, ...]) -> str:
    """Give keys as YAML writes them: ``{appeal: {to: {name: …}}}``."""
    text = "…"
    for name in reversed(keys):
        text = f"{{{name}: {text}}}"
    return text


def _roles(procedure: Procedure, letter: Letter, recipient: str) -> Iterator[tuple[str, str]]:
    """Yield the groups that are a person, each with the role to write them under."""
    yield "contact", "contact"
    yield "subject", procedure.header.subject
    if recipient:
        yield "recipient", recipient
    if not isinstance(letter.from_, str):
        yield "sender", letter.from_[0].role
