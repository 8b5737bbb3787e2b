"""What can be done with the answer of a guided lookup, as one more question."""

from __future__ import annotations

from tui.guide.ask import Ask, Choice
from tui.guide.guide import Guide

END = "end"

START, PACK, HAPPENED, CHANGE, MORE, COPY, ANEW = (
    "start", "pack", "happened", "change", "more", "copy", "anew",
)  # fmt: skip
SAVE = "save:"


def ending(guide: Guide) -> Ask:
    """Ask what to do with the answer."""
    left = guide.left
    choices = [
        Choice(value=START, words="Start a case with it", detail="writes a case file"),
        Choice(value=PACK, words="Start a case and make the pack", detail="the letters due now"),
        Choice(value=HAPPENED, words="Say what has been done since"),
        Choice(value=CHANGE, words="Change an answer"),
        Choice(value=COPY, words="Copy the answer"),
        Choice(value=f"{SAVE}text", words="Save it as text"),
        Choice(value=f"{SAVE}markdown", words="Save it as Markdown"),
        Choice(value=f"{SAVE}json", words="Save it as JSON"),
        Choice(value=ANEW, words="Begin anew"),
    ]
    if left:
        words = f"Answer more questions ({left} would sharpen the answer)"
        choices.insert(0, Choice(value=MORE, words=words))
    return Ask(
        key=END,
        words="What now?",
        kind="one",
        choices=tuple(choices),
        hint="The answer stands beside this, each line with its clauses.",
        open_=False,
    )
