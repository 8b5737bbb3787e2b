"""How procedures treat the same thing, side by side, each answer with its clauses.

A topic is a question that is put to every procedure in the same way: to its rules by their kinds
and keys, never to one procedure by name. Where the text is silent the answer is "not stated".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from toolkit.case.advice import Cited
from toolkit.case.citing import cite
from toolkit.plain import Plain
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.limit import NOT_STATED, Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.readings import variants
from toolkit.procedure.rule import Letter, NotStated, Outcome, Safeguard, Step
from toolkit.procedure.shape import Body, Rule
from toolkit.procedure.wording import phrase
from toolkit.review.in_words import named, people, spaced, title, value, value_of

_WORD = re.compile(r"[a-z]+")
MAIN = "main"
SILENT = "not stated"


class Otherwise(Plain):
    """What another reading of the text makes of an answer."""

    conflict: str
    reading: str
    answer: str
    clauses: tuple[Cited, ...]


class Answer(Plain):
    """What a procedure says to a topic, at one place.

    Attributes:
        what: What it is said of, such as a step or a sanction; empty for a silence of the text.
        rule: Id of the rule that says it.
        key: The key of the rule that holds it, or empty.
        stage: Name of the stage, or empty.
        answer: What is said; "not stated" where the text is silent.
        stated: Whether the text says it.
        if_: Under which condition it holds.
        otherwise: What other readings make of it.
    """

    what: str
    rule: str
    key: str
    answer: str
    stage: str = ""
    stated: bool = True
    if_: str = ""
    otherwise: tuple[Otherwise, ...] = ()
    clauses: tuple[Cited, ...] = ()


class Treatment(Plain):
    """What one procedure says to a topic; no answers where it has no rules on it."""

    procedure: str
    title: str
    answers: tuple[Answer, ...]


class Comparison(Plain):
    """A topic put to several procedures."""

    topic: str
    question: str
    procedures: tuple[Treatment, ...]


class Said(NamedTuple):
    """A rule's answer before it is worded: it follows from the key where none is given."""

    rule: Rule
    key: str
    answer: str | None = None
    if_: str = ""
    cites: tuple[str, ...] = ()
    what: str = ""
    silent: bool = False


class Topic(NamedTuple):
    """A question, and where in a procedure its answers stand.

    Attributes:
        question: What is asked.
        answers: Gives them.
        keys: Other keys of the same rules; where a silence about them is recorded it belongs here.
        words: Of the silences about these rules as a whole, those with one of these words do too.
        anywhere: So does every silence with one of these words, whatever rule it is about.
    """

    question: str
    answers: Callable[[Procedure], Iterable[Said]]
    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    anywhere: tuple[str, ...] = ()


def compare(topic: str, procedures: Iterable[Procedure]) -> Comparison:
    """Put a topic to procedures.

    Args:
        topic: One of `TOPICS`.
        procedures: The procedures, in the order in which they are to stand.

    Raises:
        Refused: There is no such topic.
    """
    found = TOPICS.get(topic)
    if found is None:
        hint = did_you_mean(topic, TOPICS) or f"the topics are {', '.join(TOPICS)}"
        raise Refused([Problem("no-such-topic", f"there is no topic '{topic}'", suggestion=hint)])
    return Comparison(
        topic=topic,
        question=found.question,
        procedures=tuple(_treatment(found, procedure) for procedure in procedures),
    )


def _treatment(topic: Topic, procedure: Procedure) -> Treatment:
    said = list(topic.answers(procedure))
    answers = {
        (answer.what, answer.stage, answer.answer, answer.if_): answer
        for answer in (_answer(procedure, item) for item in reversed(said))
    }
    return Treatment(
        procedure=procedure.id,
        title=procedure.header.title,
        answers=(*reversed(answers.values()), *_silences(procedure, topic, said)),
    )


