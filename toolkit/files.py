"""Folders of the user's own, and writing files so that nobody ever sees half of one."""

from __future__ import annotations

import os
from pathlib import Path

CACHE_VARIABLE = "TOOLKIT_CACHE"
"""The environment variable that names another folder for caches."""

CONFIG_VARIABLE = "TOOLKIT_CONFIG"
"""The environment variable that names another folder for settings."""


def cache_folder() -> Path:
    """Give the folder for what can be made anew at any time; it need not exist."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("procedure-toolkit", appauthor=False)


def config_folder() -> Path:
    """Give the folder for the user's settings; it need not exist."""
    if chosen := os.environ.get(CONFIG_VARIABLE):
        return Path(chosen)
    from platformdirs import user_config_path

    return user_config_path("procedure-toolkit", appauthor=False)


def write_atomically(path: Path, text: str) -> None:
    """Write a text so that a reader sees the old file or the new one, never half of it.

    Raises:
        OSError: The folder cannot be written, or is full; the old file is then untouched.
    """
    write_bytes_atomically(path, text.encode("utf-8"))


def write_bytes_atomically(path: Path, content: bytes) -> None:
    """Write bytes so that a reader sees the old file or the new one, never half of it.

    Raises:
        OSError: The folder cannot be written, or is full; the old file is then untouched.
    """
    from tempfile import mkstemp

    try:
        handle, name = mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """Give the process's umask, which can only be read by setting it."""
    umask = os.umask(0o077)
    os.umask(umask)
    return umask
