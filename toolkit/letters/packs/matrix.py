"""What a pack holds: recipient × document × enclosure × channel, from the rules and the case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from toolkit.case.correspondence import Sending, sendings, sendings_of
from toolkit.case.questions import unknown_facts
from toolkit.letters.context import Desk
from toolkit.letters.packs.enclosing import Enclosed, Enclosing
from toolkit.letters.packs.mail import address_problem
from toolkit.plain import Plain
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.procedure.condition import Condition
from toolkit.procedure.rule import Letter, Step
from toolkit.procedure.wording import phrase

EMAIL = "email"
_DUE = ("now", "duty", "done", "imposed")


class Row(Plain):
    """One document to one recipient, or a copy of it.

    Attributes:
        letter: Id of the document.
        recipient: Role of whoever it is addressed to; empty for a record, which has no addressee.
        to: Role of whoever gets this one; another than the recipient for a copy.
        name: Name of whoever gets it, or their role where no name is known.
        email: Their e-mail address, or the mailbox that the text gives.
        ground: Why there is a copy, in words.
        channels: By which ways, as the rules say; empty where the text states none.
        step: The step that sends it, or the decision whose outcome does.
        clauses: The clauses that it rests on.
    """

    letter: str
    document: str
    sort: str
    recipient: str
    to: str
    name: str
    email: str = ""
    copy: bool = False
    ground: str = ""
    channels: tuple[str, ...] = ()
    marking: str = ""
    enclosures: tuple[Enclosed, ...] = ()
    step: str = ""
    because: str = ""
    clauses: tuple[str, ...] = ()

    @property
    def by_email(self) -> bool:
        """Whether it goes by e-mail: the rules say so, or state no way, and an address is known."""
        return bool(self.email) and (EMAIL in self.channels or not self.channels) and bool(self.to)

    @property
    def is_email(self) -> bool:
        """Whether the document is an e-mail itself, and not a paper that is attached to one."""
        return self.by_email and self.sort == "letter" and self.channels == (EMAIL,)


class Matrix(Plain):
    """What a pack holds, and what is missing for it.

    Attributes:
        steps: The steps that it is for; empty for whatever is due on the day.
        rows: A document and its recipient each.
        missing: What has to be known, named or given before it can be made.
        notes: What else the reader should know.
    """

    procedure: str
    case: str
    on: date
    steps: tuple[str, ...]
    rows: tuple[Row, ...]
    missing: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


def matrix(
    desk: Desk, steps: Iterable[str] = (), given: Mapping[str, Path] | None = None
) -> Matrix:
    """Give what the pack of a case holds on a day.

    Args:
        desk: Where the letters of the case are written.
        steps: The steps whose documents are wanted, with those of the outcomes that they imposed.
            Where there are none, what is due and what was done last is taken; documents without an
            addressee, which are for the file, are then only named.
        given: Files for enclosures that the user gives, by the enclosure's name in the rules.

    Raises:
        Refused: There is no such step, or it is neither open nor done in this case.
    """
    return _Matrix(desk, given or {}).build(tuple(dict.fromkeys(steps)))


class _Matrix:
    """A matrix in the making."""

    def __init__(self, desk: Desk, given: Mapping[str, Path]) -> None:
        self.desk = desk
        self.context = desk.context
        self.procedure = desk.procedure
        self.enclosing = Enclosing(desk, given)
        self.missing: list[Problem] = []
        self.notes: list[str] = []

    def build(self, steps: tuple[str, ...]) -> Matrix:
        rows: dict[tuple[str, str, str], Row] = {}
        for sending in self._wanted(steps):
            for row in self._rows(sending):
                rows.setdefault((row.letter, row.recipient, row.to), row)
        self.missing.extend(self.enclosing.problems())
        return Matrix(
            procedure=self.procedure.id,
            case=self.desk.case.id,
            on=self.desk.on,
            steps=steps,
            rows=tuple(rows.values()),
            missing=tuple(dict.fromkeys(self.missing)),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _wanted(self, steps: tuple[str, ...]) -> Iterator[Sending]:
        for step in steps:
            yield from sendings_of(self.context, self._step(step))
        for sending in sendings(self.context) if not steps else ():
            if sending.relation not in _DUE or self._sent(sending):
                continue
            if held_back := self._held_back(sending):
                name = self.procedure.letters[sending.due.letter].name
                self.notes.append(f"{held_back}: '{name}' (--step {sending.step})")
            else:
                yield sending

    def _held_back(self, sending: Sending) -> str:
        """Give why a document is made only where its step is asked for; mostly it is not."""
        letter = self.procedure.letters[sending.due.letter]
        step = self.procedure.steps[sending.step]
        if not letter.to:
            return "also due, for the file"
        if sending.relation not in ("now", "duty"):
            return ""
        if letter.sort == "record" and not step.to:
            # It tells how the step went, and would hold up what is due before that.
            return "to be written once that is done"
        if step.when is not None and self.context.knowledge.truth(step.when) is False:
            # A duty stays, but whom to tell may not: a learner who was 17 has come of age.
            words = phrase(self.procedure, step.when)
            return f"due only where {words}, which no longer holds"
        return ""

    def _sent(self, sending: Sending) -> bool:
        """Whether a letter of the step just done is dated on an earlier day."""
        dated = self.context.situation.last(f"{sending.due.letter}.dated")
        return sending.relation == "done" and dated is not None and dated.on < self.desk.on

    def _step(self, name: str) -> Step:
        known = self.procedure.steps.get(name)
        if known is None:
            raise Refused(
                [
                    Problem(
                        "no-such-step",
                        f"{self.procedure.id} has no step '{name}'",
                        suggestion=did_you_mean(name, self.procedure.steps),
                    )
                ]
            )
        situation = self.context.situation
        done = any(each.event.startswith(f"{name}.") for each in situation.happened)
        in_view = any(
            item.step.id == name and item.relation != "then" for item in self.context.view
        )
        if not (done or in_view):
            raise Refused(
                [
                    Problem(
                        "step-not-reached",
                        f"'{name}' is neither open nor done in this case on "
                        f"{self.desk.on.isoformat()}",
                        clause=known.place.clause,
                        suggestion="toolkit advise says where the case stands",
                    )
                ]
            )
        return known

    def _rows(self, sending: Sending) -> Iterator[Row]:
        letter = self.procedure.letters[sending.due.letter]
        if letter.incoming:
            names = ", ".join(self.procedure.role_name(role) for role in sending.due.to)
            self.notes.append(f"'{letter.name}' is written to {names}, and not by you")
            return
        for condition in sending.unknown:
            self._ask(condition, letter, f"whether '{letter.name}' is sent")
        for who in letter.to:
            self._ask(who.when, letter, f"whether '{letter.name}' goes to {self._role(who.role)}")
        for role in sending.due.to or ("",):
            yield self._row(sending, letter, role)
        for to, ground in self._copies(letter):
            for role in sending.due.to[:1]:
                yield self._row(sending, letter, role, to, ground)

    def _copies(self, letter: Letter) -> Iterator[tuple[str, str]]:
        """Yield who gets a copy and why; ask for the facts that decide on it."""
        sure = {
            copy.to
            for copy in letter.copies
            if self.context.knowledge.truth(copy.when) and copy.to not in letter_roles(letter)
        }
        for copy in letter.copies:
            truth = self.context.knowledge.truth(copy.when)
            if truth is None and copy.to not in sure:
                what = f"whether {self._role(copy.to)} gets a copy of '{letter.name}'"
                self._ask(copy.when, letter, what)
            if truth and copy.to in sure:
                sure.discard(copy.to)
                when = copy.when
                yield copy.to, "" if when is None else f"because {phrase(self.procedure, when)}"

    def _ask(self, condition: Condition | None, letter: Letter, what: str) -> None:
        """Note as missing the facts that decide a condition, where they are not known."""
        if condition is None or self.context.knowledge.truth(condition) is not None:
            return
        words = self.context.in_words(condition)
        facts = tuple(unknown_facts(self.context, condition))
        asked = [f"{name} ({self.procedure.facts[name].ask})" for name in facts]
        self.missing.append(
            Problem(
                "fact-missing",
                f"it is not known {what}: that depends on whether {words}",
                self.desk.file,
                clause=letter.place.clause,
                suggestion=f"write in the case, under facts: {'; '.join(asked)}"
                if asked
                else "toolkit advise asks for what decides it",
            )
        )

    def _row(
        self, sending: Sending, letter: Letter, recipient: str, to: str = "", ground: str = ""
    ) -> Row:
        getting = to or recipient
        person = self.desk.given.people.get(getting, {})
        email = letter.address if letter.address and not to else person.get("email", "")
        if to and "name" not in person:
            self.missing.append(
                Problem(
                    "no-name",
                    f"a copy of '{letter.name}' goes to {self._role(to)}, whose name is not known",
                    self.desk.file,
                    clause=letter.place.clause,
                    suggestion=f"write it in the case: people: {{{to}: {{name: …}}}}",
                )
            )
        if email and address_problem(email):
            self.missing.append(
                Problem(
                    "bad-email",
                    f"the e-mail address of {self._role(getting)} is none: '{email}'",
                    self.desk.file,
                    suggestion=f"mend it in the case: people: {{{getting}: {{email: …}}}}",
                )
            )
            email = ""
        elif getting and EMAIL in letter.channels and not email:
            self._no_address(letter, getting)
        return Row(
            letter=letter.id,
            document=letter.name,
            sort=letter.sort,
            recipient=recipient,
            to=getting,
            name=person.get("name") or (self._role(getting) if getting else ""),
            email=email,
            copy=bool(to),
            ground=ground,
            channels=letter.channels,
            marking=letter.marking,
            enclosures=tuple(self._enclosures(letter, recipient)),
            step=sending.step,
            because=sending.due.because,
            clauses=tuple(cited.ref for cited in sending.due.clauses),
        )

    def _no_address(self, letter: Letter, role: str) -> None:
        name = self._role(role)
        others = [way for way in letter.channels if way != EMAIL]
        if others:
            self.notes.append(
                f"no e-mail address of {name} is known: "
                f"'{letter.name}' goes by {' or '.join(others)} only"
            )
            return
        self.missing.append(
            Problem(
                "no-email",
                f"'{letter.name}' goes to {name} by e-mail, and no address is known",
                self.desk.file,
                clause=letter.place.clause,
                suggestion=f"write it in the case: people: {{{role}: {{email: …}}}}",
            )
        )

    def _enclosures(self, letter: Letter, recipient: str) -> Iterable[Enclosed]:
        for enclosure in letter.encloses:
            what = f"whether '{enclosure.item}' goes with '{letter.name}'"
            self._ask(enclosure.when, letter, what)
            if self.context.knowledge.truth(enclosure.when):
                yield from self.enclosing.of(letter, enclosure, recipient)

    def _role(self, role: str) -> str:
        return self.procedure.role_name(role)


def letter_roles(letter: Letter) -> tuple[str, ...]:
    """Give the roles that a letter goes to, whatever the case."""
    return tuple(who.role for who in letter.to)
