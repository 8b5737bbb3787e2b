"""What the user sets and what the app remembers."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from tests.app_driving import Driver, drive
from toolkit.problem import BadData
from tui.app.places import RECENT, Place, place_from, visited
from tui.app.settings import FILE, STATE, Memory, read_memory, read_settings, write_memory


def test_without_a_file(tmp_path: Path) -> None:
    """Without a file nothing is set."""
    assert not read_settings(tmp_path).keys
    assert read_settings(tmp_path).cases is None


def test_settings(tmp_path: Path) -> None:
    """Keys and the folder of cases are read; the folder counts from the file's own."""
    (tmp_path / FILE).write_text("cases: mine\nkeys:\n  reader.find: ctrl+f\n")
    settings = read_settings(tmp_path)
    assert settings.keys == {"reader.find": "ctrl+f"}
    assert settings.cases == tmp_path / "mine"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kyes: {}", "1: there is no setting 'kyes'; did you mean 'keys'?"),
        ("colour: red", "1: there is no setting 'colour'; the settings are keys, cases and reopen"),
        ("keys: f1", "1: 'keys' holds no actions; write each as reader.find: ctrl+f"),
        ("keys:\n  reader.fnd: f8", "2: there is no action 'reader.fnd'; did you mean 'reader.find'?"),
        ("keys:\n  xyz: f8", "2: there is no action 'xyz'; F1 in the app lists the actions"),
        ("keys:\n  app.help: 7", "2: '7' is not a key; write one as ctrl+f or f8; several with commas between"),
        ("keys:\n  app.home: f1", "1: F1 is the key of app.help and of app.home; give one of them another key"),
        ("reopen: maybe", "1: 'reopen' is neither true nor false: 'maybe'; write reopen: true to begin where you were, false to begin on Home"),
        ("reopen: 1", "1: 'reopen' is neither true nor false: '1'; write reopen: true to begin where you were, false to begin on Home"),
        ("cases: [a]", "1: 'cases' is not the name of a folder; write it as cases: ~/cases"),
    ],
)  # fmt: skip
def test_bad_settings(text: str, message: str, tmp_path: Path) -> None:
    """What is wrong with the settings is said with its line and what to do."""
    (tmp_path / FILE).write_text(text)
    with pytest.raises(BadData) as error:
        read_settings(tmp_path)
    assert str(error.value) == f"{tmp_path / FILE}:{message}"


def test_settings_that_are_no_text(tmp_path: Path) -> None:
    """A file that is no text is refused with what to do."""
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadData) as error:
        read_settings(tmp_path)
    assert str(error.value) == f"{tmp_path / FILE}: this is no text; save it as UTF-8, or delete it"


def test_bad_settings_in_the_app(tmp_path: Path) -> None:
    """The app says what is wrong with the settings, and goes on without them."""

    async def journey(user: Driver) -> None:
        user.shows("Your settings", "there is no action 'reader.fnd'")
        await user.press("enter")
        user.shows("To do today")

    drive(journey, tmp_path, settings="keys:\n  reader.fnd: f8\n")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", '{"recent": 3, "drafts": [], "theme": 4, "last": {"mode": "nowhere"}}',
     '{"recent": [{"mode": "home", "what": 3}, null]}', "\x00"],
)  # fmt: skip
def test_broken_memory(text: str, tmp_path: Path) -> None:
    """A broken state is as good as none."""
    (tmp_path / STATE).write_text(text)
    assert read_memory(tmp_path) == Memory()


def test_memory_comes_back(tmp_path: Path) -> None:
    """What is remembered is read back as it was."""
    memory = Memory(theme="colour-blind").at(Place("procedures", "ldpp", "LDPP 5.13", "LDPP 5.13"))
    memory = memory.with_draft("case-new", {"id": "C-1"})
    write_memory(tmp_path / "new", memory)
    assert read_memory(tmp_path / "new") == memory
    assert read_memory(tmp_path / "new").with_draft("case-new", None).drafts == {}


def test_recent_places() -> None:
    """The latest place comes first, each once, and only so many; a bare screen is none."""
    recent: tuple[Place, ...] = ()
    for number in range(RECENT + 5):
        recent = visited(recent, Place("search", f"word {number}"))
    assert len(recent) == RECENT
    recent = visited(recent, Place("search", "word 9", title="again"))
    assert recent[0].title == "again" and len(recent) == RECENT
    assert visited(recent, Place("home")) == recent


