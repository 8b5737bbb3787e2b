"""What the app takes from the world outside: the clock, folders, ids. Tests put their own in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from toolkit.files import config_folder


@dataclass(frozen=True, slots=True)
class Seams:
    """The world outside.

    Attributes:
        today: Gives the day.
        cases: The folder in which cases lie; ``None`` for that of the settings, or the present one.
        config: The folder with the user's settings and what the app remembers.
        copy: Copies a text by a local tool and gives the tool's name, or empty where there is none.
        search: Searches in place of the user's index.
        ask: Answers questions in place of the user's index.
    """

    today: Callable[[], date] = date.today
    cases: Path | None = None
    config: Path = field(default_factory=config_folder)
    copy: Callable[[str], str] | None = None
    search: Callable[..., Any] | None = None
    ask: Callable[..., Any] | None = None
