"""``toolkit case``: case files begun, added to, and asked what may come next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.case.case import Case, Event, Given, Held, Member
from toolkit.case.closures import calendar_with, settings_file
from toolkit.problem import Problem, Refused, ToolkitError, did_you_mean
from toolkit.procedure.library import load, procedure_ids
from toolkit.procedure.procedure import Procedure
from tui.casefile import append_event, faults_of, open_case, read_reference, write_new
from tui.output import DAY, as_json, width, write, write_json

T = TypeVar("T")

BORN, AGE = "date-of-birth", "age"
"""The facts that tell how old somebody is, where the procedure asks for them."""


@click.group("case")
def command() -> None:
    """Begin a case file, add events to it, and list the events that are allowed."""


@command.command("new")
@click.option("-p", "--procedure", "procedure_id", help="Id of the procedure, such as ldpp.")
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where; by default ID.yaml.")
@click.option("--id", "case_id", help="The case's own name, such as a reference number.")
@click.option("--name", help="Name of the person or organisation concerned.")
@click.option("--born", help="Date of birth, or age in years.")
@click.option("--alleged", help="Lines of the catalogue, parted by commas; or 'unknown'.")
@click.option("--opened", type=DAY, help="The day on which the case began.")
@click.option("--no-questions", is_flag=True, help="Ask nothing; leave out what is not given.")
def new(
    procedure_id: str | None,
    output: Path | None,
    case_id: str | None,
    name: str | None,
    born: str | None,
    alleged: str | None,
    opened: date | None,
    no_questions: bool,
) -> None:
    """Begin a case file, asking for what an option does not give.

    The file lists as comments everything else that the procedure may need to know.
    """
    from toolkit.case.text import new_case

    asking = not no_questions
    procedure = load(procedure_id or _only_procedure(asking))
    today = date.today()
    given = {"reference": case_id, "name": name, "born": born, "alleged": alleged}
    reads: dict[str, tuple[str, str, Callable[[str], Any]]] = {
        "reference": ("Reference of the case", f"{procedure.id}-{today}", _reference),
        "name": (f"Name of the {procedure.header.subject}", "", str.strip),
    }
    if {BORN, AGE} & procedure.facts.keys():
        reads["born"] = ("Date of birth, or age in years", "", _age)
    if breaches := [fact.id for fact in procedure.facts.values() if fact.type == "breaches"]:
        hint = next(iter(procedure.breaches.values())).place.clause if procedure.breaches else ""
        reads["alleged"] = (
            f"What is alleged: lines of the catalogue such as {hint}, or unknown",
            "unknown",
            lambda typed: _alleged(procedure, typed),
        )
    answers = {
        key: _answer(given[key], *how, asking=asking, option=key) for key, how in reads.items()
    }
    if opened is None:
        opened = today if no_questions else _ask("Day on which it began", str(today), _day)
    facts: dict[str, Held] = dict(answers.get("born") or {})
    if answers.get("alleged"):
        facts[breaches[0]] = answers["alleged"]
    case = Case(
        procedure=procedure.id,
        version=procedure.header.version,
        id=answers["reference"],
        subject={"name": answers["name"]} if answers["name"] else {},
        opened=opened,
        facts={key: Given(value=value) for key, value in facts.items()},
    )
    file = output or Path(f"{case.id}.yaml")
    write_new(file, new_case(procedure, case))
    click.echo(str(file))
    click.echo(f"what comes next: toolkit advise {file}", err=True)


@command.command("add")
@click.argument("case", type=click.Path(path_type=Path))
@click.argument("event")
@click.option("--date", "day", type=DAY, required=True, help="The day on which it happened.")
@click.option("--by", default="", help="The role that acted.")
@click.option("--outcome", "outcomes", multiple=True, help="An outcome that a decision imposed.")
@click.option("--fact", "facts", multiple=True, metavar="NAME=VALUE", help="What became known.")
@click.option("--data", multiple=True, metavar="NAME=VALUE", help="What the event carries.")
@click.option("--key", default="", help="Which decision or allegation, where there are several.")
@click.option("--panel", multiple=True, metavar="ROLE[=NAME]", help="Somebody who sat.")
@click.option("--depart", default="", metavar="REASON", help="Record it though it is not allowed.")
@click.option("--note", default="", help="Free words.")
def add(
    case: Path,
    event: str,
    day: date,
    by: str,
    outcomes: tuple[str, ...],
    facts: tuple[str, ...],
    data: tuple[str, ...],
    key: str,
    panel: tuple[str, ...],
    depart: str,
    note: str,
) -> None:
    """Add EVENT to the file CASE, if the procedure allows it there.

    What is not allowed is refused with the clause that says so; --depart records it all the same,
    and the advice keeps saying so. Comments and everything else in the file stay as they are.
    """
    from toolkit.case.values import read_datum, read_fact

    with faults_of(case):
        procedure, _ = open_case(case)
        _check_outcomes(procedure, outcomes)
        if by and by not in procedure.roles:
            raise _refusal("unknown-role", f"there is no role '{by}'", by, procedure.roles)
        happened = Event(
            event=event,
            date=day,
            by=by,
            outcomes=outcomes,
            facts={name: read_fact(procedure, name, value) for name, value in map(_pair, facts)},
            data={
                name: read_datum(procedure, event, name, value) for name, value in map(_pair, data)
            },
            key=key,
            panel=tuple(_member(item) for item in panel),
            depart=depart,
            note=note,
        )
        append_event(case, happened)
    click.echo(f"{case}: added {event} on {day}")


@command.command("events")
@click.argument("case", type=click.Path(path_type=Path))
@click.option("--on", type=DAY, default="today", show_default=True, help="The day.")
@as_json
def events(case: Path, on: date, json_: bool) -> None:
    """List the events that may be added to the file CASE on a day."""
    from toolkit.case.allowed import allowed
    from toolkit.case.validity import check_case
    from toolkit.problem import BadData
    from tui.text.events import listing

    with faults_of(case):
        procedure, held = open_case(case)
        if problems := check_case(procedure, held):
            raise BadData(problems)
        calendar = calendar_with(procedure, settings_file(), held)
        found = allowed(procedure, held, on, calendar)
    if json_:
        write_json([item.model_dump(mode="json", by_alias=True) for item in found])
    else:
        write(listing(found, width()))


def _only_procedure(asking: bool) -> str:
    ids = procedure_ids()
    if len(ids) == 1:
        return ids[0]
    if not asking or not ids:
        raise click.UsageError(f"say which procedure with -p: {', '.join(ids) or 'there is none'}")
    chosen: str = click.prompt("Procedure", type=click.Choice(ids), err=True)
    return chosen


def _answer(
    given: str | None, question: str, default: str, read: Callable[[str], T], *, asking: bool,
    option: str,
) -> T:  # fmt: skip
    """Read what an option gives, or what somebody answers."""
    if given is None:
        return _ask(question, default, read) if asking else read(default)
    try:
        return read(given)
    except click.BadParameter as error:
        name = "id" if option == "reference" else option
        raise click.UsageError(f"--{name}: {error.message}") from None


def _ask(question: str, default: str, read: Callable[[str], T]) -> T:
    answer: T = click.prompt(
        question, default=default, show_default=bool(default), value_proc=read, err=True
    )
    return answer


def _reference(typed: str) -> str:
    try:
        return read_reference(typed)
    except Refused as refusal:
        problem = refusal.problems[0]
        raise click.BadParameter(f"{problem.message}; {problem.suggestion}") from None


def _day(typed: str) -> date:
    return DAY.convert(typed.strip(), None, None)


def _age(typed: str) -> dict[str, Held]:
    typed = typed.strip()
    if not typed or typed == "unknown":
        return {}
    if typed.isdecimal() and len(typed) < 4:
        return {AGE: int(typed)}
    return {BORN: _day(typed)}


def _alleged(procedure: Procedure, typed: str) -> tuple[str, ...]:
    from toolkit.case.values import read_breaches

    if typed.strip().lower() in ("", "unknown"):
        return ()
    try:
        return read_breaches(procedure, typed)
    except ToolkitError as error:
        raise click.BadParameter(str(error)) from None


def _pair(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"'{typed}' is not of the form NAME=VALUE")
    return name.strip(), value.strip()


def _member(typed: str) -> Member:
    role, _, name = typed.partition("=")
    return Member(role=role.strip(), name=name.strip())


def _check_outcomes(procedure: Procedure, outcomes: tuple[str, ...]) -> None:
    for outcome in outcomes:
        if outcome not in procedure.outcomes:
            raise _refusal(
                "unknown-outcome", f"there is no outcome '{outcome}'", outcome, procedure.outcomes
            )


def _refusal(code: str, message: str, word: str, known: dict[str, Any]) -> Refused:
    return Refused([Problem(code, message, suggestion=did_you_mean(word, known))])
