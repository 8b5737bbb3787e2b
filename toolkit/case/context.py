"""What every part of an advice is worked out from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from toolkit.case.advice import Cited
from toolkit.case.case import Case
from toolkit.case.citing import cite
from toolkit.case.days import Calendar
from toolkit.case.fold import Folded
from toolkit.case.knowledge import Knowledge
from toolkit.case.situation import Situation
from toolkit.case.view import InView
from toolkit.plain import Frozen
from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.shape import Who
from toolkit.procedure.wording import phrase


class Context(Frozen):
    """A case folded up to a day, and the steps in view.

    Attributes:
        case: The case.
        on: The day of the advice.
        calendar: Which days count.
        folded: The situation and the knowledge in it.
        view: The steps in view.
    """

    case: Case
    on: date
    calendar: Calendar
    folded: Folded
    view: tuple[InView, ...]

    @property
    def procedure(self) -> Procedure:
        """The procedure."""
        return self.folded.situation.procedure

    @property
    def situation(self) -> Situation:
        """The situation."""
        return self.folded.situation

    @property
    def knowledge(self) -> Knowledge:
        """What is known on the day of the advice."""
        return self.folded.knowledge

    @cached_property
    def decisions(self) -> tuple[InView, ...]:
        """The decisions in view that are still to be made, and nearest.

        Those on which least must come true are taken: what may be decided one day at a later
        stage is no outcome of this one.
        """
        found = tuple(
            item
            for item in self.view
            if item.step.as_ == "decision"
            and item.relation in ("now", "then")
            and not item.after_decision
        )
        nearest = min((len(item.conditions) for item in found), default=0)
        return tuple(item for item in found if len(item.conditions) == nearest)

    @cached_property
    def alleged(self) -> tuple[str, ...]:
        """The lines of the catalogue that are alleged, by id."""
        return tuple(
            breach.id
            for fact in self.procedure.facts.values()
            if fact.type == "breaches"
            for breach in self.knowledge.breaches(fact.id) or ()
        )

    def cite(self, refs: Iterable[str]) -> tuple[Cited, ...]:
        """Quote clauses by reference, each once."""
        return cite(self.procedure, refs)

    def able(self, who: Iterable[Who]) -> tuple[str, ...]:
        """Give the roles of those who may act, as far as is known."""
        return tuple(item.role for item in who if self.knowledge.truth(item.when) is not False)

    def names(self, who: Iterable[Who]) -> tuple[str, ...]:
        """Name those who may act, each with its "if" where that is not known."""
        names = []
        for item in who:
            truth = self.knowledge.truth(item.when)
            if truth is False:
                continue
            name = self._acting(item.role)
            if item.count > 1 or item.at_most:
                name = f"{'at most ' if item.at_most else ''}{item.count} of: {name}"
            if truth is None and item.when is not None:
                name = f"{name} (if {self.in_words(item.when)})"
            names.append(name)
        return tuple(names)

    def _acting(self, role: str) -> str:
        """Name a role; where its body has no quorum, the role that acts instead."""
        known = self.procedure.roles.get(role)
        body = known.body if known else None
        name = self.procedure.role_name(role)
        if body is None or body.quorum is None or body.instead is None:
            return name
        able = self.knowledge.known(body.able) if body.able else None
        instead = self.procedure.role_name(body.instead)
        if isinstance(able, int):
            return name if able >= body.quorum else instead
        return f"{name} (with fewer than {body.quorum} members able to act: {instead})"

    def in_words(self, condition: Condition) -> str:
        """Put into words what is still to be known of a condition."""
        return phrase(self.procedure, condition.unknown_part(self.knowledge.known))
