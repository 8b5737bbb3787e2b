"""What may be said of an event besides what happened and when."""

from __future__ import annotations

from datetime import date

import pytest

from tests.app_driving import ROOT
from toolkit.case.advise import calendar_of
from toolkit.case.case import Event, Member, read_case
from toolkit.problem import Refused
from toolkit.procedure.library import load, load_folder
from tui.guide.ask import Ask
from tui.guide.besides import (
    FACT,
    LEAVE,
    RECORD,
    Besides,
    ask_besides,
    ask_for,
    read_key,
    read_panel,
    taken,
)
from tui.guide.happening import WHICH, event_asks, event_of, possible

DECIDED = Event(
    event="stage-2.decide.decided", date=date(2026, 3, 24), outcomes=("stage-2-warning",)
)

NOTHING = Besides()


def menu(said: Besides = NOTHING, event: Event = DECIDED) -> Ask:
    """Ask what else is to be said."""
    return ask_besides(load("ldpp"), event, said, "Record it")


def test_recording_it_comes_first() -> None:
    """Nothing has to be said besides; what happened and was decided is read back."""
    ask = menu()
    assert ask.words.endswith("on 24 March 2026") and not ask.open_
    assert ask.hint == "Decided: Stage 2 Written Warning."
    assert ask.choices[0].value == RECORD
    values = [choice.value for choice in ask.choices]
    assert values == [RECORD, "by", "panel", FACT, "key", "note"]


def test_what_has_been_said_stands_there() -> None:
    """The questions besides show what was answered to them, and all of it goes into the event."""
    panel = (Member(role="curriculum-manager", name="A. Chair"),)
    said = Besides(by="curriculum-manager", panel=panel, facts={"finding": "major"}, note="Late.")
    words = " | ".join(choice.words for choice in menu(said).choices)
    assert "Who did it: Curriculum Manager" in words
    assert "Who sat: Curriculum Manager: A. Chair" in words
    assert "major" in words and "A note: Late." in words
    event = said.of(DECIDED)
    assert (event.by, event.panel, event.facts, event.note) == (
        "curriculum-manager", panel, {"finding": "major"}, "Late.",
    )  # fmt: skip


def test_roles_and_facts_of_the_step_come_first() -> None:
    """Those whom the text names, and the facts on which the decision turns, stand on top."""
    procedure = load("ldpp")
    roles = ask_for(procedure, DECIDED, "by", Besides())
    assert roles.choices[0].value == "curriculum-manager" and roles.leave == LEAVE
    assert len(roles.choices) == len({choice.value for choice in roles.choices})
    facts = ask_for(procedure, DECIDED, FACT, Besides())
    turning = [choice.value for choice in facts.choices if choice.group == "What this turns on"]
    assert f"{FACT} finding" in turning


def test_a_fact_is_asked_and_taken_back() -> None:
    """A fact is asked with its own question; leaving it out takes back what was said."""
    procedure = load("ldpp")
    ask = ask_for(procedure, DECIDED, f"{FACT} finding", Besides())
    assert ask.choices and ask.key == f"{FACT} finding"
    said = taken(procedure, Besides(), ask, "major")
    assert said.facts == {"finding": "major"}
    assert not taken(procedure, said, ask, None).facts


@pytest.mark.parametrize(
    ("typed", "members"),
    [
        ("", ()),
        ("curriculum-manager", (Member(role="curriculum-manager"),)),
        (
            "Curriculum Manager: Kim Example; staff colleague = Lee Example",
            (
                Member(role="curriculum-manager", name="Kim Example"),
                Member(role="staff-colleague", name="Lee Example"),
            ),
        ),
        (
            "staff colleague: Lee Example [large unitary] (was: investigating officer)",
            (
                Member(
                    role="staff-colleague",
                    name="Lee Example",
                    category="large unitary",
                    was=("investigating-officer",),
                ),
            ),
        ),
        ("staff colleague [county]", (Member(role="staff-colleague", category="county"),)),
        (
            "staff colleague: Lee Example (was: investigating officer)",
            (Member(role="staff-colleague", name="Lee Example", was=("investigating-officer",)),),
        ),
    ],
)
def test_panel(typed: str, members: tuple[Member, ...]) -> None:
    """Who sat is read by role and name, with the roles that they had before."""
    procedure = load("ldpp")
    assert read_panel(procedure, typed) == members
    ask = ask_for(procedure, DECIDED, "panel", Besides(panel=members))
    assert read_panel(procedure, str(ask.default or "")) == members


