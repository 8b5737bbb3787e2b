"""What the user sets, and what the app remembers from one day to the next.

``app.yaml`` is the user's own: keys, the folder of cases, where to begin. ``app-state.json`` is the
app's: the colours chosen, the last place, recent places, drafts. A broken state is started anew
without a word; a broken ``app.yaml`` is told of, as somebody wrote it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tui.app.places import Place, place_from, visited

FILE = "app.yaml"
STATE = "app-state.json"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user sets.

    Attributes:
        keys: Keys by action, where they differ from the app's own.
        cases: The folder in which cases lie, or ``None`` for that in which the app was started.
        reopen: Whether the app begins where it was left, and not on Home.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    cases: Path | None = None
    reopen: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """What the app remembers.

    Attributes:
        theme: The colours last chosen, or empty.
        last: Where the user was when the app was left.
        left: Where the user was last, Home apart.
        recent: Recent places, the latest first.
        drafts: What was begun and not finished, by a name of its own.
    """

    theme: str = ""
    last: Place | None = None
    left: Place | None = None
    recent: tuple[Place, ...] = ()
    drafts: Mapping[str, Any] = field(default_factory=dict)

    def at(self, place: Place) -> Memory:
        """Give it with another place as the last."""
        left = self.left if place.mode == "home" else place
        return replace(self, last=place, left=left, recent=visited(self.recent, place))

    def with_draft(self, name: str, draft: Any) -> Memory:
        """Give it with a draft kept, or forgotten where ``draft`` is ``None``."""
        drafts = {key: value for key, value in self.drafts.items() if key != name}
        return replace(self, drafts=drafts if draft is None else {**drafts, name: draft})


def read_settings(folder: Path) -> Settings:
    """Read the user's settings; where there is no file, there are none.

    Raises:
        BadData: The file cannot be read, or holds what is no setting.
    """
    file = folder / FILE
    if not file.is_file():
        return Settings()
    from tui.app.settings_file import read

    return read(file)


def read_memory(folder: Path) -> Memory:
    """Read what the app remembers; nothing, where that is absent or broken."""
    try:
        held = json.loads((folder / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return Memory()
    if not isinstance(held, dict):
        return Memory()
    recent, drafts, theme = held.get("recent"), held.get("drafts"), held.get("theme")
    places = [place_from(item) for item in recent] if isinstance(recent, list) else []
    return Memory(
        theme=theme if isinstance(theme, str) else "",
        last=place_from(held.get("last")),
        left=place_from(held.get("left")),
        recent=tuple(place for place in places if place is not None),
        drafts=drafts if isinstance(drafts, dict) else {},
    )


def write_memory(folder: Path, memory: Memory) -> None:
    """Write what the app remembers.

    Raises:
        OSError: The folder cannot be written; what it held is untouched.
    """
    from toolkit.files import write_atomically

    folder.mkdir(parents=True, exist_ok=True)
    data = {
        "theme": memory.theme,
        "last": memory.last.as_data() if memory.last else None,
        "left": memory.left.as_data() if memory.left else None,
        "recent": [place.as_data() for place in memory.recent],
        "drafts": dict(memory.drafts),
    }
    write_atomically(folder / STATE, json.dumps(data, ensure_ascii=False, indent=1))