@pytest.mark.parametrize(
    "data", [None, {}, {"mode": "home", "what": None}, {"mode": ["home"]}, "x"]
)
def test_no_place(data: object) -> None:
    """What is no place is none."""
    assert place_from(data) is None


def test_state_that_cannot_be_written(tmp_path: Path) -> None:
    """A folder that cannot be written is told of once, and nothing else is lost."""
    (tmp_path / "config").write_text("a file where a folder should be")

    async def journey(user: Driver) -> None:
        user.app.seams.config.rmdir()
        user.app.seams.config.write_text("in the way")
        user.app.keep_draft("x", 1)
        user.app._write_memory()
        await user.settle()
        user.shows("The app works, but cannot remember where you were")
        await user.press("escape")
        user.app.keep_draft("x", 2)
        user.app._write_memory()
        await user.settle()
        assert "cannot remember" not in user.text, "it is said once"

    (tmp_path / "config").unlink()
    drive(journey, tmp_path)


def test_last_place(tmp_path: Path) -> None:
    """Where the user was is among the recent places the next day."""

    async def first(user: Driver) -> None:
        await user.until(lambda: "LDPP 5.13 (" in user.text)

    async def second(user: Driver) -> None:
        user.shows("Where you were", "LDPP 5.13")

    drive(first, tmp_path, start=Place("procedures", "ldpp", "LDPP 5.13", "LDPP 5.13"))
    assert json.loads((tmp_path / "config" / STATE).read_text())["last"]["detail"] == "LDPP 5.13"
    drive(second, tmp_path)


LAST = (
    (Place("case", "example.yaml"), ("3", "down"), "deadlines stage-2."),
    (Place("procedures", "ldpp", "LDPP 5.13"), ("j", "j"), "LDPP 5.15"),
    (Place("answer", "who hears the appeal"), ("down", "down"), "K06"),
    (Place("search", "hearing panel"), ("enter", "down"), "LDPP "),
    (Place("letters", "ldpp"), ("down", "down"), ""),
    (Place("guide", "ldpp"), ("f8",), ""),
)


@pytest.mark.parametrize(("start", "keys", "mark"), LAST, ids=[last[0].mode for last in LAST])
def test_last_place_with_what_was_chosen(
    start: Place, keys: tuple[str, ...], mark: str, tmp_path: Path
) -> None:
    """Enter on Home goes on where the app was left, at the line that was chosen there."""
    if start.mode == "case":
        start = Place("case", str(tmp_path / "cases" / start.what))
    left: list[Place] = []

    async def first(user: Driver) -> None:
        await user.until(lambda: user.app.page.here().what)
        if start.mode == "search":
            await user.until(lambda: "clauses" in user.text)
        await user.press(*keys)
        left.append(user.app.page.here())
        await user.press("ctrl+q")

    async def second(user: Driver) -> None:
        user.shows("Where you were", left[0].named()[:40])
        await user.press("enter")
        await user.until(lambda: user.app.page.here() == left[0], str(left[0]))

    async def third(user: Driver) -> None:
        await user.until(lambda: user.app.page.here() == left[0], str(left[0]))

    drive(first, tmp_path, start=start)
    assert mark in f"{left[0].detail} {left[0].at}"
    drive(second, tmp_path)
    drive(third, tmp_path, settings="reopen: true\n")


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_a_terminal_that_is_closed(tmp_path: Path) -> None:
    """Where the terminal is closed the app leaves in order, and the place is remembered."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 5.13 (" in user.text)
        await user.press("j")
        os.kill(os.getpid(), signal.SIGHUP)
        await user.pilot.pause()
        assert user.app._exit

    drive(journey, tmp_path, start=Place("procedures", "ldpp", "LDPP 5.13"))
    left = read_memory(tmp_path / "config").left
    assert left is not None and left.detail == "LDPP 5.14"


def test_last_place_that_is_gone(tmp_path: Path) -> None:
    """A case whose file is gone is not opened again; that is said, and Home is shown."""
    gone = Place("case", str(tmp_path / "C-1.yaml"), title="Case C-1")
    write_memory(tmp_path / "config", Memory().at(gone))

    async def journey(user: Driver) -> None:
        user.told("Case C-1: its file is gone.")
        user.shows("To do today")
        assert "Where you were" not in user.text

    drive(journey, tmp_path, settings="reopen: true\n")