def _silences(procedure: Procedure, topic: Topic, said: list[Said]) -> Iterator[Answer]:
    """Yield the silences that are recorded about the rules of a topic and belong to it."""
    rules = {item.rule.id for item in said}
    keys = {f"{item.rule.id}.{key}" for item in said for key in (item.key, *topic.keys)}
    for rule in procedure.rules:
        if not isinstance(rule, NotStated):
            continue
        words = rule.about.lower()
        wanted = (*topic.words, *topic.anywhere) if rules & set(rule.of) else topic.anywhere
        if keys & set(rule.of) or any(word in words for word in wanted):
            yield Answer(
                what="",
                rule=rule.id,
                key="",
                answer=f"{SILENT}: {rule.about}",
                stated=False,
                clauses=cite(procedure, rule.clauses),
            )


def _answer(procedure: Procedure, said: Said) -> Answer:
    rule, key = said.rule, said.key
    held = value_of(rule, key) if key else None
    answer = said.answer
    if answer is None:
        answer = SILENT if held in (None, (), "", NOT_STATED) else value(procedure, held, key)
    refs = (*rule.clauses, *(held.cites if isinstance(held, Limit) else ()), *said.cites)
    stage = procedure.stages.get(getattr(rule, "stage", None) or "")
    return Answer(
        what=said.what or title(procedure, rule),
        rule=rule.id,
        key=key,
        stage=stage.name if stage else "",
        answer=answer,
        stated=not said.silent and answer != SILENT,
        if_=said.if_,
        otherwise=tuple(_otherwise(procedure, rule, key, held)) if key else (),
        clauses=cite(procedure, refs),
    )


def _otherwise(procedure: Procedure, rule: Rule, key: str, held: object) -> Iterator[Otherwise]:
    """Yield what the readings that are not followed hold under a key."""
    for variant in variants(procedure, rule.id, key):
        other = value_of(variant.rule, key)
        if other != held:
            yield Otherwise(
                conflict=variant.conflict.id,
                reading=variant.side.name,
                answer=value(procedure, other, key),
                clauses=cite(procedure, variant.side.cites),
            )


# Which rules a topic is about


def appeals(procedure: Procedure) -> tuple[Step, ...]:
    """Give the steps that outcomes name as their appeal, in reading order."""
    names = {
        name
        for outcome in procedure.outcomes.values()
        for name in (outcome.appeal, *(at.appeal for at in outcome.at))
    }
    return tuple(step for step in procedure.steps.values() if step.id in names)


def leads_to(procedure: Procedure, start: Step) -> tuple[Step, ...]:
    """Give the steps on the track of a step that follow it, up to the first decision on each way.

    Args:
        procedure: The procedure.
        start: The step; it is not among those given.
    """
    found: dict[str, Step] = {}
    waiting = [start]
    while waiting:
        step = waiting.pop(0)
        for name in _next(procedure, step):
            other = procedure.steps[name]
            if name != start.id and name not in found and other.track == start.track:
                found[name] = other
                if other.as_ == "act":
                    waiting.append(other)
    return tuple(found.values())


def _next(procedure: Procedure, step: Step) -> Iterator[str]:
    for name, result in step.results.items():
        if isinstance(result.then, tuple):
            yield from result.then
        yield from procedure.opened_by.get(f"{step.id}.{name}", ())
    if not step.results:
        yield from procedure.opened_by.get(f"{step.id}.done", ())


def _appeal_decisions(procedure: Procedure) -> tuple[Step, ...]:
    """Give the decisions on appeal, with those of the same stage that one of them leads to."""
    found: dict[str, Step] = {}
    waiting = list(appeals(procedure))
    while waiting:
        for step in leads_to(procedure, waiting.pop(0)):
            if step.as_ != "decision" or step.id in found:
                continue
            found[step.id] = step
            for name in procedure.imposed_at.get(step.id, ()):
                then = procedure.outcomes[name].then
                following = [procedure.steps[other] for other in then if isinstance(then, tuple)]
                waiting += [
                    other for other in following if step.stage and other.stage == step.stage
                ]
    return tuple(step for step in procedure.steps.values() if step.id in found)


