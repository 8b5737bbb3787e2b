"""The fields that a letter template may use: one typed tree, the same for every procedure.

A template speaks of ``meeting.date`` or ``appeal.by``. What each of them is, of which type, and
who fills it, stands here and nowhere else: the static check reads it, the context is built to it,
and ``toolkit letters fields`` prints it. A field of a single letter (an entry of a form) is
declared by its ``letter`` block in the procedure and is spoken of as ``form.NAME``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, get_args, get_origin, get_type_hints


@dataclass(frozen=True, slots=True)
class About:
    """What a field is.

    Attributes:
        words: What it holds, for whoever writes a template or fills it in.
        by: ``computed`` where the toolkit works it out from the case and the procedure,
            ``case`` where the case holds it, ``letter`` where it is written for one letter.
    """

    words: str
    by: str = "case"


class Shape:
    """The base of every group of fields; its annotations are the fields."""


class Day(str):
    """A day as letters write it: "Monday 6 April 2026".

    Attributes:
        short: Without the weekday.
        brief: As forms write it, "6 Apr 2026".
        iso: As programs write it, "2026-04-06".
    """

    __slots__ = ("brief", "iso", "short")
    brief: str
    iso: str
    short: str


def day(value: Any) -> Day:
    """Give a date as a `Day`."""
    short = f"{value.day} {value:%B} {value.year}"
    made = Day(f"{value:%A} {short}")
    made.short = short
    made.brief = f"{value.day} {value:%b} {value.year}"
    made.iso = value.isoformat()
    return made


class Person(Shape):
    """Somebody, with the role in which they appear."""

    name: Annotated[str, About("full name")]
    role: Annotated[str, About("role as the procedure names it, such as Head of Department")]
    greeting: Annotated[str, About("how to address them: Dear GREETING; the name where not given")]
    address: Annotated[tuple[str, ...], About("lines of the postal address")]
    email: Annotated[str, About("e-mail address")]
    phone: Annotated[str, About("telephone number")]
    number: Annotated[str, About("learner, membership, staff or account number")]
    unit: Annotated[str, About("course and group, team, or business unit")]
    organisation: Annotated[str, About("organisation that they belong to")]


class Organisation(Shape):
    """Who runs the procedure."""

    name: Annotated[str, About("its name")]
    address: Annotated[tuple[str, ...], About("lines of the postal address")]
    phone: Annotated[str, About("telephone number")]
    email: Annotated[str, About("e-mail address")]
    website: Annotated[str, About("web address")]
    policy_link: Annotated[str, About("web address of the policy")]


class Policy(Shape):
    """The procedure itself."""

    title: Annotated[str, About("its title", "computed")]
    short: Annotated[str, About("what its clauses are called by, such as LDPP", "computed")]
    version: Annotated[str, About("its version", "computed")]


class Letter(Shape):
    """The letter itself."""

    name: Annotated[str, About("name of the document", "computed")]
    date: Annotated[Day, About("date of the letter", "computed")]
    reference: Annotated[str, About("id of the case", "computed")]
    clauses: Annotated[str, About("clauses that it rests on, in one line", "computed")]


class Allegation(Shape):
    """One thing that is alleged."""

    what: Annotated[
        str, About('what is alleged to have happened, as "you ..." or in neutral words')
    ]
    when: Annotated[str, About("day or days, in words")]
    where: Annotated[str, About("place")]
    breach: Annotated[str, About("reference of the rule, such as LDPP 3.1 Major 5", "computed")]
    rule: Annotated[str, About("the rule's own words", "computed")]
    weight: Annotated[str, About("class of the breach, such as major", "computed")]


class Point(Shape):
    """One point of an agenda."""

    does: Annotated[str, About("what is done", "computed")]
    who: Annotated[str, About("by whom", "computed")]
    notes: Annotated[str, About("what was said", "letter")]


class Meeting(Shape):
    """The meeting or hearing that the letter or record is about."""

    name: Annotated[str, About("its name, such as Stage 2 Disciplinary Hearing")]
    date: Annotated[Day, About("day")]
    time: Annotated[str, About("time, such as 2.30 pm")]
    place: Annotated[str, About("room and address, or that it is online")]
    link: Annotated[str, About("link for joining online; optional")]
    chair: Annotated[Person, About("who leads it")]
    others: Annotated[tuple[Person, ...], About("who else will be there")]
    note_taker: Annotated[str, About("who takes notes")]
    reply_by: Annotated[Day, About("day by which the recipient should answer")]
    notice: Annotated[
        str, About("notice that the text gives, such as five working days", "computed")
    ]
    stage: Annotated[str, About("its stage, such as Stage 2", "computed")]
    agenda: Annotated[tuple[Point, ...], About("points of its protocol, in order", "computed")]
    present: Annotated[tuple[Person, ...], About("who came, for a record", "letter")]
    adjustments: Annotated[str, About("adjustments asked for and made", "letter")]
    minutes: Annotated[tuple[str, ...], About("main points of what was said", "letter")]


class Evidence(Shape):
    """A document or thing put forward."""

    name: Annotated[str, About("what it is, such as Statement of Jo Example, 3 March 2026")]
    pages: Annotated[int, About("number of pages")]
    shows: Annotated[str, About("what it is about; optional")]
    file: Annotated[str, About("its file, from the case file's folder; for packs")]


class Witness(Shape):
    """Somebody who will be heard."""

    name: Annotated[str, About("full name")]
    about: Annotated[str, About("what they can speak to")]


class Outcome(Shape):
    """An outcome open at the meeting."""

    name: Annotated[str, About("its name", "computed")]
    means: Annotated[str, About("how long it lasts or what goes with it; may be empty", "computed")]


class Decision(Shape):
    """What was decided."""

    date: Annotated[Day, About("day of the decision", "computed")]
    by: Annotated[str, About("who decided, by role", "computed")]
    finding: Annotated[str, About("what was found, in two or three sentences", "letter")]
    outcome: Annotated[str, About("name of the outcome or outcomes", "computed")]
    reasons: Annotated[str, About("why, on the evidence", "letter")]
    mitigation: Annotated[
        str, About("what was said in mitigation and how it was weighed", "letter")
    ]
    considered: Annotated[str, About("other sanctions and similar cases looked at", "letter")]


class Sanction(Shape):
    """The sanction imposed, or asked for."""

    name: Annotated[str, About("its exact name", "computed")]
    starts: Annotated[Day, About("day from which it counts", "computed")]
    ends: Annotated[Day, About("last day; optional, empty where none is stated", "computed")]
    length: Annotated[str, About("how long it lasts, or that the policy states no end", "computed")]
    means: Annotated[tuple[str, ...], About("what it means in practice, point by point", "letter")]
    changes: Annotated[tuple[str, ...], About("what has to change", "letter")]
    support: Annotated[tuple[str, ...], About("help that will be given", "letter")]
    next: Annotated[str, About("what follows if it is not kept to", "letter")]
    conditions: Annotated[tuple[str, ...], About("conditions of return or of its end", "letter")]
    authorised_by: Annotated[str, About("who authorised it, where somebody has to", "letter")]


class Answer(Shape):
    """The decision on one ground of an appeal."""

    ground: Annotated[str, About("the ground as it was given")]
    decision: Annotated[str, About("accepted or not")]
    reasons: Annotated[str, About("why")]


class Appeal(Shape):
    """The right of appeal, or an appeal made."""

    to: Annotated[Person, About("to whom it is made")]
    by: Annotated[Day, About("latest day that is safe under every reading", "computed")]
    limit: Annotated[str, About("the limit in words, such as five working days", "computed")]
    skipped: Annotated[str, About("days up to then that do not count; may be empty", "computed")]
    clause: Annotated[str, About("clause that gives the limit", "computed")]
    grounds: Annotated[tuple[str, ...], About("grounds that the text allows", "computed")]
    against: Annotated[str, About("decision appealed against", "letter")]
    received: Annotated[Day, About("day on which the appeal came", "computed")]
    given: Annotated[tuple[str, ...], About("grounds as they were given", "letter")]
    answers: Annotated[tuple[Answer, ...], About("decision on each ground", "letter")]
    result: Annotated[str, About("what the appeal comes to, in one sentence", "letter")]
    next: Annotated[str, About("what comes next", "letter")]
    next_by: Annotated[Day, About("day by which it comes", "computed")]


class PlanAction(Shape):
    """One line of a plan."""

    behaviour: Annotated[str, About("behaviour or point to mend")]
    action: Annotated[str, About("what will be done")]
    help: Annotated[str, About("who helps, and how")]
    by: Annotated[Day, About("by when")]
    seen: Annotated[str, About("how it will be seen")]


class Plan(Shape):
    """An action or improvement plan."""

    actions: Annotated[tuple[PlanAction, ...], About("its lines", "letter")]
    review: Annotated[Day, About("day of review", "letter")]
    progress: Annotated[str, About("what the review found", "letter")]


class Suspension(Shape):
    """A suspension."""

    starts: Annotated[Day, About("day from which it runs")]
    ends: Annotated[Day, About("day on which it ended; optional")]
    reason: Annotated[str, About("why, as a risk and not as a finding", "letter")]
    conditions: Annotated[tuple[str, ...], About("what is and is not allowed meanwhile", "letter")]
    next: Annotated[str, About("what happens next", "letter")]
    next_by: Annotated[Day, About("by when", "letter")]


class Copy(Shape):
    """A copy to somebody else."""

    to: Annotated[str, About("who gets it, by role and name where known", "computed")]
    ground: Annotated[str, About("why, such as because you are under 18", "computed")]


class Enclosure(Shape):
    """Something that goes with the letter."""

    name: Annotated[str, About("what it is", "computed")]
    pages: Annotated[
        str, About('number of pages in words, such as "2 pages"; may be empty', "computed")
    ]


class Earlier(Shape):
    """An earlier entry of the record."""

    date: Annotated[Day, About("day")]
    what: Annotated[str, About("incident, warning or meeting")]
    stage: Annotated[str, About("stage")]
    outcome: Annotated[str, About("outcome")]


class Incident(Shape):
    """One line of a report over several cases."""

    date: Annotated[Day, About("day")]
    reference: Annotated[str, About("reference of the case, no name")]
    unit: Annotated[str, About("programme area or unit")]
    breach: Annotated[str, About("kind of breach")]
    stage: Annotated[str, About("stage")]
    outcome: Annotated[str, About("outcome and sanction")]


class Report(Shape):
    """What a register, overview or report covers."""

    period: Annotated[str, About("period covered", "letter")]
    area: Annotated[str, About("programme area or unit", "letter")]
    asked_by: Annotated[str, About("who asked for it", "letter")]
    source: Annotated[str, About("records that it was made from", "letter")]
    incidents: Annotated[tuple[Incident, ...], About("its lines", "letter")]


class Fields(Shape):
    """Everything that a template may use."""

    letter: Annotated[Letter, About("the letter itself")]
    organisation: Annotated[Organisation, About("who runs the procedure")]
    policy: Annotated[Policy, About("the procedure")]
    recipient: Annotated[Person, About("to whom the letter goes")]
    subject: Annotated[Person, About("whom the case is about")]
    sender: Annotated[Person, About("who signs")]
    contact: Annotated[Person, About("whom to ask for help or adjustments")]
    under_18: Annotated[bool, About("whether the subject is under 18 on the day", "computed")]
    copies: Annotated[tuple[Copy, ...], About("copies to others", "computed")]
    enclosures: Annotated[tuple[Enclosure, ...], About("what is enclosed", "computed")]
    allegations: Annotated[tuple[Allegation, ...], About("what is alleged")]
    meeting: Annotated[Meeting, About("the meeting or hearing")]
    evidence: Annotated[tuple[Evidence, ...], About("evidence put forward")]
    witnesses: Annotated[tuple[Witness, ...], About("witnesses to be called")]
    outcomes: Annotated[tuple[Outcome, ...], About("outcomes open at the meeting", "computed")]
    worst: Annotated[str, About("the gravest of them", "computed")]
    decision: Annotated[Decision, About("what was decided")]
    sanction: Annotated[Sanction, About("the sanction")]
    appeal: Annotated[Appeal, About("right of appeal, or an appeal made")]
    plan: Annotated[Plan, About("action or improvement plan")]
    suspension: Annotated[Suspension, About("a suspension")]
    earlier: Annotated[tuple[Earlier, ...], About("earlier entries of the record")]
    report: Annotated[Report, About("a report over several cases")]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a shape, with its type taken apart.

    Attributes:
        kind: ``text``, ``day``, ``number``, ``truth`` or ``group``.
        shape: The shape of a group.
        many: Whether it is a list.
    """

    name: str
    about: About
    kind: str
    shape: type[Shape] | None
    many: bool


_KINDS: dict[Any, str] = {str: "text", Day: "day", int: "number", bool: "truth"}


_taken_apart: dict[type[Shape], dict[str, Field]] = {}


def fields_of(shape: type[Shape]) -> dict[str, Field]:
    """Give the fields of a shape by name, in the order in which they stand."""
    if (known := _taken_apart.get(shape)) is not None:
        return known
    found: dict[str, Field] = {}
    for name, hint in get_type_hints(shape, include_extras=True).items():
        kind, about = get_args(hint)
        many = get_origin(kind) is tuple
        if many:
            kind = get_args(kind)[0]
        group = kind if kind not in _KINDS else None
        found[name] = Field(name, about, _KINDS.get(kind, "group"), group, many)
    _taken_apart[shape] = found
    return found


_groups: dict[type[Shape], tuple[Field, ...]] = {}


def groups_of(shape: type[Shape]) -> tuple[Field, ...]:
    """Give the fields of a shape that are groups themselves."""
    if (known := _groups.get(shape)) is not None:
        return known
    found = tuple(field for field in fields_of(shape).values() if field.shape is not None)
    _groups[shape] = found
    return found
