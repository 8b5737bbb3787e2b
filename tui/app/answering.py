"""An answer as its screen shows it: sections of lines, and where each clause is to be opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from index.answers.answer import Answer
from toolkit.case.citing import cite
from toolkit.procedure.library import load
from toolkit.procedure.procedure import Procedure
from tui.app.about_clause import citation
from tui.app.copied import Copied
from tui.text.answers import QUOTED, beside, nearest, nearest_title, sections
from tui.text.lines import Line, Section

ANSWER, REFUSAL = "Answer", "No answer"

MOST_QUOTED = 6
"""How many clauses stand under the headline; all of them follow further below."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer, ready to be shown.

    Attributes:
        answer: The answer.
        sections: What it says; the headline first, the other clauses found last.
        procedures: The procedures that it speaks of.
    """

    answer: Answer
    sections: tuple[Section, ...]
    procedures: tuple[Procedure, ...]

    def procedure_of(self, line: Line) -> Procedure | None:
        """Give the procedure whose clauses a line rests on; else the one that answers."""
        refs = [cited.ref for cited in line.clauses[:1]]
        for procedure in self.procedures:
            if any(ref in procedure.clause_by_ref for ref in refs):
                return procedure
        return next((each for each in self.procedures if each.id == self.answer.procedure), None)

    def copied(self, line: Line) -> Copied:
        """Give a line for copying: its words, details and clauses, each with its citation."""
        words = [f"{line.sign}: {line.words}" if line.sign else line.words, *line.detail]
        words += [f"{cited.ref}: “{cited.text}”" for cited in line.clauses]
        procedure = self.procedure_of(line)
        source = ""
        if procedure is not None and line.clauses:
            source = citation(procedure, ", ".join(cited.ref for cited in line.clauses))
        return Copied("\n".join(words), source, line.clauses[0].ref if line.clauses else "the line")


def shown(item: Answer) -> Shown:
    """Make an answer ready to be shown."""
    procedures = tuple(map(load, dict.fromkeys(_procedures(item))))
    quoted = {cited.ref: cited for cited in item.clauses}.values()
    head = Line(
        words=item.headline,
        detail=tuple(beside(item)),
        clauses=tuple(quoted)[:MOST_QUOTED],
        key="head",
    )
    refused = item.kind == "refused"
    quotes = (Line(words=each.ref, clauses=(each,), key=f"quote {each.ref}") for each in quoted)
    found = [
        Section(REFUSAL if refused else ANSWER, (head,), detailed=True),
        *sections(item),
        Section(QUOTED, tuple(quotes)),
        Section(nearest_title(item), tuple(_near(item, procedures))),
    ]
    return Shown(item, tuple(part for part in found if part.lines), procedures)


def _near(item: Answer, procedures: Iterable[Procedure]) -> Iterator[Line]:
    """Yield the other clauses found, so that they can be read whole."""
    by_id = {procedure.id: procedure for procedure in procedures}
    for near, line in zip(item.otherwise, nearest(item), strict=True):
        clauses = cite(by_id[near.procedure], (near.ref,))
        yield Line(words=line.words, clauses=clauses, key=f"near {near.ref}")


def _procedures(item: Answer) -> Iterator[str]:
    if item.procedure:
        yield item.procedure
    for part in (item.sides, item.entries, item.otherwise):
        yield from (each.procedure for each in part)
