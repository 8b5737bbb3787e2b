"""What differs between two versions of a procedure: its clauses, its rules, and what these set.

Clauses are matched by reference; one that went and one that came with the same words, or nearly,
are one clause with a new reference. Rules are matched by id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Literal

from toolkit.case.limit_words import limit_words
from toolkit.case.limits import rule_limits
from toolkit.plain import Plain, kebab
from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Clause, Header, Procedure
from toolkit.procedure.rule import Outcome
from toolkit.procedure.shape import Rule
from toolkit.review.in_words import title, value

ALIKE = 0.75
"""Two clauses of different reference are one if at least this part of their words is the same."""

_NUMBER = re.compile(r"^\s*\d+(\.\d+)*\.?\s+")
_PIECES = re.compile(r"\S+|\n\n")

Change = Literal["added", "removed", "changed", "moved"]


class Piece(Plain):
    """Words of a clause that stayed, went, or came."""

    is_: Literal["same", "removed", "added"]
    text: str


class ClauseChange(Plain):
    """A clause that differs.

    Attributes:
        ref: Its reference, in the new version if it is there.
        change: What happened to it; a clause that moved and changed is ``changed``.
        was: Its reference in the old version, where that differs.
        moved: Whether it stands elsewhere now.
        old: Its words in the old version, or empty.
        new: Its words in the new version, or empty.
        words: Word by word, where they changed.
    """

    ref: str
    change: Change
    was: str = ""
    moved: bool = False
    old: str = ""
    new: str = ""
    words: tuple[Piece, ...] = ()


class KeyChange(Plain):
    """A key that differs, with what it held and holds, in words; empty where there was nothing."""

    key: str
    old: str
    new: str


class RuleChange(Plain):
    """A rule that differs.

    Attributes:
        clauses: Those of its clauses that differ; empty where only the encoding changed.
    """

    rule: str
    kind: str
    title: str
    change: Change
    keys: tuple[KeyChange, ...] = ()
    clauses: tuple[str, ...] = ()


class LimitChange(Plain):
    """A time limit that differs; empty words where there was or is none."""

    rule: str
    title: str
    key: str
    old: str
    new: str
    clauses: tuple[str, ...] = ()


class Unchanged(Plain):
    """A rule that stayed as it was although a clause of it changed: somebody should look at it."""

    rule: str
    kind: str
    title: str
    clauses: tuple[str, ...]


class Version(Plain):
    """Which version of which procedure."""

    procedure: str
    title: str
    version: str


class Difference(Plain):
    """Everything that differs between two versions.

    Attributes:
        header: Keys of the front matter.
        rules: All rules that differ, those in ``outcomes`` and ``letters`` included.
        limits: Time limits that differ.
        to_look_at: Rules that did not change, although a clause that they rest on did.
    """

    old: Version
    new: Version
    header: tuple[KeyChange, ...] = ()
    clauses: tuple[ClauseChange, ...] = ()
    rules: tuple[RuleChange, ...] = ()
    limits: tuple[LimitChange, ...] = ()
    outcomes: tuple[RuleChange, ...] = ()
    letters: tuple[RuleChange, ...] = ()
    to_look_at: tuple[Unchanged, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether nothing differs."""
        return not (self.header or self.clauses or self.rules)


def difference(old: Procedure, new: Procedure) -> Difference:
    """Compare two versions of a procedure.

    Args:
        old: The earlier version.
        new: The later version.
    """
    clauses = tuple(_clauses(old, new))
    renamed = {item.was: item.ref for item in clauses if item.was}
    touched = frozenset(
        name for item in clauses if item.change != "moved" for name in (item.ref, item.was) if name
    )
    rules = tuple(_rules(old, new, renamed, touched))
    changed = {item.rule for item in rules}
    return Difference(
        old=_version(old),
        new=_version(new),
        header=tuple(_header(old, new)),
        clauses=clauses,
        rules=rules,
        limits=tuple(_limits(old, new, touched)),
        outcomes=tuple(item for item in rules if item.kind == "outcome"),
        letters=tuple(item for item in rules if item.kind == "letter"),
        to_look_at=tuple(
            Unchanged(rule=rule.id, kind=rule.kind, title=title(new, rule), clauses=refs)
            for rule in new.rules
            if rule.id not in changed and (refs := _resting(rule, touched))
        ),
    )


def words_changed(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece(is_="same", text=" ".join(before[i1:i2])))
            continue
        if i1 < i2:
            found.append(Piece(is_="removed", text=" ".join(before[i1:i2])))
        if j1 < j2:
            found.append(Piece(is_="added", text=" ".join(after[j1:j2])))
    return tuple(found)


def _version(procedure: Procedure) -> Version:
    header = procedure.header
    return Version(procedure=header.id, title=header.title, version=header.version)


