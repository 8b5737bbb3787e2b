"""What one procedure answers: by the case, by its catalogue, by a rule, or by a clause quoted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import cast

from index.answers import given
from index.answers.answer import Answer, Kind
from index.answers.breach import by_lines, fits_at
from index.answers.by_rule import MAKERS, quoted
from index.answers.catalogue import Fit
from index.answers.inquiry import PLACES, Inquiry
from index.answers.kind import Asked, asked, is_statement, is_what_if
from index.answers.place import Place
from index.answers.ranked import KINDS, Fitting, ranked, silent
from index.answers.refusal import not_stated
from index.search import Hits
from toolkit.case.citing import cite
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach

ANSWERS = 0.6
"""A clause answers only where it scores at least this much of the best."""

MEANT = 0.9
"""Rules that fit at least so well, against the best, are meant as well."""

MOST_MEANT = 3

SILENT = 0.7
OVER: Mapping[Asked, float] = {"how-long": 0.0, "text": 0.0, "next": 0.1}
OVER_ELSE = -0.08
"""A silence answers where it fits at least so well, and so much better than the best rule, by what
is asked. Against a time limit and what follows it has to fit better indeed, so that nothing that
is stated is said not to be."""

TEXT = 1.6
"""How much the nearest authored question counts where the text itself is to answer."""

MUCH_ASKED, NEARER = 0.6, 0.15
"""A clause is quoted before the best one where an authored question is so near, and so much nearer
than any of the best one."""

SURELY = 0.6
"""What is told is a line of the catalogue that fits better than this, whatever the first clause."""

_COMPARING = re.compile(r"(?i)\b(compare[ds]?|comparison|difference[s]?|differ(s|ent(ly)?)?)\b")


def of_one(inquiry: Inquiry, hits: Hits) -> Answer:
    """Answer for one procedure: that of the best clause."""
    procedure = inquiry.index.procedure(hits[0].procedure)
    places = [
        Place(procedure, hits, (), at)
        for at, hit in enumerate(hits[:PLACES])
        if hit.procedure == procedure.id and hit.score >= ANSWERS * hits[0].score
    ]
    fits = fits_at(inquiry, procedure, places)
    kind = _kind(inquiry, fits, places)
    if inquiry.held is not None:
        refs = frozenset(ref for place in places for ref in place.refs)
        if fields := given.for_case(inquiry.held, kind, refs):
            headline = fields.pop("headline")
            clauses = given.quoted(fields) or cite(procedure, (places[0].clause,))
            return inquiry.made(cast(Kind, kind), headline, procedure=procedure.id,
                              clauses=clauses, **fields)  # fmt: skip
    if kind == "sanction" and fits:
        return by_lines(inquiry, procedure, fits)
    return _by_kind(inquiry, kind, procedure, places)


def _kind(inquiry: Inquiry, fits: list[Fit], places: list[Place]) -> Asked:
    """Settle what sort of answer is given: where somebody did something, what that leads to."""
    if inquiry.asked == "compare":
        return asked(_COMPARING.sub(" ", inquiry.sought.text))
    if not fits:
        return inquiry.asked
    about = bool(places[0].rules(Breach, citing=False))
    if inquiry.asked == "text" and (
        is_statement(inquiry.text) and (about or fits[0].score > SURELY)
    ):
        return "sanction"
    if inquiry.asked == "next" and about and is_what_if(inquiry.text):
        return "sanction"
    return inquiry.asked


def _by_kind(inquiry: Inquiry, kind: Asked, procedure: Procedure, places: list[Place]) -> Answer:
    """Answer by the rule that fits best; quote the best clause where none does."""
    first = places[0]
    plain_text = Fitting("", "", max(inquiry.sought.asked_under.values(), default=0.0) * TEXT)
    fits = ranked(procedure, inquiry.sought, first.hits, KINDS.get(kind, ()))
    quiet = silent(procedure, inquiry.sought, first.hits, kind)
    best = fits[0] if fits else plain_text
    over = OVER.get(kind, OVER_ELSE)
    if quiet and quiet[0].score >= max(SILENT, best.score + over):
        return not_stated(inquiry, procedure, quiet[0].rule)
    if fits and kind in MAKERS:
        meant = [each.rule for each in fits if each.score >= MEANT * best.score]
        place = Place(procedure, first.hits, tuple(meant[:MOST_MEANT]))
        if found := MAKERS[kind](inquiry, place):
            return found
    return quoted(inquiry, _asked_of(inquiry, places))


def _asked_of(inquiry: Inquiry, places: list[Place]) -> Place:
    """Give the place to quote: the first, or the one where just this question is written."""
    under = inquiry.sought.asked_under

    def near(place: Place) -> float:
        return max((under.get(ref, 0.0) for ref in place.refs), default=0.0)

    best = max(places, key=near)
    surely = near(best) >= max(MUCH_ASKED, near(places[0]) + NEARER)
    return best if surely else places[0]
