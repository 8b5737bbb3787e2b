"""Copying: to the terminal's clipboard, by a local tool, and where neither will do to a file."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from toolkit.files import write_atomically

LONGEST = 74_000
"""More than this many bytes are dropped by common terminals."""

FILE = "copied.txt"

TOOLS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("wl-copy", (), "WAYLAND_DISPLAY"),
    ("xclip", ("-selection", "clipboard"), "DISPLAY"),
    ("xsel", ("--clipboard", "--input"), "DISPLAY"),
    ("pbcopy", (), ""),
    ("clip.exe", (), ""),
    ("clip", (), ""),
)
"""Local tools: the program, its arguments, and the variable without which it has no screen."""


def local_tool() -> Sequence[str] | None:
    """Give the command of a tool that copies, or ``None``; over SSH there is none worth asking."""
    if os.environ.get("SSH_CONNECTION") or os.environ.get("SSH_TTY"):
        return None
    for program, words, needs in TOOLS:
        if (not needs or os.environ.get(needs)) and (found := shutil.which(program)):
            return [found, *words]
    return None


def by_tool(text: str) -> str:
    """Copy by a local tool and give its name, or an empty string where none does it."""
    command = local_tool()
    if command is None:
        return ""
    encoding = "utf-16" if sys.platform == "win32" else "utf-8"
    try:
        subprocess.run(
            command, input=text.encode(encoding), check=True, timeout=3,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return Path(command[0]).name


def copy(
    text: str, terminal: Callable[[str], None], tool: Callable[[str], str], folder: Path
) -> str:
    """Copy a text by every way there is, and say which.

    Args:
        text: What is copied.
        terminal: Sends it to the terminal's clipboard (OSC 52), which gives no answer.
        tool: Copies by a local tool and gives its name, or an empty string.
        folder: Where a file is written if it is too long for the terminal, or no tool is there.

    Returns:
        A sentence that says where the copy is.

    Raises:
        OSError: The file is needed and cannot be written.
    """
    short = len(text.encode()) <= LONGEST
    if short:
        terminal(text)
    if name := tool(text):
        return f"It is in the clipboard ({name})."
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / FILE
    write_atomically(file, text)
    if short:
        return f"It was sent to the terminal's clipboard. If pasting gives nothing: {file}"
    return f"It is too long for the terminal's clipboard. It is in {file}"
