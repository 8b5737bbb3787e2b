"""Whether a procedure says what is asked, where it deals with the subject at all.

A question may be more like those that stand under a silence on record than like those that a
clause answers, or the silence may fit better than any rule. But not every silence is recorded:
where much of what the question says is found nowhere in what fits it best, or where it asks for a
number and no number stands there, the text does not say either. The weights were fitted
by ``benchmarks/refusals.py``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.answers.confidence import Confidence
from index.answers.kind import is_statement
from index.answers.likeness import Alike
from index.answers.nearness import UNKNOWN, Sought
from index.answers.ranking import Rank, stated
from index.answers.wanted import wanted
from index.answers.weighed import Weighed
from index.words import plain
from toolkit.procedure.limit import Limit
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

SIGNS = (
    "nearest", "near few", "among", "words", "best", "clear", "gap", "silent", "unfound",
    "numberless", "how long", "told", "sort", "few", "sense", "sense peak", "sense said",
)  # fmt: skip
"""What `signs` gives."""

ABOUT = ("leaning", "subject", "found", "covered", "rarity", "stage", "procedure")
"""The signs of `index.answers.confidence` that tell here as well."""

SENSED = Weighed(
    {
        "leaning": -3.08, "subject": 0.02, "found": -0.02, "covered": -3.18, "rarity": 0.11,
        "stage": 0.70, "procedure": 1.27, "nearest": -0.22, "near few": 5.36, "among": -2.66,
        "words": 0.19, "best": 2.46, "clear": 4.54, "gap": 0.21, "silent": 0.09, "unfound": 0.10,
        "numberless": 2.78, "how long": -0.82, "told": -3.22, "sort": -0.14, "few": -1.92,
        "sense": 0.56, "sense peak": 0.40, "sense said": -0.59,
    },
    1.77,
)  # fmt: skip
UNSENSED = Weighed(
    {
        "leaning": -3.44, "subject": 0.01, "found": -0.02, "covered": -3.34, "rarity": -0.01,
        "stage": 0.77, "procedure": 0.98, "nearest": 0.92, "near few": 7.13, "among": -2.73,
        "words": 0.26, "best": 3.15, "clear": 4.99, "gap": 0.55, "silent": 0.09, "unfound": 0.46,
        "numberless": 3.31, "how long": -0.75, "told": -3.33, "sort": 0.34, "few": -2.81,
    },
    1.69,
)  # fmt: skip
"""What ``benchmarks/refusals.py`` printed last; without ``sense`` where nothing is known of it."""

DOUBTFUL = 0.6
"""From here on, the text is taken not to say."""

PERHAPS = 0.5
"""From here on, what is nearest answers, and it is said that the text may not state it."""

LOOKED_AT = 3
"""In how many of the best rules and clauses the question's words are looked for."""

FEW = 2
"""To a question of fewer telling words, a silence has to fit better than any rule."""

CITED = 3
"""In how many of a rule's clauses a number is looked for."""

LIKE = 0.4
"""A silence is meant where a question that stands under it is so like."""

BY_LIKENESS = 9.0
"""How much it counts, among silences, how like the question is to one that stands under it."""

NAMED_BY_LIKENESS, NAMED_BY_SENSE, FAR = 20.0, 5.0, 4.0
"""The same for the silence that a refusal names, what it counts there how likely one is asked for,
and by how much less than the best rule one is taken to fit that does not rank at all."""

SENSED_AT_LEAST = 0.75
"""A silence so likely, by the order of magnitude, may be meant however the question is worded."""

RECORDED = 2.5
"""A silence on record is meant where it fits less well than the best rule by no more than this."""

NO_GAP = -6.0
"""Where no silence is found at all."""

_NUMBER = re.compile(
    r"\b(how many|how much (is|does|do|are|money|will)|how (old|often|far)|"
    r"(what|which) (time|hours|percentage|age|number|price))\b"
)
_FIGURE = re.compile(
    r"\b(\d+|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|once|twice|"
    r"daily|weekly|monthly|annual(ly)?)\b",
    re.IGNORECASE,
)
_OWN_NUMBER = re.compile(r"^\s*\d+(\.\d+)*|\bstages? \d\b|\blevels? \d\b", re.IGNORECASE)


def doubt(procedure: Procedure, sought: Sought, ranks: Sequence[Rank], about: Confidence) -> float:
    """Say how likely it is that a procedure does not say what is asked, from 0 to 1.

    Args:
        procedure: The procedure.
        sought: The question.
        ranks: What may answer in it, the best first.
        about: How sure it is that the question is about the policies at all.
    """
    found = {**{name: about.signs[name] for name in ABOUT}, **signs(procedure, sought, ranks)}
    silent = (SENSED if found["sense"] else UNSENSED).likely(found)
    return 1 - (1 - silent) * about.value


