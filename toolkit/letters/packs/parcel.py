"""Writing many files as one folder or zip: all of them or none."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from toolkit.files import write_bytes_atomically
from toolkit.letters.output import not_written
from toolkit.letters.watch import Watch
from toolkit.problem import Problem, Refused

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class File:
    """A file to be written: its name, without folders, and what is in it."""

    name: str
    content: bytes


def write_parcel(
    files: Sequence[File],
    target: Path,
    mark: str,
    replace: bool = False,
    watch: Watch | None = None,
) -> None:
    """Write files as a folder, or as a zip where the target's name ends so.

    Args:
        files: The files.
        target: The folder or zip.
        mark: Name of the file by which a folder is known to be such a parcel; no other folder is
            replaced.
        replace: Whether to put it in the place of an older one.
        watch: May stop the work; nothing is then left behind.

    Raises:
        Refused: There is something of that name already, or it cannot be written there.
    """
    watch = watch or Watch()
    _may_write(target, mark, replace)
    try:
        if target.suffix.lower() == ".zip":
            write_bytes_atomically(target, _zipped(files, watch))
        else:
            _write_folder(files, target, watch)
    except OSError as error:
        raise not_written(target, error) from None


def may_write(target: Path, mark: str, replace: bool) -> None:
    """Make sure, before any work is done, that a parcel may be written.

    Raises:
        Refused: There is something of that name already, or no folder to write it in.
    """
    _may_write(target, mark, replace)
    if not target.absolute().parent.is_dir():
        raise Refused(
            [
                Problem(
                    "no-folder",
                    "there is no folder to write this in",
                    str(target),
                    suggestion=f"make {target.parent} first",
                )
            ]
        )


def _may_write(target: Path, mark: str, replace: bool) -> None:
    if not (target.exists() or target.is_symlink()):
        return
    kind = "folder" if target.is_dir() else "file"
    if not replace:
        problem = Problem(
            "exists",
            f"there is a {kind} of this name already",
            str(target),
            suggestion="give another with -o, or put this in its place with --replace",
        )
        raise Refused([problem])
    wrong = target.is_symlink() or (kind == "file") != (target.suffix.lower() == ".zip")
    if wrong or (kind == "folder" and any(target.iterdir()) and not (target / mark).is_file()):
        problem = Problem(
            "not-a-pack",
            f"this {kind} is no pack, so it is not replaced",
            str(target),
            suggestion="give another name with -o",
        )
        raise Refused([problem])


def _zipped(files: Sequence[File], watch: Watch) -> bytes:
    """Give a zip; the same files give the same bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parcel:
        for file in files:
            watch.check()
            entry = zipfile.ZipInfo(file.name, _FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = _PLAIN_FILE
            parcel.writestr(entry, file.content)
    return held.getvalue()


def _write_folder(files: Sequence[File], target: Path, watch: Watch) -> None:
    """Write a folder beside the target, then put it in its place."""
    parent = target.absolute().parent
    made = Path(tempfile.mkdtemp(dir=parent, prefix=f".{target.name[:40]}.", suffix=".part"))
    old = made.with_suffix(".old")
    try:
        for file in files:
            watch.check()
            (made / file.name).write_bytes(file.content)
        watch.check()
        umask = os.umask(0o077)
        os.umask(umask)
        made.chmod(0o777 & ~umask)
        if target.exists():
            target.rename(old)
        try:
            made.rename(target)
        except BaseException:
            if old.exists():
                old.rename(target)
            raise
        if old.exists():
            shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
