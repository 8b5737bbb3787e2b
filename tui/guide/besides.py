"""What may be said of an event besides: who did it, who sat, which it concerns, what it told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from toolkit.case.case import Event, Held, Member
from toolkit.case.days import in_full
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.condition import Condition
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Fact, Safeguard, Step
from tui.guide.ask import Ask, Choice, value_words
from tui.guide.happening import happened_words
from tui.guide.opening import ask_fact

BESIDES = "besides"
"""The question whether anything is to be said besides."""

LEAVE = "Leave it out"
"""What giving no answer is called here."""

RECORD, BY, PANEL, KEY, FACT, NOTE = "record", "by", "panel", "key", "fact", "note"

_NAMES_ONE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MEMBER = re.compile(
    r"([^:=(\[]+?)\s*(?:[:=]\s*([^(:=\[]*?))?\s*(?:\[([^\[\]]*)\])?\s*(?:\(was:?\s*([^)]*)\))?"
)


@dataclass(frozen=True, slots=True)
class Besides:
    """What has been said of an event besides what happened and when."""

    by: str = ""
    panel: tuple[Member, ...] = ()
    key: str = ""
    facts: Mapping[str, Held] = field(default_factory=dict)
    note: str = ""

    def of(self, event: Event) -> Event:
        """Give the event with all of it."""
        return event.model_copy(
            update={
                "by": self.by,
                "panel": self.panel,
                "key": self.key or event.key,
                "facts": dict(self.facts),
                "note": self.note,
            }
        )


def ask_besides(procedure: Procedure, event: Event, said: Besides, done: str) -> Ask:
    """Ask whether anything is to be said besides; what has been said stands there.

    Args:
        procedure: The procedure of the case.
        event: The event.
        said: What has been said.
        done: The words for going on without more.
    """
    step = _step(procedure, event)
    choices = [Choice(value=RECORD, words=done)]
    if step is not None:
        who = " or ".join(procedure.role_name(who.role) for who in step.who)
        by = procedure.role_name(said.by) if said.by else ""
        choices.append(_choice(BY, "Who did it", by, f"the text names: {who}"))
    if step is not None and step.panel:
        sits = "; ".join(procedure.role_name(who.role) for who in step.panel)
        sat = _panel_words(procedure, said.panel)
        choices.append(_choice(PANEL, "Who sat", sat, f"the text names: {sits}"))
    for name, value in said.facts.items():
        words = f"Also known: {procedure.facts[name].ask}"
        choices.append(_choice(f"{FACT} {name}", words, value_words(procedure, value), ""))
    if any(fact.ask for fact in procedure.facts.values()):
        choices.append(Choice(value=FACT, words="Something that became known with it"))
    hint = "such as another report, another decision"
    choices.append(_choice(KEY, "Which one it concerns, where there are several", said.key, hint))
    choices.append(_choice(NOTE, "A note", said.note, ""))
    decided = "; ".join(value_words(procedure, name) for name in event.outcomes)
    return Ask(
        key=BESIDES,
        words=f"{happened_words(procedure, event.event)}, on {in_full(event.date)}",
        kind="one",
        choices=tuple(choices),
        hint=f"Decided: {decided}." if decided else "",
        open_=False,
    )


def _choice(value: str, words: str, said: str, otherwise: str) -> Choice:
    return Choice(
        value=value,
        words=f"{words}: {said}" if said else words,
        detail="" if said else otherwise,
    )


def ask_for(
    procedure: Procedure,
    event: Event,
    what: str,
    said: Besides,
    sits: tuple[Member, ...] = (),
) -> Ask:
    """Ask for one of the things that may be said besides.

    Args:
        procedure: The procedure of the case.
        event: The event.
        what: Which of them; with the id of a fact behind it, for that fact.
        said: What has been said.
        sits: Who is to sit, as the case has it.
    """
    name = what.removeprefix(FACT).strip()
    match what:
        case "by":
            roles = tuple(_roles(procedure, event))
            return Ask(key=BY, words="Who did it?", kind="one", choices=roles, leave=LEAVE)
        case "panel":
            return Ask(
                key=PANEL,
                words="Who sat?",
                kind="text",
                hint=_panel_hint(procedure),
                default=_panel_words(procedure, said.panel or sits) or None,
                leave=LEAVE,
            )
        case "key":
            hint = "A word of its own, such as report-2; the same for all that belongs together."
            return Ask(
                key=KEY, words="Which one does it concern?", kind="text", hint=hint,
                default=said.key or None, leave=LEAVE,
            )  # fmt: skip
        case "note":
            return Ask(key=NOTE, words="Note:", kind="text", default=said.note or None, leave=LEAVE)
        case "fact":
            facts = tuple(_facts(procedure, event))
            return Ask(key=FACT, words="What became known?", kind="one", choices=facts, open_=False)
    return replace(ask_fact(procedure, procedure.facts[name]), key=what, leave=LEAVE)


def taken(procedure: Procedure, said: Besides, ask: Ask, value: Held | None) -> Besides:
    """Take an answer to one of these questions; none takes back what was said.

    Raises:
        Refused: It is no such thing; the message says what to write.
    """
    match ask.key:
        case "by":
            return replace(said, by=str(value or ""))
        case "panel":
            return replace(said, panel=read_panel(procedure, str(value or "")))
        case "key":
            return replace(said, key=read_key(str(value or "")))
        case "note":
            return replace(said, note=str(value or ""))
    name = ask.key.removeprefix(FACT).strip()
    others = {known: held for known, held in said.facts.items() if known != name}
    return replace(said, facts=others if value is None else {**others, name: value})


def read_panel(procedure: Procedure, typed: str) -> tuple[Member, ...]:
    """Read who sat: ``ROLE: NAME; ROLE: NAME [CATEGORY] (was ROLE)``, roles by their name or id.

    Raises:
        Refused: It is not of that form, or there is no such role.
    """
    return tuple(_member(procedure, part.strip()) for part in typed.split(";") if part.strip())


def _member(procedure: Procedure, part: str) -> Member:
    found = _MEMBER.fullmatch(part)
    if found is None:
        raise _refused(f"'{part}' does not say who sat", "write it as ROLE: NAME; ROLE: NAME")
    role, name, category, was = ((text or "").strip() for text in found.groups())
    before = tuple(_role(procedure, text.strip()) for text in was.split(",") if text.strip())
    return Member(role=_role(procedure, role), name=name, was=before, category=category)


def _role(procedure: Procedure, typed: str) -> str:
    """Give the role that is meant: by its id or its name, or by the beginning of one alone."""
    wanted = " ".join(typed.casefold().replace("-", " ").split())
    names = {
        role: {role.replace("-", " ").casefold(), procedure.role_name(role).casefold()}
        | {known.name.casefold()}
        for role, known in procedure.roles.items()
    }
    whole = [role for role, words in names.items() if wanted in words]
    begun = [role for role, words in names.items() if any(w.startswith(wanted) for w in words)]
    found = whole or begun
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(procedure.role_name(role) for role in found[:4])
        raise _refused(f"'{typed}' may be several roles", f"write more of it: {several}")
    every = sorted(word for words in names.values() for word in words)
    hint = did_you_mean(wanted, every) or "“Who did it” lists the roles"
    raise _refused(f"there is no role '{typed}'", hint)


def read_key(typed: str) -> str:
    """Read the word for one of several decisions or allegations.

    Raises:
        Refused: It is not a word of small letters, digits and hyphens.
    """
    word = typed.strip()
    if word and not _NAMES_ONE.fullmatch(word):
        raise _refused(
            f"'{word}' cannot name one of several",
            "use small letters, digits and hyphens, such as report-2",
        )
    return word


def _roles(procedure: Procedure, event: Event) -> Iterator[Choice]:
    """Yield the roles; those first whom the step names."""
    step = _step(procedure, event)
    named = [who.role for who in (*step.who, *step.panel)] if step is not None else []
    names = Counter(procedure.role_name(role) for role in procedure.roles)
    others = [role for role in procedure.roles if role not in named]
    for group, roles in (("Whom the text names here", named), ("Others", others)):
        for role in dict.fromkeys(roles):
            words = procedure.role_name(role)
            detail = role.replace("-", " ") if names[words] > 1 else ""
            yield Choice(value=role, words=words, detail=detail, group=group, also=(role,))


def _facts(procedure: Procedure, event: Event) -> Iterator[Choice]:
    """Yield the facts that can be asked for; those first on which the event's rules turn."""
    asked = [fact for fact in procedure.facts.values() if fact.ask]
    turns = set(_turning(procedure, event))
    for group, wanted in (("What this turns on", True), ("Others", False)):
        for fact in asked:
            if (fact.id in turns) is wanted:
                also = (fact.id, fact.words)
                yield Choice(value=f"{FACT} {fact.id}", words=fact.ask, group=group, also=also)


