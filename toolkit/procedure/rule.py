"""The thirteen kinds of rule, one model each.

Every rule has an id, stands under a clause (its ``place``), and may cite more.
``docs/authoring.md`` tells authors how each is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Any, Literal

from toolkit.procedure.base import field_validator, model_validator
from toolkit.procedure.condition import Condition
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.questions import as_asked
from toolkit.procedure.shape import (
    Approval,
    At,
    Body,
    Check,
    Copy,
    Data,
    Derivation,
    Enclosure,
    Field_,
    HoldBack,
    Item,
    LetterUse,
    MayReplace,
    Modality,
    Result,
    Rule,
    Side,
    Together,
    Who,
    several,
)


class Term(Rule):
    """A definition, abbreviation or synonym."""

    kind: Literal["term"] = "term"
    means: str = ""
    say: tuple[str, ...] = ()
    is_: str | None = None


class Role(Rule):
    """Who may act.

    Attributes:
        nominee: Whether a nominated representative may act instead.
        includes: Roles that belong to this one: whoever holds them may act as it.
    """

    kind: Literal["role"] = "role"
    name: str
    nominee: bool = False
    includes: tuple[str, ...] = ()
    party: Literal["person", "organisation", "outside"] = "person"
    body: Body | None = None


class Fact(Rule):
    """What must be known.

    Attributes:
        type: ``yes-no``, ``number``, ``date``, ``text``, ``breaches``, or the list of values.
        ask: The question that asks for it.
        of: How long an answer holds: the whole case, one step, or one decision.
        from_: How it is derived; what can be derived is not asked.
        sensitive: True for health and other special categories of data.
        words: What it says where it holds ("the learner is under 18"), or, for a fact with
            values, what it is called ("the finding").
        why: Why it is asked.
    """

    kind: Literal["fact"] = "fact"
    type: Literal["yes-no", "number", "date", "text", "breaches"] | tuple[str, ...] = "yes-no"
    ask: str = ""
    of: Literal["case", "step", "decision"] = "case"
    from_: Derivation | None = None
    sensitive: bool = False
    words: str = ""
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
    results: dict[str, Result] = field(default_factory=dict)
    hears: bool = False
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


class Letter(Rule):
    """A letter, notice, form or record; it alone owns recipients, copies and enclosures.

    Attributes:
        sort: What it is: letter, notice, form, plan, record, request, report, enclosure …
        required: Whether the text names it, demands it, implies it, or does not ask for it.
        timed: Which of its events start clocks.
        says: Statements that it must carry.
        marking: How an e-mail with it has to be marked, in the text's own words.
        address: The e-mail address to which the text itself sends it.
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
    marking: str = ""
    address: str = ""
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


class Protocol(Rule):
    """The agenda of a meeting."""

    kind: Literal["protocol"] = "protocol"
    name: str = ""
    of: tuple[str, ...]
    order: Literal["fixed", "free"] = "fixed"
    items: tuple[Item, ...]

    _several = field_validator("of", mode="before")(several)


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
    """Silence of the text, in place and citable.

    Attributes:
        about: What the text does not say, to follow "It does not say".
        of: The rules, or events, that advice has to use for it to be shown there; none where it
            concerns no case in particular.
        asked_as: The questions that people ask and that get no answer here.
    """

    kind: Literal["not-stated"] = "not-stated"
    about: str
    of: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()

    _several = field_validator("of", mode="before")(several)
    _questions = field_validator("asked_as", mode="after")(as_asked)


AnyRule = (
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
    | NotStated
)


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
