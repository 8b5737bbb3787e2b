"""What a walk finds: positions, the edges between them, and what can be reached."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.walk.memory import Record, Supposed


@dataclass(frozen=True, slots=True)
class Position:
    """An open act or decision, with what is known of the record, and remembered."""

    step: str
    record: Record = frozenset()
    facts: Supposed = frozenset()


@dataclass(frozen=True, slots=True)
class Edge:
    """One way from a position: the result or outcomes, what it sends, and where it leads.

    Attributes:
        start: The position; for what is not open but can be done, the power or standing duty; for
            what comes from outside, ``case.opened`` or a letter.
        label: The result's name, or the outcomes' ids joined by ``+``.
        duties: The duties that it brings about.
        silent: Whether the text does not say what follows.
    """

    start: Position
    label: str
    outcomes: tuple[str, ...]
    targets: tuple[Position, ...]
    letters: tuple[str, ...] = ()
    duties: tuple[str, ...] = ()
    silent: bool = False

    def leads_to(self) -> tuple[str, ...]:
        """Give the steps that it opens."""
        return tuple(dict.fromkeys(target.step for target in self.targets))


@dataclass(slots=True)
class Walk:
    """What a walk has found.

    Attributes:
        remembered: Whether facts were remembered, or forgotten after each guard.
        complete: Whether it ended within its budget.
        beside: What begins a way without a position before it: the opening of the case, the powers
            and standing duties, the letters that come in.
        positions: The positions, in the order in which they were found.
        edges: The edges from each.
        steps, results, outcomes, letters: What can be reached.
    """

    remembered: bool
    complete: bool = True
    beside: list[Edge] = field(default_factory=list)
    positions: dict[Position, list[Edge]] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)
    results: set[str] = field(default_factory=set)
    outcomes: set[str] = field(default_factory=set)
    letters: set[str] = field(default_factory=set)

    @property
    def edges(self) -> int:
        """How many edges there are."""
        return sum(len(edges) for edges in self.positions.values())

    @property
    def entries(self) -> tuple[Position, ...]:
        """The positions at which a way begins."""
        return tuple(dict.fromkeys(target for edge in self.beside for target in edge.targets))
