"""Clause references as people type them: ``ldpp:5.13``, ``app5 3.11``, ``lrs 4.2.3``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from toolkit.problem import Problem, Refused

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Clause, Procedure

_ATOM = re.compile(r"[a-z]+|[0-9]+")
_SAME = {
    "appendix": "app",
    "annex": "app",
    "para": "",
    "paragraph": "",
    "clause": "",
    "section": "",
}
_OPTIONAL = frozenset({"stage", "the", "of", "and"})

Atoms = tuple[str, ...]


def atoms(reference: str) -> Atoms:
    """Split a reference into its words and numbers, so that spelling no longer matters."""
    found = (_SAME.get(atom, atom) for atom in _ATOM.findall(reference.lower()))
    return tuple(atom for atom in found if atom)


def find_clause(typed: str, procedures: Iterable[Procedure]) -> tuple[Procedure, Clause]:
    """Find the clause that somebody means.

    Args:
        typed: The reference as typed; the procedure's name may be left out where only one
            procedure has such a clause.
        procedures: Where to look.

    Returns:
        The procedure and its clause.

    Raises:
        Refused: No clause is meant by it, or several are.
    """
    wanted = atoms(typed)
    procedures = tuple(procedures)
    for loosely in (False, True):
        found = [
            (procedure, clause)
            for procedure in procedures
            for clause in _meant(wanted, procedure, loosely)
        ]
        if len(found) == 1:
            return found[0]
        if found:
            refs = _list([clause.ref for _, clause in found])
            raise Refused(
                [
                    Problem(
                        "several-clauses",
                        f"'{typed}' could be {refs}",
                        suggestion="write more of the reference",
                    )
                ]
            )
    raise Refused([_not_found(typed, wanted, procedures)])


def names_of(procedure_id: str, abbreviation: str) -> tuple[Atoms, ...]:
    """Give the ways in which a reference may begin with the procedure's name."""
    return tuple(dict.fromkeys((atoms(abbreviation), atoms(procedure_id))))


def _meant(wanted: Atoms, procedure: Procedure, loosely: bool) -> Iterator[Clause]:
    """Yield the clauses of one procedure that ``wanted`` may mean."""
    names = names_of(procedure.header.id, procedure.header.abbreviation)
    shapes = {_shape(rest, loosely) for rest in _without_name(wanted, names)}
    for clause in procedure.clauses:
        own = _without_name(atoms(clause.ref), names)[-1]
        if own and _shape(own, loosely) in shapes:
            yield clause


def _without_name(reference: Atoms, names: Iterable[Atoms]) -> list[Atoms]:
    """Give the reference, and what is left of it after a name of the procedure, if it has one."""
    rests = [reference]
    for name in names:
        if name and len(reference) > len(name) and reference[: len(name)] == name:
            rests.append(reference[len(name) :])
    return rests


def _shape(reference: Atoms, loosely: bool) -> Atoms:
    if not loosely:
        return reference
    return tuple(atom for atom in reference if atom not in _OPTIONAL)


def _not_found(typed: str, wanted: Atoms, procedures: tuple[Procedure, ...]) -> Problem:
    known: dict[str, str] = {}
    named = tuple(
        procedure
        for procedure in procedures
        if len(
            _without_name(wanted, names_of(procedure.header.id, procedure.header.abbreviation))
        ) > 1
    )  # fmt: skip
    for procedure in named or procedures:
        names = names_of(procedure.header.id, procedure.header.abbreviation)
        for clause in procedure.clauses:
            for rest in _without_name(atoms(clause.ref), names):
                known.setdefault(" ".join(rest), clause.ref)
    near = get_close_matches(" ".join(wanted), known, n=3, cutoff=0.6)
    refs = list(dict.fromkeys(known[key] for key in near))
    if refs:
        suggestion = f"did you mean {_list([repr(ref) for ref in refs], ' or ')}?"
    else:
        first = procedures[0] if procedures else None
        refs = [clause.ref for clause in first.clauses] if first else []
        numbered = next((ref for ref in refs if ref[-1].isdigit()), "")
        like = f"references are written like '{numbered}'; " if numbered else ""
        suggestion = f"{like}list them with: toolkit show {first.id if first else 'ID'}"
    return Problem("no-such-clause", f"there is no clause '{typed}'", suggestion=suggestion)


def _list(items: list[str], last: str = " or ") -> str:
    """Join as "a, b or c", naming at most six."""
    if len(items) > 6:
        items = [*items[:5], f"{len(items) - 5} more"]
    return last.join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
