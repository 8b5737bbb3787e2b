"""Clauses and rules as text."""

from __future__ import annotations

from toolkit.procedure.procedure import Clause, Procedure
from toolkit.procedure.rule import (
    Breach,
    Conflict,
    Fact,
    Letter,
    NotStated,
    Outcome,
    Protocol,
    Role,
    Safeguard,
    Stage,
    Step,
    Term,
    Track,
)
from toolkit.procedure.shape import Rule
from tui.text.layout import bullet, listed, paragraph


def shown(procedure: Procedure, clause: Clause, width: int) -> str:
    """Write one clause out: its headings, its words, its rules, and the rules that cite it."""
    lines = [clause.ref]
    if clause.path:
        lines.append(paragraph(" › ".join(clause.path), width))
    if clause.placed:
        lines.append(paragraph(f"(Placed here by the editors: {clause.placed})", width))
    lines.append("")
    parts = [paragraph(part, width) for part in procedure.quote(clause.ref).split("\n\n")]
    lines.append("\n\n".join(parts))
    rules = procedure.rules_under.get(clause.ref, ())
    if rules:
        lines += ["", "  Rules under it:"]
        lines += [bullet(described(procedure, rule), width, 4) for rule in rules]
    citing = procedure.cited_by.get(clause.ref)
    if citing:
        lines += ["", paragraph(f"Cited by: {', '.join(citing)}", width)]
    return "\n".join(lines)


def described(procedure: Procedure, rule: Rule) -> str:
    """Say in a line what a rule is."""
    kind = getattr(rule, "kind", "rule")
    return f"{kind} {rule.id}: {_gist(procedure, rule)}".rstrip(": ")


def _gist(procedure: Procedure, rule: Rule) -> str:
    match rule:
        case Step():
            who = listed((procedure.role_name(item.role) for item in rule.who), "or")
            limits = "; ".join(f"{key} {limit.words()}" for key, limit in rule.limits())
            return f"{rule.does} ({who}, {rule.modality.replace('-', ' ')})" + (
                f"; {limits}" if limits else ""
            )
        case Outcome():
            return f"{rule.title()} ({rule.type}) at {listed(at.step for at in rule.at)}"
        case Letter():
            to = listed(procedure.role_name(item.role) for item in rule.to)
            return f"{rule.name} ({rule.sort}) to {to}"
        case Fact():
            return rule.ask or "worked out from others"
        case Breach():
            return listed(rule.class_, "or") or "its class depends"
        case Conflict():
            return rule.text
        case Safeguard():
            return rule.text
        case NotStated():
            return rule.about
        case Role() | Stage() | Track():
            return rule.name
        case Protocol():
            return f"{len(rule.items)} points for {listed(rule.of)}"
        case Term():
            return rule.means or listed(rule.say, "or")
    return rule.note
