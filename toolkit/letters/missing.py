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
    if group == "form":
        return f"write it in the case: letters: {{{letter.id}: {{form: {{{rest}: …}}}}}}"
    field = field_at(path)
    if field is not None and field.about.by == "computed":
        return _EVENTS.get(group, "it follows from the case; look at toolkit advise")
    roles = dict(_roles(procedure, letter, recipient))
    if group in roles:
        return f"write it in the case: people: {{{roles[group]}: {{{key}: …}}}}"
    if group == "meeting" and meeting:
        return f"write it in the case: meetings: {{{meeting}: {{{key}: …}}}}"
    if group == "organisation":
        return f"write it in the case: organisation: {{{key}: …}}"
    if group in ("allegations", "evidence", "witnesses"):
        inner = f"{{{key}: …}}" if key else "…"
        return f"write it in the case: {group}: [{inner}]"
    return (
        f"write it in the case: letters: {{{letter.id}: {_nested(kebab(path))}}}, "
        f"or --set {kebab(path)}=…"
    )


def _nested(path: str) -> str:
    """Give a path as YAML writes it: ``{appeal: {to: {name: …}}}``."""
    text = "…"
    for name in reversed(path.split(".")):
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
