"""The folder of cases: listed at once, broken files named, and what needs doing today."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from tui.app.places import Place
from tui.cases.agenda import agenda
from tui.cases.folder import case_files, listed, matching, read_all, summarise
from tui.cases.summary import Item, when

TODAY = date(2026, 4, 20)

INVITED = """\
procedure: ldpp
id: C-2
subject: {name: Sam Example}
taken-over: {date: 2026-04-09, at: [stage-2.hearing]}
"""

LODGED = """\
procedure: ldpp
id: C-1
subject: {name: Alex Invented}
taken-over:
  date: 2026-03-02
  at: [appeal-3.lodge]
  outcomes: [{outcome: withdrawal-request, date: 2026-03-02}]
events:
- {event: appeal-3.lodge.done, date: 2026-03-05}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case that is open and one that is late, and a cache of its own."""
    monkeypatch.setenv("TOOLKIT_CACHE", str(tmp_path / "cache"))
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "a.yaml").write_text(INVITED)
    (cases / "b.yaml").write_text(LODGED)
    return cases


def test_cases_are_listed_with_where_they_stand(folder: Path) -> None:
    """Each has its name, its procedure, its stage and what is open; what is late comes first."""
    first, second = read_all(folder, TODAY)
    assert (first.name, first.overdue) == ("C-1, Alex Invented", True)
    assert second.name == "C-2, Sam Example"
    assert second.about == "LDPP · Stage 2 (major breach) · Hold the Stage 2 Disciplinary Hearing"
    assert second.place == Place("case", str(folder / "a.yaml"), title="Case C-2, Sam Example")
    assert second.due is None and second.open_


def test_what_is_known_is_listed_at_once(folder: Path) -> None:
    """Cases are pending until they have been read, and known from then on, in the same order."""
    assert all(item.pending and item.about == "being read" for item in listed(folder, TODAY))
    known = read_all(folder, TODAY)
    assert listed(folder, TODAY) == known


def test_another_day_or_another_content_is_read_anew(folder: Path) -> None:
    """A summary holds for a day and for the very bytes of the file."""
    read_all(folder, TODAY)
    assert all(item.pending for item in listed(folder, date(2026, 4, 21)))
    (folder / "a.yaml").write_text(INVITED.replace("Sam", "Kim"))
    assert [item.pending for item in listed(folder, TODAY)] == [False, True]


def test_a_broken_cache_is_passed_over(folder: Path, tmp_path: Path) -> None:
    """What is kept can be broken or foreign; it is then made anew."""
    known = read_all(folder, TODAY)
    kept = tmp_path / "cache" / "cases.json"
    held = json.loads(kept.read_text())
    for text in (
        "",
        "[]",
        "{}",
        json.dumps({**held, "cases": {key: {"x": 1} for key in held["cases"]}}),
    ):
        kept.write_text(text)
        assert all(item.pending for item in listed(folder, TODAY))
        assert read_all(folder, TODAY) == known


def test_reading_can_be_watched_and_stopped(folder: Path) -> None:
    """Whoever watches is told how far it is; stopped, the rest stays pending."""
    told: list[tuple[int, int]] = []
    read_all(folder, TODAY, lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    (folder / "c.yaml").write_text(INVITED)
    stop = Event()
    stop.set()
    assert [item.pending for item in read_all(folder, TODAY, stop=stop)].count(True) == 1


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "this is empty; keys and values are expected"),
        ("procedure: [", "this is not YAML"),
        ("procedure: nothing\n", "there is no procedure 'nothing'"),
        ("procedure: ldpp\nevents: [{event: a.b, date: 2026-03-01}]\n", "event 1: 'a.b' is not an event"),
        ("procedure: ldpp\nopened: 30/2/2026\n", "opened"),
        ("- a\n- b\n", "keys and values are expected here"),
        ("\x00", "broken.yaml"),
    ],
)  # fmt: skip
def test_a_broken_file_is_listed_with_its_fault(folder: Path, text: str, fault: str) -> None:
    """A file that is no case is in the list with what is wrong, and takes nothing else with it."""
    (folder / "broken.yaml").write_text(text)
    found = {item.reference: item for item in read_all(folder, TODAY)}
    assert fault in found["broken"].fault
    assert found["broken"].about == f"cannot be read: {found['broken'].fault}"
    assert found["C-2"].fault == ""


def test_bytes_that_are_no_text_are_listed_with_their_fault(folder: Path) -> None:
    """A file of another kind is named, and what to do."""
    (folder / "broken.yaml").write_bytes(b"\xff\xfe\x00")
    fault = summarise(folder / "broken.yaml", TODAY).fault
    assert fault == "broken.yaml: this is no text; save it as UTF-8"


def test_a_file_that_is_too_large_is_no_case(folder: Path) -> None:
    """What is far larger than any case is not read."""
    (folder / "broken.yaml").write_text("#" * 2_000_001)
    fault = summarise(folder / "broken.yaml", TODAY).fault
    assert fault == "broken.yaml: this file is too large for a case"


def test_what_is_no_case_is_not_listed(folder: Path) -> None:
    """Folders, hidden files, other files and saved answers are left out; so is no folder at all."""
    (folder / "pack").mkdir()
    (folder / ".hidden.yaml").write_text("x")
    (folder / "x.answer.json").write_text("{}")
    (folder / "notes.txt").write_text("x")
    (folder / "gone.yaml").symlink_to(folder / "nowhere")
    assert [path.name for path in case_files(folder)] == ["a.yaml", "b.yaml"]
    assert listed(folder / "nowhere", TODAY) == () and agenda(folder / "nowhere", TODAY) == []


def test_the_agenda_puts_overdue_first(folder: Path) -> None:
    """What is overdue comes first; a case without a day says what is open; a fault says so."""
    (folder / "broken.yaml").write_text("procedure: [")
    due = agenda(folder, TODAY)
    assert due[0].who == "C-1, Alex Invented" and due[0].overdue
    assert due[0].when.startswith("overdue since ")
    open_ = next(item for item in due if item.who == "C-2, Sam Example")
    assert (open_.what, open_.when) == (
        "Hold the Stage 2 Disciplinary Hearing",
        "open since 9 April 2026",
    )
    broken = next(item for item in due if item.who == "broken")
    assert broken.what.startswith("The file cannot be read: broken.yaml:")


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (Item(what="", who="", day=TODAY), "today"),
        (Item(what="", who="", day=date(2026, 4, 24)), "by 24 April 2026"),
        (Item(what="", who="", day=date(2026, 4, 9), overdue=True), "overdue since 9 April 2026"),
        (Item(what="", who="", since=date(2026, 4, 9)), "open since 9 April 2026"),
        (Item(what="", who=""), "open"),
    ],
)
def test_when_in_words(item: Item, words: str) -> None:
    """A day is said in words."""
    assert when(item, TODAY) == words


def test_cases_are_found_by_words(folder: Path) -> None:
    """Every word typed has to occur in the name or in what is said of the case."""
    cases = read_all(folder, TODAY)
    assert [item.reference for item in matching(cases, "sam HEARING")] == ["C-2"]
    assert matching(cases, "sam nothing") == ()
