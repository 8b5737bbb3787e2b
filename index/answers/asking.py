"""A question gets its one Answer: found, checked against what the rules hold, or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from index.answers import comparison, following, given, letter, limit, sanction
from index.answers.answer import Answer, Kind, Near
from index.answers.catalogue import Fit, fitting
from index.answers.confidence import LEAST, confidence
from index.answers.day import named_day
from index.answers.kind import Asked, asked, is_statement, is_what_if
from index.answers.nearness import Sought, bag
from index.answers.people import people
from index.answers.place import Place
from index.answers.ranked import KINDS, Fitting, ranked, silent
from index.answers.rules import disagreements, letter_due, open_outcome, questions, silences
from index.answers.supposed import supposed
from index.question import LONGEST
from index.search import Hit, Hits, Index, open_index
from index.words import plain
from toolkit.case.advice import Silence
from toolkit.case.citing import cite
from toolkit.procedure.library import folder_of, load
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Breach, NotStated, Outcome

if TYPE_CHECKING:
    from toolkit.case.case import Case


HITS = 8
"""How many clauses are found."""

PLACES = 5
"""How many of them may answer."""

NEAREST = 3
"""How many other clauses are shown."""

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

ASKED_BEFORE = 0.75
"""A question so near to an authored one is answered, whatever the other signs say."""

SURELY_TOLD, SURELY_ASKED = 0.6, 0.8
"""Where a line of the catalogue fits at least so well, the other signs do not refuse."""

HOPELESS = 0.05
"""Below this it is refused, whatever is near or fits: a printer that does not work is no breach."""

MUCH_ASKED, NEARER = 0.6, 0.15
"""A clause is quoted before the best one where an authored question is so near, and so much nearer
than any of the best one."""

TOLD = 0.45
"""What somebody did is taken to be a line of the catalogue that fits at least so well."""

FITS_AT_ALL = 0.3
"""A line of the catalogue that fits less well is not what the question is about."""

GENERAL = bag(
    "sanction punishment penalty consequence outcome decision hearing meeting panel impose issue "
    "give given get face stage one two three stage 1 stage 2 stage 3 level 1 level 2 level 3 first "
    "possible available open decide breach major minor gross result trouble serious learner"
) | bag("stage1 stage2 stage3 level1 level2 level3")
"""Words that say what sort of answer is wanted, or where, and not what somebody did."""

_NUMBERED = re.compile(r"\b(stage|level) ?(\d)\b")
_COMPARING = re.compile(r"(?i)\b(compare[ds]?|comparison|differences?|differ(s|ent(ly)?)?)\b")
_CONTROL = {code: " " for code in (*range(32), *range(127, 160))}


def ask(
    question: str,
    case: Case | None = None,
    procedure: str | None = None,
    *,
    on: date | None = None,
    index: Index | None = None,
) -> Answer:
    """Answer a question from the policies, or refuse.

    Args:
        question: Whatever somebody has typed.
        case: A case to answer for.
        procedure: Id of the only procedure to look in; a case has its own.
        on: The day that it is answered for, where there is a case; today where none is given.
        index: An open index, where one is at hand.

    Returns:
        The answer, its clauses quoted. Its kind is ``refused`` where the policies do not say.

    Raises:
        Refused: There is no such procedure.
        BadData: The case, or a procedure, is faulty.
    """
    text = " ".join(question[:LONGEST].translate(_CONTROL).split())
    held = given.given(case, on or date.today()) if case is not None else None
    only = held.procedure.id if held else folder_of(procedure).name if procedure else None
    if not any(letter.isalnum() for letter in text):
        return Answer(question=text, kind="refused", headline="Nothing was asked.",
                      because="Write a question, or say in a few words what happened.")  # fmt: skip
    index = index or open_index()
    hits = index.search(text, limit=HITS, procedure=only)
    return _Asking(text, index, hits, only, held).answer()


class _Asking:
    """One question, while it is being answered."""

    def __init__(
        self, text: str, index: Index, hits: Hits, only: str | None, held: given.Given | None
    ) -> None:
        self.text = text
        self.index = index
        self.hits = hits
        self.only = only
        self.held = held
        self.sought = Sought(index, hits.did_you_mean or text)
        self.asked = asked(self.sought.text)
        self.sure = confidence(self.sought, hits, named=only is not None).value
        self.day, self.no_day = named_day(text)

    def answer(self) -> Answer:
        """Give the answer."""
        if not self.hits:
            return self._outside()
        if self.held is None and not self._answerable():
            return self._outside()
        free = self.only is None and self.held is None
        if free and not self.hits.question.procedures and len(staged := self._staged()) == 1:
            (self.only,) = staged
            self.hits = self.index.search(self.text, limit=HITS, procedure=self.only)
            return self._one(self.hits)
        if free and (several := self._several()):
            return several
        if free and (told := self._told()):
            return told
        return self._one(self.hits)

    def _told(self) -> Answer | None:
        """Answer a text that says what somebody did, by the catalogue in which it fits best."""
        if not is_statement(self.text) or self.asked not in ("text", "sanction"):
            return None
        if not self._lines or self._lines[0].score < TOLD or self.sure < HOPELESS:
            return None
        return self._sanction(self._lines[0].procedure, self._lines)

    @cached_property
    def _lines(self) -> list[Fit]:
        """The lines of all catalogues that may be meant, those that fit best first."""
        found = dict.fromkeys(hit.procedure for hit in self.hits[:PLACES])
        names = [self.only] if self.only else list(self.hits.question.procedures or found)
        return fitting(self.index, self.sought, [name for name in names if load(name).breaches])

    def _answerable(self) -> bool:
        """Whether the policies may answer: by all signs, by a reference, or by a breach told."""
        if self.sure >= LEAST or _looked_up(self.index, self.hits):
            return True
        if self.sure < HOPELESS:
            return False
        if max(self.sought.asked_under.values(), default=0.0) >= ASKED_BEFORE:
            return True
        least = SURELY_TOLD if is_statement(self.text) else SURELY_ASKED
        return bool(self._lines) and self._lines[0].score >= least

    def _several(self) -> Answer | None:
        """Answer for several procedures, where they answer differently and none is named."""
        named = self.hits.question.procedures
        if len(named) == 1 or (self.asked in ("text", "sanction") and len(named) < 2):
            return None
        wanted = self.asked == "compare" or len(named) > 1
        answers = [self._one(hits) for hits in self._heard(wanted)]
        stated = [each for each in answers if each.kind != "refused"]
        if len(answers) < 2 or not (wanted or comparison.differ(answers)):
            return None
        if not stated:
            return self._made(
                "refused",
                f"Not stated: {'; '.join(each.headline.rstrip('.') for each in answers)}.",
                because="These procedures are silent here; ask whoever owns them.",
                clauses=tuple(clause for each in answers for clause in each.clauses),
                silences=tuple(item for each in answers for item in each.silences),
            )
        sides = tuple(comparison.side(each) for each in answers)
        return self._made(
            "compare",
            comparison.headline(sides),
            sides=sides,
            limits=tuple(item for each in answers for item in each.limits),
            clauses=tuple(clause for each in answers for clause in each.clauses),
            conflicts=tuple(item for each in answers for item in each.conflicts),
            silences=tuple(item for each in stated for item in each.silences),
            because="" if named else "Name the procedure to have its answer alone.",
        )

    def _has_all(self, name: str) -> bool:
        """Whether a procedure's text has every telling word of the question."""
        passages, engine = self.index.passages, self.index.engine
        return all(
            any(passages[at]["procedure"] == name for at in engine.documents("stem", word))
            for word in self.sought.words
        )

    def _staged(self) -> frozenset[str]:
        """Give the procedures that have a stage of the number that the question names."""
        numbers = {f"{word} {number}" for word, number in _NUMBERED.findall(plain(self.text))}
        return frozenset(
            name for name, held in self.index.data["procedures"].items()
            if any(number in phrases for number in numbers for phrases in held["stages"].values())
        )  # fmt: skip

    def _heard(self, wanted: bool) -> list[Hits]:
        """Give what was found in each procedure that may be meant."""
        question = self.hits.question
        staged = self._staged()
        least = comparison.NAMED if wanted else comparison.NEAR_THE_BEST
        found = []
        for name in self.index.data["procedures"]:
            if question.procedures and name not in question.procedures:
                continue
            if (staged and name not in staged) or not load(name).steps:
                continue
            hits = self.index.search(self.text, limit=HITS, procedure=name)
            enough = comparison.HAS_ALL if self._has_all(name) else least
            if hits and hits[0].score >= min(least, enough) * self.hits[0].score:
                found.append(hits)
        found.sort(key=lambda hits: -hits[0].score)
        return found[: comparison.MOST]

    def _one(self, hits: Hits) -> Answer:
        """Answer for one procedure: that of the best clause."""
        procedure = load(hits[0].procedure)
        places = [
            Place(procedure, hits, (), at)
            for at, hit in enumerate(hits[:PLACES])
            if hit.procedure == procedure.id and hit.score >= ANSWERS * hits[0].score
        ]
        fits = self._fits(procedure, places)
        kind = self._kind(fits, places)
        if self.held is not None:
            refs = frozenset(ref for place in places for ref in place.refs)
            if fields := given.for_case(self.held, kind, refs):
                headline = fields.pop("headline")
                clauses = given.quoted(fields) or cite(procedure, (places[0].clause,))
                return self._made(cast(Kind, kind), headline, procedure=procedure.id,
                                  clauses=clauses, **fields)  # fmt: skip
        if kind == "sanction" and fits:
            return self._sanction(procedure, fits)
        return self._by_kind(kind, procedure, places)

    def _fits(self, procedure: Procedure, places: list[Place]) -> list[Fit]:
        """Give the lines of the catalogue that fit, where the question may be about one."""
        statement = is_statement(self.text)
        about = any(place.rules(Breach, citing=False) for place in places)
        if not (about or statement or self.asked == "sanction") or not procedure.breaches:
            return []
        if not self.sought.words - GENERAL:
            return []
        found = fitting(self.index, self.sought, (procedure.id,))
        return found if found and found[0].score >= FITS_AT_ALL else []

    def _kind(self, fits: list[Fit], places: list[Place]) -> Asked:
        """Settle what sort of answer is given: where somebody did something, what that leads to."""
        if self.asked == "compare":
            return asked(_without_comparing(self.sought.text))
        if not fits:
            return self.asked
        about = bool(places[0].rules(Breach, citing=False))
        if self.asked == "text" and (is_statement(self.text) and (about or fits[0].score > 0.6)):
            return "sanction"
        if self.asked == "next" and about and is_what_if(self.text):
            return "sanction"
        return self.asked

    def _sanction(self, procedure: Procedure, fits: list[Fit]) -> Answer:
        shown = sanction.fitting_lines(fits)
        entries = [sanction.entry(fit, fits[0].score, self.sought.text) for fit in shown]
        used = {fit.breach.id for fit in shown}
        refs = {entry.ref for entry in entries}
        facts = supposed(procedure, self.sought.text, shown[0].breach)
        turning = sanction.conditions((fit.procedure, fit.breach) for fit in shown)
        outcomes = entries[0].outcomes
        if not outcomes:
            outcomes = tuple(
                made for outcome in procedure.outcomes.values() if outcome.type == "sanction"
                for made in [open_outcome(procedure, outcome, outcome.at[0], facts)] if made
            )  # fmt: skip
        clauses = {clause.ref: clause for entry in entries for clause in entry.clauses[:1]}
        clauses |= {clause.ref: clause for entry in entries for clause in entry.clauses}
        decided = {item.step for entry in entries for item in entry.deciders}
        imposed = {item.outcome for item in outcomes}
        return self._made(
            "sanction",
            sanction.headline(entries),
            procedure=procedure.id,
            because="" if entries[0].deciders else
            "The text fixes no stage for this line; whoever decides chooses among its sanctions.",
            entries=tuple(entries),
            outcomes=outcomes,
            appeals=entries[0].appeals,
            clauses=tuple(clauses.values()),
            conflicts=tuple(item for each in dict.fromkeys(fit.procedure.id for fit in shown)
                            for item in disagreements(load(each), used, refs)),
            silences=silences(procedure, {*used, *decided, *imposed}),
            questions=questions(procedure, turning, facts),
        )  # fmt: skip

    def _by_kind(self, kind: Asked, procedure: Procedure, places: list[Place]) -> Answer:
        """Answer by the rule that fits best; quote the best clause where none does."""
        makers = {
            "how-long": self._how_long, "who": self._who, "next": self._next,
            "letter": self._letter, "sanction": self._outcomes,
        }  # fmt: skip
        first = places[0]
        plain_text = Fitting("", "", max(self.sought.asked_under.values(), default=0.0) * TEXT)
        fits = ranked(procedure, self.sought, first.hits, KINDS.get(kind, ()))
        quiet = silent(procedure, self.sought, first.hits, kind)
        best = fits[0] if fits else plain_text
        over = OVER.get(kind, OVER_ELSE)
        if quiet and quiet[0].score >= max(SILENT, best.score + over):
            return self._not_stated(procedure, quiet[0].rule)
        if fits and kind in makers:
            meant = [each.rule for each in fits if each.score >= MEANT * best.score]
            place = Place(procedure, first.hits, tuple(meant[:MOST_MEANT]))
            if found := makers[kind](place):
                return found
        return self._quoted(procedure, self._asked_of(places))

    def _asked_of(self, places: list[Place]) -> Place:
        """Give the place to quote: the first, or the one where just this question is written."""
        under = self.sought.asked_under

        def near(place: Place) -> float:
            return max((under.get(ref, 0.0) for ref in place.refs), default=0.0)

        best = max(places, key=near)
        surely = near(best) >= max(MUCH_ASKED, near(places[0]) + NEARER)
        return best if surely else places[0]

    def _how_long(self, place: Place) -> Answer | None:
        found, because = limit.limits(place, self.sought, self.day)
        if not found:
            return None
        rules = {item.step for item in found}
        return self._from(place, "how-long", limit.headline(found), rules, limits=found,
                          because=because or self.no_day)  # fmt: skip

    def _who(self, place: Place) -> Answer | None:
        found = people(place, self.sought)
        if found is None:
            return None
        return self._from(place, "who", found.headline, found.rules, people=found.people)

    def _next(self, place: Place) -> Answer | None:
        found = following.following(place, self.sought)
        if found is None:
            return None
        names = {name for step in found.steps for name in step.letters}
        sent = [letter_due(place.procedure, place.procedure.letters[name])
                for name in place.procedure.letters if name in names]  # fmt: skip
        facts = supposed(place.procedure, self.sought.text)
        return self._from(
            place, "next", following.headline(place, found), found.rules,
            steps=found.steps, outcomes=found.outcomes, letters=tuple(sent),
            silences=found.silences,
            questions=questions(place.procedure, found.conditions, facts),
        )  # fmt: skip

    def _letter(self, place: Place) -> Answer | None:
        found = letter.letters(place, self.sought)
        if not found:
            return None
        said = letter.headline(place.procedure, found)
        return self._from(place, "letter", said, {item.letter for item in found}, letters=found)

    def _outcomes(self, place: Place) -> Answer | None:
        """Give the outcomes that stand at a place, or that the decisions there may impose."""
        procedure = place.procedure
        facts = supposed(procedure, self.sought.text)
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
        return self._from(
            place, "sanction", sanction.headline([], once), {item.outcome for item in once},
            outcomes=once, appeals=ways,
            questions=questions(procedure, (at.when for _, at in pairs), facts),
        )  # fmt: skip

    def _quoted(self, procedure: Procedure, place: Place) -> Answer:
        text = " ".join(procedure.clause_by_ref[place.clause].text.split())
        rules = {rule.id for rule in procedure.rules_under.get(place.clause, ())}
        return self._from(place, "text", f"{place.clause}: {_sentence(text)}", rules)

    def _from(
        self, place: Place, kind: Kind, headline: str, rules: set[str] | frozenset[str],
        **fields: Any,
    ) -> Answer:  # fmt: skip
        """Make an answer from a place, with the clauses, conflicts and silences of its rules."""
        procedure = place.procedure
        refs = [place.clause]
        for items in fields.values():
            if isinstance(items, tuple):
                refs += [clause.ref for item in items for clause in getattr(item, "clauses", ())]
        own = fields.pop("silences", ())
        return self._made(
            kind, headline, procedure=procedure.id,
            clauses=cite(procedure, refs),
            conflicts=disagreements(procedure, rules, (place.clause,)),
            silences=(*own, *silences(procedure, rules)),
            **fields,
        )  # fmt: skip

    def _not_stated(self, procedure: Procedure, name_of_rule: str) -> Answer:
        rule = procedure.of_kind(NotStated)[name_of_rule]
        name = procedure.header.abbreviation
        return self._made(
            "refused",
            f"Not stated in {name}: {rule.about}.",
            because=f"{name} is silent here. Ask whoever owns the policy: "
            f"{procedure.header.issuer}.",
            procedure=procedure.id,
            clauses=cite(procedure, rule.clauses),
            conflicts=disagreements(procedure, {rule.id}),
            silences=(Silence(about=rule.about, clauses=cite(procedure, rule.clauses)),),
        )

    def _outside(self) -> Answer:
        names = sorted(held["abbreviation"] for held in self.index.data["procedures"].values())
        return self._made(
            "refused",
            "Not in these policies.",
            because=f"Nothing in {', '.join(names)} answers this. The nearest clauses are below; "
            "they are about something else.",
        )

    def _made(self, kind: Kind, headline: str, **fields: Any) -> Answer:
        """Make an answer, with the other clauses that were found."""
        quoted = {clause.ref for clause in fields.get("clauses", ())}
        near = tuple(
            Near(ref=hit.item or hit.ref, procedure=hit.procedure, path=hit.path,
                 kind=_sort(self.index, hit), snippet=hit.snippet.replace("**", ""))
            for hit in self.hits if (hit.item or hit.ref) not in quoted
        )[:NEAREST]  # fmt: skip
        return Answer(
            question=self.text,
            kind=kind,
            headline=headline,
            confidence=self.sure,
            otherwise=near,
            did_you_mean=self.hits.did_you_mean,
            **fields,
        )


def _looked_up(index: Index, hits: Hits) -> bool:
    """Whether a question is a look-up of a clause by its reference."""
    return bool(index.references.find(hits.question.text, hits.question.procedures).places)


def _sort(index: Index, hit: Hit) -> str:
    """Give what sort of answer a clause gives, by the kinds of its rules."""
    for passage in index.passages:
        if passage["procedure"] == hit.procedure and passage["ref"] == hit.ref:
            return ", ".join(passage["facets"])
    return ""


def _sentence(text: str, longest: int = 220) -> str:
    """Give the first sentence of a text, cut where it is very long."""
    end = text.find(". ", 40)
    if 0 < end < longest:
        return text[: end + 1]
    return text if len(text) <= longest else f"{text[: text.rfind(' ', 0, longest)]} …"


def _without_comparing(text: str) -> str:
    """Take the words of comparing away, so that what is compared is left."""
    import re

    return re.sub(
        r"(?i)\b(compare[ds]?|comparison|difference[s]?|differ(s|ent(ly)?)?)\b", " ", text
    )
