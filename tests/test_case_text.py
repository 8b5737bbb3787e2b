"""Case files as text: one more event, and nothing else changed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.case.case import Case, Event, Given, parse_case
from toolkit.case.text import new_case, scalar, with_event
from toolkit.problem import BadData, Refused
from toolkit.procedure.strict_yaml import read_one

DAY = date(2026, 3, 3)
EVENT = Event(event="invite.done", date=DAY)
ITEM = "- event: invite.done\n  date: 2026-03-03\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("procedure: demo\n", "procedure: demo\nevents:\n" + ITEM),
        ("procedure: demo", "procedure: demo\nevents:\n" + ITEM),
        ("procedure: demo\nevents: []\n", "procedure: demo\nevents:\n" + ITEM),
        (
            "procedure: demo\nevents: []   # none yet\nid: A\n",
            "procedure: demo\nevents:   # none yet\n" + ITEM + "id: A\n",
        ),
        (
            "procedure: demo\nevents:\n# none yet\nid: A\n",
            "procedure: demo\nevents:\n" + ITEM + "# none yet\nid: A\n",
        ),
        (
            "events:\n- event: a.b  # first\n  date: 2026-03-01\n\n# the end\nprocedure: demo\n",
            "events:\n- event: a.b  # first\n  date: 2026-03-01\n" + ITEM + "\n# the end\nprocedure: demo\n",
        ),
        (
            "procedure: demo\nevents:\n    - {event: a.b, date: 2026-03-01}",
            "procedure: demo\nevents:\n    - {event: a.b, date: 2026-03-01}\n"
            "    - event: invite.done\n      date: 2026-03-03\n",
        ),
        (
            "procedure: demo\nevents:\n- event: a.b\n  date: 2026-03-01\n  note: |\n    two\n    lines\nid: A\n",
            "procedure: demo\nevents:\n- event: a.b\n  date: 2026-03-01\n  note: |\n    two\n    lines\n"
            + ITEM
            + "id: A\n",
        ),
        (
            "procedure: demo\r\nevents:\r\n- event: a.b\r\n  date: 2026-03-01\r\n",
            "procedure: demo\r\nevents:\r\n- event: a.b\r\n  date: 2026-03-01\r\n"
            + ITEM.replace("\n", "\r\n"),
        ),
        (
            "procedure: demo\nevents: [{event: a.b, date: 2026-03-01}]\n",
            "procedure: demo\nevents: [{event: a.b, date: 2026-03-01}, {event: invite.done, date: 2026-03-03}]\n",
        ),
        (
            '{"procedure": "demo", "events": []}',
            '{"procedure": "demo", "events": [{"event": "invite.done", "date": "2026-03-03"}]}',
        ),
        (
            '{"procedure": "demo", "events": [\n  {"event": "a.b", "date": "2026-03-01"}\n]}\n',
            '{"procedure": "demo", "events": [\n  {"event": "a.b", "date": "2026-03-01"},\n'
            '  {"event": "invite.done", "date": "2026-03-03"}\n]}\n',
        ),
    ],
)  # fmt: skip
def test_added(before: str, after: str) -> None:
    """An event goes to the end of the list, and all else stays to the letter."""
    assert with_event(before, EVENT) == after


def test_twice() -> None:
    """Two events stand in the order in which they were added."""
    second = Event(event="hearing.decided", date=DAY, outcomes=("warning",))
    text = with_event(with_event("procedure: demo\n", EVENT), second)
    assert parse_case(text).events == (EVENT, second)


def test_everything_an_event_holds() -> None:
    """Facts, data, panel, reasons and notes are written and read back."""
    event = Event(
        event="x.y", date=DAY, by="manager", outcomes=("a", "b"), key="k",
        facts={"adult": True, "born": date(2008, 1, 1), "lines": ("LDPP 3.1 Minor 1",), "n": 3},
        data={"review": date(2026, 4, 1), "place": "Room: 5"},
        panel=({"role": "manager", "name": "A B"}, {"role": "colleague"}),  # type: ignore[arg-type]
        depart="we forgot", note='a "quoted": word\nand a line — é',
    )  # fmt: skip
    for before in (
        "procedure: demo\n",
        '{"procedure": "demo", "events": []}',
        "procedure: demo\nevents: []\n",
    ):
        assert parse_case(with_event(before, event)).events == (event,)


@pytest.mark.parametrize(
    "text",
    [
        '{"procedure": "demo"}',
        "procedure: demo\nevents: [\n]\n",
        "procedure: demo\n...\n",
    ],
)
def test_refused(text: str) -> None:
    """Where there is no safe place the event is refused, with the lines to add by hand."""
    with pytest.raises(Refused) as refused:
        with_event(text, EVENT, "case.yaml")
    assert str(refused.value) == (
        "case.yaml: the event cannot be added without changing the rest of the file; "
        "add it to 'events' by hand:\n" + ITEM.rstrip("\n")
    )


def test_no_case() -> None:
    """A text that is no case is bad data, not touched."""
    with pytest.raises(BadData) as bad:
        with_event("id: A\n", EVENT, "case.yaml")
    assert str(bad.value) == (
        "case.yaml:1: the case has no 'procedure'; name the procedure's id; toolkit procedures lists them"
    )


@settings(max_examples=300, deadline=None)
@example("A\n")
@given(
    st.one_of(
        st.text(), st.booleans(), st.integers(-(10**9), 10**9), st.dates(),
        st.lists(st.text(max_size=20), max_size=4).map(tuple),
    )
)  # fmt: skip
def test_scalars_read_back(value: object) -> None:
    """Whatever a fact holds reads back as the same value of the same type."""
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return
    back = read_one(f"v: {scalar(value)}\nw: {{v: {scalar(value)}}}", "t").data  # type: ignore[arg-type]
    for found in (back["v"], back["w"]["v"]):
        assert (tuple(found) if isinstance(found, list) else found) == value
        assert isinstance(value, tuple) or type(found) is type(value)


def test_dates_in_json() -> None:
    """JSON has no dates; where a fact or datum looks like one it is one."""
    text = json.dumps(
        {
            "procedure": "demo", "id": "2026-01-01", "facts": {"born": "2008-01-02", "age": {"value": 3}},
            "events": [{"event": "a.b", "date": "2026-03-01", "data": {"review": "2026-04-01"}}],
        }
    )  # fmt: skip
    case = parse_case(text)
    assert case.id == "2026-01-01"
    assert case.facts["born"].value == date(2008, 1, 2)
    assert case.events[0].data["review"] == date(2026, 4, 1)


def test_new_case_reads_back() -> None:
    """A new file holds what was said, and each other fact as a comment."""
    from toolkit.procedure.library import load

    procedure = load("ldpp")
    case = Case(
        procedure="ldpp", version=procedure.header.version, id="C: 1", opened=DAY,
        subject={"name": "Sam # Example"}, facts={"age": Given(value=17)},
    )  # fmt: skip
    text = new_case(procedure, case)
    assert parse_case(text) == case
    for fact in procedure.facts.values():
        if fact.ask and fact.of == "case" and fact.from_ is None:
            assert f"\n  # {fact.id}: " in text
    # What follows from other facts, or holds for one decision only, is not asked here.
    assert "# under-18:" not in text
    assert "# finding:" not in text