def signs(procedure: Procedure, sought: Sought, ranks: Sequence[Rank]) -> dict[str, float]:
    """Give the signs that doubt rests on, besides those of what the question is about.

    ``nearest``, ``near few``, ``among``, ``words``: how much more it is like the questions that get
    no answer, see `index.answers.likeness`. ``best``: how like the most like of them is; ``clear``:
    the same where it is the nearest of all, the more so the clearer it is. ``gap``: by how much the
    best silence fits better than the best rule. ``silent``: how near its words are, where it may be
    meant. ``unfound``: how much of the question is in none of the best. ``numberless``: whether it
    asks for a number and none stands there. ``how long``: whether it asks for a time, of which the
    texts are silent most often. ``told``: whether it tells what happened; what follows from that is
    mostly stated. ``sort``: whether the best rule is of the sort asked for. ``few``: whether there
    are too few telling words to be like one question rather than another. ``sense``: how much more
    speaks for the silences in how it is put, ``sense peak``: the same of the likeliest one and the
    likeliest clause; ``sense said``: how likely the clause of the best rule is asked for.
    """
    said = stated(ranks)
    if not said:
        return dict.fromkeys(SIGNS, 0.0)
    alike = sought.alike(procedure)
    quiet = recorded(alike, ranks)
    held = frozenset[str]().union(*(rank.candidate.said or () for rank in said[:LOOKED_AT]))
    unfound = sum(weight * (1 - sought.found(word, held)) for word, weight in
                  sought.weights.items())  # fmt: skip
    gap = max(NO_GAP, quiet.score - said[0].score) if quiet else NO_GAP
    least = -RECORDED if len(sought.words) >= FEW else 0.0
    asked, sensed = wanted(sought.text), sought.sensed(procedure.id)
    best = max(alike.silences.values(), default=0.0)
    return {
        **alike.signs,
        "best": best,
        "clear": best * max(0.0, alike.signs["nearest"]),
        "gap": gap,
        "silent": quiet.signs["near"] if quiet and gap >= least else 0.0,
        "unfound": unfound / UNKNOWN,
        "numberless": float(_numberless(procedure, sought.text, said[0])),
        "how long": float(asked == "how-long"),
        "told": float(is_statement(sought.text)),
        "sort": said[0].signs["sort"] if asked != "text" else 0.0,
        "few": float(len(sought.words) < FEW),
        "sense": sensed.silent,
        "sense peak": sensed.peak,
        "sense said": sensed.of_clause(said[0].candidate.clauses[0]) if sensed.silent else 0.0,
    }


def recorded(alike: Alike, ranks: Sequence[Rank]) -> Rank | None:
    """Give the silence on record that fits best: as a rule does, and by the questions under it."""
    quiet = [rank for rank in ranks if rank.candidate.kind == "not-stated"]

    def fits(rank: Rank) -> float:
        return rank.score + BY_LIKENESS * alike.silences.get(rank.candidate.rule, 0.0)

    return max(quiet, key=fits, default=None)


def meant(procedure: Procedure, sought: Sought, ranks: Sequence[Rank]) -> str:
    """Give the silence on record that a question may be about, or an empty string.

    Args:
        procedure: The procedure.
        sought: The question.
        ranks: What may answer in the procedure, the best first.
    """
    said = stated(ranks)
    like, sensed = sought.alike(procedure).silences, sought.sensed(procedure.id)
    likely = {rule for rule in sensed.silences if sensed.of_silence(rule) >= SENSED_AT_LEAST}
    if not said or not (named := [*like, *sorted(likely - like.keys())]):
        return ""
    least = said[0].score - FAR
    scores = {rank.candidate.rule: rank.score for rank in ranks}

    def fits(rule: str) -> float:
        by_words = NAMED_BY_LIKENESS * like.get(rule, 0.0)
        return scores.get(rule, least) + by_words + NAMED_BY_SENSE * sensed.of_silence(rule)

    best = max(named, key=fits)
    close = scores.get(best, least) >= said[0].score - RECORDED
    return best if close or best in likely or like.get(best, 0.0) >= LIKE else ""


def asks_number(text: str) -> bool:
    """Whether a question asks for a number."""
    return bool(_NUMBER.search(plain(text)))


def _numberless(procedure: Procedure, text: str, best: Rank) -> bool:
    """Whether a number is asked for, and none stands in the clauses of what fits best."""
    if not asks_number(text):
        return False
    clauses = (procedure.clause_by_ref[ref].text for ref in best.candidate.clauses[:CITED])
    return not any(_FIGURE.search(_OWN_NUMBER.sub(" ", clause)) for clause in clauses)


def limit_of(procedure: Procedure, rule: str, ranks: Sequence[Rank]) -> Rank | None:
    """Give the limit without a number that the text sets on what a silence is about, if it does.

    A limit with a number leaves open something else: when it begins, or whether it can be extended.

    Args:
        procedure: The procedure.
        rule: The silence.
        ranks: What may answer in the procedure.
    """
    about = {
        (procedure.split_event(name) or (name, ""))[0] if name not in procedure.rule_by_id else name
        for name in procedure.of_kind(NotStated)[rule].of
    }
    limits = (rank for rank in ranks if rank.candidate.kind == "limit")
    own = (rank for rank in limits if rank.candidate.rule in about and rank.signs["direction"] >= 0)
    return next((rank for rank in own if _has_no_number(procedure, rank)), None)


def _has_no_number(procedure: Procedure, rank: Rank) -> bool:
    """Whether a limit says how long in words alone, such as "without delay"."""
    limit = getattr(procedure.rule_by_id[rank.candidate.rule], rank.candidate.key, None)
    return isinstance(limit, Limit) and limit.count is None and limit.data is None
