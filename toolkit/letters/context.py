"""From a case to the fields of one letter: computed, given by the file, written for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from toolkit.case.case import Case
from toolkit.case.correspondence import letters
from toolkit.case.days import Calendar
from toolkit.case.validity import check_case
from toolkit.letters import computed
from toolkit.letters.blank import Missed
from toolkit.letters.computed import Scene, context_on
from toolkit.letters.fields import Fields, Shape, fields_of
from toolkit.letters.filled import Data, differences, fill, merged, read
from toolkit.letters.form import fill_form, read_form
from toolkit.letters.particulars import CONTACT, Particulars, particulars
from toolkit.letters.people import person
from toolkit.plain import kebab
from toolkit.problem import BadData, Problem
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter
from toolkit.procedure.wording import phrase


@dataclass(frozen=True, slots=True)
class LetterFields:
    """The fields of one letter to one recipient.

    Attributes:
        values: Top-level fields as a template sees them.
        data: The same as plain data.
        missed: Fills with what the template asks for and does not get.
        recipient: The recipient's role.
    """

    values: dict[str, Any]
    data: Data
    missed: Missed
    recipient: str


class Desk:
    """Where the letters of one case are written on one day.

    Args:
        procedure: The procedure of the case.
        case: The case.
        on: The date of the letters.
        extra: Fields written for this occasion, over what the case's file says: nested, keys with
            hyphens.
        file: The case's file, for messages.
        calendar: Which days count; by default the procedure's own, less the case's closures.

    Raises:
        BadData: The case's file says something that the procedure or the fields do not know.
    """

    def __init__(
        self,
        procedure: Procedure,
        case: Case,
        on: date,
        extra: Mapping[str, Any] | None = None,
        file: str = "",
        calendar: Calendar | None = None,
    ) -> None:
        problems = check_case(procedure, case)
        self._extra = extra or {}
        self.file = file
        self.given = particulars(procedure, case, problems)
        if problems:
            raise BadData(problems)
        self.procedure = procedure
        self.case = case
        self.on = on
        self.context = context_on(procedure, case, on, calendar)

    def recipients(self, letter: Letter) -> tuple[str, ...]:
        """Give the roles that a letter goes to, as far as is known; its own writer for a record."""
        roles = self.context.able(letter.to)
        if roles:
            return roles
        return () if isinstance(letter.from_, str) else self.context.able(letter.from_)[:1]

    def fields(self, letter: Letter, recipient: str = "") -> LetterFields:
        """Give the fields of a letter.

        Args:
            letter: The letter.
            recipient: To whom, by role; the first recipient where empty.

        Raises:
            BadData: Something is written for it that is worked out differently, or is not of its
                type.
        """
        scene = Scene(letter, self.on, self.context, self.given)
        role = recipient or next(iter(self.recipients(letter)), "")
        problems: list[Problem] = []
        worked = self._worked(scene, role)
        written, form = self._written(letter, problems)
        for path, known, other in differences(_computed_only(worked), written):
            problems.append(
                Problem(
                    "computed",
                    f"{letter.id}: {kebab(path)} is worked out as {_shown(known)} and is "
                    f"written as {_shown(other)}",
                    clause=letter.place.clause,
                    suggestion="leave it out, or record what happened as an event of the case",
                )
            )
        filed = read_form(letter, form, problems)
        if problems:
            raise BadData(problems)
        data = merged(worked, written)
        missed = Missed()
        node = fill(Fields, data, missed)
        values = {name: value for name, value in vars(node).items() if not name.startswith("_")}
        values["form"] = fill_form(letter, filed, missed)
        return LetterFields(values, data, missed, role)

    def _written(self, letter: Letter, problems: list[Problem]) -> tuple[Data, dict[str, Any]]:
        written = self.given.written(letter.id)
        form = self.given.form(letter.id)
        extra = dict(self._extra)
        entries = extra.pop("form", {})
        if extra:
            written = merged(written, read(Fields, extra, letter.id, problems))
        return written, {**form, **entries}

    def _worked(self, scene: Scene, recipient: str) -> Data:
        """Give what follows from the case and the procedure, and what the case's file says."""
        given = self.given
        letter = scene.letter
        header = self.procedure.header
        data: Data = {
            "letter": {
                "name": letter.name,
                "date": computed.today(scene),
                "clauses": ", ".join(letter.clauses),
            },
            "policy": {
                "title": header.title,
                "short": header.abbreviation,
                "version": header.version,
            },
            "organisation": given.organisation,
            "recipient": self._person(recipient),
            "subject": self._person(header.subject),
            "sender": self._person(self._sender(scene)),
            "contact": given.people.get(CONTACT, {}),
            "meeting": merged(computed.meeting(scene), self._meeting(scene)),
            "decision": computed.decision(scene),
            "sanction": computed.sanction(scene),
            "appeal": computed.appeal(scene),
            "suspension": computed.suspension(scene),
            "earlier": computed.earlier(scene),
            "enclosures": self._enclosures(letter, given),
            **computed.outcomes(scene),
        }
        if self.case.id:
            data["letter"]["reference"] = self.case.id
        for name in ("evidence", "witnesses"):
            if (held := getattr(given, name)) is not None:
                data[name] = held
        if (allegations := self._allegations(scene)) is not None:
            data["allegations"] = allegations
        if (copies := self._copies(letter)) is not None:
            data["copies"] = copies
        if (young := computed.minor(scene)) is not None:
            data["under_18"] = young
        return {name: value for name, value in data.items() if value != {}}

    def _person(self, role: str) -> Data:
        return person(self.procedure, self.given, role) if role else {}

    def _sender(self, scene: Scene) -> str:
        """Give who signs: of several those whom a sending step names, of those one with a name."""
        from_ = scene.letter.from_
        if isinstance(from_, str):
            return ""
        able = self.context.able(from_)
        acting = {role for step in computed.sending(scene) for role in self.context.able(step.who)}
        able = tuple(role for role in able if role in acting) or able
        named = [role for role in able if "name" in self.given.people.get(role, {})]
        return next(iter((*named, *able)), "")

    def _meeting(self, scene: Scene) -> Data:
        step = computed.meeting_step(scene)
        held = self.given.meetings.get(step)
        return held if held is not None else {}

    def _allegations(self, scene: Scene) -> tuple[Data, ...] | None:
        """Give what is alleged, each with the words of the rule that it would break."""
        catalogue = {each.place.clause: each for each in self.procedure.breaches.values()}
        catalogue |= {each.id: each for each in self.procedure.breaches.values()}
        given = self.given.allegations
        if given is None:
            if not scene.context.alleged:
                return None
            given = tuple({"breach": name} for name in scene.context.alleged)
        found = []
        for item in given:
            breach = catalogue.get(item.get("breach", ""))
            if breach is not None:
                clause = breach.place.clause
                item = {
                    **item,
                    "breach": clause,
                    "rule": breach.text or self.procedure.quote(clause),
                    "weight": " or ".join(breach.class_),
                }
            found.append(item)
        return tuple(found)

    def _copies(self, letter: Letter) -> tuple[Data, ...] | None:
        """Give the copies to others; ``None`` where it is not known whether there are any."""
        found: dict[str, Data] = {}
        for copy in letter.copies:
            truth = self.context.knowledge.truth(copy.when)
            if truth is None and copy.to not in found:
                return None
            if truth:
                words = "" if copy.when is None else f"because {phrase(self.procedure, copy.when)}"
                held = self.given.people.get(copy.to, {})
                name = self.procedure.role_name(copy.to)
                known = held.get("name", name)
                to = name if known == name else f"{known} ({name})"
                found.setdefault(copy.to, {"to": to, "ground": words})
        return tuple(found.values())

    def _enclosures(self, letter: Letter, given: Particulars) -> tuple[Data, ...]:
        found: list[Data] = []
        for enclosure in letter.encloses:
            if self.context.knowledge.truth(enclosure.when) is False:
                continue
            known = self.procedure.letters.get(enclosure.item)
            name = known.name if known else enclosure.item.replace("-", " ").capitalize()
            if is_evidence(self.procedure, enclosure.item) and given.evidence:
                for piece in given.evidence:
                    found.append(
                        {"name": piece.get("name", name), "pages": _pages(piece.get("pages"))}
                    )
            else:
                found.append({"name": name, "pages": ""})
        return tuple(found)

    def is_due(self, letter: Letter) -> bool:
        """Whether the advice of the day has the letter among those that are due or may follow."""
        return any(due.letter == letter.id for due in letters(self.context))

    def meeting_of(self, letter: Letter) -> str:
        """Give the step of the meeting that a letter is about, or an empty string."""
        return computed.meeting_step(Scene(letter, self.on, self.context, self.given))


def is_evidence(procedure: Procedure, item: str) -> bool:
    """Whether an enclosure is the evidence itself, which is enclosed piece by piece.

    Its name has the word in it; or it is an enclosure whose statements do.
    """
    known = procedure.letters.get(item)
    stated = known is not None and known.sort == "enclosure" and "evidence" in known.says
    return stated or "evidence" in item.split("-")


def _pages(count: int | None) -> str:
    if count is None:
        return ""
    return "1 page" if count == 1 else f"{count} pages"


def _computed_only(data: Mapping[str, Any]) -> Data:
    """Give those of the data that the fields mark as computed."""

    def of(shape: type[Shape], held: Mapping[str, Any]) -> Data:
        found: Data = {}
        for name, field in fields_of(shape).items():
            value = held.get(name)
            if value is None:
                continue
            if field.shape is not None and not field.many:
                found[name] = of(field.shape, value)
            elif field.about.by == "computed":
                found[name] = value
        return found

    return of(Fields, data)


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return f"a list of {len(value)}"
    return f"'{value}'"
