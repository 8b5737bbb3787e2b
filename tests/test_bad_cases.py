"""Each mistake in a case file gives its exact message, at its exact line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from toolkit.case.case import parse_case, read_case
from toolkit.case.validity import check_case
from toolkit.problem import BadData, Problem
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure


@pytest.fixture(scope="module")
def club() -> Procedure:
    return parse_folder(Path(__file__).parent / "procedures" / "club")[0]


def problems(text: str, procedure: Procedure) -> Sequence[Problem]:
    """Read a case and check what it speaks of, as all commands do."""
    try:
        case = parse_case(text, "case.yaml")
    except BadData as error:
        return error.problems
    return check_case(procedure, case)


NO_CASE = {
    "not YAML": (
        """\
procedure: club
facts: [able
""",
        [
            "2: this is not YAML: a list is not closed; close it with ]",
        ],
    ),
    "tab": (
        """\
procedure: club
facts:
\table: 5
""",
        [
            "3: this is not YAML: this line is indented with a tab; indent with spaces",
        ],
    ),
    "colon in note": (
        """\
procedure: club
note: first: a complaint
""",
        [
            "2: this is not YAML: there is ': ' within a text; put the whole text in quotes",
        ],
    ),
    "empty": (
        "",
        [
            "1: this is empty; keys and values are expected, as in 'id: name'",
        ],
    ),
    "two documents": (
        """\
procedure: club
---
procedure: club
""",
        [
            "3: a second document begins here, and one is expected; take the line --- above it away",
        ],
    ),
    "list": (
        "- procedure: club\n",
        [
            "1: keys and values are expected here, as in 'id: name'",
        ],
    ),
    "broken JSON": (
        '{"procedure": "club", "opened": "2026-03-01"\n',
        [
            "1: this is not YAML: a block of keys is not closed; close it with }",
        ],
    ),
    "missing procedure": (
        "opened: 2026-03-01\n",
        [
            "1: the case has no 'procedure'; name the procedure's id; toolkit procedures lists them",
        ],
    ),
    "unknown key": (
        """\
procedure: club
opened: 2026-03-01
fact: {able: 5}
""",
        [
            "3: the case has no key 'fact'; did you mean 'facts'?",
        ],
    ),
    "key twice": (
        """\
procedure: club
opened: 2026-03-01
opened: 2026-03-02
""",
        [
            "3: the key 'opened' stands here twice; keep one; the other would be lost without a word",
        ],
    ),
    "no such date": (
        """\
procedure: club
opened: 2026-02-30
""",
        [
            "2: there is no date 2026-02-30",
        ],
    ),
    "date in words": (
        """\
procedure: club
opened: 1 March 2026
""",
        [
            "2: the case: 'opened' is '1 March 2026', not a date such as 2026-03-01",
        ],
    ),
    "British date": (
        """\
procedure: club
opened: 01/03/2026
""",
        [
            "2: the case: 'opened' is '01/03/2026', not a date such as 2026-03-01",
        ],
    ),
    "date in JSON": (
        '{"procedure": "club", "opened": "March"}\n',
        [
            "1: the case: 'opened' is 'March', not a date such as 2026-03-01",
        ],
    ),
    "version number": (
        """\
procedure: club
opened: 2026-03-01
version: 1
""",
        [
            "3: the case: 'version' is 1, not text; put it in quotes: \"1\"",
        ],
    ),
    "facts as list": (
        """\
procedure: club
opened: 2026-03-01
facts: [serious]
""",
        [
            "3: the case: 'facts' is a list, not keys and values; write each as in under-18: true",
        ],
    ),
    "empty fact": (
        """\
procedure: club
opened: 2026-03-01
facts:
  able:
""",
        [
            "4: the case: 'facts.able' is empty; write its value, or leave the key out",
        ],
    ),
    "fact as block": (
        """\
procedure: club
opened: 2026-03-01
facts:
  able: {valu: 5}
""",
        [
            "4: the case: 'facts.able' has no 'value'; write it, such as {value: true, since: 2026-03-01}",
            "4: the case: 'facts.able' has no key 'valu'; did you mean 'value'?",
        ],
    ),
    "events as mapping": (
        """\
procedure: club
opened: 2026-03-01
events: {complain.done: 2026-03-01}
""",
        [
            "3: the case: 'events' is a block of keys, not a list; write each as in - {event: hold-meeting.done, date: 2026-03-01}",
        ],
    ),
    "event is a word": (
        """\
procedure: club
opened: 2026-03-01
events:
- complain.done
""",
        [
            "4: the case: item 1 of 'events' is 'complain.done', not keys and values; write each as in - {event: hold-meeting.done, date: 2026-03-01}",
        ],
    ),
    "on for date": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- event: assess.decided
  on: 2026-03-05
""",
        [
            "5: the case: item 2 of 'events' has no 'date'; write the day, such as date: 2026-03-01",
            "6: the case: item 2 of 'events' has no key 'on'; write 'date' instead",
        ],
    ),
    "event without date": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done}