def test_categories_are_asked_for_where_they_count() -> None:
    """Only where a panel is looked at by category does the line tell how to write one."""
    hint = ask_for(load("localgov-digital"), DECIDED, "panel", Besides()).hint
    assert hint.endswith("The membership category: ROLE: NAME [CATEGORY].")
    assert "CATEGORY" not in ask_for(load("ldpp"), DECIDED, "panel", Besides()).hint


def test_who_is_to_sit_is_offered() -> None:
    """Where the case says who is to sit, that is what the line begins with."""
    sits = (Member(role="staff-colleague", name="Lee Example"),)
    ask = ask_for(load("ldpp"), DECIDED, "panel", Besides(), sits)
    assert ask.default == "staff colleague: Lee Example"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("zebra: Kim", "there is no role 'zebra'; “Who did it” lists the roles"),
        ("curriculm manager: Kim", "there is no role 'curriculm manager'; did you mean 'curriculum manager'?"),
        ("a: b: c", "'a: b: c' does not say who sat; write it as ROLE: NAME; ROLE: NAME"),
        ("staff colleague: Lee [county", "'staff colleague: Lee [county' does not say who sat; write it as ROLE: NAME; ROLE: NAME"),
        (": Kim", "': Kim' does not say who sat; write it as ROLE: NAME; ROLE: NAME"),
        ("staff colleague: Lee (was: zebra)", "there is no role 'zebra'; “Who did it” lists the roles"),
    ],
)  # fmt: skip
def test_no_panel(typed: str, message: str) -> None:
    """What names nobody who can have sat is refused with what to write."""
    with pytest.raises(Refused) as error:
        read_panel(load("ldpp"), typed)
    assert str(error.value) == message


def test_the_beginning_of_several_roles() -> None:
    """Words that begin the names of several roles are refused with these."""
    with pytest.raises(Refused) as error:
        read_panel(load("ldpp"), "h: Kim")
    assert str(error.value).startswith("'h' may be several roles; write more of it: Head")


def test_which_of_several_is_asked() -> None:
    """Where a step is open several times it is asked which it concerns, and the event says so."""
    example = ROOT / "docs" / "examples" / "makerspace"
    procedure = load_folder(example)
    case = read_case(example / "cases" / "two-reports-at-once.yaml")
    day = date(2026, 3, 12)
    events = possible(procedure, case, day, calendar_of(procedure, case))
    answers: dict[str, object] = {"event": "talk.held", "date": day}
    asks = {ask.key: ask for ask in event_asks(procedure, events, answers, day)}
    assert [choice.value for choice in asks[WHICH].choices] == ["report", "report-2"]
    assert not asks[WHICH].open_
    event = event_of(procedure, {**answers, WHICH: "report-2"})
    assert event.key == "report-2" and Besides().of(event).key == "report-2"
    assert Besides(key="report-3").of(event).key == "report-3"
    lone = case.model_copy(update={"events": case.events[:3]})
    events = possible(procedure, lone, day, calendar_of(procedure, lone))
    assert WHICH not in {ask.key for ask in event_asks(procedure, events, answers, day)}


@pytest.mark.parametrize("typed", ["report-2", "", "  a1 "])
def test_key(typed: str) -> None:
    """A word for one of several is taken as it is."""
    assert read_key(typed) == typed.strip()


@pytest.mark.parametrize("typed", ["Report 2", "a_b", "-a", "é", "a--b", "../x"])
def test_no_key(typed: str) -> None:
    """What is no word of small letters, digits and hyphens is refused."""
    with pytest.raises(Refused) as error:
        read_key(typed)
    assert str(error.value) == (
        f"'{typed}' cannot name one of several; use small letters, digits and hyphens, such as "
        "report-2"
    )
