"""What every screen of the app shares: the bar of screens above, the footer below, going back."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer, Static
from textual.widgets._footer import FooterKey
from textual.worker import Worker, WorkerState

from tui.app.actions import bindings
from tui.app.places import TABS, TITLES, WITHIN, Place

if TYPE_CHECKING:
    from tui.app.app import ToolkitApp
    from tui.app.copied import Copied

NARROW, WIDE = 76, 110
"""From which width there are two panes, and from which there is room to spare."""


class ModeBar(Static):
    """The names of the screens, to be clicked; that which is open has a sign before it."""

    ALLOW_SELECT = False

    def __init__(self, mode: str) -> None:
        super().__init__(id="modes")
        self.mode = WITHIN.get(mode, mode)

    def on_resize(self, event: events.Resize) -> None:
        """Leave the keys out where there is no room for them."""
        parts: list[Content] = []
        for number, mode in enumerate(TABS, 2):
            key = f"F{number} " if event.size.width >= NARROW else ""
            sign = "▸" if mode == self.mode else " "
            style = "bold underline" if mode == self.mode else ""
            text = Content.from_markup(f"{sign}[@click=app.{mode}]{key}{TITLES[mode]}[/]")
            parts.append(text.stylize(style) if style else text)
        self.update(Content(" ").join(parts))


class Keys(Footer):
    """The keys that can be pressed now; what would be cut off is left to the help."""

    _laid_for = 0

    def compose(self) -> ComposeResult:
        """Yield what there is room for."""
        room = self._laid_for = self.app.size.width
        for part in super().compose():
            room -= _room(part)
            if room >= 0:
                yield part

    async def on_resize(self, event: events.Resize) -> None:
        """Choose anew for another width."""
        if self._laid_for and self._laid_for != self.app.size.width:
            await self.recompose()


def _room(part: Widget) -> int:
    """Give the columns that a part of the footer takes, with the space after it."""
    if not isinstance(part, FooterKey):
        return len(str(part.render())) + 1
    grouped = part.has_class("-grouped")
    return len(part.key_display) + (0 if grouped else len(part.description) + 2)


class Page(Screen[None]):
    """A screen of the app.

    Attributes:
        SCOPE: The word for it in places and in the ids of its actions.
    """

    SCOPE: ClassVar[str] = ""
    BINDINGS: ClassVar[list[BindingType]] = [*bindings("page")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (NARROW, "-normal"), (WIDE, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (28, "-high")]

    def __init__(self) -> None:
        super().__init__()
        # A new screen is styled as it is mounted. Without this all style sheets would be parsed
        # twice more, which takes a fifth of the time in which a screen opens.
        self._css_update_count = self.app._css_update_count

    @property
    def toolkit(self) -> ToolkitApp:
        """The app."""
        return cast("ToolkitApp", self.app)

    def compose(self) -> ComposeResult:
        """Put the screen's own widgets between the bar and the footer."""
        yield ModeBar(self.SCOPE)
        yield from self.body()
        yield Keys(show_command_palette=False, compact=True)

    def body(self) -> ComposeResult:
        """Yield the screen's own widgets."""
        yield from ()

    def show(self, place: Place) -> None:
        """Show a place of this screen; without ``what``, whatever was shown last.

        Called each time the screen is opened, after it is mounted. Errors that it raises are shown.
        """

    def here(self) -> Place:
        """Give the place that is shown now."""
        return Place(self.SCOPE)

    def copied(self) -> Copied | None:
        """Give what ``y`` copies now, or ``None`` where nothing is chosen."""
        return None

    def hindrance(self, action: str) -> str:
        """Say why an action of this screen cannot be done now, or give an empty string.

        Args:
            action: Its id, such as ``case.make-pack``.
        """
        return ""

    def step_back(self) -> bool:
        """Close what is open within this screen, such as a pane; say whether there was any."""
        return False

    def action_back(self) -> None:
        """Close what is open here, or go back to where the user was."""
        if not self.step_back():
            self.toolkit.back()

    def action_copy(self) -> None:
        """Copy what is chosen, with its citation."""
        found = self.copied()
        if found is None:
            self.notify(
                "Nothing is chosen that could be copied. Go to a clause or an answer first."
            )
        else:
            self.toolkit.copy(found)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey an action out where something hinders it."""
        from tui.app.actions import of_scope

        for item in of_scope(self.SCOPE):
            if item.method == action and self.hindrance(item.id):
                return None
        return True

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Show what went wrong in work behind the scenes."""
        if event.state is WorkerState.ERROR and event.worker.error is not None:
            self.toolkit.tell_any(event.worker.error)
