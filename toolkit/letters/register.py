"""The list of a procedure's letters: from whom, to whom, and whether the text asks for it."""

from __future__ import annotations

from toolkit.letters.template.shelf import template_path
from toolkit.plain import Plain
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure

STATUS = {
    "named": "required: the text names it",
    "required": "required by the text",
    "implied": "implied by the text",
    "not-required": "not required by the text",
}
"""What the status of a letter is called."""


class Entry(Plain):
    """One letter of a procedure.

    Attributes:
        clause: The clause under which it stands.
        status: Whether the text asks for it.
        template: Whether there is a template for it.
    """

    procedure: str
    letter: str
    name: str
    sort: str
    clause: str
    sender: str
    recipients: tuple[str, ...]
    copies: tuple[str, ...]
    status: str
    template: bool


def register(procedure: Procedure) -> tuple[Entry, ...]:
    """Give the letters of a procedure, in the order of its text."""
    found = []
    for letter in procedure.letters.values():
        senders = (
            NOT_STATED.replace("-", " ")
            if isinstance(letter.from_, str)
            else " or ".join(procedure.role_name(who.role) for who in letter.from_)
        )
        found.append(
            Entry(
                procedure=procedure.id,
                letter=letter.id,
                name=letter.name,
                sort=letter.sort,
                clause=letter.place.clause,
                sender=senders,
                recipients=tuple(procedure.role_name(who.role) for who in letter.to),
                copies=tuple(dict.fromkeys(procedure.role_name(c.to) for c in letter.copies)),
                status=STATUS[letter.required],
                template=template_path(procedure.id, letter.id).is_file(),
            )
        )
    return tuple(found)
