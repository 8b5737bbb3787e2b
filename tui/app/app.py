"""The app: its screens, going from place to place, and what they all share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen

from toolkit.files import cache_folder, write_atomically
from tui.app.actions import bindings, shown_key
from tui.app.places import MODES, Place
from tui.app.seams import Seams
from tui.app.settings import Memory, Settings, read_memory, read_settings, write_memory
from tui.app.themes import DEFAULT, GREYS, THEMES

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider

    from tui.app.copied import Copied
    from tui.app.names import Name
    from tui.app.page import Page

SOON = 0.5
"""Seconds after which what is remembered is written."""


def _opener(mode: str) -> Callable[[], Screen[Any]]:
    """Give a function that imports a screen and makes it."""

    def make() -> Screen[Any]:
        module = import_module(f"tui.app.screens.{mode}")
        screen = getattr(module, f"{mode.capitalize()}Screen")()
        assert isinstance(screen, Screen)
        return screen

    return make


def _provider() -> type[Provider]:
    from tui.app.palette import Everything

    return Everything


class ToolkitApp(App[None]):
    """The app.

    Args:
        seams: The clock and folders.
        start: Where to begin; by default Home.
    """

    TITLE = "toolkit"
    CSS_PATH = "app.tcss"
    SCOPE = "app"
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        mode: _opener(mode) for mode in MODES
    }
    DEFAULT_MODE = "home"
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {_provider}
    ENABLE_COMMAND_PALETTE = False  # its key comes from the registry
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("app")]
    NOTIFICATION_TIMEOUT = 5

    def __init__(self, seams: Seams | None = None, start: Place | None = None) -> None:
        super().__init__()
        self.seams = seams or Seams()
        self.settings = Settings()
        self.memory = read_memory(self.seams.config)
        self.names: list[Name] = []
        self._start = start
        self._past: list[Place] = []
        self._unwritten = self._forgets = False
        for theme in THEMES.values():
            self.register_theme(theme)
        self.animation_level = "none"
        self.use_command_palette = True
        known = self.memory.theme in THEMES
        chosen = GREYS if self.no_color else self.memory.theme if known else DEFAULT
        # Set before the app runs, so that its style sheets are read once and not twice.
        self.set_reactive(ToolkitApp.theme, chosen)
        self.stylesheet.set_variables(self.get_css_variables())

    # -- beginning and end

    def on_mount(self) -> None:
        """Take the user's keys, and go where the app is to begin."""
        with self.explained("Your settings"):
            self.settings = read_settings(self.seams.config)
            self.set_keymap(dict(self.settings.keys))
        self._heed_signals()
        if self._start is not None:
            self.go(self._start)
        elif self.settings.reopen and self.memory.last is not None:
            self._reopen(self.memory.last)

    def _heed_signals(self) -> None:
        """Leave in order where the terminal is closed, so that the place is remembered."""
        import signal
        from asyncio import get_running_loop

        for name in ("SIGHUP", "SIGTERM"):
            with suppress(NotImplementedError, ValueError, RuntimeError, AttributeError):
                get_running_loop().add_signal_handler(getattr(signal, name), self.exit)

    def _reopen(self, place: Place) -> None:
        """Go on where the user was, if that is still there."""
        if place.is_gone():
            self.notify(f"{place.named()}: its file is gone.", severity="warning", markup=False)
        else:
            self.go(place)

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Leave, and remember where the user was."""
        self._remember_here()
        super().exit(result, return_code, message)

    def _remember_here(self) -> None:
        from tui.app.page import Page

        if self.screen_stack and isinstance(self.screen_stack[0], Page):
            self.remember(self.memory.at(self.page.here()))

    def on_unmount(self) -> None:
        """Write what is remembered."""
        self._write_memory()

    @property
    def cases(self) -> Path:
        """The folder in which cases lie."""
        return self.seams.cases or self.settings.cases or Path.cwd()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Let no cursor blink: it would keep the processor and Braille displays busy."""
        if hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    # -- places

    @property
    def page(self) -> Page:
        """The screen that is open, under any dialogue."""
        from tui.app.page import Page

        page = self.screen_stack[0]
        assert isinstance(page, Page)
        return page

    def go(self, place: Place) -> None:
        """Open a place; Esc leads back to the present one."""
        here = self.page.here()
        self._past.append(here)
        self.remember(self.memory.at(here))  # with what is chosen there now
        self.call_later(self._open, place)

    def back(self) -> None:
        """Go back to where the user was before; at the very first, to Home."""
        here = self.page.here()
        self.remember(self.memory.at(here))
        while self._past and self._past[-1].same(here):
            self._past.pop()
        place = self._past.pop() if self._past else Place("home")
        self.call_later(self._open, place)

    async def _open(self, place: Place) -> None:
        with self.explained():
            await self.switch_mode(place.mode)
            self.page.show(place)
            self.remember(self.memory.at(place))

    def action_home(self) -> None:
        """Open Home."""
        self.go(Place("home"))

    def action_guide(self) -> None:
        """Open the guide."""
        self.go(Place("guide"))

    def action_cases(self) -> None:
        """Open the list of cases."""
        self.go(Place("cases"))

    def action_search(self) -> None:
        """Open the search."""
        self.go(Place("search"))

    def action_procedures(self) -> None:
        """Open the procedures."""
        self.go(Place("procedures"))

    def action_letters(self) -> None:
        """Open the letters."""
        self.go(Place("letters"))

    # -- what is remembered

    def remember(self, memory: Memory) -> None:
        """Remember something; it is written soon."""
        self.memory = memory
        if not self._unwritten:
            self._unwritten = True
            self.set_timer(SOON, self._write_memory)

    def keep_draft(self, name: str, draft: Any) -> None:
        """Keep what was begun under a name, as plain data; ``None`` forgets it."""
        self.remember(self.memory.with_draft(name, draft))

    def _write_memory(self) -> None:
        if self._unwritten:
            self._unwritten = False
            try:
                write_memory(self.seams.config, self.memory)
            except OSError as error:
                if not self._forgets:  # said once, and not at every step
                    self._forgets = True
                    self.tell(error, "The app works, but cannot remember where you were")

    # -- messages to the user

    def tell(self, error: Exception, title: str = "That did not work") -> bool:
        """Show an error that a user can do something about; say whether it is one."""
        from tui.cases.speech import spoken
        from tui.exits import code_of, message

        if code_of(error) is None:
            return False
        self.say(title, *map(spoken, message(error)))
        return True

    def tell_any(self, error: BaseException) -> None:
        """Show any error; of one that is the toolkit's own fault, keep the details in a file."""
        if isinstance(error, Exception) and self.tell(error):
            return
        self.say(
            "Something in the toolkit itself failed",
            f"{type(error).__name__}: {error}",
            f"Your files are as they were. The details are in {self._keep(error)}; send that file "
            "to whoever looks after the toolkit.",
        )

    def _keep(self, error: BaseException) -> Path:
        """Write the details of an error to a file."""
        from traceback import format_exception

        file = cache_folder() / "app-error.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, "".join(format_exception(error)))
        return file

    def _fatal_error(self) -> None:
        """Leave the app with a message in place of a page of code."""
        error = self._exception
        where = f"; the details are in {self._keep(error)}" if error is not None else ""
        self._exit_renderables.append(
            f"The toolkit failed: {type(error).__name__}: {error}{where}. Your files are as they "
            "were. Start it again with: toolkit tui"
        )
        self._close_messages_no_wait()

    @contextmanager
    def explained(self, title: str = "That did not work") -> Iterator[None]:
        """Show an error of what is done within, if a user can do something about it."""
        try:
            yield
        except Exception as error:
            if not self.tell(error, title):
                raise

    def say(self, title: str, *lines: str, large: bool = False) -> None:
        """Say something that stays until it is read, in all of the terminal if it is much."""
        from tui.app.dialogs import Message

        self.clear_notifications()  # they would lie over the words
        self.push_screen(Message(title, lines, large=large))

    def confirm(
        self, question: str, done: Callable[[], None], *, text: str = "", yes: str, no: str = "No"
    ) -> None:
        """Ask whether to do something, and do it if the answer is yes.

        Args:
            question: Such as "Record this event although the procedure does not allow it?".
            done: Does it.
            text: What follows from yes.
            yes: The word for yes, which says what is done.
            no: The word for no.
        """
        from tui.app.dialogs import Confirm

        def answered(answer: bool | None) -> None:
            if answer:
                with self.explained():
                    done()

        self.clear_notifications()
        self.push_screen(Confirm(question, text, yes, no), answered)

    def choose(
        self, title: str, options: list[tuple[str, str]], done: Callable[[str], None]
    ) -> None:
        """Let one of several be chosen, and go on with it.

        Args:
            title: What is to be chosen.
            options: What is given to ``done``, and what is shown for it.
            done: Goes on.
        """
        from tui.app.dialogs import Choose

        def chosen(choice: str | None) -> None:
            if choice is not None:
                with self.explained():
                    done(choice)

        self.push_screen(Choose(title, options), chosen)

    def copy(self, copied: Copied) -> None:
        """Copy a text with its citation, and say where the copy is."""
        from tui.app.clipboard import by_tool, copy

        with self.explained("Copying"):
            where = copy(
                copied.whole(), self.copy_to_clipboard, self.seams.copy or by_tool,
                self.seams.config,
            )  # fmt: skip
            self.notify(where, title=f"Copied {copied.what}".strip(), markup=False)

    # -- help, palette, colours

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a dialogue to itself: screens are not changed under it."""
        return action not in MODES or not self.screen.is_modal

    def get_key_display(self, binding: Binding) -> str:
        """Write a key as people do."""
        return shown_key(binding.key)

    def action_help(self) -> None:
        """Say what can be done here."""
        from tui.app.help import HelpScreen

        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen, self.settings.keys))

    def action_palette(self) -> None:
        """Open the command palette."""
        self.action_command_palette()

    def action_theme(self) -> None:
        """Take the next set of colours."""
        names = list(THEMES)
        at = names.index(self.theme) if self.theme in names else -1
        self.use_theme(names[(at + 1) % len(names)])

    def use_theme(self, name: str) -> None:
        """Take a set of colours and remember it."""
        from dataclasses import replace

        self.theme = name
        self.remember(replace(self.memory, theme=name))
        self.notify(f"Colours: {name}")
