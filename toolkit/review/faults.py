"""The register of faults in a policy's text: contradictions, ambiguities, gaps, bad copies.

It is drawn from the rules that name a fault (conflicts and silences), and from the keys of other
rules that hold ``not-stated`` where no such rule does. What is one fault is one entry, under all
the ids that speak of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, get_args

from toolkit.case.advice import Cited, Reading
from toolkit.case.citing import cite
from toolkit.plain import Plain
from toolkit.procedure.limit import NOT_STATED
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import reading
from toolkit.procedure.rule import Conflict, Letter, NotStated, Outcome, Step
from toolkit.procedure.shape import Rule
from toolkit.procedure.wording import phrase
from toolkit.review.in_words import target, title, value, value_of

Type = Literal["contradiction", "ambiguity", "gap", "extraction"]

TYPES: tuple[Type, ...] = get_args(Type)
"""The types of fault, as a conflict has them; a silence is a gap."""

OWNER = "policy owner"
"""Who settles what a text leaves open, where no conflict names somebody else."""


_ASKING = frozenset(
    {"whether", "who", "whom", "whose", "what", "which", "how", "when", "where", "why", "if"}
    | {"by", "from", "on", "in", "at", "to", "under", "with", "within", "for", "until", "after"}
)
"""First words of an indirect question: one says who, and states an amount."""


class Unsaid(Plain):
    """Something that the text does not say, with the clauses where it would have to stand.

    Attributes:
        id: The rule that records it, or ``RULE.KEY`` where only a key does.
    """

    id: str
    about: str
    clauses: tuple[Cited, ...]


class Fault(Plain):
    """One fault of the text.

    Attributes:
        number: Its place in the whole register, from 1.
        ids: All ids that speak of it.
        section: The headings above its first clause, outermost first.
        issue: What is wrong, in a sentence.
        when: Under which condition it matters, in words, or empty.
        about: What it touches: rules, their keys, units.
        touches: The same in words.
        readings: Every reading, with its clauses; none for a mere silence.
        unsaid: What the text does not say about it.
        advice: What to do meanwhile.
        settle: Who should settle it.
        clauses: All its clauses, quoted.
    """

    number: int
    ids: tuple[str, ...]
    type: Type
    section: tuple[str, ...]
    issue: str
    when: str = ""
    about: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    unsaid: tuple[Unsaid, ...] = ()
    advice: str = ""
    settle: str = OWNER
    clauses: tuple[Cited, ...] = ()

    @property
    def followed(self) -> int:
        """The number of the reading that is followed, from 1, or 0 where none is."""
        numbers = (at for at, item in enumerate(self.readings, 1) if item.followed)
        return next(numbers, 0)


class Count(Plain):
    """How many faults there are of a type."""

    type: Type
    faults: int


class Register(Plain):
    """The faults of one procedure, in reading order."""

    procedure: str
    title: str
    issuer: str
    version: str
    counts: tuple[Count, ...]
    faults: tuple[Fault, ...]


def faults(procedure: Procedure) -> Register:
    """Draw up the register of a procedure's faults.

    A silence that bears on no rule is none: no text answers all that people ask.
    """
    found: list[tuple[Rule, Fault]] = []
    silences = [rule for rule in procedure.rules if isinstance(rule, NotStated) and rule.of]
    covered = _covered(procedure, silences)
    owner = _owner(procedure)
    for conflict in procedure.conflicts.values():
        found.append((conflict, _conflict(procedure, conflict, covered.get(conflict.id, ()))))
    merged = {rule.id for rules in covered.values() for rule in rules}
    for silence in silences:
        if silence.id not in merged:
            item = _unsaid(procedure, silence)
            found.append((silence, _gap(procedure, silence, item, silence.of, owner)))
    for rule, key, about in _bare(procedure):
        item = Unsaid(id=f"{rule.id}.{key}", about=about, clauses=cite(procedure, rule.clauses))
        found.append((rule, _gap(procedure, rule, item, (item.id,), owner)))
    places = {clause.ref: at for at, clause in enumerate(procedure.clauses)}
    found.sort(key=lambda each: (places.get(each[0].place.clause, -1), each[0].place.line))
    return _register(
        procedure, (replace(fault, number=at) for at, (_, fault) in enumerate(found, 1))
    )


def chosen(register: Register, types: Iterable[str] = (), settle: str = "") -> Register:
    """Give the part of a register that is of these types, and for these people to settle.

    Args:
        register: The register; its entries keep their numbers.
        types: Types of fault; all where none is given.
        settle: Part of the name of who should settle it, in capitals or small letters.
    """
    wanted = frozenset(types) or frozenset(TYPES)
    kept = tuple(
        fault
        for fault in register.faults
        if fault.type in wanted and settle.casefold() in fault.settle.casefold()
    )
    return replace(register, faults=kept, counts=_counts(kept))


def _register(procedure: Procedure, found: Iterable[Fault]) -> Register:
    kept = tuple(found)
    header = procedure.header
    return Register(
        procedure=header.id,
        title=header.title,
        issuer=header.issuer,
        version=header.version,
        counts=_counts(kept),
        faults=kept,
    )


def _counts(found: tuple[Fault, ...]) -> tuple[Count, ...]:
    return tuple(
        Count(type=kind, faults=sum(fault.type == kind for fault in found)) for kind in TYPES
    )


def _conflict(procedure: Procedure, conflict: Conflict, silences: Iterable[NotStated]) -> Fault:
    unsaid = tuple(_unsaid(procedure, rule) for rule in silences)
    refs = (
        *conflict.clauses,
        *(ref for side in conflict.sides for ref in side.cites),
        *(clause.ref for item in unsaid for clause in item.clauses),
    )
    return Fault(
        number=0,
        ids=(conflict.id, *(item.id for item in unsaid)),
        type=conflict.type,
        section=_section(procedure, conflict),
        issue=conflict.text,
        when=phrase(procedure, conflict.when) if conflict.when else "",
        about=conflict.about,
        touches=tuple(dict.fromkeys(target(procedure, name) for name in conflict.about)),
        readings=tuple(
            Reading(
                name=side.name,
                followed=number == conflict.follows,
                differs=tuple(dict.fromkeys(_differs(procedure, conflict, number - 1))),
                clauses=cite(procedure, side.cites),
            )
            for number, side in enumerate(conflict.sides, 1)
        ),
        unsaid=unsaid,
        advice=conflict.advice,
        settle=conflict.settle,
        clauses=cite(procedure, refs),
    )


def _differs(procedure: Procedure, conflict: Conflict, number: int) -> Iterator[str]:
    """Yield in words what a reading changes in the rules as they are encoded."""
    for name in conflict.sides[number].set:
        split = procedure.split_event(name)
        if split is None or split[0] not in procedure.rule_by_id:
            continue
        held = value_of(reading(procedure, conflict, number, name), split[1])
        yield f"{target(procedure, name)}: {value(procedure, held, split[1])}"


def _owner(procedure: Procedure) -> str:
    """Name the policy's owner as its conflicts mostly do."""
    names = Counter(
        conflict.settle
        for conflict in procedure.conflicts.values()
        if conflict.settle.startswith(OWNER)
    )
    return max(names, key=lambda name: names[name], default=OWNER)


