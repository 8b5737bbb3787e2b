"""Rules, their keys and what these hold, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from textwrap import shorten

from toolkit.case.limit_words import limit_words
from toolkit.plain import kebab
from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach, Fact, Outcome, Term
from toolkit.procedure.shape import At, Copy, Enclosure, LetterUse, Result, Rule, Together, Who
from toolkit.procedure.wording import phrase

_TITLES = ("does", "name", "about", "text", "words", "ask")
"""The keys that say what a rule is, the best first."""

_LONGEST = 90
"""A title longer than this is cut where it only names its rule."""


def title(procedure: Procedure, rule: Rule) -> str:
    """Say what a rule is: what is done, the name, the line of the catalogue."""
    if isinstance(rule, Outcome):
        return rule.title()
    if isinstance(rule, Breach):
        return rule.text or procedure.clause_by_ref[rule.place.clause].text
    if isinstance(rule, Term):
        return rule.means or spaced(rule.id)
    if isinstance(rule, Fact):
        return rule.words or rule.ask or spaced(rule.id)
    for key in _TITLES:
        value = getattr(rule, key, "")
        if isinstance(value, str) and value:
            return value
    return spaced(rule.id)


def named(procedure: Procedure, name: str) -> str:
    """Name the rule of that id: a line of the catalogue by its clause, any other by its title."""
    if name in procedure.roles:
        return procedure.role_name(name)
    rule = procedure.rule_by_id.get(name)
    if rule is None:
        return spaced(name)
    if isinstance(rule, Breach):
        return f"the line {rule.place.clause}"
    return shorten(title(procedure, rule), _LONGEST, placeholder=" …")


def target(procedure: Procedure, name: str) -> str:
    """Put what a conflict is about into words: a rule, one of its keys, a unit, the document."""
    if name == "procedure":
        return "the document as a whole"
    if name.startswith("unit:"):
        return f"limits in {spaced(name.removeprefix('unit:'))}"
    split = None if name in procedure.rule_by_id else procedure.split_event(name)
    if split is None:
        return named(procedure, name)
    return f"{named(procedure, split[0])}: {spaced(split[1])}"


def value_of(rule: Rule, key: str) -> object:
    """Give what a rule holds under a key as authors spell it, or ``None``."""
    field = key.replace("-", "_")
    for name in (field, f"{field}_"):
        if name in type(rule).model_fields:
            return getattr(rule, name)
    return None


def value(procedure: Procedure, held: object, key: str = "") -> str:
    """Put what a key holds into words.

    Args:
        procedure: Names the roles, steps, letters and facts in it.
        held: The value.
        key: The key that it stands under; it gives a limit its direction.
    """
    match held:
        case None | () | "" | "none":
            return "nothing"
        case bool():
            return "yes" if held else "no"
        case Limit():
            return limit_words(procedure, key, held)
        case Condition():
            return f"if {phrase(procedure, held)}"
        case tuple() | list():
            return ", ".join(value(procedure, item, key) for item in held)
        case Mapping():
            return _pairs(procedure, held)
        case Model():
            return _part(procedure, held)
        case str() if held in procedure.rule_by_id:
            return named(procedure, held)
        case str() if " " not in held:
            return target(procedure, held) if procedure.split_event(held) else spaced(held)
    return str(held)


def people(procedure: Procedure, who: Iterable[Who], last: str = "or") -> str:
    """Name those who may act, each with the condition under which it is they."""
    found = [_part(procedure, item) for item in who]
    if len(found) < 2:
        return "".join(found)
    return f"{', '.join(found[:-1])} {last} {found[-1]}"


def spaced(name: str) -> str:
    """Write an id as words."""
    return name.replace("-", " ")


def _part(procedure: Procedure, held: Model) -> str:
    """Put one of the shapes that rules are made of into words."""
    match held:
        case Who():
            return _if(procedure, f"{procedure.role_name(held.role)}{_number(held)}", held.when)
        case LetterUse():
            return _if(procedure, named(procedure, held.letter), held.when)
        case Copy():
            return _if(procedure, procedure.role_name(held.to), held.when)
        case Enclosure():
            return _if(procedure, named(procedure, held.item), held.when)
        case At():
            return _if(procedure, named(procedure, held.step), held.when)
        case Together():
            return _together(procedure, held)
        case Result():
            return _if(procedure, f"then {value(procedure, held.then)}", held.when)
    pairs = {
        kebab(name): getattr(held, name)
        for name, field in type(held).model_fields.items()
        if name != "cites" and getattr(held, name) != field.default()
    }
    return _pairs(procedure, pairs)


def _number(who: Who) -> str:
    if who.count == 1 and not who.at_most:
        return ""
    return f" (at most {who.count})" if who.at_most else f" ({who.count} of them)"


def _together(procedure: Procedure, held: Together) -> str:
    parts = (("all of", held.all), ("at least one of", held.any), ("only one of", held.one))
    found = [f"{lead} {value(procedure, names)}" for lead, names in parts if names]
    return "; ".join(found) or "any set"


def _pairs(procedure: Procedure, pairs: Mapping[str, object]) -> str:
    return "; ".join(
        f"{spaced(name)}: {value(procedure, item, name)}" for name, item in pairs.items()
    )


def _if(procedure: Procedure, words: str, when: Condition | None) -> str:
    return f"{words} (if {phrase(procedure, when)})" if when else words
