"""The shapes that rules are made of: who acts, limits, results, copies, sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, Literal

from toolkit.plain import kebab
from toolkit.procedure.base import Model, field_validator, model_validator, nearest_line
from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.limit import Limit

Modality = Literal["must", "should", "may", "must-not"]


def several(raw: Any) -> Any:
    """Let an author write one item where a list is meant."""
    return raw if isinstance(raw, (list, tuple)) else (raw,)


class Place(Model):
    """Where a rule stands: file, line, and the clause above it.

    Attributes:
        file: Path inside the folder of procedures.
        line: Line of the block, from 1.
        clause: The clause that it encodes.
        keys: Line of each key, as `toolkit.procedure.strict_yaml.Document` has them.
    """

    file: str
    line: int
    clause: str
    keys: dict[str, int] = field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Give the line of a key such as ``results.done``, of one above it, or of the block."""
        return nearest_line(self.keys, key, self.line)


class Deliberate(Model):
    """An exception to a check of every path, on purpose, and the clause that permits it.

    Attributes:
        check: Code of the check, such as ``sanction-without-hearing``.
        because: Why it is so.
        cites: The clauses that permit it.
    """

    check: str
    because: str
    cites: tuple[str, ...]


class Rule(Model):
    """What all kinds share.

    Attributes:
        deliberate: Exceptions to the checks of every path.
    """

    id: str = field(metadata={"pattern": r"^[A-Za-z0-9][A-Za-z0-9.-]*$"})
    cites: tuple[str, ...] = ()
    note: str = ""
    deliberate: tuple[Deliberate, ...] = ()
    place: Place

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clause that it stands under, then those it cites."""
        return tuple(dict.fromkeys((self.place.clause, *self.cites)))


class Who(Model):
    """One of those who may act: a role, when it is that role, and how many of them."""

    role: str
    when: Condition | None = None
    count: int = 1
    at_most: bool = False
    cites: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        if isinstance(raw, str):
            return {"role": raw}
        if isinstance(raw, dict) and "of" in raw:
            raw = dict(raw)
            raw["role"] = raw.pop("of")
        return raw


class Data(Model):
    """A datum that the event of a step or outcome carries.

    Attributes:
        suggest: Answers that the text itself gives, as examples or as the only ones.
    """

    name: str
    type: Literal["text", "number", "date", "yes-no", "list"] = "text"
    ask: str = ""
    optional: bool = False
    suggest: tuple[str, ...] = ()


class Composition(Model):
    """A demand on who sits: so many of a role or category."""

    count: int = 1
    of: str = ""
    same: str = ""


class Body(Model):
    """How a body of several people decides.

    Attributes:
        votes: Share of votes needed.
        of: Whose votes count.
        quorum: Fewest members able to act.
        instead: Role that acts where the quorum fails.
        able: Number fact that tells how many members are able to act.
        includes: Demands on its composition.
    """

    votes: Literal["majority", "two-thirds", "all-but-one", "all", "chair"] = "majority"
    of: Literal["all", "not-recused"] = "all"
    quorum: int | None = None
    instead: str | None = None
    able: str | None = None
    includes: tuple[Composition, ...] = ()


class Derivation(Model):
    """How a fact follows from others or from what has happened; exactly one of the keys.

    Attributes:
        years_since: A date fact, on the day that matters.
        in_force: Outcomes of which one is in force (in ``state``).
        state: The state of record that ``in_force`` looks for.
        open: A track that is open.
        happened: An event that has happened.
        count: Events or outcomes to count, ``within`` a window.
        sum: A number that outcomes carry, ``of`` these, ``within`` a window.
        since: An event; gives the days since.
        checklist: Facts that must all hold.
        is_: A condition.
        class_of: A fact that lists breaches; gives their classes.
        stage_of: A fact that lists breaches; gives their stages.
        breach: Breaches of which one is alleged.
    """

    years_since: str | None = None
    in_force: tuple[str, ...] = ()
    state: Literal["running", "held-back", "pending", "expired", "replaced"] = "running"
    open: str | None = None
    happened: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    sum: Literal["points", "lasts"] | None = None
    of: tuple[str, ...] = ()
    within: Limit | None = None
    since: str | None = None
    checklist: tuple[str, ...] = ()
    is_: Condition | None = None
    class_of: str | None = None
    stage_of: str | None = None
    breach: tuple[str, ...] = ()

    _several = field_validator(
        "in_force", "happened", "count", "of", "checklist", "breach", mode="before"
    )(several)

    @model_validator(mode="after")
    def _one_way(self) -> Derivation:
        ways = [kebab(name) for name in self.ways()]
        if len(ways) != 1:
            raise ValueError(
                "a derivation has exactly one of years-since, in-force, open, happened, count, "
                "sum, since, checklist, is, class-of, stage-of, breach, and this has "
                f"{' and '.join(ways) or 'none'}"
            )
        return self

    def ways(self) -> Iterator[str]:
        """Yield the names of the ways that are filled in."""
        for name in (
            "years_since",
            "in_force",
            "open",
            "happened",
            "count",
            "sum",
            "since",
            "checklist",
            "is_",
            "class_of",
            "stage_of",
            "breach",
        ):
            if getattr(self, name):
                yield name


class LetterUse(Model):
    """A letter that a rule sends, and when."""

    letter: str
    when: Condition | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        return {"letter": raw} if isinstance(raw, str) else raw


class Result(Model):
    """One way for a step to end.

    Attributes:
        then: Steps that it opens; ``end``; or ``not-stated``.
        when: Condition under which this result is possible.
        indicated: Condition under which the policy's examples point to this result, without
            binding the decider.
        sets: Facts that it makes true or gives a value.
        closes: Steps or tracks that it closes.
        modality: How binding this way on is, where it differs from the step's.
        cites: Further clauses.
        note: Words for the reader.
    """

    then: tuple[str, ...] | Literal["end", "not-stated"]
    when: Condition | None = None
    indicated: Condition | None = None
    sets: dict[str, Value] = field(default_factory=dict)
    closes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""


class At(Model):
    """A step that may impose an outcome, and what differs there.

    Attributes:
        step: The decision.
        when: Condition under which it may.
        cap: Most that this decider may impose.
        letter: Letters sent, where they differ at this step.
        appeal: Appeal step, where it differs at this step.
        then: Steps opened, where they differ at this step.
        who: Who may impose it, where not every decider of the step may.
    """

    step: str
    when: Condition | None = None
    cap: Limit | None = None
    letter: tuple[LetterUse, ...] | None = None
    appeal: str | None = None
    then: tuple[str, ...] | Literal["end", "not-stated"] | None = None
    who: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()

    @field_validator("letter", mode="before")
    @classmethod
    def _letters(cls, raw: Any) -> Any:
        return () if raw == "none" else (None if raw is None else several(raw))

    _several = field_validator("who", mode="before")(several)


class Together(Model):
    """Which sets of outcomes are legal: all of these, at least one, or at most one."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    one: tuple[str, ...] = ()