def _turning(procedure: Procedure, event: Event) -> Iterator[str]:
    """Yield the facts that the step and its outcomes look at, and those that these follow from."""
    step = _step(procedure, event)
    if step is None:
        return
    conditions = [step.when]
    for result in step.results.values():
        conditions += [result.when, result.indicated]
    for name in procedure.imposed_at.get(step.id, ()):
        entries = procedure.outcomes[name].at
        conditions += [at.when for at in entries if at.step == step.id]
    for name in _named(conditions):
        yield name
        fact = procedure.facts.get(name)
        yield from _bases(fact) if fact is not None else ()


def _named(conditions: Iterable[Condition | None]) -> Iterator[str]:
    for condition in conditions:
        if condition is not None:
            yield from condition.facts()


def _bases(fact: Fact) -> Iterator[str]:
    way = fact.from_
    if way is not None and way.is_ is not None:
        yield from way.is_.facts()


def _step(procedure: Procedure, event: Event) -> Step | None:
    rule, _ = procedure.split_event(event.event) or ("", "")
    return procedure.steps.get(rule)


def _panel_words(procedure: Procedure, panel: Iterable[Member]) -> str:
    """Write a panel so that it can be read again."""
    parts = []
    for member in panel:
        known = procedure.roles.get(member.role)
        words = known.name if known else member.role
        was = ", ".join(name.replace("-", " ") for name in member.was)
        parts.append(
            words
            + (f": {member.name}" if member.name else "")
            + (f" [{member.category}]" if member.category else "")
            + (f" (was {was})" if was else "")
        )
    return "; ".join(parts)


def _panel_hint(procedure: Procedure) -> str:
    """Say how a panel is written; of categories only where the procedure looks at them."""
    hint = "ROLE: NAME, with ; between. Whoever took part before: ROLE: NAME (was ROLE)."
    checks = [rule.check for rule in procedure.rules if isinstance(rule, Safeguard) and rule.check]
    same = next((check.same for check in checks if check.same), "")
    if not same:
        return hint
    return f"{hint} The {same.replace('-', ' ')}: ROLE: NAME [CATEGORY]."


def _refused(message: str, suggestion: str) -> Refused:
    return Refused([Problem("bad-answer", message, suggestion=suggestion)])
