"""Values that people type, read as what a fact or a datum holds."""

from __future__ import annotations

from datetime import date

from toolkit.case.case import Held
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.reference import atoms, find_clause
from toolkit.procedure.rule import Breach, Step

_YES, _NO = frozenset({"yes", "true", "y"}), frozenset({"no", "false", "n"})


def read_fact(procedure: Procedure, name: str, typed: str) -> Held:
    """Read a typed value of a fact.

    Raises:
        Refused: There is no such fact, or it cannot have this value.
    """
    fact = procedure.facts.get(name)
    if fact is None:
        raise _refused("unknown-fact", f"there is no fact '{name}'", name, procedure.facts)
    if isinstance(fact.type, tuple):
        if typed in fact.type:
            return typed
        wanted = f"one of {', '.join(fact.type)}"
        raise _bad(name, typed, wanted)
    if fact.type == "breaches":
        return read_breaches(procedure, typed)
    return _typed(name, typed, fact.type)


def read_datum(procedure: Procedure, event: str, name: str, typed: str) -> Held:
    """Read a typed value of what an event carries: of the type that the rule names, if any."""
    split = procedure.split_event(event)
    rule = procedure.rule_by_id.get(split[0]) if split else None
    known = rule.data if isinstance(rule, Step) else ()
    for datum in (*known, *(d for o in procedure.outcomes.values() for d in o.data)):
        if datum.name == name and datum.type != "list":
            return _typed(name, typed, datum.type)
        if datum.name == name:
            return tuple(part.strip() for part in typed.split(",") if part.strip())
    for kind in ("date", "number"):
        try:
            return _typed(name, typed, kind)
        except Refused:
            continue
    return typed


def read_breaches(procedure: Procedure, typed: str) -> tuple[str, ...]:
    """Read lines of the catalogue, by id or reference, parted by commas.

    Raises:
        Refused: One of them is no line of the catalogue.
    """
    return tuple(
        dict.fromkeys(_breach(procedure, part.strip()) for part in typed.split(",") if part.strip())
    )


def _breach(procedure: Procedure, typed: str) -> str:
    for breach in procedure.breaches.values():
        if atoms(breach.id) == atoms(typed):
            return breach.place.clause
    _, clause = find_clause(typed, [procedure])
    if not any(isinstance(rule, Breach) for rule in procedure.rules_under.get(clause.ref, ())):
        raise _refused(
            "no-breach", f"{clause.ref} is no line of the catalogue of breaches", clause.ref,
            (breach.place.clause for breach in procedure.breaches.values()),
        )  # fmt: skip
    return clause.ref


def _typed(name: str, typed: str, kind: str) -> Held:
    if kind == "yes-no":
        if typed.lower() in _YES | _NO:
            return typed.lower() in _YES
        raise _bad(name, typed, "yes or no")
    if kind == "number":
        if typed.lstrip("-").isdecimal():
            return int(typed)
        raise _bad(name, typed, "a whole number")
    if kind == "date":
        try:
            if len(typed) == 10:
                return date.fromisoformat(typed)
        except ValueError:
            pass
        raise _bad(name, typed, "a day such as 2026-04-02")
    return typed


def _bad(name: str, typed: str, wanted: str) -> Refused:
    return Refused([Problem("bad-value", f"'{name}' is {wanted}, not '{typed}'")])


def _refused(code: str, message: str, name: str, known: object) -> Refused:
    names = [str(item) for item in known] if hasattr(known, "__iter__") else []
    return Refused([Problem(code, message, suggestion=did_you_mean(name, names))])