class Approval(Model):
    """Whose approval an outcome needs before it takes effect."""

    by: str
    votes: str = ""
    cites: tuple[str, ...] = ()


class HoldBack(Model):
    """A sanction that may be held back, and what revives it."""

    by: str
    lasts: Limit
    revived_by: tuple[str, ...] = ()


class MayReplace(Model):
    """Which earlier outcome this one may replace, and how severe the new one may be."""

    of: str = "appealed"
    rank: Literal["not-higher", "any"]


class Copy(Model):
    """Who gets a copy, and when."""

    to: str
    when: Condition | None = None
    cites: tuple[str, ...] = ()


class Enclosure(Model):
    """What goes with a letter, and when."""

    item: str
    when: Condition | None = None
    cites: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _read(cls, raw: Any) -> Any:
        return {"item": raw} if isinstance(raw, str) else raw


class Field_(Model):
    """A field that a letter or form has.

    Attributes:
        id: What a template calls it; from its name where not given.
    """

    id: str = ""
    name: str
    type: Literal["text", "number", "date", "yes-no", "tick-one", "list", "signature"] = "text"
    pattern: str = ""
    from_: str = ""
    section: str = ""
    hint: str = ""


class Item(Model):
    """One point of a protocol's agenda."""

    does: str
    who: str = ""
    when: Condition | None = None
    modality: Modality = "must"
    cites: tuple[str, ...]


class Check(Model):
    """A demand on the panel that can be checked from its members' roles and categories.

    Attributes:
        none_of: Nobody on the panel is or was one of these roles or events' actors.
        includes: Somebody on the panel is of this role or category.
        at_least: Fewest members.
        same: Datum in which somebody on the panel must equal the subject.
    """

    none_of: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    at_least: int | None = None
    same: str = ""

    _several = field_validator("none_of", "includes", mode="before")(several)


class Side(Model):
    """One reading in a conflict; ``set`` patches the keys of the rule it is about."""

    name: str
    cites: tuple[str, ...]
    set: dict[str, Any] = field(default_factory=dict)
