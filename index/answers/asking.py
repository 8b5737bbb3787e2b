"""A question gets its one Answer: found, checked against what the rules hold, or refused."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from index.answers.answer import Answer
from index.answers.breach import told
from index.answers.comparison import several, staged
from index.answers.given import given
from index.answers.inquiry import Inquiry
from index.answers.refusal import answerable, outside, silent
from index.answers.sensed import plainly_of
from index.answers.single import of_one
from index.question import LONGEST
from index.search import Index, open_index
from toolkit.procedure.library import folder_of

if TYPE_CHECKING:
    from toolkit.case.case import Case

_CONTROL = {code: " " for code in (*range(32), *range(127, 160))}


def ask(
    question: str,
    case: Case | None = None,
    procedure: str | None = None,
    *,
    on: date | None = None,
    index: Index | None = None,
) -> Answer:
    """Answer a question from the policies, or refuse.

    Args:
        question: Whatever somebody has typed.
        case: A case to answer for.
        procedure: Id of the only procedure to look in; a case has its own.
        on: The day that it is answered for, where there is a case; today where none is given.
        index: An open index, where one is at hand.

    Returns:
        The answer, its clauses quoted. Its kind is ``refused`` where the policies do not say.

    Raises:
        Refused: There is no such procedure.
        BadData: The case, or a procedure, is faulty.
    """
    text = " ".join(question[:LONGEST].translate(_CONTROL).split())
    held = given(case, on or date.today()) if case is not None else None
    only = held.procedure.id if held else folder_of(procedure).name if procedure else None
    if not any(letter.isalnum() for letter in text):
        return Answer(question=text, kind="refused", headline="Nothing was asked.",
                      because="Write a question, or say in a few words what happened.")  # fmt: skip
    return _answered(Inquiry(text, index or open_index(), only, held))


def _answered(inquiry: Inquiry) -> Answer:
    """Answer for the case, for the procedure that is meant, or for several; or refuse."""
    if not inquiry.hits:
        return outside(inquiry)
    if inquiry.held is None and not answerable(inquiry):
        return silent(inquiry) or outside(inquiry)
    if inquiry.only is None:
        if not inquiry.hits.question.procedures and len(names := staged(inquiry)) == 1:
            inquiry.narrow(*names)
        elif found := several(inquiry) or told(inquiry):
            return found
        elif name := plainly_of(inquiry.index, inquiry.sought.text):
            inquiry.narrow(name)
    return of_one(inquiry, inquiry.hits)
