"""The screen Letters: which there are, how one reads as text, and what it still needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from toolkit.letters.context import Desk
from toolkit.problem import ToolkitError
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter
from tui.app.actions import bindings
from tui.app.copied import Copied
from tui.app.dialogs import Choose
from tui.app.file_page import FilePage
from tui.app.form import Blank, Form
from tui.app.places import Place
from tui.app.pointing import PointedList
from tui.cases.folder import ENDINGS
from tui.cases.letters import (
    Gap,
    Preview,
    due_now,
    extra_of,
    keep_in_case,
    letterheads,
    letters_of,
    offered,
    preview,
    read_gap,
    template_text,
    write_letter,
)

Row = tuple[Procedure, Letter] | None

HERE, CASE = "letter", "case"
"""Where what has been filled in is kept."""


class LettersScreen(FilePage):
    """Lists letters and shows one as text."""

    SCOPE = "letters"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("letters")]
    CSS_PATH = "letters.tcss"

    class Listed(Message):
        """The letters are known, and the case that they are of."""

        def __init__(
            self, found: list[tuple[str, Procedure, Letter]], desk: Desk | None, place: Place
        ) -> None:
            super().__init__()
            self.found, self.desk, self.place = found, desk, place

    class Shown(Message):
        """It is known how a letter reads."""

        def __init__(self, letter: Letter, found: Preview) -> None:
            super().__init__()
            self.letter, self.found = letter, found

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []
        self.desk: Desk | None = None
        self.file: Path | None = None
        self.found: Preview | None = None
        self.letterhead: Path | None = None
        self._place: Place | None = None

    def body(self) -> ComposeResult:
        """Put the list beside the letter."""
        with Horizontal(id="panes"):
            yield PointedList(id="list")
            with Vertical(id="letter"):
                yield Static(Content("Choose a letter."), id="state")
                with VerticalScroll(id="paper"):
                    yield Static(id="words")

    # -- places

    def show(self, place: Place) -> None:
        """List the letters of a procedure, of a case, or of all procedures."""
        if self._place is None or place.what:
            self._place = place
        self._read(self._place)
        self._list.focus()

    def here(self) -> Place:
        """Give the list, and the letter that is shown."""
        what = self._place.what if self._place else ""
        letter = self._letter
        if letter is None:
            return Place(self.SCOPE, what)
        return Place(self.SCOPE, what, letter[1].id, f"Letter: {letter[1].name}")

    def copied(self) -> Copied | None:
        """Give the letter's text."""
        letter = self._letter
        if letter is None or self.found is None:
            return None
        source = f"{letter[1].name} [{letter[1].place.clause}], {letter[0].header.title}"
        return Copied(self.found.text.rstrip(), source, letter[1].name)

    def step_back(self) -> bool:
        """In a narrow terminal go back to the list."""
        if self.has_class("-letter"):
            self.remove_class("-letter")
            self._list.focus()
            return True
        return False

    def hindrance(self, action: str) -> str:
        """Say what is needed for an action."""
        if action in ("letters.fill", "letters.make") and self.desk is None:
            return "open the letters from a case"
        if action == "letters.fill" and not self._gaps:
            return "nothing is missing that could be filled in here"
        return ""

    @property
    def _list(self) -> OptionList:
        return self.query_one("#list", OptionList)

    @property
    def _letter(self) -> Row:
        at = self._list.highlighted
        return self.rows[at] if at is not None and at < len(self.rows) else None

    @property
    def _gaps(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.found.gaps if gap.fillable) if self.found else ()

    # -- the list

    @work(thread=True, exclusive=True, exit_on_error=False, group="read")
    def _read(self, place: Place) -> None:
        with self.careful():
            self.post_message(self._listed(place))

    def _listed(self, place: Place) -> Listed:
        """Read which letters there are, of a case file, a procedure, or all of them."""
        from toolkit.procedure.library import load, load_all

        file = Path(place.what)
        if file.suffix.lower() in ENDINGS:
            desk = _desk(file, self.toolkit.seams.today(), {})
            found = [
                (title, desk.procedure, letter)
                for title, letter in letters_of(desk.procedure, desk)
            ]
            return self.Listed(found, desk, place)
        wanted = [load(place.what)] if place.what else list(load_all())
        found = []
        for procedure in wanted:
            short = procedure.header.abbreviation
            for title, letter in letters_of(procedure):
                found.append((f"{short}: {title.lower()}", procedure, letter))
        return self.Listed(found, None, place)

    @on(Listed)
    def _take(self, event: Listed) -> None:
        self.desk = event.desk
        self.file = Path(event.place.what) if event.desk else None
        options: list[Option] = []
        self.rows = []
        heading = ""
        wanted = 0
        for title, procedure, letter in event.found:
            if title != heading:
                heading = title
                options.append(Option(Content(title).stylize("bold $primary"), disabled=True))
                self.rows.append(None)
            if letter.id == event.place.detail:
                wanted = len(self.rows)
            options.append(Option(Content(letter.name)))
            self.rows.append((procedure, letter))
        self._list.clear_options()
        self._list.add_options(options)
        if options:
            self._list.highlighted = wanted or 1
        else:
            self._state("There are no letters here.")
        self.refresh_bindings()

    @on(OptionList.OptionHighlighted, "#list")
    def _highlighted(self) -> None:
        if (letter := self._letter) is not None:
            self._look(*letter)

    @on(OptionList.OptionSelected, "#list")
    def _selected(self) -> None:
        self.add_class("-letter")
        self.query_one("#paper").focus()

    def action_switch(self) -> None:
        """Go from the list to the letter, or back."""
        if self._list.has_focus:
            self._selected()
        else:
            self.remove_class("-letter")
            self._list.focus()

    # -- the letter

    @work(thread=True, exclusive=True, exit_on_error=False, group="letter")
    def _look(self, procedure: Procedure, letter: Letter) -> None:
        try:
            if self.file is None:
                found = template_text(procedure, letter)
            else:
                desk = _desk(self.file, self.toolkit.seams.today(), self._filled(letter))
                found = preview(desk, letter, letterhead=self.letterhead)
        except (ToolkitError, OSError) as error:
            found = Preview("", problems=_said(error))
        self.post_message(self.Shown(letter, found))

    @on(Shown)
    def _show(self, event: Shown) -> None:
        letter = self._letter
        if letter is None or letter[1].id != event.letter.id:
            return
        self.found = event.found
        self._state(*_states(event.found, self.desk is not None))
        self.query_one("#words", Static).update(Content(event.found.text))
        self.query_one("#paper").scroll_home(animate=False)
        self.refresh_bindings()

    def _state(self, *lines: str) -> None:
        self.query_one("#state", Static).update(Content("\n".join(lines)))

    def _draft(self, letter: Letter) -> str:
        return f"letter {self.file} {letter.id}"

    def _filled(self, letter: Letter) -> dict[str, str]:
        held = self.toolkit.memory.drafts.get(self._draft(letter))
        return {str(k): str(v) for k, v in held.items()} if isinstance(held, dict) else {}

    # -- actions

    def action_fill(self) -> None:
        """Ask for the fields that the letter still needs."""
        letter, desk = self._letter, self.desk
        if letter is None or desk is None or not self._gaps:
            return
        blanks = [
            Blank(gap.path, gap.label, offered(desk, gap), _reader(desk, letter[1], gap))
            for gap in self._gaps
        ]

        def done(values: Mapping[str, Any] | None) -> None:
            filled = {name: str(value) for name, value in (values or {}).items() if value}
            if filled:
                self._ask_where(letter[1], filled)

        text = "Where it is kept is asked next. What is left empty stays missing."
        self.app.push_screen(Form(f"Missing in: {letter[1].name}", blanks, "Fill in", text), done)

    def _ask_where(self, letter: Letter, filled: Mapping[str, str]) -> None:
        """Ask whether what has been filled in is written into the case's file."""
        gaps = tuple(gap for gap in self._gaps if gap.path in filled)
        places = "; ".join(" › ".join(gap.kept) for gap in gaps if gap.kept)
        options = [
            (HERE, "Only for this letter\n  It is kept until the letter is made."),
            (CASE, f"In the case's file, for all its letters\n  {places}"),
        ]

        def chosen(where: str | None) -> None:
            written = False
            if where == CASE:
                with self.toolkit.explained("The case's file stays as it was"):
                    assert self.desk is not None
                    keep_in_case(self.desk, letter, gaps, filled)
                    written = True
                    self.notify(str(self.file), title="Written into the case", markup=False)
            if not written:  # nothing that was typed is lost
                kept = {**self._filled(letter), **filled}
                self.toolkit.keep_draft(self._draft(letter), kept)
            if self._place is not None:
                self._place = replace(self._place, detail=letter.id)
                self._read(self._place)

        if all(gap.kept for gap in gaps):
            self.app.push_screen(Choose("Where is it to be kept?", options), chosen)
        else:
            chosen(HERE)

    def action_make(self) -> None:
        """Write the letter beside the case."""
        letter = self._letter
        if letter is None or self.file is None:
            return
        with self.toolkit.explained("The letter was not made"):
            desk = _desk(self.file, self.toolkit.seams.today(), self._filled(letter[1]))
            target = write_letter(desk, letter[1], self.file.parent, self.letterhead)
            self.toolkit.keep_draft(self._draft(letter[1]), None)
            due = letter[1].id in due_now(desk)
            note = () if due else ("It is not due in this case today.",)
            self.toolkit.say("The letter is made", str(target), *note)

    def action_letterhead(self) -> None:
        """Choose another letterhead."""
        letter = self._letter
        if letter is None:
            return
        folder = self.file.parent if self.file else self.toolkit.cases

        def chosen(path: str) -> None:
            self.letterhead = Path(path)
            self._look(*letter)

        self.toolkit.choose("Which letterhead?", letterheads(letter[0], folder), chosen)


