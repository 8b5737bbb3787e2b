"""Why something is not allowed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an event is not allowed, and the clauses that say so."""

    message: str
    clauses: tuple[str, ...]
