"""Everything that is proved of a procedure: it parses, its rules fit, its text is locked, and no
path through it leads into a hole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from toolkit.problem import BadData, Problem
from toolkit.procedure.fit import check_rules
from toolkit.procedure.lock import lock
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import KINDS, Protocol
from toolkit.walk.found import Walk
from toolkit.walk.holes import holes
from toolkit.walk.paths import paths
from toolkit.walk.walk import walk


@dataclass(frozen=True, slots=True)
class Report:
    """What the check of one procedure found.

    Attributes:
        id: The procedure, or its folder's name where it does not parse.
        clauses: How many clauses it has.
        covered: How many of them a rule stands under or cites.
        rules: How many rules of each kind.
        asked: How many of the clauses carry questions that people ask.
        questions: How many such questions there are.
        words: How many words its source has, and how many of them are locked or left out.
        positions, edges, paths: How many of each the walk has found.
        tier: Whether the walk remembered facts within its budget, forgot them, or even so stopped.
        walk_seconds: How long the walks and their checks took.
    """

    id: str
    problems: tuple[Problem, ...]
    clauses: int = 0
    covered: int = 0
    rules: dict[str, int] = field(default_factory=dict)
    conflicts: int = 0
    asked: int = 0
    questions: int = 0
    words: int = 0
    locked: int = 0
    left_out: int = 0
    positions: int = 0
    edges: int = 0
    paths: int = 0
    tier: str = ""
    walk_seconds: float = 0.0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that make it unusable."""
        return tuple(problem for problem in self.problems if problem.level == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """The problems that leave it usable."""
        return tuple(problem for problem in self.problems if problem.level != "error")


def check(folder: Path) -> Report:
    """Check the procedure in a folder, and report all problems together.

    Args:
        folder: Holds the Markdown files and the source document.
    """
    try:
        procedure, texts = parse_folder(folder)
    except BadData as error:
        return Report(folder.name, error.problems)
    locked = lock(procedure.header, texts, folder)
    bare = _uncovered(procedure)
    faults = check_rules(procedure)
    # Where names lead nowhere there is nothing to walk.
    walked = _Walked() if faults else _walk(procedure)
    problems = (*locked.problems, *faults, *bare, *walked.problems)
    counts: Counter[str] = Counter(rule.kind for rule in procedure.rules)
    return Report(
        id=procedure.id,
        problems=tuple(sorted(problems, key=lambda problem: (problem.file, problem.line))),
        clauses=len(procedure.clauses),
        covered=len(procedure.clauses) - len(bare),
        rules={kind: counts[kind] for kind in KINDS},
        conflicts=counts["conflict"],
        asked=len(procedure.questions),
        questions=sum(map(len, procedure.questions.values())),
        words=locked.words,
        locked=locked.locked,
        left_out=locked.left_out,
        positions=walked.positions,
        edges=walked.edges,
        paths=walked.paths,
        tier=walked.tier,
        walk_seconds=walked.seconds,
    )


@dataclass(frozen=True, slots=True)
class _Walked:
    problems: tuple[Problem, ...] = ()
    positions: int = 0
    edges: int = 0
    paths: int = 0
    tier: str = ""
    seconds: float = 0.0


def _walk(procedure: Procedure) -> _Walked:
    start = perf_counter()
    forgetful = walk(procedure)
    mindful = walk(procedure, remember=True)
    found = holes(procedure, forgetful, mindful)
    best = mindful if mindful.complete else forgetful
    return _Walked(
        tuple(found),
        len(best.positions),
        best.edges,
        sum(1 for _ in paths(procedure, forgetful)),
        _tier(forgetful, mindful),
        perf_counter() - start,
    )


def _tier(forgetful: Walk, mindful: Walk) -> str:
    if mindful.complete:
        return "facts remembered"
    return "facts forgotten" if forgetful.complete else "facts forgotten, and stopped"


def _uncovered(procedure: Procedure) -> list[Problem]:
    """Give a warning for each clause that no rule stands under or cites."""
    cited = {ref for rule in procedure.rules for ref in rule.clauses}
    for rule in procedure.rules:
        if isinstance(rule, Protocol):
            cited.update(ref for item in rule.items for ref in item.cites)
    return [
        Problem(
            "clause-uncovered",
            f"no rule stands under {clause.ref} or cites it",
            clause.file,
            clause.line,
            clause.ref,
            "encode it, cite it, or mark it not-stated",
            level="warning",
        )
        for clause in procedure.clauses
        if clause.ref not in cited
    ]