def _header(old: Procedure, new: Procedure) -> Iterator[KeyChange]:
    for name in Header.model_fields:
        if name in ("sha256", "source", "left_out"):
            continue
        before, after = getattr(old.header, name), getattr(new.header, name)
        if before != after:
            yield KeyChange(key=kebab(name), old=str(before or ""), new=str(after or ""))


# Clauses


def _clauses(old: Procedure, new: Procedure) -> Iterator[ClauseChange]:
    """Yield the clauses that differ, in the order of the new version, then those that went."""
    before, after = old.clause_by_ref, new.clause_by_ref
    gone = [clause for clause in old.clauses if clause.ref not in after]
    came = [clause for clause in new.clauses if clause.ref not in before]
    renamed = _renamed(gone, came)
    moved = _moved(old, new)
    for clause in new.clauses:
        earlier = before.get(clause.ref) or renamed.get(clause.ref)
        if earlier is None:
            yield ClauseChange(ref=clause.ref, change="added", new=clause.text)
            continue
        was = "" if earlier.ref == clause.ref else earlier.ref
        elsewhere = bool(was) or clause.ref in moved
        if earlier.text != clause.text and not (was and _bare(earlier) == _bare(clause)):
            yield ClauseChange(
                ref=clause.ref,
                change="changed",
                was=was,
                moved=elsewhere,
                old=earlier.text,
                new=clause.text,
                words=words_changed(earlier.text, clause.text),
            )
        elif elsewhere:
            yield ClauseChange(
                ref=clause.ref,
                change="moved",
                was=was,
                moved=True,
                old=earlier.text,
                new=clause.text,
            )
    matched = {clause.ref for clause in renamed.values()}
    for clause in gone:
        if clause.ref not in matched:
            yield ClauseChange(ref=clause.ref, change="removed", old=clause.text)


def _renamed(gone: list[Clause], came: list[Clause]) -> dict[str, Clause]:
    """Match clauses that went with clauses that came, by their words: the nearest first."""
    pairs: list[tuple[float, int, int]] = []
    for i, earlier in enumerate(gone):
        matcher = SequenceMatcher(None, autojunk=False)
        matcher.set_seq2(_bare(earlier))
        for j, later in enumerate(came):
            matcher.set_seq1(_bare(later))
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                ratio = matcher.ratio()
                if ratio >= ALIKE:
                    pairs.append((-ratio, i, j))
    found: dict[str, Clause] = {}
    used: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in used and came[j].ref not in found:
            used.add(i)
            found[came[j].ref] = gone[i]
    return found


def _bare(clause: Clause) -> list[str]:
    """Give the words of a clause without the number before them."""
    return _NUMBER.sub("", clause.text).split()


def _moved(old: Procedure, new: Procedure) -> frozenset[str]:
    """Give the clauses, in both versions, that stand under other headings or in another order."""
    before = [clause.ref for clause in old.clauses if clause.ref in new.clause_by_ref]
    after = [clause.ref for clause in new.clauses if clause.ref in old.clause_by_ref]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {ref for block in blocks for ref in before[block.a : block.a + block.size]}
    # Where a heading itself is only worded otherwise, what stands under it has not moved.
    reworded = _reworded(old, new, stayed)
    return frozenset(
        ref
        for ref in before
        if ref not in stayed
        or (
            old.clause_by_ref[ref].path != new.clause_by_ref[ref].path
            and (old.clause_by_ref[ref].path, new.clause_by_ref[ref].path) not in reworded
        )
    )


