"""The letters of the steps and outcomes in view: from whom, to whom, with what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from toolkit.case.advice import LetterDue
from toolkit.case.context import Context
from toolkit.case.knowledge import Knowledge
from toolkit.case.road import entry_at, open_here
from toolkit.case.situation import Record
from toolkit.case.view import Relation
from toolkit.procedure.condition import Condition
from toolkit.procedure.rule import Letter, Step
from toolkit.procedure.shape import LetterUse, Who


@dataclass(frozen=True, slots=True)
class Sending:
    """A letter in view, with what sends it.

    Attributes:
        due: The letter, to whom, with what.
        step: The step that sends it, or the decision whose outcome does.
        relation: How the step stands to the position; ``imposed`` for an outcome on record,
            ``open`` for one that may be decided.
        unknown: Conditions that decide whether it is sent, and are not known.
    """

    due: LetterDue
    step: str
    relation: Relation | Literal["imposed", "open"]
    unknown: tuple[Condition, ...] = ()


def letters(context: Context) -> tuple[LetterDue, ...]:
    """Give each letter in view once: what is due or just sent first, then what may follow."""
    found: dict[str, LetterDue] = {}
    for sending in sendings(context):
        due = sending.due
        known = found.get(due.letter)
        if known is None or (known.if_ and not due.if_):
            found[due.letter] = due
    return tuple(found.values())


def sendings(context: Context) -> Iterator[Sending]:
    """Yield the letters in view: of the steps, of the outcomes on record, of those open."""
    yield from _of_steps(context)
    yield from _of_record(context)
    yield from _of_outcomes(context)


def sendings_of(context: Context, step: Step) -> Iterator[Sending]:
    """Yield the letters of one step, open or done, and of the outcomes that it last imposed."""
    done = any(each.event.startswith(f"{step.id}.") for each in context.situation.happened)
    relation: Relation = "done" if done else "now"
    for use in step.letter:
        yield from _due(context, use, step.does, (), step, relation)
    records = [each for each in context.situation.records if each.step == step.id]
    last = max((each.imposed for each in records), default=None)
    for record in records:
        if record.imposed == last and record.state != "refused":
            yield from _of_outcome(context, record)


def _of_steps(context: Context) -> Iterator[Sending]:
    for item in context.view:
        if not item.certain:
            continue
        for use in item.step.letter:
            because = item.step.does
            if item.relation == "done" and item.closed is not None:
                because = f"{because} (recorded {item.closed.on.isoformat()})"
            yield from _due(context, use, because, item.conditions, item.step, item.relation)


def _of_record(context: Context) -> Iterator[Sending]:
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
        for sending in _of_outcome(context, record):
            dated = context.situation.last(f"{sending.due.letter}.dated", record.key)
            if dated is None or dated.on < record.imposed:
                yield sending


def _of_outcome(context: Context, record: Record) -> Iterator[Sending]:
    outcome = context.procedure.outcomes[record.outcome]
    at = record.at
    for use in outcome.letter if at is None or at.letter is None else at.letter:
        because = f"{outcome.title()} imposed"
        yield from _due(context, use, because, (), None, "imposed", record.step)


def _of_outcomes(context: Context) -> Iterator[Sending]:
    for item in context.decisions:
        for outcome in open_here(context.folded, item.step):
            at = entry_at(context.folded, outcome, item.step)
            for use in outcome.letter if at is None or at.letter is None else at.letter:
                conditions = (*item.conditions, outcome.title())
                yield from _due(
                    context, use, outcome.title(), conditions, None, "open", item.step.id
                )


def _due(
    context: Context,
    use: LetterUse,
    because: str,
    conditions: tuple[str, ...],
    step: Step | None,
    relation: Relation | Literal["imposed", "open"],
    decision: str = "",
) -> Iterator[Sending]:
    knowledge = _on_its_date(context, use.letter) if relation == "done" else context.knowledge
    truth = knowledge.truth(use.when)
    letter = context.procedure.letters.get(use.letter)
    if letter is None or truth is False:
        return
    if truth is None and use.when is not None:
        conditions = (*conditions, context.in_words(use.when))
    asked = (step.when if step is not None and relation == "now" else None, use.when)
    unknown = tuple(each for each in asked if each is not None and knowledge.truth(each) is None)
    due = _fill(context, knowledge, letter, because, conditions, step)
    yield Sending(due, step.id if step is not None else decision, relation, unknown)


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
