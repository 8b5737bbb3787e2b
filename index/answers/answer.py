"""The Answer to a question: its kind, one sentence, what the rules say, and the clauses quoted.

What it holds is of the same kinds as an `toolkit.case.advice.Advice` wherever that has a kind for
it, so that whoever shows the one can show the other.
"""

from __future__ import annotations

import datetime
from typing import Literal

from toolkit.case.advice import (
    Action,
    BlockedOutcome,
    Cited,
    Deadline,
    Disagreement,
    LetterDue,
    OpenOutcome,
    Question,
    Silence,
)
from toolkit.plain import Plain

Kind = Literal["next", "sanction", "how-long", "who", "letter", "text", "compare", "refused"]

KINDS: tuple[Kind, ...] = (
    "next", "sanction", "how-long", "who", "letter", "text", "compare", "refused",
)  # fmt: skip


class Rated(Plain):
    """What another reading of the text makes of a line of the catalogue.

    Attributes:
        conflict: The conflict.
        reading: The reading's name.
        class_: The class under it.
        stage: The stages under it.
        outcomes: The sanctions that are fixed under it.
    """

    conflict: str
    reading: str
    class_: tuple[str, ...]
    stage: tuple[str, ...]
    outcomes: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Decider(Plain):
    """A decision, and who makes it.

    Attributes:
        who: In words, with the conditions under which it is they.
        panel: Who sits, in words; empty where one person decides.
    """

    step: str
    does: str
    stage: str
    who: str
    panel: str = ""
    clauses: tuple[Cited, ...] = ()


class Appeal(Plain):
    """How to appeal.

    Attributes:
        does: What is done, or what the text says instead where there is no appeal.
        to: To whom.
        within: The time for it, in words.
        of: The outcomes that it is about.
        stated: Whether the text gives an appeal, or says that there is none.
    """

    step: str
    does: str
    to: tuple[str, ...] = ()
    within: str = ""
    of: tuple[str, ...] = ()
    stated: bool = True
    clauses: tuple[Cited, ...] = ()


class Entry(Plain):
    """A line of the catalogue of breaches that fits.

    Attributes:
        procedure: The procedure's id.
        breach: Id of the line.
        ref: Its clause.
        text: Its words.
        class_: Its classes; empty where the text leaves it open.
        stage: Ids of its stages.
        stages: Their names.
        sanction: The words of the clause itself on its sanction, where it has them.
        fixed: Names of the sanctions that the text fixes for it.
        outcomes: The outcomes open at the decision there; those that are fixed first.
        deciders: Who decides.
        appeals: How to appeal.
        classified_by: Who classifies it in the end.
        repeated: The lines that its repetition falls under, by their clauses.
        if_: Whom or when it concerns, where the question does not tell.
        fits: How well it fits the question, against the line that fits best.
        otherwise: What other readings of the text make of it.
    """

    procedure: str
    breach: str
    ref: str
    text: str
    class_: tuple[str, ...]
    stage: tuple[str, ...]
    stages: tuple[str, ...]
    sanction: str = ""
    fixed: tuple[str, ...] = ()
    outcomes: tuple[OpenOutcome, ...] = ()
    deciders: tuple[Decider, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    classified_by: str = ""
    repeated: tuple[str, ...] = ()
    if_: str = ""
    fits: float = 1.0
    otherwise: tuple[Rated, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Person(Plain):
    """Somebody who acts or receives, and what the rules have them do.

    Attributes:
        role: The role's id.
        name: As the text writes it.
        does: What they do.
        note: What the procedure's authors say of them.
    """

    role: str
    name: str
    does: tuple[str, ...] = ()
    note: str = ""
    clauses: tuple[Cited, ...] = ()


class Side(Plain):
    """What one procedure answers, where several do.

    Attributes:
        procedure: Its id.
        title: Its title.
        headline: Its answer in a sentence.
        said: What sets it apart, in words.
    """

    procedure: str
    title: str
    headline: str
    said: tuple[str, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Near(Plain):
    """A clause that the question may be about as well.

    Attributes:
        ref: The clause.
        procedure: Its procedure.
        path: Headings above it.
        kind: What sort of answer it gives.
        snippet: The part that fits best.
    """

    ref: str
    procedure: str
    path: tuple[str, ...]
    kind: str
    snippet: str


class Answer(Plain):
    """What the policies say to a question.

    Attributes:
        question: As it was asked, cut where it is very long.
        kind: What sort of answer it is.
        headline: The answer in a sentence.
        because: Why it is refused, or what else the reader must know first; or empty.
        procedure: Id of the procedure that answers; empty where several do, or none.
        case: Id of the case that it is answered for, or empty.
        on: The day that it is answered for, where there is a case.
        confidence: How sure it is that these policies answer the question, from 0 to 1.
        entries: The lines of the catalogue that fit, the best first.
        steps: What happens; ``then`` marks what follows.
        outcomes: Outcomes open there.
        blocked: For a case: outcomes that are not open, and why.
        limits: Time limits, with their start, hedge and other readings.
        people: Who, and what they do.
        letters: Letters, to whom, with what.
        appeals: How to appeal.
        sides: What each procedure answers, where they differ.
        clauses: The clauses, quoted.
        conflicts: Where the policy disagrees with itself.
        silences: What it does not say.
        questions: What would change the answer.
        otherwise: Clauses that the question may be about as well, or the nearest of a refusal.
        did_you_mean: The question with its misspellings mended, or empty.
    """

    question: str
    kind: Kind
    headline: str
    because: str = ""
    procedure: str = ""
    case: str = ""
    on: datetime.date | None = None
    confidence: float = 0.0
    entries: tuple[Entry, ...] = ()
    steps: tuple[Action, ...] = ()
    outcomes: tuple[OpenOutcome, ...] = ()
    blocked: tuple[BlockedOutcome, ...] = ()
    limits: tuple[Deadline, ...] = ()
    people: tuple[Person, ...] = ()
    letters: tuple[LetterDue, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    sides: tuple[Side, ...] = ()
    clauses: tuple[Cited, ...] = ()
    conflicts: tuple[Disagreement, ...] = ()
    silences: tuple[Silence, ...] = ()
    questions: tuple[Question, ...] = ()
    otherwise: tuple[Near, ...] = ()
    did_you_mean: str = ""
