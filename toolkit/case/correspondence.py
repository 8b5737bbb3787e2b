"""The letters of the steps and outcomes in view: from whom, to whom, with what."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.case.advice import LetterDue
from toolkit.case.context import Context
from toolkit.case.knowledge import Knowledge
from toolkit.case.view import open_here
from toolkit.procedure.rule import Letter
from toolkit.procedure.shape import LetterUse

DRAFT_FREE = ("enclosure", "contract")
"""Sorts of document that go with others and are not sent by themselves."""


def letters(context: Context) -> tuple[LetterDue, ...]:
    """Give each letter in view once: what is due or just sent first, then what may follow."""
    found: dict[str, LetterDue] = {}
    for due in (*_of_steps(context), *_of_outcomes(context)):
        found.setdefault(due.letter, due)
    return tuple(found.values())


def _of_steps(context: Context) -> Iterator[LetterDue]:
    for item in context.view:
        if not item.certain:
            continue
        conditions = tuple(item.conditions)
        for use in item.step.letter:
            because = item.step.does
            if item.relation == "done" and item.closed is not None:
                because = f"{because} (recorded {item.closed.on.isoformat()})"
            yield from _due(context, use, because, conditions, item.relation == "done")


def _of_outcomes(context: Context) -> Iterator[LetterDue]:
    for item in context.decisions:
        for outcome in open_here(context.folded, item.step):
            at = next(at for at in outcome.at if at.step == item.step.id)
            uses = outcome.letter if at.letter is None else at.letter
            for use in uses:
                conditions = (*item.conditions, outcome.title())
                yield from _due(context, use, outcome.title(), conditions, False)
    for record in context.situation.records:
        outcome = context.procedure.outcomes[record.outcome]
        at_entry = next((at for at in outcome.at if at.step == record.step), None)
        uses = outcome.letter if at_entry is None or at_entry.letter is None else at_entry.letter
        if record.state in ("running", "pending") and not context.case.taken_over:
            for use in uses:
                if context.situation.last(f"{use.letter}.dated") is None:
                    yield from _due(context, use, f"{outcome.title()} imposed", (), False)


def _due(
    context: Context, use: LetterUse, because: str, conditions: tuple[str, ...], sent: bool
) -> Iterator[LetterDue]:
    knowledge = _on_its_date(context, use.letter) if sent else context.knowledge
    truth = knowledge.truth(use.when)
    letter = context.procedure.letters.get(use.letter)
    if letter is None or truth is False:
        return
    if truth is None and use.when is not None:
        conditions = (*conditions, context.in_words(use.when))
    yield _fill(context, knowledge, letter, because, conditions)


def _on_its_date(context: Context, letter: str) -> Knowledge:
    """Facts with an age are looked at on the day of the letter."""
    dated = context.situation.last(f"{letter}.dated")
    return context.knowledge.at(dated.on) if dated else context.knowledge


def _fill(
    context: Context,
    knowledge: Knowledge,
    letter: Letter,
    because: str,
    conditions: tuple[str, ...],
) -> LetterDue:
    names = context.procedure.role_name
    copies: dict[bool | None, list[str]] = {True: [], None: [], False: []}
    cites: list[str] = []
    for copy in letter.copies:
        truth = knowledge.truth(copy.when)
        copies[truth].append(
            f"{copy.to} (if {context.in_words(copy.when)})"
            if truth is None and copy.when is not None
            else copy.to
        )
        cites.extend(copy.cites)
    sure = [to for to in copies[True] if to]
    enclosures = [
        enclosure for enclosure in letter.encloses if knowledge.truth(enclosure.when) is not False
    ]
    cites.extend(ref for enclosure in enclosures for ref in enclosure.cites)
    sender = "not stated"
    if not isinstance(letter.from_, str):
        sender = " or ".join(names(item.role) for item in letter.from_)
    return LetterDue(
        letter=letter.id,
        name=letter.name,
        sort=letter.sort,
        from_=sender,
        to=tuple(item.role for item in letter.to if knowledge.truth(item.when) is not False),
        copies=tuple(dict.fromkeys(sure)),
        copies_if=tuple(dict.fromkeys(copies[None])),
        no_copies=tuple(to for to in dict.fromkeys(copies[False]) if to not in sure),
        enclosures=tuple(enclosure.item for enclosure in enclosures),
        channels=letter.channels,
        says=letter.says,
        because=because,
        if_="; ".join(dict.fromkeys(conditions)),
        required=letter.required,
        clauses=context.cite((*letter.clauses, *cites)),
    )
