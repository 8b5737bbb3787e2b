"""What is said of a clause besides its words: its rules, its faults, its citation. As text."""

from __future__ import annotations

from toolkit.procedure.procedure import Procedure
from tui.app.copied import Copied


def citation(procedure: Procedure, ref: str) -> str:
    """Say where a clause is from."""
    header = procedure.header
    return f"{ref}, {header.title} ({header.issuer}, version {header.version})"


def copied(procedure: Procedure, ref: str) -> Copied:
    """Give a clause for the clipboard: its words and its citation."""
    return Copied(procedure.quote(ref), citation(procedure, ref), ref)


def rules(procedure: Procedure, ref: str) -> list[str]:
    """Say which rules stand under a clause, and which cite it; nothing where there are none."""
    from tui.text.clauses import described

    found = [described(procedure, rule) for rule in procedure.rules_under.get(ref, ())]
    citing = [rule.id for rule in procedure.rules if ref in rule.cites]
    if citing:
        found.append(f"Cited by: {', '.join(citing)}")
    return found


def faults(procedure: Procedure, ref: str, width: int) -> list[str]:
    """Write out the faults of a clause with every reading; nothing where there are none."""
    from dataclasses import replace

    from toolkit.review.faults import TYPES, Count
    from toolkit.review.faults import faults as register
    from tui.app.reading import marks
    from tui.text.faults import listing

    ids = set(marks(procedure).get(ref, {}))
    whole = register(procedure)
    found = tuple(fault for fault in whole.faults if ids & set(fault.ids))
    if not found:
        return []
    counts = tuple(
        Count(type=kind, faults=sum(fault.type == kind for fault in found)) for kind in TYPES
    )
    return [listing(replace(whole, faults=found, counts=counts), width)]
