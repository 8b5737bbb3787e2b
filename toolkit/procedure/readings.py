"""Readings of a rule: the text as encoded, and each other side of a conflict about it.

A side's ``set`` names ``rule.key`` and a patch. The patch is merged into the key's mapping, or
replaces what is no mapping. Rules are never changed; a reading is a patched copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from toolkit.plain import Frozen
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Conflict
from toolkit.procedure.shape import Rule, Side

R = TypeVar("R", bound=Rule)


class Variant(Frozen):
    """A rule under one side of a conflict.

    Attributes:
        conflict: The conflict.
        side: The side.
        key: The key of the rule that it changes.
        rule: The patched copy.
    """

    conflict: Conflict
    side: Side
    key: str
    rule: Rule


def patched(rule: R, key: str, patch: Any) -> R:
    """Give a copy of a rule in which one key is patched.

    Args:
        rule: The rule.
        key: The key as authors spell it, such as ``within``.
        patch: A mapping that is merged into the key's own, or the key's new value.

    Raises:
        pydantic.ValidationError: The patched rule is none.
    """
    data = rule.model_dump(by_alias=True)
    held = data.get(key)
    merged = isinstance(patch, dict) and isinstance(held, dict)
    data[key] = {**(held or {}), **patch} if merged else patch
    return type(rule).model_validate(data)


def variants(procedure: Procedure, rule_id: str, key: str = "") -> Iterator[Variant]:
    """Yield the other readings of a rule, or of one of its keys, in reading order."""
    begins = f"{rule_id}."
    for conflict in procedure.conflicts.values():
        for number, side in enumerate(conflict.sides):
            for target in side.set:
                if not target.startswith(begins):
                    continue
                split = procedure.split_event(target)
                if split is None or split[0] != rule_id or (key and split[1] != key):
                    continue
                if rule_id in procedure.rule_by_id:
                    rule = reading(procedure, conflict, number, target)
                    yield Variant(conflict, side, split[1], rule)


def reading(procedure: Procedure, conflict: Conflict, number: int, target: str) -> Rule:
    """Give the rule that one side of a conflict, numbered from 0, makes of ``rule.key``."""
    known = procedure.readings.get(_name(conflict, number, target))
    if known is not None:
        return known
    rule_id, key = procedure.split_event(target) or ("", "")
    return patched(procedure.rule_by_id[rule_id], key, conflict.sides[number].set[target])


def with_readings(procedure: Procedure) -> Procedure:
    """Give the procedure with every reading of its rules worked out beforehand."""
    return procedure.with_readings(
        {
            _name(conflict, number, target): reading(procedure, conflict, number, target)
            for conflict in procedure.conflicts.values()
            for number, side in enumerate(conflict.sides)
            for target in side.set
        }
    )


def _name(conflict: Conflict, number: int, target: str) -> str:
    return f"{conflict.id} {number} {target}"