""",
        [
            "4: the case: item 1 of 'events' has no 'date'; write the day, such as date: 2026-03-01",
        ],
    ),
    "date without event": (
        """\
procedure: club
opened: 2026-03-01
events:
- {date: 2026-03-01}
""",
        [
            "4: the case: item 1 of 'events' has no 'event'; write what happened, such as event: hold-meeting.done",
        ],
    ),
    "outcomes not list": (
        """\
procedure: club
opened: 2026-03-01
events:
- event: assess.decided
  date: 2026-03-05
  outcomes: careless
""",
        [
            "6: the case: 'outcomes' in item 1 of 'events' is 'careless', not a list; write outcomes: [careless]",
        ],
    ),
    "who for by": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01, who: complainant}
""",
        [
            "4: the case: item 1 of 'events' has no key 'who'; write 'by' instead",
        ],
    ),
    "member without role": (
        """\
procedure: club
opened: 2026-03-01
panel:
- {name: A. Rower, was: [officer]}
- {name: B. Cox}
""",
        [
            "4: the case: item 1 of 'panel' has no 'role'; name the role in which they act, such as role: committee",
            "5: the case: item 2 of 'panel' has no 'role'; name the role in which they act, such as role: committee",
        ],
    ),
    "was not list": (
        """\
procedure: club
opened: 2026-03-01
panel:
- {name: A. Rower, role: committee, was: officer}
""",
        [
            "4: the case: 'was' in item 1 of 'panel' is 'officer', not a list; write was: [officer]",
        ],
    ),
    "closure without end": (
        """\
procedure: club
opened: 2026-03-01
closures:
- {from: 2026-12-24, name: Christmas}
""",
        [
            "4: the case: item 1 of 'closures' has no 'to'; write the last day, such as to: 2027-01-01",
        ],
    ),
    "taken over without date": (
        """\
procedure: club
opened: 2026-03-01
taken-over: {at: assess}
""",
        [
            "3: the case: 'taken-over' has no 'date'; write the day, such as date: 2026-03-01",
        ],
    ),
    "subject as word": (
        """\
procedure: club
subject: a rower
""",
        [
            "2: the case: 'subject' is 'a rower', not keys and values; write it by field, such as subject: {name: A. Member}",
        ],
    ),
    "several": (
        """\
proceedure: club
opened: yesterday
events:
- {event: complain.done, day: 2026-03-01}
""",
        [
            "1: the case has no 'procedure'; name the procedure's id; toolkit procedures lists them",
            "1: the case has no key 'proceedure'; did you mean 'procedure'?",
            "2: the case: 'opened' is 'yesterday', not a date such as 2026-03-01",
            "4: the case: item 1 of 'events' has no 'date'; write the day, such as date: 2026-03-01",
            "4: the case: item 1 of 'events' has no key 'day'; write 'date' instead",
        ],
    ),
}

UNKNOWN = {
    "other procedure": (
        "procedure: ldpp\n",
        [
            "the case is one under 'ldpp', not under 'club'; read it with its own procedure, or correct its 'procedure'",
        ],
    ),
    "unknown fact": (
        """\
procedure: club
opened: 2026-03-01
facts: {seriuos: true}
""",
        [
            "facts: 'seriuos' is not a fact of this procedure; did you mean 'serious'?",
        ],
    ),
    "fact like no other": (
        """\
procedure: club
opened: 2026-03-01
facts: {weather: fine}
""",
        [
            "facts: 'weather' is not a fact of this procedure; the facts are able, others-at-risk, points, appealed-before, long-suspension, serious",
        ],
    ),
    "yes for true": (
        """\
procedure: club
opened: 2026-03-01
facts: {serious: yes}
""",
        [
            "facts: 'serious' is 'yes', not true or false; write true",
        ],
    ),
    "number in words": (
        """\
procedure: club
opened: 2026-03-01
facts: {able: five}
""",
        [
            "facts: 'able' is 'five', not a whole number; write it as in {able: 3}",
        ],
    ),
    "number in quotes": (
        """\
procedure: club
opened: 2026-03-01
facts: {able: "5"}
""",
        [
            "facts: 'able' is '5', not a whole number; take the quotes away: able: 5",
        ],
    ),
    "true for number": (
        """\
procedure: club
opened: 2026-03-01
facts: {able: true}
""",
        [
            "facts: 'able' is true, not a whole number; write it as in {able: 3}",
        ],
    ),
    "list for yes-no": (
        """\
procedure: club
opened: 2026-03-01
facts: {serious: [true]}
""",
        [
            "facts: 'serious' is a list, not true or false; write it as in {serious: false}",
        ],
    ),
    "unknown event": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complian.done, date: 2026-03-01}
