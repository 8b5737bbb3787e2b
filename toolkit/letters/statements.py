"""What a demanded statement has to be made of.

A ``letter`` block of a procedure lists the statements that its document must carry (``says``). In
the template each stands in a block of its own name (``right-of-appeal`` is ``{% block
right_of_appeal %}``), outside any condition or loop. A block that prints none of the fields listed
here for its statement does not make the statement, whatever its heading promises; one that is not
listed has to say something.
"""

from __future__ import annotations

DEMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "allegation": (("allegations",),),
    "breach-alleged": (("allegations",),),
    "date-time-place": (("meeting.date",), ("meeting.time",), ("meeting.place",)),
    "who-chairs": (("meeting.chair",),),
    "notice": (("meeting.notice",),),
    "evidence": (("evidence",),),
    "evidence-enclosed": (("evidence",),),
    "witnesses": (("witnesses",),),
    "tell-us-who-comes": (("meeting.reply_by", "contact"),),
    "possible-outcomes": (("outcomes",),),
    "possible-consequences": (("outcomes",),),
    "reasonable-adjustments": (("contact", "plan.actions", "meeting.adjustments", "form"),),
    "support-advice": (("contact",),),
    "decision": (
        ("decision.outcome", "decision.finding", "appeal.result", "form", "plan.progress"),
    ),
    "reasons": (("decision.reasons", "suspension.reason", "appeal.answers", "form"),),
    "sanction-name": (("sanction.name",),),
    "penalty-length": (("sanction.length",),),
    "period-of-withdrawal": (("sanction.length", "form.period"),),
    "withdrawal-duration": (("sanction.length",),),
    "next-if-not-met": (("sanction.next",),),
    "improvement-expected": (("sanction.changes",),),
    "improvement-wanted": (("sanction.changes",),),
    "change-in-behaviour": (("sanction.changes",),),
    "appeal-addressee": (("appeal.to",),),
    "appeal-limit": (("appeal.by",), ("appeal.limit",)),
    "appeal-grounds": (("appeal.grounds", "appeal.given"),),
    "appeal-received": (("appeal.received",),),
    "appeal-next-step": (("appeal.next",),),
    "plan-behaviours": (("plan.actions",),),
    "plan-actions": (("plan.actions",),),
    "plan-support": (("plan.actions",),),
    "plan-timescales": (("plan.actions", "plan.review"),),
    "review-date": (("plan.review",),),
    "review-dates": (("plan.review",),),
    "suspension-conditions": (("suspension.conditions", "sanction.conditions"),),
    "suspension-next-step": (("suspension.next",),),
    "not-a-sanction": (),
    "who-is-concerned": (("subject.name", "form", "report.incidents"),),
}
"""By statement: of each tuple, one field has to be printed or gone through in the block."""


def block_name(statement: str) -> str:
    """Give the name of the template block that makes a statement."""
    return statement.replace("-", "_")
