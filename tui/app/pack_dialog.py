"""Making a pack: where it goes, how far it is, and stopping it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from threading import Event
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import ProgressBar, Static

from toolkit.case.case import Case
from toolkit.letters.naming import plain_name
from toolkit.problem import Problem, Refused
from tui.app.form import Blank, Form


@dataclass(frozen=True, slots=True)
class Order:
    """A pack to be made.

    Attributes:
        file: The case's file.
        on: The day of the letters.
        target: The folder, or file in .zip, that it is written to.
        letterhead: Another letterhead than that of the shelf.
        given: Files for enclosures, by the enclosure's name.
    """

    file: Path
    on: date
    target: Path
    letterhead: Path | None = None
    given: dict[str, Path] = field(default_factory=dict)


def pack_form(case: Case, file: Path, on: date) -> Form:
    """Ask where a pack goes, under which letterhead, and for files to be enclosed."""
    name = f"{plain_name(case.id or file.stem)}-pack-{on.isoformat()}"

    def target(typed: str) -> Path:
        path = (file.parent / Path(typed.strip()).expanduser()) if typed.strip() else None
        if path is None:
            raise _refused("a pack needs a place", "write the name of a folder, or of a .zip")
        if path.exists():
            raise _refused("there is something of this name already", "write another name")
        if not path.parent.is_dir():
            raise _refused(f"there is no folder {path.parent}", "make it first, or write another")
        return path

    return Form(
        "Make the pack",
        (
            Blank("target", "Folder, or file in .zip", name, target),
            Blank("letterhead", "Letterhead: a Word file (may be left out)", "", _file),
            Blank(
                "given", "Files to enclose (may be left out)", "", _given,
                hint="ITEM=FILE, parted by commas; the items are named in the pack preview",
            ),
        ),
        "Make it",
    )  # fmt: skip


def _file(typed: str) -> Path | None:
    if not typed.strip():
        return None
    path = Path(typed.strip()).expanduser()
    if not path.is_file():
        raise _refused(f"there is no file {path}", "write the path of a Word file, or nothing")
    return path


def _given(typed: str) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for part in filter(None, (part.strip() for part in typed.split(","))):
        item, equals, name = part.partition("=")
        path = Path(name.strip()).expanduser()
        if not equals or not item.strip():
            raise _refused(f"'{part}' is not of the form ITEM=FILE", "write it so, or nothing")
        if not path.is_file():
            raise _refused(f"there is no file {path}", "write the path of a file")
        found[item.strip()] = path
    return found


def _refused(message: str, suggestion: str) -> Refused:
    return Refused([Problem("bad-entry", message, suggestion=suggestion)])


class PackDialog(ModalScreen[tuple[str, ...] | None]):
    """Makes a pack behind a bar; Esc stops it, and nothing is left behind.

    Args:
        order: What is to be made.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "stop", "Stop", show=False)]

    class Progress(Message):
        """So many documents are made."""

        def __init__(self, done: int, total: int, what: str) -> None:
            super().__init__()
            self.done, self.total, self.what = done, total, what

    class Ended(Message):
        """The work is over: with files, with an error, or stopped."""

        def __init__(self, files: tuple[str, ...] | None, error: Exception | None) -> None:
            super().__init__()
            self.files, self.error = files, error

    def __init__(self, order: Order) -> None:
        super().__init__(classes="dialog")
        self._order = order
        self._halt = Event()

    def compose(self) -> ComposeResult:
        """Show how far the work is."""
        with Vertical():
            yield Static(Content("Making the pack"), classes="title")
            yield Static(Content("Reading the case …"), id="at")
            yield ProgressBar(total=1, show_eta=False, id="bar")
            yield Static(Content("Esc stops it; nothing is left behind."), classes="muted")

    def on_mount(self) -> None:
        """Begin."""
        self._make()

    @work(thread=True, exclusive=True, exit_on_error=False, group="pack")
    def _make(self) -> None:
        from toolkit.letters.watch import Stopped

        try:
            files = make_pack(self._order, self._halt, self._tell)
        except Stopped:
            self.post_message(self.Ended(None, None))
        except Exception as error:
            self.post_message(self.Ended(None, error))
        else:
            self.post_message(self.Ended(files, None))

    def _tell(self, done: int, total: int, what: str) -> None:
        self.post_message(self.Progress(done, total, what))

    @on(Progress)
    def _progress(self, event: Progress) -> None:
        self.query_one("#bar", ProgressBar).update(total=event.total, progress=event.done)
        words = f"{event.done} of {event.total}: {event.what or 'writing'}"
        self.query_one("#at", Static).update(Content(words))

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        self.dismiss(event.files)
        if event.error is not None:
            from tui.app.app import ToolkitApp

            app = self.app
            assert isinstance(app, ToolkitApp)
            if not app.tell(event.error, "The pack was not made"):
                raise event.error
        elif event.files is None:
            self.app.notify("Stopped. Nothing was written.")

    def action_stop(self) -> None:
        """Stop the work; the dialogue closes when it has ended."""
        self._halt.set()
        self.query_one("#at", Static).update(Content("Stopping …"))


def make_pack(order: Order, stop: Event, tell: object) -> tuple[str, ...]:
    """Make a pack and write it, all of it or nothing.

    Args:
        order: What is to be made.
        stop: Ends the work.
        tell: Is told how many documents are made, of how many, and what is at hand.

    Returns:
        The names of its files.

    Raises:
        BadData: Something is missing; all of it is listed.
        Refused: There is nothing to make, or it cannot be written; or it was stopped.
    """
    from toolkit.case.closures import calendar_with, settings_file
    from toolkit.letters.context import Desk
    from toolkit.letters.packs.pack import MANIFEST, Wanted, pack
    from toolkit.letters.packs.parcel import may_write, write_parcel
    from toolkit.letters.watch import Watch
    from tui.casefile import faults_of, open_case

    may_write(order.target, MANIFEST, False)
    with faults_of(order.file):
        procedure, case = open_case(order.file)
        calendar = calendar_with(procedure, settings_file(), case)
        desk = Desk(procedure, case, order.on, file=str(order.file), calendar=calendar)
        watch = Watch(tell=tell, stop=stop)  # type: ignore[arg-type]
        made = pack(desk, Wanted((), order.letterhead, order.given), watch)
        write_parcel(made.files, order.target, MANIFEST, watch=watch)
    return tuple(file.name for file in made.files)