""",
        [
            "event 1: 'complian.done' is not an event of this procedure; did you mean 'complain.done'?",
        ],
    ),
    "event like no other": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: x, date: 2026-03-01}
""",
        [
            "event 1: 'x' is not an event of this procedure",
        ],
    ),
    "step without result": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: meet, date: 2026-03-01}
""",
        [
            "event 1: 'meet' does not say what happened; write meet.held or meet.no-answer",
        ],
    ),
    "letter without word": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: decision-letter, date: 2026-03-01}
""",
        [
            "event 1: 'decision-letter' does not say what happened; write decision-letter.dated or decision-letter.received",
        ],
    ),
    "unknown result": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: meet.hold, date: 2026-03-03}
""",
        [
            "event 2: 'meet' has no result 'hold'; did you mean 'held'?",
        ],
    ),
    "lapse written": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: appeal.lodge.lapsed, date: 2026-03-03}
""",
        [
            "event 2: 'appeal.lodge' has no result 'lapsed'; leave it out; it follows from the dates",
        ],
    ),
    "letter sent": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: decision-letter.sent, date: 2026-03-03}
""",
        [
            "event 2: 'decision-letter' has no result 'sent'; it can be dated, received",
        ],
    ),
    "role as event": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: secretary.done, date: 2026-03-03}
""",
        [
            "event 2: 'secretary' has no result 'done'; nothing happens to it",
        ],
    ),
    "unknown outcome": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: assess.decided, date: 2026-03-05, outcomes: [careles]}
""",
        [
            "event 2: 'careles' is not an outcome of this procedure; did you mean 'careless'?",
        ],
    ),
    "outcome like no other": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01}
- {event: assess.decided, date: 2026-03-05, outcomes: [fine]}
""",
        [
            "event 2: 'fine' is not an outcome of this procedure; the outcomes are ask-to-meet, careless, dangerous, below-six, suspension, changed, confirmed, expulsion",
        ],
    ),
    "fact in event": (
        """\
procedure: club
opened: 2026-03-01
events:
- {event: complain.done, date: 2026-03-01, facts: {able: many}}
""",
        [
            "event 1: 'able' is 'many', not a whole number; write it as in {able: 3}",
        ],
    ),
    "taken over": (
        """\
procedure: club
opened: 2026-03-01
taken-over:
  date: 2026-03-01
  at: [asses]
  outcomes: [{outcome: suspenson, date: 2026-02-01, step: tallly}]
""",
        [
            "taken-over: 'asses' is not a step of this procedure; did you mean 'assess'?",
            "taken-over: 'suspenson' is not an outcome of this procedure; did you mean 'suspension'?",
            "taken-over: 'tallly' is not a step of this procedure; did you mean 'tally'?",
        ],
    ),
}


@pytest.mark.parametrize("name", NO_CASE)
def test_what_is_no_case(name: str, club: Procedure) -> None:
    """A file that is no case is refused with all that is wrong with it, line by line."""
    text, expected = NO_CASE[name]
    assert [str(problem) for problem in problems(text, club)] == [
        f"case.yaml:{message}" for message in expected
    ]


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_procedure_does_not_know(name: str, club: Procedure) -> None:
    """A case that speaks of what its procedure does not have says what, and in which event."""
    text, expected = UNKNOWN[name]
    assert [str(problem) for problem in problems(text, club)] == expected


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """The command that writes a case is named."""
    file = tmp_path / "case.yaml"
    with pytest.raises(BadData) as caught:
        read_case(file)
    assert str(caught.value) == (f"{file}: there is no such file; write one with: toolkit case new")


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    """A file in another encoding is refused, and nothing in it is guessed."""
    file = tmp_path / "case.yaml"
    file.write_bytes("note: Ren\u00e9".encode("latin-1"))
    with pytest.raises(BadData) as caught:
        read_case(file)
    assert str(caught.value).startswith(f"{file}: this cannot be read: ")


def test_a_good_case_has_no_problem(club: Procedure) -> None:
    """What is refused above is not refused for another reason."""
    text = """\
procedure: club
opened: 2026-03-01
facts: {able: 5, serious: false}
events:
- {event: complain.done, date: 2026-03-01, by: complainant}
- {event: assess.decided, date: 2026-03-05, outcomes: [careless]}
- {event: decision-letter.dated, date: 2026-03-06}
"""
    assert problems(text, club) == []
