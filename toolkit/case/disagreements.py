"""The conflicts and silences of the policy that touch an advice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.case.advice import Disagreement, Reading, Silence
from toolkit.case.context import Context
from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.readings import reading
from toolkit.procedure.rule import Conflict, NotStated
from toolkit.procedure.shape import Rule, Together


def disagreements(
    context: Context, used: frozenset[str], units: frozenset[str]
) -> tuple[Disagreement, ...]:
    """Give each conflict about a rule that the advice uses, with every reading.

    Those about the position and the breaches alleged come before those further along the road.

    Args:
        context: The case and the steps in view.
        used: Ids of the rules that the advice uses.
        units: Units of the limits in it.
    """
    found = [
        conflict
        for conflict in context.procedure.conflicts.values()
        if _touches(context, conflict, used, units)
        and context.knowledge.truth(conflict.when) is not False
    ]
    near = frozenset(
        item.step.id for item in context.view if item.relation in ("now", "done")
    ) | frozenset(context.alleged)
    found.sort(key=lambda conflict: not _touches(context, conflict, near, frozenset()))
    return tuple(_disagreement(context, conflict, used) for conflict in found)


def _touches(
    context: Context, conflict: Conflict, used: frozenset[str], units: frozenset[str]
) -> bool:
    for about in conflict.about:
        if about.startswith("unit:"):
            if about.removeprefix("unit:") in units:
                return True
        elif about in used or (
            (split := context.procedure.split_event(about)) and split[0] in used
        ):
            return True
    return False


def _disagreement(context: Context, conflict: Conflict, used: frozenset[str]) -> Disagreement:
    return Disagreement(
        conflict=conflict.id,
        type=conflict.type,
        text=conflict.text,
        about=conflict.about,
        readings=tuple(
            Reading(
                name=side.name,
                followed=number == conflict.follows,
                differs=tuple(dict.fromkeys(_differences(context, conflict, number - 1, used))),
                clauses=context.cite(side.cites),
            )
            for number, side in enumerate(conflict.sides, 1)
        ),
        advice=conflict.advice,
        settle=conflict.settle,
    )


def _differences(
    context: Context, conflict: Conflict, number: int, used: frozenset[str]
) -> Iterator[str]:
    """Yield in words what a side changes in the rules that the advice uses."""
    for target in conflict.sides[number].set:
        split = context.procedure.split_event(target)
        if split is None or split[0] not in used:
            continue
        rule = context.procedure.rule_by_id[split[0]]
        other = reading(context.procedure, conflict, number, target)
        here, there = _show(rule, split[1]), _show(other, split[1])
        if here != there:
            yield f"{_name(rule)}, {split[1].replace('-', ' ')}: {there} (as followed: {here})"


def _name(rule: Rule) -> str:
    for key in ("does", "name", "text"):
        value = getattr(rule, key, "")
        if isinstance(value, str) and value:
            return value
    return rule.id


def _show(rule: Rule, key: str) -> str:
    field = key.replace("-", "_")
    value = getattr(rule, field, None)
    if value is None:
        value = getattr(rule, f"{field}_", None)
    return _words(value)


def _words(value: object) -> str:
    if value is None or value == ():
        return "nothing"
    if isinstance(value, Condition):
        return "if " + ", ".join(dict.fromkeys(value.facts())).replace("-", " ")
    if isinstance(value, Limit):
        return _limit(value)
    if isinstance(value, Together):
        return _together(value)
    if isinstance(value, tuple):
        return ", ".join(_words(item) for item in value)
    if isinstance(value, Model):
        for key in ("role", "to", "item", "letter", "step"):
            name = getattr(value, key, None)
            if isinstance(name, str):
                return _named(name, value)
        held = value.model_dump(by_alias=True, exclude_defaults=True)
        return "; ".join(f"{name}: {_words(item)}" for name, item in held.items())
    return str(value).replace("-", " ")


def _limit(limit: Limit) -> str:
    start = f" after {' or '.join(limit.after)}" if limit.after else ""
    hedge = f" ({limit.hedge})" if limit.hedge else ""
    unless = f", unless {_words(limit.unless).removeprefix('if ')}" if limit.unless else ""
    return f"{limit.words()}{start}{hedge}{unless}"


def _together(together: Together) -> str:
    parts = [
        f"{lead} {_words(names)}"
        for lead, names in (
            ("all of", together.all),
            ("at least one of", together.any),
            ("only one of", together.one),
        )
        if names
    ]
    return "; ".join(parts) or "any set"


def _named(name: str, value: Model) -> str:
    """Name an entry of a list by what it is about, with what qualifies it."""
    words = name.replace("-", " ")
    for key in ("when", "letter", "who"):
        held = getattr(value, key, None)
        if held and not isinstance(held, str):
            lead = "" if key == "when" else f"{key}: "
            words = f"{words} ({lead}{_words(held)})"
    return words


def silences(context: Context, used: frozenset[str]) -> tuple[Silence, ...]:
    """Give what the policy does not say about what the advice uses."""
    found: dict[str, Silence] = {}
    for rule in context.procedure.rules:
        if isinstance(rule, NotStated) and used & set(_targets(context, rule.of)):
            found.setdefault(
                rule.about, Silence(about=rule.about, clauses=context.cite(rule.clauses))
            )
    for item in context.view:
        if item.relation == "may":
            continue
        for what, text in (
            ("what follows if this is late", item.step.late),
            ("what follows if more is found than can be imposed here", item.step.beyond),
        ):
            if text == NOT_STATED:
                about = f"{what}: {item.step.does}"
                found.setdefault(
                    about, Silence(about=about, clauses=context.cite(item.step.clauses))
                )
        for name, result in item.step.results.items():
            if result.then == NOT_STATED:
                about = (
                    f"what follows if the result is '{name.replace('-', ' ')}': {item.step.does}"
                )
                cites = (*item.step.clauses, *result.cites)
                found.setdefault(about, Silence(about=about, clauses=context.cite(cites)))
    return tuple(found.values())


def _targets(context: Context, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        if name not in context.procedure.rule_by_id and (
            split := context.procedure.split_event(name)
        ):
            yield split[0]
