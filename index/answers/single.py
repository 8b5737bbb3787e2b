"""What one procedure answers: by the case, by its catalogue, by a rule, or by a clause quoted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from index.answers import given
from index.answers.answer import Answer, Kind
from index.answers.breach import TOLD, by_lines, fits_at, is_silent, tells_of_somebody
from index.answers.by_rule import MAKERS, quoted
from index.answers.candidate import KINDS, Candidate
from index.answers.catalogue import Fit
from index.answers.inquiry import PLACES, Inquiry
from index.answers.kind import Asked, is_definition, is_statement, is_what_if
from index.answers.place import Place
from index.answers.ranking import Rank, stated
from index.answers.refusal import (
    AS_LIKELY,
    is_looked_up,
    not_stated,
    outside,
    perhaps,
    unstated,
)
from index.answers.silence import DOUBTFUL, PERHAPS, asks_number, limit_of, meant
from index.search import Hits
from toolkit.case.citing import cite
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach

ANSWERS = 0.6
"""A clause answers only where it scores at least this much of the best."""

CLOSE = 0.6
"""Rules that fit less well than the best by no more than this are meant as well."""

MOST_MEANT = 3

GIVES_WAY = 2.0
"""A clause gives way to a rule that is of the sort asked for and fits less well by so much."""

SORTS: Mapping[str, Asked] = {
    "limit": "how-long", "result": "next", "role": "who", "safeguard": "who", "letter": "letter",
}  # fmt: skip
"""What sort of answer a rule gives, where that is always the same."""

STRUCTURED: Mapping[str, frozenset[Asked]] = {
    "step": frozenset({"who", "letter", "sanction", "next"}),
    "outcome": frozenset({"sanction", "next"}),
}
"""What sorts of answer steps and outcomes give; to anything else their clauses are quoted."""

QUOTED = 3
"""How many clauses of a rule are quoted where it is its text that answers."""


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
        tells = is_statement(inquiry.text) and not is_silent(inquiry, procedure)
        refused = None if tells else _refused(inquiry, kind, places[0])
        return refused or by_lines(inquiry, procedure, fits)
    return _by_kind(inquiry, kind, procedure, places)


def _kind(inquiry: Inquiry, fits: list[Fit], places: list[Place]) -> Asked:
    """Settle what sort of answer is given: where somebody did something, what that leads to."""
    if inquiry.asked == "compare":
        return "text"
    if not fits:
        return inquiry.asked
    about = bool(places[0].rules(Breach, citing=False))
    if inquiry.by_words == "text" and tells_of_somebody(inquiry) and fits[0].score >= TOLD:
        return "sanction"
    if inquiry.asked == "next" and about and is_what_if(inquiry.text):
        return "sanction"
    return inquiry.asked


def _by_kind(inquiry: Inquiry, kind: Asked, procedure: Procedure, places: list[Place]) -> Answer:
    """Answer by the rule or the clause that fits best; say so where the text is silent."""
    first = places[0]
    ranks = inquiry.ranks(procedure.id, kind)
    said = stated(ranks)
    if is_looked_up(inquiry) or not said:
        return quoted(inquiry, first)
    if refused := _refused(inquiry, kind, first):
        return refused
    found = _by_rule(inquiry, kind, first, _without_lines(said) if kind == "sanction" else said)
    if inquiry.doubt(procedure, kind) < PERHAPS:
        return found
    return perhaps(found, procedure, meant(procedure, inquiry.sought, ranks))


def _without_lines(said: list[Rank]) -> list[Rank]:
    """Leave out the lines of the catalogue, none of which is meant: sanctions are asked for."""
    return [rank for rank in said if rank.candidate.kind != "breach"] or said


def _refused(inquiry: Inquiry, kind: Asked, first: Place) -> Answer | None:
    """Refuse where the procedure does not say what is asked, but not to compare.

    Where it sets a time limit without a number on that very point, the limit answers.
    """
    procedure = first.procedure
    if is_looked_up(inquiry) or inquiry.asked == "compare":
        return None
    if inquiry.doubt(procedure, kind) < DOUBTFUL:
        return None
    ranks = inquiry.ranks(procedure.id, kind)
    silent = meant(procedure, inquiry.sought, ranks)
    if not silent:
        far = inquiry.sure < AS_LIKELY
        return outside(inquiry, procedure.id) if far else unstated(inquiry, procedure)
    limit = limit_of(procedure, silent, ranks)
    if kind != "how-long" or limit is None or asks_number(inquiry.sought.text):
        return not_stated(inquiry, procedure, silent)
    return _by_rule(inquiry, kind, first, [limit])


def _by_rule(inquiry: Inquiry, kind: Asked, first: Place, said: list[Rank]) -> Answer:
    """Answer by what fits best: by its structure where it is of the sort asked for, or its text."""
    procedure = first.procedure
    chosen = _meant(said, kind)
    best = chosen[0]
    sort = sort_of(best, kind)
    if sort in MAKERS and not is_definition(inquiry.sought.text):
        rules = tuple(dict.fromkeys(each.rule for each in chosen))
        clause = best.clauses[0]
        place = Place(procedure, first.hits, rules, clause=clause, results=_ends(procedure, best))
        if found := MAKERS[sort](inquiry, place):
            return found
    refs = [best.clauses[0], *(each.clauses[0] for each in chosen[1:]), *best.clauses[1:QUOTED]]
    return quoted(inquiry, Place(procedure, first.hits, clause=refs[0]), refs[1 : QUOTED + 1])


def _ends(procedure: Procedure, best: Candidate) -> tuple[str, ...]:
    """Give the ways in which a step may end that the clause of the one that is meant tells of."""
    if best.kind != "result":
        return ()
    results = procedure.steps[best.rule].results
    own = results[best.key].cites[:1]
    return tuple(
        name for name, result in results.items()
        if name == best.key or (own and result.cites[:1] == own)
    )  # fmt: skip


def _meant(said: list[Rank], kind: Asked) -> list[Candidate]:
    """Give the best, with those of its sort that fit nearly as well.

    A clause gives way to a rule of the sort asked for that says the same, or fits nearly as well.
    """
    best = said[0]
    if best.candidate.kind == "text":
        own = best.candidate.clauses[0]
        rules = [
            rank for rank in said
            if rank.score >= best.score - (GIVES_WAY if own in rank.candidate.clauses else CLOSE)
            and rank.candidate.kind in KINDS.get(kind, ())
        ]  # fmt: skip
        best = rules[0] if rules else best
    sort = sort_of(best.candidate, kind)
    near = [rank.candidate for rank in said if rank.score >= best.score - CLOSE
            and rank is not best and sort_of(rank.candidate, kind) == sort]  # fmt: skip
    return [best.candidate, *near][:MOST_MEANT]


def sort_of(each: Candidate, kind: Asked) -> Asked:
    """Give what sort of answer something gives to what is asked."""
    if each.kind in ("step", "outcome"):
        return kind if kind in STRUCTURED[each.kind] else "text"
    return SORTS.get(each.kind, "text")
