"""Readings of a rule: the text as encoded, and each other side of a conflict about it.

A side's ``set`` names ``rule.key`` and a patch. The patch is merged into the key's mapping, or
replaces what is no mapping. Rules are never changed; a reading is a patched copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Conflict
from toolkit.procedure.shape import Rule, Side

R = TypeVar("R", bound=Rule)


@dataclass(frozen=True, slots=True)
class Variant:
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
    for conflict in procedure.conflicts.values():
        for side in conflict.sides:
            for target, patch in side.set.items():
                if target.startswith(f"{rule_id}."):
                    target_key = target[len(rule_id) + 1 :]
                    rule = procedure.rule_by_id.get(rule_id)
                    if rule is None or (key and target_key != key):
                        continue
                    if procedure.split_event(target) != (rule_id, target_key):
                        continue
                    yield Variant(conflict, side, target_key, patched(rule, target_key, patch))


def under(procedure: Procedure, side: Side) -> Procedure:
    """Give the procedure as one side of a conflict reads it."""
    changed: dict[str, Rule] = {}
    for target, patch in side.set.items():
        split = procedure.split_event(target)
        if split is None:
            continue
        rule_id, key = split
        rule = changed.get(rule_id, procedure.rule_by_id[rule_id])
        changed[rule_id] = patched(rule, key, patch)
    return procedure.replace(changed.values())
