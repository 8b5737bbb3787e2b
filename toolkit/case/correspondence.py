"""The letters of the steps and outcomes in view: from whom, to whom, with what."""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.case.advice import LetterDue
from toolkit.case.context import Context
from toolkit.case.knowledge import Knowledge
from toolkit.case.road import entry_at, open_here
from toolkit.procedure.rule import Letter, Step
from toolkit.procedure.shape import LetterUse, Who


def letters(context: Context) -> tuple[LetterDue, ...]:
    """Give each letter in view once: what is due or just sent first, then what may follow."""
    found: dict[str, LetterDue] = {}
    for due in (*_of_steps(context), *_of_record(context), *_of_outcomes(context)):
        known = found.get(due.letter)
        if known is None or (known.if_ and not due.if_):
            found[due.letter] = due
    return tuple(found.values())


def _of_steps(context: Context) -> Iterator[LetterDue]:
    for item in context.view:
        if not item.certain:
            continue
        for use in item.step.letter:
            because = item.step.does
            if item.relation == "done" and item.closed is not None:
                because = f"{because} (recorded {item.closed.on.isoformat()})"
            sent = item.relation == "done"
            yield from _due(context, use, because, item.conditions, sent, item.step)


def _of_record(context: Context) -> Iterator[LetterDue]:
    """Yield the letters of the outcomes imposed last, unless they are dated already."""
    records = [
        record
        for record in context.situation.records
        if record.state in ("running", "pending") and record.step in context.procedure.steps
    ]
    last = max((record.imposed for record in records), default=None)
    taken = context.case.taken_over
    for record in records:
        if record.imposed != last or (taken is not None and record.imposed < taken.date):
            continue
        outcome = context.procedure.outcomes[record.outcome]
        at = record.at
        for use in outcome.letter if at is None or at.letter is None else at.letter:
            dated = context.situation.last(f"{use.letter}.dated", record.key)
            if dated is None or dated.on < record.imposed:
                yield from _due(context, use, f"{outcome.title()} imposed", (), False, None)


def _of_outcomes(context: Context) -> Iterator[LetterDue]:
    for item in context.decisions:
        for outcome in open_here(context.folded, item.step):
            at = entry_at(context.folded, outcome, item.step)
            for use in outcome.letter if at is None or at.letter is None else at.letter:
                conditions = (*item.conditions, outcome.title())
                yield from _due(context, use, outcome.title(), conditions, False, None)


def _due(
    context: Context,
    use: LetterUse,
    because: str,
    conditions: tuple[str, ...],
    sent: bool,
    step: Step | None,
) -> Iterator[LetterDue]:
    knowledge = _on_its_date(context, use.letter) if sent else context.knowledge
    truth = knowledge.truth(use.when)
    letter = context.procedure.letters.get(use.letter)
    if letter is None or truth is False:
        return
    if truth is None and use.when is not None:
        conditions = (*conditions, context.in_words(use.when))
    yield _fill(context, knowledge, letter, because, conditions, step)


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
    step: Step | None,
) -> LetterDue:
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
    sure = copies[True]
    perhaps = [copy.to for copy in letter.copies if copy.to and knowledge.truth(copy.when) is None]
    enclosures = [
        enclosure for enclosure in letter.encloses if knowledge.truth(enclosure.when) is not False
    ]
    cites.extend(ref for enclosure in enclosures for ref in enclosure.cites)
    sender = "not stated"
    if not isinstance(letter.from_, str):
        senders = _those(knowledge, letter.from_, step.who if step else ())
        sender = " or ".join(context.procedure.role_name(role) for role in senders)
    return LetterDue(
        letter=letter.id,
        name=letter.name,
        sort=letter.sort,
        from_=sender,
        to=_those(knowledge, letter.to, step.to if step else ()),
        copies=tuple(dict.fromkeys(sure)),
        copies_if=tuple(dict.fromkeys(copies[None])),
        no_copies=tuple(
            to for to in dict.fromkeys(copies[False]) if to not in sure and to not in perhaps
        ),
        enclosures=tuple(enclosure.item for enclosure in enclosures),
        channels=letter.channels,
        says=letter.says,
        because=because,
        if_="; ".join(dict.fromkeys(conditions)),
        required=letter.required,
        clauses=context.cite((*letter.clauses, *cites)),
    )


def _those(knowledge: Knowledge, who: tuple[Who, ...], step: tuple[Who, ...]) -> tuple[str, ...]:
    """Give the roles meant by a letter: of several, those that its step names as well."""
    roles = tuple(item.role for item in who if knowledge.truth(item.when) is not False)
    named = {item.role for item in step if knowledge.truth(item.when) is not False}
    both = tuple(role for role in roles if role in named)
    return both or roles