def interim_tracks(procedure: Procedure) -> frozenset[str]:
    """Give the tracks of measures that a power opens beside the procedure and an act ends.

    A track that holds up others is no measure against anybody, and an appeal is none either.
    """
    steps = procedure.steps.values()
    found = {step.track for step in steps if step.as_ == "power"}
    found &= {step.track for step in steps if step.as_ == "act"}
    found -= {MAIN, *(step.track for step in appeals(procedure))}
    return frozenset(
        name for name in found if name not in procedure.tracks or not procedure.tracks[name].pauses
    )


def _speaks_of(rule: Rule, *stems: str, keys: tuple[str, ...] = ("id", "name", "does")) -> bool:
    """Whether a rule's id or name has a word that begins with one of these."""
    text = " ".join(str(getattr(rule, key, "") or "") for key in keys)
    return any(word.startswith(stems) for word in _WORD.findall(text.lower()))


_COMPANIONS = ("companion", "accompan", "representation", "representative")


_ABSENT = (
    "absent", "absence", "no-show", "not-attend", "non-attend", "did-not-attend", "no-attend",
    "failed-to-attend", "does-not-attend", "not-there", "no-answer", "stays-away",
)  # fmt: skip
"""How the names of results begin by which somebody does not come."""


# The answers


def _appeal_right(procedure: Procedure) -> Iterator[Said]:
    for outcome in procedure.outcomes.values():
        names = dict.fromkeys(
            at.appeal or outcome.appeal for at in outcome.at if at.appeal or outcome.appeal
        )
        for name in names or ([outcome.appeal] if outcome.appeal else []):
            words = {"none": "no appeal", NOT_STATED: SILENT}.get(name or "")
            yield Said(outcome, "appeal", words or named(procedure, name or ""))


def _appeal_time(procedure: Procedure) -> Iterator[Said]:
    for step in appeals(procedure):
        yield Said(step, "within")


def _appeal_to(procedure: Procedure) -> Iterator[Said]:
    for step in appeals(procedure):
        yield Said(step, "to")
    for step in _appeal_decisions(procedure):
        yield Said(step, "who", f"decided by {_who(procedure, step)}")


def _appeal_result(procedure: Procedure) -> Iterator[Said]:
    decisions = {step.id for step in _appeal_decisions(procedure)}
    for outcome in procedure.outcomes.values():
        if decisions.isdisjoint(at.step for at in outcome.at):
            continue
        words: str = outcome.type
        if outcome.may_replace is not None:
            words = (
                "may put another outcome in the place of the one appealed, "
                + {"not-higher": "none more severe", "any": "a more severe one too"}[
                    outcome.may_replace.rank
                ]
            )
        yield Said(outcome, "", words)


def _approval(procedure: Procedure) -> Iterator[Said]:
    for outcome in procedure.outcomes.values():
        if (approval := outcome.approve) is not None:
            votes = f", {spaced(approval.votes)} of the votes" if approval.votes else ""
            words = f"approved by {procedure.role_name(approval.by)}{votes}"
            yield Said(outcome, "approve", words, cites=approval.cites)


def _companion(procedure: Procedure) -> Iterator[Said]:
    for guard in procedure.safeguards.values():
        barred = [name for name in guard.bars if name in procedure.roles]
        parts = [
            f"{lead}: {value(procedure, names)}"
            for lead, names in (("may come", guard.admits), ("not allowed", guard.bars))
            if names
        ]
        if guard.admits or barred or _speaks_of(guard, *_COMPANIONS):
            key = "admits" if guard.admits else "bars" if barred else "text"
            where = "; ".join(dict.fromkeys(named(procedure, name) for name in guard.before))
            words = "; ".join(parts) if guard.admits else "; ".join([guard.text, *parts])
            yield Said(guard, key, words, _if(procedure, guard), what=where or "everywhere")


