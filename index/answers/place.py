"""The place in a procedure that a hit leads to: its clauses, and the rules that stand there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TypeVar

from index.search import Hits
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Step
from toolkit.procedure.shape import Rule

R = TypeVar("R", bound=Rule)


class Place:
    """A hit, in its procedure.

    Args:
        procedure: The procedure.
        hits: What was found; where the question names a stage, its steps are meant.
        rules: The rules that the question is about, where they are known.
        at: Which of the hits it is.
        clause: The clause, where it is known.
        results: Which ends of the first rule, a step, are meant, where that is known.
    """

    def __init__(
        self, procedure: Procedure, hits: Hits, rules: tuple[str, ...] = (), at: int = 0,
        clause: str = "", results: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.procedure = procedure
        self.hits = hits
        self.hit = hit = hits[at]
        self.chosen = rules
        first = procedure.rule_by_id[rules[0]].place.clause if rules else ""
        self.clause = clause or first or hit.item or hit.ref
        self.results = results
        self.stages = frozenset(
            stage for owner, named in hits.question.stages if owner == procedure.id
            for stage in (named, procedure.stages[named].appeal_stage or named)
        )  # fmt: skip

    @cached_property
    def refs(self) -> tuple[str, ...]:
        """The clause that fits best, then the others of the hit."""
        refs = [self.clause] if self.chosen else [self.clause, self.hit.ref]
        below = (f"{refs[-1]} ", f"{refs[-1]}¶")
        refs += [clause.ref for clause in self.procedure.clauses if clause.ref.startswith(below)]
        known = self.procedure.clause_by_ref
        return tuple(dict.fromkeys(ref for ref in refs if ref in known))

    def rules(self, kind: type[R], citing: bool = True) -> list[R]:
        """Give the rules of a kind here: those under the clause, or else those that cite it.

        Args:
            kind: The kind.
            citing: Whether those that cite it are taken where none stands under it.
        """
        chosen = [rule for name in self.chosen
                  if isinstance(rule := self.procedure.rule_by_id[name], kind)]  # fmt: skip
        if chosen:
            return chosen
        found = list(self._under(kind, (self.clause,))) or list(self._under(kind, self.refs))
        if not found and citing:
            cited = (
                self.procedure.rule_by_id[name] for ref in self.refs[:2]
                for name in self.procedure.cited_by.get(ref, ())
            )  # fmt: skip
            found = [rule for rule in cited if isinstance(rule, kind)]
        rank = {name: at for at, name in enumerate(self.hit.rules)}
        once = {rule.id: rule for rule in found}
        return sorted(once.values(), key=lambda rule: rank.get(rule.id, len(rank)))

    def steps(self) -> list[Step]:
        """Give the steps here; those of the stage that is named, where there are any."""
        found = self.rules(Step)
        named = [step for step in found if step.stage in self.stages]
        return named or found

    def _under(self, kind: type[R], refs: tuple[str, ...]) -> Iterator[R]:
        for ref in refs:
            for rule in self.procedure.rules_under.get(ref, ()):
                if isinstance(rule, kind):
                    yield rule
