"""The thirteen kinds of rule, one pydantic model each.

Every rule has an id, stands under a clause (its ``place``), and may cite more. FORMAT.md in
``docs/`` tells authors how each is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from toolkit.procedure.base import Model
from toolkit.procedure.condition import Condition, Value
from toolkit.procedure.limit import NOT_STATED, Limit

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
        keys: Line of each top-level key.
    """

    file: str
    line: int
    clause: str
    keys: dict[str, int] = Field(default_factory=dict)

    def line_of(self, key: str) -> int:
        """Give the line of a top-level key, or the block's own line."""
        return self.keys.get(key, self.line)


class Rule(Model):
    """What all kinds share."""

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")
    cites: tuple[str, ...] = ()
    note: str = ""
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
    """A datum that the event of a step or outcome carries."""

    name: str
    type: Literal["text", "number", "date", "yes-no", "list"] = "text"
    ask: str = ""
    optional: bool = False


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


class Term(Rule):
    """A definition, abbreviation or synonym."""

    kind: Literal["term"] = "term"
    means: str = ""
    say: tuple[str, ...] = ()
    is_: str | None = None


class Role(Rule):
    """Who may act."""

    kind: Literal["role"] = "role"
    name: str
    nominee: bool = False
    party: Literal["person", "organisation", "outside"] = "person"
    body: Body | None = None


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
        if len(list(self.ways())) != 1:
            raise ValueError(
                "a derivation has exactly one of years-since, in-force, open, happened, count, "
                "sum, since, checklist, is, class-of, stage-of, breach"
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


class Fact(Rule):
    """What must be known.

    Attributes:
        type: ``yes-no``, ``number``, ``date``, ``text``, ``breaches``, or the list of values.
        ask: The question that asks for it.
        of: How long an answer holds: the whole case, one step, or one decision.
        from_: How it is derived; what can be derived is not asked.
        sensitive: True for health and other special categories of data.
    """

    kind: Literal["fact"] = "fact"
    type: Literal["yes-no", "number", "date", "text", "breaches"] | tuple[str, ...] = "yes-no"
    ask: str = ""
    of: Literal["case", "step", "decision"] = "case"
    from_: Derivation | None = None
    sensitive: bool = False
    why: str = ""

    @model_validator(mode="after")
    def _can_be_known(self) -> Fact:
        if not self.ask and self.from_ is None:
            raise ValueError("a fact has 'ask' (its question) or 'from' (its derivation), or both")
        return self

    def accepts(self, value: object) -> bool:
        """Whether ``value`` is one that this fact can have."""
        if isinstance(self.type, tuple):
            return isinstance(value, str) and value in self.type
        return {
            "yes-no": isinstance(value, bool),
            "number": isinstance(value, int) and not isinstance(value, bool),
            "date": type(value).__name__ == "date",
            "text": isinstance(value, str),
            "breaches": isinstance(value, tuple),
        }[self.type]


class Breach(Rule):
    """A line of the catalogue of breaches.

    Attributes:
        class_: Class or classes that the text gives it; empty where it depends.
        stage: Stages at which it is dealt with; empty where it depends.
        outcomes: Sanctions that the text fixes for it.
        repeated: The line of the catalogue that its repetition falls under.
        when: Whom or when it concerns.
        decided_by: Who classifies it in the end.
        say: Other words for it, for search.
    """

    kind: Literal["breach"] = "breach"
    text: str = ""
    class_: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    when: Condition | None = None
    decided_by: str | None = None
    say: tuple[str, ...] = ()

    _several = field_validator("class_", "stage", "outcomes", "repeated", mode="before")(several)


class Stage(Rule):
    """A label for steps; nothing is decided by it."""

    kind: Literal["stage"] = "stage"
    name: str
    order: int = 0
    class_: str | None = None
    appeal_stage: str | None = None


class Track(Rule):
    """Things that run side by side.

    Attributes:
        pauses: Tracks whose acts and limits are frozen while this one is open.
        limits: What paused limits do; ``not-stated`` where the text says nothing.
        effect: What it means in practice.
    """

    kind: Literal["track"] = "track"
    name: str
    pauses: tuple[str, ...] = ()
    limits: Literal["stop", "run", "not-stated"] = "not-stated"
    effect: str = ""


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
    sets: dict[str, Value] = Field(default_factory=dict)
    closes: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    note: str = ""


class Step(Rule):
    """What somebody does: an act, a decision, a duty or a power."""

    kind: Literal["step"] = "step"
    as_: Literal["act", "decision", "duty", "power"] = "act"
    track: str = "main"
    stage: str | None = None
    per: Literal["decision", "allegation"] | None = None
    does: str
    who: tuple[Who, ...]
    to: tuple[Who, ...] = ()
    panel: tuple[Who, ...] = ()
    modality: Modality = "must"
    after: tuple[str, ...] = ()
    when: Condition | None = None
    within: Limit | None = None
    notice: Limit | None = None
    every: Limit | None = None
    letter: tuple[LetterUse, ...] = ()
    data: tuple[Data, ...] = ()
    results: dict[str, Result] = Field(default_factory=dict)
    late: str = ""
    beyond: str = ""
    record: str = ""

    _several = field_validator("who", "to", "panel", "after", mode="before")(several)

    @field_validator("letter", mode="before")
    @classmethod
    def _letters(cls, raw: Any) -> Any:
        return () if raw == "none" else several(raw)

    def limits(self) -> Iterator[tuple[str, Limit]]:
        """Yield its limits with the key that each stands under."""
        for key in ("within", "notice", "every"):
            limit = getattr(self, key)
            if limit is not None:
                yield key, limit


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


class Outcome(Rule):
    """What a decision may impose."""

    kind: Literal["outcome"] = "outcome"
    name: str = ""
    type: Literal["finding", "sanction", "measure"] = "sanction"
    rank: int | None = None
    at: tuple[At, ...]
    with_: Together | None = None
    approve: Approval | None = None
    lasts: Limit | Literal["not-stated"] | None = None
    hold_back: HoldBack | None = None
    standstill: Limit | None = None
    points: int = 0
    data: tuple[Data, ...] = ()
    revokes: tuple[str, ...] = ()
    may_replace: MayReplace | None = None
    letter: tuple[LetterUse, ...] = ()
    appeal: str | None = None
    then: tuple[str, ...] | Literal["end", "not-stated"]
    record: str = ""

    _several = field_validator("at", mode="before")(several)

    @field_validator("letter", mode="before")
    @classmethod
    def _letters(cls, raw: Any) -> Any:
        return () if raw == "none" else several(raw)

    @model_validator(mode="after")
    def _sanction_is_complete(self) -> Outcome:
        if self.type == "sanction":
            if self.rank is None:
                raise ValueError(
                    "a sanction has a rank (1 is the mildest), so that 'lesser' and 'not more "
                    "severe' mean something"
                )
            if self.appeal is None:
                raise ValueError("a sanction says its appeal: a step, none, or not-stated")
        return self

    def title(self) -> str:
        """Give its name, or its id in words."""
        return self.name or self.id.replace("-", " ")


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
    """A field that a letter or form has."""

    name: str
    type: Literal["text", "number", "date", "yes-no", "tick-one", "list", "signature"] = "text"
    pattern: str = ""
    from_: str = ""
    section: str = ""
    hint: str = ""


class Letter(Rule):
    """A letter, notice, form or record; it alone owns recipients, copies and enclosures.

    Attributes:
        sort: What it is: letter, notice, form, plan, record, request, report, enclosure …
        required: Whether the text names it, demands it, implies it, or does not ask for it.
        timed: Which of its events start clocks.
        says: Statements that it must carry.
    """

    kind: Literal["letter"] = "letter"
    name: str
    sort: Literal[
        "letter",
        "notice",
        "form",
        "plan",
        "record",
        "request",
        "report",
        "enclosure",
        "permission",
        "contract",
    ] = "letter"
    required: Literal["named", "required", "implied", "not-required"] = "named"
    from_: tuple[Who, ...] | Literal["not-stated"]
    to: tuple[Who, ...]
    copies: tuple[Copy, ...] = ()
    channels: tuple[str, ...] = ()
    encloses: tuple[Enclosure, ...] = ()
    says: tuple[str, ...] = ()
    fields: tuple[Field_, ...] = ()
    timed: tuple[Literal["dated", "received"], ...] = ()
    incoming: bool = False

    _several = field_validator("to", mode="before")(several)

    @field_validator("from_", mode="before")
    @classmethod
    def _from(cls, raw: Any) -> Any:
        return raw if raw == NOT_STATED else several(raw)


class Item(Model):
    """One point of a protocol's agenda."""

    does: str
    who: str = ""
    when: Condition | None = None
    modality: Modality = "must"
    cites: tuple[str, ...]


class Protocol(Rule):
    """The agenda of a meeting."""

    kind: Literal["protocol"] = "protocol"
    name: str = ""
    of: tuple[str, ...]
    order: Literal["fixed", "free"] = "fixed"
    items: tuple[Item, ...]

    _several = field_validator("of", mode="before")(several)


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


class Safeguard(Rule):
    """What must hold before or during a step.

    Attributes:
        before: The steps that it guards; empty where it guards the whole procedure.
        admits: Roles that may attend with the person concerned.
        bars: Roles or things that are not allowed.
    """

    kind: Literal["safeguard"] = "safeguard"
    before: tuple[str, ...] = ()
    text: str
    when: Condition | None = None
    modality: Modality = "must"
    check: Check | None = None
    admits: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()

    _several = field_validator("before", "admits", "bars", mode="before")(several)


class Side(Model):
    """One reading in a conflict; ``set`` patches the keys of the rule it is about."""

    name: str
    cites: tuple[str, ...]
    set: dict[str, Any] = Field(default_factory=dict)


class Conflict(Rule):
    """Two readings of the text, or a gap in it.

    Attributes:
        type: Contradiction, ambiguity, gap, or a fault of the extraction.
        about: What it touches: ``rule.key``, a rule, or ``unit:working-days``.
        text: What the disagreement is, in a sentence.
        sides: The readings; the first without ``set`` is the text as encoded.
        follows: Which side is followed, from 1; 0 where none is.
        settle: Who should settle it.
        advice: What to do meanwhile.
        when: Facts under which it matters.
    """

    kind: Literal["conflict"] = "conflict"
    type: Literal["contradiction", "ambiguity", "gap", "extraction"] = "contradiction"
    about: tuple[str, ...]
    text: str
    sides: tuple[Side, ...]
    follows: int = 1
    settle: str = "policy owner"
    advice: str = ""
    when: Condition | None = None

    _several = field_validator("about", mode="before")(several)

    @model_validator(mode="after")
    def _follows_a_side(self) -> Conflict:
        if not 0 <= self.follows <= len(self.sides):
            raise ValueError(
                f"'follows' names side {self.follows}, and there are {len(self.sides)}"
            )
        return self


class NotStated(Rule):
    """Silence of the text, in place and citable."""

    kind: Literal["not-stated"] = "not-stated"
    about: str
    of: tuple[str, ...] = ()

    _several = field_validator("of", mode="before")(several)


AnyRule = Annotated[
    Term
    | Role
    | Fact
    | Breach
    | Stage
    | Track
    | Step
    | Outcome
    | Letter
    | Protocol
    | Safeguard
    | Conflict
    | NotStated,
    Field(discriminator="kind"),
]

KINDS: dict[str, type[Rule]] = {
    "term": Term,
    "role": Role,
    "fact": Fact,
    "breach": Breach,
    "stage": Stage,
    "track": Track,
    "step": Step,
    "outcome": Outcome,
    "letter": Letter,
    "protocol": Protocol,
    "safeguard": Safeguard,
    "conflict": Conflict,
    "not-stated": NotStated,
}
"""The thirteen kinds, by the word after the fence."""