def _gap(
    procedure: Procedure, rule: Rule, item: Unsaid, about: tuple[str, ...], owner: str
) -> Fault:
    return Fault(
        number=0,
        ids=(item.id,),
        type="gap",
        section=_section(procedure, rule),
        issue=f"The text does not {_verb(item.about)} {item.about}.",
        about=about,
        touches=tuple(dict.fromkeys(target(procedure, name) for name in about)),
        unsaid=(item,),
        settle=owner,
        clauses=item.clauses,
    )


def _verb(about: str) -> str:
    return "say" if about.partition(" ")[0] in _ASKING else "state"


def _unsaid(procedure: Procedure, rule: NotStated) -> Unsaid:
    return Unsaid(id=rule.id, about=rule.about, clauses=cite(procedure, rule.clauses))


def _section(procedure: Procedure, rule: Rule) -> tuple[str, ...]:
    clause = procedure.clause_by_ref.get(rule.place.clause)
    return clause.path if clause else ()


def _covered(
    procedure: Procedure, silences: Iterable[NotStated]
) -> dict[str, tuple[NotStated, ...]]:
    """Give the silences that are one fault with a conflict, by the conflict's id.

    They are one where the conflict is about the silence by its id; or where it is a gap, shares a
    clause with it, and both touch the same key of a rule.
    """
    found: dict[str, list[NotStated]] = {}
    for rule in silences:
        touched = {_touched(procedure, name) for name in rule.of}
        owners = [
            conflict.id for conflict in procedure.conflicts.values() if rule.id in conflict.about
        ] or [
            conflict.id
            for conflict in procedure.conflicts.values()
            if conflict.type == "gap"
            and touched & {_touched(procedure, name) for name in conflict.about}
            and set(rule.clauses)
            & {*conflict.clauses, *(ref for side in conflict.sides for ref in side.cites)}
        ]
        for owner in owners[:1]:
            found.setdefault(owner, []).append(rule)
    return {owner: tuple(rules) for owner, rules in found.items()}


def _touched(procedure: Procedure, name: str) -> tuple[str, str]:
    """Split what is touched into rule and key; a result of a step is its ``results``."""
    split = None if name in procedure.rule_by_id else procedure.split_event(name)
    if split is None:
        return name, ""
    step = procedure.steps.get(split[0])
    return (split[0], "results") if step is not None and split[1] in step.results else split


def _bare(procedure: Procedure) -> Iterator[tuple[Rule, str, str]]:
    """Yield rules with a key that is ``not-stated`` and of which no other fault speaks.

    A silence or a gap about the whole rule speaks of its keys; other conflicts must name the key.
    """
    spoken: set[str] = set()
    for rule in procedure.rules:
        if isinstance(rule, NotStated):
            spoken.update(rule.of)
        elif isinstance(rule, Conflict):
            spoken.update(
                name
                for name in rule.about
                if rule.type == "gap" or name not in procedure.rule_by_id
            )
    for rule in procedure.rules:
        for key, about in _silent_keys(rule):
            if not {rule.id, f"{rule.id}.{key}"} & spoken:
                yield rule, key, f"{about}: {title(procedure, rule)}"


def _silent_keys(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield the keys of a rule that are ``not-stated``, each with what is not said."""
    if isinstance(rule, Step):
        if rule.late == NOT_STATED:
            yield "late", "what follows if this is done late"
        if rule.beyond == NOT_STATED:
            yield "beyond", "what follows if more is found than can be imposed here"
        for name, result in rule.results.items():
            if result.then == NOT_STATED:
                yield name, f"what follows if the result is '{name.replace('-', ' ')}'"
        for key, limit in rule.limits():
            if limit.after == (NOT_STATED,):
                yield key, "from which day the time runs"
    elif isinstance(rule, Outcome):
        if rule.lasts == NOT_STATED:
            yield "lasts", "how long it lasts"
        if rule.appeal == NOT_STATED:
            yield "appeal", "whether, how and to whom it can be appealed"
        if rule.then == NOT_STATED:
            yield "then", "what follows it"
    elif isinstance(rule, Letter) and rule.from_ == NOT_STATED:
        yield "from", "who sends it"
