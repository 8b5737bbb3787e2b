"""Tables that are shipped: each is read from its file, and done without where that fails."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Table = TypeVar("Table")


def shipped(file: Path, read: Callable[[bytes], Table]) -> Table | None:
    """Give what a file holds, or ``None`` where it is missing or broken.

    Args:
        file: The file.
        read: Makes a table of its bytes; raises `ValueError` or `struct.error` where it cannot.
    """
    try:
        return read(file.read_bytes())
    except (OSError, ValueError, struct.error):
        return None
