"""A procedure: its clauses in reading order and the rules that encode them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar, cast

from toolkit.procedure.base import Model
from toolkit.procedure.rule import (
    AnyRule,
    Breach,
    Conflict,
    Fact,
    Letter,
    Outcome,
    Protocol,
    Role,
    Safeguard,
    Stage,
    Step,
    Track,
)
from toolkit.procedure.shape import Rule

R = TypeVar("R", bound=Rule)


class Clause(Model):
    """One clause: the source's own words under their reference.

    Attributes:
        ref: Reference, such as ``LDPP 5.13``.
        path: Headings above it, outermost first.
        text: The source's own words.
        file: Path inside the folder of procedures.
        line: First line there.
        placed: Why it stands elsewhere than the source prints it, or empty.
        whole: True where quoting it quotes the clauses under it as well.
    """

    ref: str
    path: tuple[str, ...] = ()
    text: str
    file: str = ""
    line: int = 0
    placed: str = ""
    whole: bool = False


class LeftOut(Model):
    """A part of the source that no clause holds, and why."""

    text: str
    reason: str


class Header(Model):
    """The front matter of a procedure.

    Attributes:
        known_as: Other names by which people call the document.
    """

    id: str
    title: str
    abbreviation: str
    known_as: tuple[str, ...] = ()
    issuer: str
    version: str
    source: str
    sha256: str
    subject: str
    calendar: Literal["england", "scotland", "northern-ireland", "none"] = "england"
    starts: date | None = None
    expires: date | None = None
    purpose: str = ""
    left_out: tuple[LeftOut, ...] = ()


class Procedure(Model):
    """A whole procedure, indexed by reference and id.

    Attributes:
        header: The front matter.
        clauses: Its clauses in reading order.
        rules: Its rules in reading order.
        readings: The rules as the sides of conflicts patch them.
        questions: What people ask that a clause answers, by the clause's reference.
    """

    header: Header
    clauses: tuple[Clause, ...]
    rules: tuple[AnyRule, ...]
    readings: dict[str, AnyRule] = field(default_factory=dict)
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id, such as ``ldpp``."""
        return self.header.id

    @cached_property
    def clause_by_ref(self) -> dict[str, Clause]:
        """Clauses by reference."""
        return {clause.ref: clause for clause in self.clauses}

    def quote(self, ref: str) -> str:
        """Give a clause's own words, and those of the clauses under it where it is a whole.

        Args:
            ref: Reference of the clause, such as ``LDPP 3.1 Minor``.

        Returns:
            The words of the source, clause by clause with an empty line between.

        Raises:
            KeyError: There is no such clause.
        """
        clause = self.clause_by_ref[ref]
        if not clause.whole:
            return clause.text
        below = (f"{ref} ", f"{ref}¶")
        under = (other.text for other in self.clauses if other.ref.startswith(below))
        return "\n\n".join((clause.text, *under))

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def rules_under(self) -> dict[str, tuple[Rule, ...]]:
        """Rules by the clause that they stand under."""
        under: dict[str, list[Rule]] = {}
        for rule in self.rules:
            under.setdefault(rule.place.clause, []).append(rule)
        return {ref: tuple(rules) for ref, rules in under.items()}

    @cached_property
    def cited_by(self) -> dict[str, tuple[str, ...]]:
        """Rules, by the clauses that they cite beside their own."""
        cited: dict[str, list[str]] = {}
        for rule in self.rules:
            for ref in dict.fromkeys(rule.cites):
                cited.setdefault(ref, []).append(rule.id)
        return {ref: tuple(rules) for ref, rules in cited.items()}

    def of_kind(self, kind: type[R]) -> dict[str, R]:
        """Give the rules of one kind by id, in reading order."""
        return {rule.id: rule for rule in self.rules if isinstance(rule, kind)}

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Steps by id."""
        return self.of_kind(Step)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Outcomes by id."""
        return self.of_kind(Outcome)

    @cached_property
    def letters(self) -> dict[str, Letter]:
        """Letters by id."""
        return self.of_kind(Letter)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """Facts by id."""
        return self.of_kind(Fact)

    @cached_property
    def roles(self) -> dict[str, Role]:
        """Roles by id."""
        return self.of_kind(Role)

    @cached_property
    def breaches(self) -> dict[str, Breach]:
        """Breaches by id."""
        return self.of_kind(Breach)

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """Stages by id."""
        return self.of_kind(Stage)

    @cached_property
    def tracks(self) -> dict[str, Track]:
        """Tracks by id."""
        return self.of_kind(Track)

    @cached_property
    def conflicts(self) -> dict[str, Conflict]:
        """Conflicts by id."""
        return self.of_kind(Conflict)

    @cached_property
    def safeguards(self) -> dict[str, Safeguard]:
        """Safeguards by id."""
        return self.of_kind(Safeguard)

    @cached_property
    def protocols(self) -> dict[str, Protocol]:
        """Protocols by id."""
        return self.of_kind(Protocol)

    @cached_property
    def opened_by(self) -> dict[str, tuple[str, ...]]:
        """Steps by the event that opens them through ``after``."""
        opened: dict[str, list[str]] = {}
        for step in self.steps.values():
            for event in step.after:
                opened.setdefault(event, []).append(step.id)
        return {event: tuple(steps) for event, steps in opened.items()}

    @cached_property
    def led_to(self) -> frozenset[str]:
        """Steps that some result or outcome leads to by its ``then``."""
        thens = [result.then for step in self.steps.values() for result in step.results.values()]
        for outcome in self.outcomes.values():
            thens += [outcome.then, *(at.then for at in outcome.at if at.then is not None)]
        return frozenset(name for then in thens if not isinstance(then, str) for name in then)

    @cached_property
    def imposed_at(self) -> dict[str, tuple[str, ...]]:
        """Outcomes by the decision that may impose them."""
        imposed: dict[str, list[str]] = {}
        for outcome in self.outcomes.values():
            for at in outcome.at:
                if outcome.id not in imposed.setdefault(at.step, []):
                    imposed[at.step].append(outcome.id)
        return {step: tuple(outcomes) for step, outcomes in imposed.items()}

    def split_event(self, event: str) -> tuple[str, str] | None:
        """Split ``RULE.WORD`` at the rule's end; ids may hold dots, so the longest id wins."""
        at = len(event)
        while (at := event.rfind(".", 0, at)) > 0:
            if event[:at] in self.rule_by_id:
                return event[:at], event[at + 1 :]
        return None

    def with_readings(self, readings: Mapping[str, Rule]) -> Procedure:
        """Give a copy that holds the readings of its rules, by name of conflict, side and key."""
        return Procedure.model_construct(
            header=self.header,
            clauses=self.clauses,
            rules=self.rules,
            questions=self.questions,
            readings=cast(dict[str, AnyRule], dict(readings)),
        )

    def role_name(self, role: str) -> str:
        """Give a role's name as the text writes it, with its nominee where it may have one."""
        known = self.roles.get(role)
        if known is None:
            return role.replace("-", " ")
        return f"{known.name} or nominated representative" if known.nominee else known.name
