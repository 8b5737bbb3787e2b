"""Why something is not allowed."""

from __future__ import annotations

from toolkit.plain import Frozen


class Objection(Frozen):
    """Why an event is not allowed, and the clauses that say so."""

    message: str
    clauses: tuple[str, ...]
