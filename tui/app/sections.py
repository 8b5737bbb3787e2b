"""The sections of a procedure: its headings as a tree, with the clauses under each."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.procedure.procedure import Procedure


@dataclass(slots=True)
class Section:
    """A heading.

    Attributes:
        title: Its words.
        refs: The clauses right under it.
        parts: The headings under it.
    """

    title: str
    refs: list[str] = field(default_factory=list)
    parts: list[Section] = field(default_factory=list)

    def all_refs(self) -> list[str]:
        """Give the clauses under it, at any depth."""
        return [*self.refs, *(ref for part in self.parts for ref in part.all_refs())]


def sections(procedure: Procedure) -> list[Section]:
    """Give the outermost sections in order; clauses before any heading have one of their own."""
    found: list[Section] = []
    open_: list[Section] = []
    path: tuple[str, ...] = ()
    for clause in procedure.clauses:
        names = clause.path or (clause.ref,)
        shared = 0
        while shared < min(len(path), len(names)) and path[shared] == names[shared]:
            shared += 1
        del open_[shared:]
        for name in names[shared:]:
            section = Section(name)
            (open_[-1].parts if open_ else found).append(section)
            open_.append(section)
        open_[-1].refs.append(clause.ref)
        path = names
    return found
