"""Names of files, drafts of e-mails and calendar entries, from whatever people write."""

from __future__ import annotations

from datetime import date, time
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from toolkit.letters.fields import day
from toolkit.letters.naming import LONGEST, numbered_name, safe_ending
from toolkit.letters.packs.diary import clock_time, meeting_file
from toolkit.letters.packs.mail import Draft, Mailbox, address_problem, write_draft

ON = date(2026, 3, 16)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Invitation to Hearing", "01-Invitation-to-Hearing.docx"),
        ("AC/DC ../..\\x", "01-AC-DC-x.docx"),
        ("Zoë O’Brien-Smith", "01-Zoë-OBrien-Smith.docx"),
        ("عمر الخطاب", "01-عمر-الخطاب.docx"),
        ("\u202egnp.exe \U0001f469\u200d\U0001f467", "01-gnp-exe.docx"),
        ("...", "01-file.docx"),
        ("x" * 300, f"01-{'x' * 48}.docx"),
    ],
)
def test_a_file_name_can_be_read_and_written(words: str, name: str) -> None:
    """Letters of every script stay; paths, pictures and hidden marks go."""
    assert numbered_name(1, (words,), ".docx") == name


@given(st.text(), st.text(), st.integers(1, 999))
def test_no_words_make_a_dangerous_name(what: str, who: str, number: int) -> None:
    """Whatever somebody is called, the name stays one short part of a path."""
    name = numbered_name(number, (what, who), ".docx")
    assert not set(name) & set('/\\:*?"<>|\0\n\r\t\u202e') and ".." not in name
    assert len(name) <= LONGEST and len(name.encode()) <= 255
    assert name.isprintable()


def test_an_ending_is_kept_where_it_is_one() -> None:
    """Endings are short words in small letters."""
    assert safe_ending("Photo.JPG") == ".jpg"
    assert safe_ending("no ending") == safe_ending("odd.e/x") == ""


def draft(**more: object) -> Draft:
    held: dict[str, object] = {
        "to": Mailbox("Sam", "sam@example.org"), "sender": None, "subject": "A letter",
        "words": "Dear Sam\n", "attached": (("ü.docx", b"\x00word"),), "on": ON,
    }  # fmt: skip
    return Draft(**{**held, **more})  # type: ignore[arg-type]


def test_a_marking_stands_in_subject_headers_and_words() -> None:
    """An e-mail that has to be marked is marked wherever it is looked at."""
    content = write_draft(draft(marking="OFFICIAL - SENSITIVE - WITHDRAWAL"))
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["Subject"] == "OFFICIAL - SENSITIVE - WITHDRAWAL: A letter"
    assert mail["X-Protective-Marking"] == "OFFICIAL - SENSITIVE - WITHDRAWAL"
    assert mail["Sensitivity"] == "Company-Confidential"
    body = mail.get_body()
    assert body is not None
    assert body.get_content().startswith("OFFICIAL - SENSITIVE - WITHDRAWAL\r\n\r\nDear Sam")


@given(name=st.text(max_size=40), subject=st.text(max_size=200))
def test_no_name_adds_a_header(name: str, subject: str) -> None:
    """A name with line breaks stays a name; the same draft gives the same bytes."""
    name, subject = (each.encode("utf-8", "ignore").decode() for each in (name, subject))
    made = draft(to=Mailbox(f"{name}\r\nBcc: x@example.org", "sam@example.org"), subject=subject)
    content = write_draft(made)
    mail = message_from_bytes(content, policy=policy.default)
    assert mail["Bcc"] is None and mail["X-Unsent"] == "1"
    assert content == write_draft(made)


@pytest.mark.parametrize("email", ["", "sam", "sam at x", "a@b", "ü@x.org", "a@x.org, b@x.org"])
def test_what_is_no_address_is_known(email: str) -> None:
    """One mailbox, with a domain."""
    assert address_problem(email)
    assert not address_problem("sam.o'brien@mail.example.org")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2.30 pm", time(14, 30)), ("14:30", time(14, 30)), ("10 am", time(10)),
        ("12 noon", time(12)), ("12.15 am", time(0, 15)), ("9.00 a.m.", time(9)),
        ("after lunch", None), ("25:00", None), ("13 pm", None), ("9", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(words: str, expected: time | None) -> None:
    """What is not a time is none: nothing is guessed."""
    assert clock_time(words) == expected


def test_a_meeting_whose_time_is_in_words_is_an_entry_for_the_day() -> None:
    """The words stay with it, and it is the same each time."""
    meeting = {"name": "Hearing; first", "date": day(date(2026, 3, 24)), "time": "after lunch"}
    content = meeting_file(meeting, "C-1", "s.hearing", ON)
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 3, 24)
    assert event["SUMMARY"] == "Hearing; first"
    assert "Time: after lunch" in event["DESCRIPTION"]
    assert content == meeting_file(meeting, "C-1", "s.hearing", ON)