def _said(error: Exception) -> tuple[str, ...]:
    from tui.exits import message

    return tuple(message(error))


def _reader(desk: Desk, letter: Letter, gap: Gap) -> Any:
    return lambda typed: read_gap(desk, letter, gap, typed)


def _states(found: Preview, of_case: bool) -> list[str]:
    """Say how a letter stands: due, complete, or what is missing and where it goes."""
    if not of_case:
        return ["The template. Open the letters from a case to see it filled in."]
    lines = ["Due now." if found.due else "Not due in this case today."]
    if found.problems:
        lines += ["It cannot be made:", *(f"- {problem}" for problem in found.problems)]
    elif found.gaps:
        fillable = sum(1 for gap in found.gaps if gap.fillable)
        count = "1 field is" if len(found.gaps) == 1 else f"{len(found.gaps)} fields are"
        more = f"; f fills in {fillable} of them" if fillable else ""
        lines[0] += f" {count} missing{more}:"
        lines += [
            f"- {gap.label}" if gap.fillable else f"- {gap.label}; {gap.how}" for gap in found.gaps
        ]
    else:
        lines[0] += " Nothing is missing; m makes it."
    return lines


def _desk(file: Path, today: Any, filled: Mapping[str, str]) -> Desk:
    """Open the desk of a case file, with what has been filled in."""
    from toolkit.case.closures import calendar_with, settings_file
    from tui.casefile import faults_of, open_case

    with faults_of(file):
        procedure, case = open_case(file)
        calendar = calendar_with(procedure, settings_file(), case)
        return Desk(procedure, case, today, extra_of(filled), str(file), calendar)
