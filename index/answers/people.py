"""Who: those that a clause has act or receive, who may come along, and what they do."""

from __future__ import annotations

from index.answers.answer import Person
from index.answers.following import modal
from index.answers.nearness import Sought, bag
from index.answers.place import Place
from index.answers.rules import names
from toolkit.case.citing import cite
from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Role, Safeguard, Step

MOST = 6
"""How many people, and how many of their tasks, are shown."""

_COMPANY = bag("accompanied accompany bring with me friend parent representative lawyer support")


class People(Frozen):
    """Who.

    Attributes:
        people: The people.
        headline: Who, in a sentence.
        rules: Ids of the rules that it is taken from.
    """

    people: tuple[Person, ...]
    headline: str
    rules: frozenset[str]


def people(place: Place, sought: Sought) -> People | None:
    """Give who acts at a place; ``None`` where nobody does."""
    steps = place.steps()
    roles = place.rules(Role, citing=False)
    guards = [each for each in place.rules(Safeguard, citing=False) if each.admits or each.bars]
    top = place.chosen[0] if place.chosen else ""
    if guards and (top in {each.id for each in guards} or not steps or _COMPANY & sought.words):
        return _admitted(place, guards)
    if roles and (top in {each.id for each in roles} or not steps):
        return _known(place, roles)
    if not steps:
        return None
    steps.sort(key=lambda step: -sought.covered(bag(step.does)))
    acting = list(dict.fromkeys(
        who.role for step in steps for who in (*step.who, *step.panel)
    ))[:MOST]  # fmt: skip
    return People(
        tuple(_person(place.procedure, role, steps) for role in acting),
        _said(place.procedure, steps),
        frozenset(step.id for step in steps),
    )


def _said(procedure: Procedure, steps: list[Step]) -> str:
    first = steps[0]
    panel = f"; the panel: {names(procedure, first.panel, 'and')}" if len(first.panel) > 1 else ""
    to = f", to {names(procedure, first.to)}" if first.to else ""
    more = f"; and {len(steps) - 1} more" if len(steps) > 1 else ""
    who = names(procedure, first.who)
    return f"{who} {modal(first.modality)}: {first.does}{to}{panel}{more}."


def _admitted(place: Place, guards: list[Safeguard]) -> People:
    admits = list(dict.fromkeys(role for each in guards for role in each.admits))
    bars = list(dict.fromkeys(role for each in guards for role in each.bars))
    named = [place.procedure.role_name(role) for role in (*admits, *bars)]
    may = f"may attend: {', '.join(named[: len(admits)])}" if admits else ""
    not_ = f"not allowed: {', '.join(named[len(admits) :])}" if bars else ""
    said = "; ".join(part for part in (guards[0].text.rstrip("."), may, not_) if part)
    return People(
        tuple(_person(place.procedure, role, []) for role in admits),
        f"{said}.",
        frozenset(each.id for each in guards),
    )


def _known(place: Place, roles: list[Role]) -> People:
    found = tuple(_person(place.procedure, role.id, []) for role in roles[:MOST])
    first = found[0]
    said = first.note.split(". ")[0].rstrip(".") or "; ".join(first.does[:2])
    return People(
        found, f"{first.name}{f': {said}' if said else ''}.", frozenset(role.id for role in roles)
    )


def _person(procedure: Procedure, role: str, steps: list[Step]) -> Person:
    """Give a role with what it does: of the steps given, or of all."""
    known = procedure.roles.get(role)
    looked = steps or list(procedure.steps.values())
    does = [step.does for step in looked
            if any(who.role == role for who in (*step.who, *step.panel))]  # fmt: skip
    return Person(
        role=role,
        name=procedure.role_name(role),
        does=tuple(does[:MOST]),
        note=known.note if known else "",
        clauses=cite(procedure, known.clauses[:1] if known else ()),
    )
