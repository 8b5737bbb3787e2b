"""The safeguards of the steps in view, and whether they are met as far as the facts tell."""

from __future__ import annotations

from toolkit.case.advice import Check, ProtocolPoint
from toolkit.case.case import Member
from toolkit.case.context import Context
from toolkit.case.powers import composition
from toolkit.procedure.rule import Safeguard


def safeguards(context: Context) -> tuple[Check, ...]:
    """Give what must hold before or during the steps in view."""
    in_view = {item.step.id for item in context.view if item.relation != "may" or item.sure}
    found = []
    for guard in context.procedure.safeguards.values():
        concerns = in_view & set(guard.before)
        truth = context.knowledge.truth(guard.when)
        if truth is False or (guard.before and not concerns):
            continue
        if not guard.before and (guard.when is None or truth is not True):
            continue
        found.append(
            _check(context, guard, tuple(step for step in guard.before if step in concerns))
        )
    return tuple(found)


def _check(context: Context, guard: Safeguard, before: tuple[str, ...]) -> Check:
    truth = context.knowledge.truth(guard.when)
    words = context.in_words(guard.when) if truth is None and guard.when else ""
    wrong = None
    if guard.check is not None:
        wrong = composition(context.procedure, guard.check, _panel(context), context.case.subject)
    return Check(
        safeguard=guard.id,
        text=guard.text,
        modality=guard.modality,
        before=before,
        admits=guard.admits,
        bars=guard.bars,
        met=None if wrong is None else not wrong,
        if_=words,
        warning=wrong or "",
        clauses=context.cite(guard.clauses),
    )


def _panel(context: Context) -> tuple[Member, ...]:
    if context.case.panel:
        return context.case.panel
    sat = [event.panel for event in context.case.events if event.panel and event.date <= context.on]
    return sat[-1] if sat else ()


def protocol(context: Context) -> tuple[ProtocolPoint, ...]:
    """Give the agenda of the first meeting in view."""
    for item in context.view:
        if item.relation not in ("now", "then"):
            continue
        for agenda in context.procedure.protocols.values():
            if item.step.id in agenda.of:
                return tuple(
                    ProtocolPoint(
                        step=item.step.id,
                        does=point.does,
                        who=context.procedure.role_name(point.who) if point.who else "",
                        clauses=context.cite(point.cites),
                    )
                    for point in agenda.items
                    if context.knowledge.truth(point.when) is not False
                )
    return ()