def _copies(procedure: Procedure) -> Iterator[Said]:
    for letter in procedure.letters.values():
        if letter.copies:
            yield Said(
                letter, "copies", cites=tuple(x for each in letter.copies for x in each.cites)
            )


def _investigation(procedure: Procedure) -> Iterator[Said]:
    for step in procedure.steps.values():
        if _speaks_of(step, "investigat"):
            limits = [value(procedure, limit, key) for key, limit in step.limits()]
            words = [_who(procedure, step), *limits] if limits else [_who(procedure, step)]
            yield Said(step, "who", "; ".join(words), _if(procedure, step))


def _non_attendance(procedure: Procedure) -> Iterator[Said]:
    for step in procedure.steps.values():
        for name, result in step.results.items():
            if name.startswith(_ABSENT):
                held = result.then
                where = {NOT_STATED: f"what follows is {SILENT}", "end": "it ends there"}
                words = (
                    where[held]
                    if isinstance(held, str)
                    else "; ".join(named(procedure, other) for other in held)
                )
                note = f" ({result.note.rstrip('.')})" if result.note else ""
                when = phrase(procedure, result.when) if result.when else ""
                yield Said(
                    step, name, f"{spaced(name)}: {words}{note}", when, result.cites,
                    silent=held == NOT_STATED,
                )  # fmt: skip


def _notice(procedure: Procedure) -> Iterator[Said]:
    for step in procedure.steps.values():
        if step.notice is not None:
            yield Said(step, "notice")


def _outcomes(procedure: Procedure) -> Iterator[Said]:
    for outcome in procedure.outcomes.values():
        rank = f" of rank {outcome.rank}" if outcome.rank is not None else ""
        at = "; ".join(dict.fromkeys(named(procedure, item.step) for item in outcome.at))
        cites = tuple(ref for item in outcome.at for ref in item.cites)
        yield Said(outcome, "at", f"{outcome.type}{rank}, at: {at}", cites=cites)


def _panel(procedure: Procedure) -> Iterator[Said]:
    for step in procedure.steps.values():
        if step.panel:
            yield Said(step, "panel", people(procedure, step.panel, "and"))
    for role in procedure.roles.values():
        if role.body is not None:
            yield Said(role, "body", _body(procedure, role.body))
    for guard in procedure.safeguards.values():
        if guard.check is not None:
            yield Said(guard, "check", value(procedure, guard.check), _if(procedure, guard))


def _body(procedure: Procedure, body: Body) -> str:
    votes = {"chair": "the chair decides", "all": "by all votes"}
    parts = [votes.get(body.votes, f"by {spaced(body.votes)} of the votes")]
    if body.of == "not-recused":
        parts.append("without those who stand aside")
    if body.quorum is not None:
        parts.append(f"quorum {body.quorum}")
    if body.instead:
        parts.append(f"without a quorum: {procedure.role_name(body.instead)}")
    for demand in body.includes:
        of = procedure.role_name(demand.of) if demand.of else "member"
        parts.append(
            f"includes {demand.count} {of}" + (f" of the same {demand.same}" if demand.same else "")
        )
    return "; ".join(parts)


def _records(procedure: Procedure) -> Iterator[Said]:
    for rule in procedure.rules:
        if isinstance(rule, Step | Outcome) and rule.record:
            yield Said(rule, "record")
        elif isinstance(rule, Letter) and rule.sort == "record":
            silent = rule.from_ == NOT_STATED
            by = (
                f"who keeps it is {SILENT}" if silent else f"kept by {value(procedure, rule.from_)}"
            )
            yield Said(rule, "from", by, silent=silent)


