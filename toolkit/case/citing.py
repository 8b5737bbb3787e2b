"""Quoting clauses."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.case.advice import Cited
from toolkit.procedure.procedure import Procedure


def cite(procedure: Procedure, refs: Iterable[str]) -> tuple[Cited, ...]:
    """Quote clauses, each once; a reference without a clause is passed over."""
    return tuple(
        Cited(ref=ref, text=procedure.quote(ref))
        for ref in dict.fromkeys(refs)
        if ref in procedure.clause_by_ref
    )