def _reworded(
    old: Procedure, new: Procedure, stayed: Iterable[str]
) -> frozenset[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Give the pairs of paths of which the second has taken the first one's place throughout."""
    pairs = {(old.clause_by_ref[ref].path, new.clause_by_ref[ref].path) for ref in stayed}
    here = {clause.path for clause in new.clauses}
    there = {clause.path for clause in old.clauses}
    return frozenset(
        (before, after) for before, after in pairs if before not in here and after not in there
    )


# Rules


def _rules(
    old: Procedure, new: Procedure, renamed: Mapping[str, str], touched: frozenset[str]
) -> Iterator[RuleChange]:
    """Yield the rules that differ, in the order of the new version, then those that went."""
    before = old.rule_by_id
    for rule in new.rules:
        earlier = before.get(rule.id)
        if earlier is None or getattr(earlier, "kind", "") != rule.kind:
            yield _whole(new, rule, "added", touched)
            continue
        there = _data(earlier, renamed)
        here = _data(rule, {})
        keys = tuple(
            change
            for key in dict.fromkeys([*there, *here])
            for change in _keys(old, new, key, there.get(key), here.get(key))
        )
        if keys:
            yield RuleChange(
                rule=rule.id,
                kind=rule.kind,
                title=title(new, rule),
                change="changed",
                keys=keys,
                clauses=tuple(
                    dict.fromkeys((*_resting(earlier, touched), *_resting(rule, touched)))
                ),
            )
    after = new.rule_by_id
    for rule in old.rules:
        later = after.get(rule.id)
        if later is None or getattr(later, "kind", "") != rule.kind:
            yield _whole(old, rule, "removed", touched)


def _whole(procedure: Procedure, rule: Rule, change: Change, touched: frozenset[str]) -> RuleChange:
    return RuleChange(
        rule=rule.id,
        kind=getattr(rule, "kind", ""),
        title=title(procedure, rule),
        change=change,
        clauses=_resting(rule, touched),
    )


def _data(rule: Rule, renamed: Mapping[str, str]) -> dict[str, Any]:
    """Give what a rule holds by key as authors spell it, its clause included."""
    held = {
        kebab(name): _moved_refs(getattr(rule, name), renamed)
        for name in type(rule).model_fields
        if name not in ("id", "kind", "place")
    }
    return {"clause": renamed.get(rule.place.clause, rule.place.clause), **held}


def _moved_refs(held: Any, renamed: Mapping[str, str]) -> Any:
    """Put the new references in the place of the old ones, wherever clauses are cited."""
    if not renamed:
        return held
    if isinstance(held, str):
        return renamed.get(held, held)
    if isinstance(held, tuple):
        return tuple(_moved_refs(item, renamed) for item in held)
    if isinstance(held, dict):
        return {key: _moved_refs(item, renamed) for key, item in held.items()}
    if isinstance(held, Model):
        names = type(held).model_fields
        return type(held).model_construct(
            **{name: _moved_refs(getattr(held, name), renamed) for name in names}
        )
    return held


def _keys(old: Procedure, new: Procedure, key: str, before: Any, after: Any) -> Iterator[KeyChange]:
    """Yield what differs under a key, going into what has keys of its own."""
    if before == after:
        return
    if isinstance(before, Model) and type(before) is type(after) is not Condition:
        for name in type(before).model_fields:
            yield from _keys(
                old, new, f"{key}.{kebab(name)}", getattr(before, name), getattr(after, name)
            )
    elif isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys([*before, *after]):
            yield from _keys(old, new, f"{key}.{name}", before.get(name), after.get(name))
    elif isinstance(before, tuple) and isinstance(after, tuple):
        gone = tuple(item for item in before if item not in after)
        came = tuple(item for item in after if item not in before)
        if not gone and not came:
            gone, came = before, after
        yield _change(old, new, key, gone, came)
    else:
        yield _change(old, new, key, before, after)


def _change(old: Procedure, new: Procedure, key: str, before: Any, after: Any) -> KeyChange:
    last = key.rpartition(".")[2]
    return KeyChange(
        key=key,
        old="" if before in (None, (), "") else value(old, before, last),
        new="" if after in (None, (), "") else value(new, after, last),
    )


def _limits(old: Procedure, new: Procedure, touched: frozenset[str]) -> Iterator[LimitChange]:
    """Yield the time limits that differ in words."""
    names = dict.fromkeys([*new.rule_by_id, *old.rule_by_id])
    for name in names:
        before, after = old.rule_by_id.get(name), new.rule_by_id.get(name)
        there = _limit_words(old, before)
        here = _limit_words(new, after)
        for key in dict.fromkeys([*there, *here]):
            if there.get(key) != here.get(key):
                rules = [rule for rule in (before, after) if rule is not None]
                yield LimitChange(
                    rule=name,
                    title=title(new if after is not None else old, rules[-1]),
                    key=key,
                    old=there.get(key, ""),
                    new=here.get(key, ""),
                    clauses=tuple(
                        dict.fromkeys(ref for rule in rules for ref in _resting(rule, touched))
                    ),
                )


def _limit_words(procedure: Procedure, rule: Rule | None) -> dict[str, str]:
    if rule is None:
        return {}
    found = {key: limit_words(procedure, key, limit) for key, limit in rule_limits(rule)}
    if isinstance(rule, Outcome) and rule.lasts == NOT_STATED:
        found["lasts"] = "not stated"
    return found


def _resting(rule: Rule, touched: frozenset[str]) -> tuple[str, ...]:
    """Give the clauses that differ among those that a rule stands under or cites anywhere."""
    return tuple(ref for ref in dict.fromkeys((rule.place.clause, *_cites(rule))) if ref in touched)


def _cites(held: Any) -> Iterator[str]:
    """Yield the clauses that a rule or a part of it cites."""
    if isinstance(held, Model):
        for name in type(held).model_fields:
            part = getattr(held, name)
            if name == "cites":
                yield from part
            elif name != "place":
                yield from _cites(part)
    elif isinstance(held, tuple):
        for item in held:
            yield from _cites(item)
    elif isinstance(held, dict):
        yield from _cites(tuple(held.values()))