def _suspension(procedure: Procedure) -> Iterator[Said]:
    tracks = interim_tracks(procedure)
    for track in procedure.tracks.values():
        if track.id in tracks:
            yield Said(track, "effect", track.effect or "it runs beside the procedure")
    for step in procedure.steps.values():
        if step.track in tracks or _speaks_of(step, "suspen", keys=("id", "does", "stage")):
            limits = [value(procedure, limit, key) for key, limit in step.limits()]
            words = f"{_who(procedure, step)} {spaced(step.modality)}"
            yield Said(step, "within", "; ".join([words, *limits]), _if(procedure, step))
    for outcome in procedure.outcomes.values():
        if _speaks_of(outcome, "suspen"):
            lasts = value(procedure, outcome.lasts, "lasts") if outcome.lasts else "no length given"
            yield Said(outcome, "lasts", f"{outcome.type}; {lasts}")


def _telling(procedure: Procedure) -> Iterator[Said]:
    letters = {
        use.letter
        for outcome in procedure.outcomes.values()
        for letters in (outcome.letter, *(at.letter or () for at in outcome.at))
        for use in letters
    }
    for step in procedure.steps.values():
        if step.as_ != "decision" and letters & {use.letter for use in step.letter}:
            yield Said(step, "within", None, _if(procedure, step))


def _warning_expiry(procedure: Procedure) -> Iterator[Said]:
    for outcome in procedure.outcomes.values():
        if outcome.type == "sanction" and outcome.lasts is not None:
            yield Said(outcome, "lasts")


def _who_decides(procedure: Procedure) -> Iterator[Said]:
    for step in procedure.steps.values():
        if step.as_ == "decision":
            cites = tuple(ref for who in step.who for ref in who.cites)
            yield Said(step, "who", _who(procedure, step), _if(procedure, step), cites)


def _who(procedure: Procedure, step: Step) -> str:
    return people(procedure, step.who)


def _if(procedure: Procedure, rule: Step | Safeguard) -> str:
    return phrase(procedure, rule.when) if rule.when else ""


TOPICS: dict[str, Topic] = {
    "appeal-result": Topic("What may come of an appeal?", _appeal_result, ("then",), ("appeal",)),
    "appeal-right": Topic("Which outcomes can be appealed?", _appeal_right, (), ("appeal",)),
    "appeal-time": Topic(
        "How long is there to appeal?", _appeal_time, ("late",), ("late", "time", "long")
    ),
    "appeal-to": Topic(
        "To whom is an appeal made, and who decides it?", _appeal_to, ("who",), ("who",)
    ),
    "approval": Topic("Which outcomes need somebody's approval?", _approval),
    "companion": Topic(
        "Who may accompany the person concerned, and who may not?",
        _companion,
        anywhere=("accompan",),
    ),
    "copies": Topic("Who gets a copy of which letter?", _copies, (), ("copy", "copies")),
    "investigation": Topic(
        "Who investigates, and how long may it take?", _investigation, (), ("",)
    ),
    "non-attendance": Topic(
        "What follows where somebody does not come?",
        _non_attendance,
        anywhere=("not come", "not attend", "absent"),
    ),
    "notice": Topic("How much notice is given?", _notice, anywhere=("notice",)),
    "outcomes": Topic("What may be imposed, and at which decision?", _outcomes, ("then",)),
    "panel": Topic("Who sits, and how does a body decide?", _panel, ("panel",), ("sit", "panel")),
    "records": Topic("What is recorded, where, and by whom?", _records, (), ("record", "log")),
    "suspension": Topic("Who may suspend, and for how long?", _suspension, ("who",), ("",)),
    "telling": Topic("By when is the outcome told?", _telling, (), ("when", "which day", "time")),
    "warning-expiry": Topic(
        "How long does a sanction last?", _warning_expiry, (), ("how long", "force", "expire")
    ),
    "who-decides": Topic("Who decides?", _who_decides, (), ("who",)),
}
"""The topics by name."""
