"""Who is who in a letter."""

from __future__ import annotations

from toolkit.letters.filled import Data
from toolkit.letters.particulars import Particulars
from toolkit.procedure.procedure import Procedure


def person(procedure: Procedure, given: Particulars, role: str) -> Data:
    """Give the person in a role: what the case's file says, and the role's name."""
    held = dict(given.people.get(role, {}))
    if role in procedure.roles:
        held.setdefault("role", procedure.roles[role].name)
    if "name" in held:
        held.setdefault("greeting", held["name"])
    return held
