"""The answer of one sort from the rules at a place: how long, who, what next, which letter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from index.answers import following, letter, limit, sanction
from index.answers.answer import Answer
from index.answers.inquiry import Inquiry
from index.answers.kind import Asked
from index.answers.people import people
from index.answers.place import Place
from index.answers.rules import letter_due, open_outcome, questions
from index.answers.supposed import supposed
from toolkit.case.citing import cite
from toolkit.procedure.rule import Outcome


def how_long(inquiry: Inquiry, place: Place) -> Answer | None:
    """Answer by the time limits at a place."""
    found, because = limit.limits(place, inquiry.sought, inquiry.day)
    if not found:
        return None
    rules = {item.step for item in found}
    return inquiry.made_at(place, "how-long", limit.headline(found), rules, limits=found,
                      because=because or inquiry.no_day)  # fmt: skip


def who(inquiry: Inquiry, place: Place) -> Answer | None:
    """Answer by the people who act at a place, or whom it lets in."""
    found = people(place, inquiry.sought)
    if found is None:
        return None
    return inquiry.made_at(place, "who", found.headline, found.rules, people=found.people)


def what_next(inquiry: Inquiry, place: Place) -> Answer | None:
    """Answer by the steps at a place, and those that follow them."""
    found = following.following(place, inquiry.sought)
    if found is None:
        return None
    names = {name for step in found.steps for name in step.letters}
    sent = [letter_due(place.procedure, place.procedure.letters[name])
            for name in place.procedure.letters if name in names]  # fmt: skip
    facts = supposed(place.procedure, inquiry.sought.text)
    return inquiry.made_at(
        place, "next", following.headline(place, found), found.rules,
        steps=found.steps, outcomes=found.outcomes, letters=tuple(sent),
        silences=found.silences,
        questions=questions(place.procedure, found.conditions, facts),
    )  # fmt: skip


def which_letter(inquiry: Inquiry, place: Place) -> Answer | None:
    """Answer by the letters of a place."""
    found = letter.letters(place, inquiry.sought)
    if not found:
        return None
    said = letter.headline(place.procedure, found)
    return inquiry.made_at(place, "letter", said, {item.letter for item in found}, letters=found)


def outcomes(inquiry: Inquiry, place: Place) -> Answer | None:
    """Give the outcomes that stand at a place, or that the decisions there may impose."""
    procedure = place.procedure
    facts = supposed(procedure, inquiry.sought.text)
    pairs = [(outcome, at) for outcome in place.rules(Outcome) for at in outcome.at]
    steps = {step.id for step in place.steps()}
    stages = place.stages
    pairs += [
        (outcome, at) for outcome in procedure.outcomes.values() for at in outcome.at
        if at.step in steps or (procedure.steps[at.step].stage or "-") in stages
    ]  # fmt: skip
    if place.stages and any(procedure.steps[at.step].stage in stages for _, at in pairs):
        pairs = [pair for pair in pairs if procedure.steps[pair[1].step].stage in stages]
    made = [item for outcome, at in pairs
            if (item := open_outcome(procedure, outcome, at, facts))]  # fmt: skip
    once = tuple({(item.outcome, item.at): item for item in made}.values())
    if not once:
        return None
    ways = tuple(sanction.appeals(procedure, pairs))
    return inquiry.made_at(
        place, "sanction", sanction.headline([], once), {item.outcome for item in once},
        outcomes=once, appeals=ways,
        questions=questions(procedure, (at.when for _, at in pairs), facts),
    )  # fmt: skip


def quoted(inquiry: Inquiry, place: Place, also: Iterable[str] = ()) -> Answer:
    """Quote the clause of a place, and others that fit nearly as well."""
    procedure = place.procedure
    text = " ".join(procedure.clause_by_ref[place.clause].text.split())
    rules = {rule.id for rule in procedure.rules_under.get(place.clause, ())}
    said = f"{place.clause}: {_sentence(text)}"
    made = inquiry.made_at(place, "text", said, rules)
    more = cite(procedure, [ref for ref in also if ref != place.clause])
    return replace(made, clauses=(*made.clauses, *more)) if more else made


MAKERS: Mapping[Asked, Callable[[Inquiry, Place], Answer | None]] = {
    "how-long": how_long, "who": who, "next": what_next, "letter": which_letter,
    "sanction": outcomes,
}  # fmt: skip
"""What makes an answer of each sort; each gives ``None`` where no rule of that sort is there."""


def _sentence(text: str, longest: int = 220) -> str:
    """Give the first sentence of a text, cut where it is very long."""
    end = text.find(". ", 40)
    if 0 < end < longest:
        return text[: end + 1]
    return text if len(text) <= longest else f"{text[: text.rfind(' ', 0, longest)]} …"
