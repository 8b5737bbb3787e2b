"""Where the index lies: built beside its place, swapped in whole, and rebuilt without a word.

The folder's name is a hash of the procedures' text and of the code that reads and indexes them, so
what is stale is simply never opened. A list of the files' hashes tells whether what is there is
whole. Opening an index runs what is written in it, so only a folder that belongs to this user, and
that nobody else can write to, is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

from toolkit.files import cache_folder
from toolkit.procedure.library import procedure_ids, procedures_folder
from toolkit.version import __version__

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure

DATA = "contents.json"
SEAL = "seal.json"
SUFFIX = ".asked"
"""What is added to the name of an index for what answers need beside it."""

KEPT = 4
"""How many indexes stay: those of other versions and of other folders of procedures."""

_HOUR = 3600


class Unfit(Exception):
    """What lies there is no index of ours."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An index as it lies on the disk.

    Attributes:
        folder: Its folder.
        data: What `index.contents` keeps beside it.
    """

    folder: Path
    data: dict[str, Any]


def stored() -> Stored:
    """Give the index of the procedures, building it where there is none that fits.

    Raises:
        BadData: A procedure is faulty; holds every fault.
    """
    key = _key()
    try:
        root = _root()
        target = root / key[:32]
        try:
            return _read(target, key)
        except Unfit:
            part = _build(root, key)
        _swap(part, target, key)
        _sweep(root, keep=target)
        return _read(target, key)
    except (OSError, Unfit):
        return _read(_build(_private(), key), key)


def rebuild() -> Stored:
    """Build the index anew, whether or not there is one."""
    shutil.rmtree(_root() / _key()[:32], ignore_errors=True)
    return stored()


def _key() -> str:
    """Give the hash of all that an index is made from."""
    digest = sha256(__version__.encode())
    here = Path(__file__).parent
    asked = (here / "answers" / name for name in ("kind.py", "laid.py", "likeness.py"))
    files = [*here.glob("*.py"), *asked, *(here.parent / "toolkit" / "procedure").glob("*.py")]
    for table in sorted((here / "tables").iterdir()):
        about = table.stat()
        digest.update(f"\0{table.name}\0{about.st_size}\0{about.st_mtime_ns}".encode())
    for procedure_id in procedure_ids():
        files += (procedures_folder() / procedure_id).glob("*.md")
    for path in sorted(files):
        content = path.read_bytes()
        digest.update(f"\0{path.parent.name}/{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _root() -> Path:
    """Give the folder of the indexes, which only this user can enter.

    Raises:
        Unfit: It belongs to somebody else.
        OSError: It cannot be made.
    """
    root = cache_folder() / "search"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not _ours(root):
        raise Unfit
    root.chmod(0o700)
    return root


def _private() -> Path:
    """Give a folder for this process alone, taken away when it ends."""
    import atexit

    folder = Path(tempfile.mkdtemp(prefix="procedure-search-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _ours(folder: Path) -> bool:
    """Whether a folder is one, is no link, and belongs to this user."""
    about = folder.lstat()
    return stat.S_ISDIR(about.st_mode) and (
        not hasattr(os, "getuid") or about.st_uid == os.getuid()
    )


def _read(folder: Path, key: str) -> Stored:
    """Read an index that is whole and ours.

    Raises:
        Unfit: It is not there, not ours, not whole, or another one.
    """
    try:
        if not _ours(folder) or (os.name == "posix" and folder.stat().st_mode & 0o022):
            raise Unfit
        seal = json.loads((folder / SEAL).read_bytes())
        if seal["key"] != key or seal["files"] != _hashes(folder):
            raise Unfit
        return Stored(folder, json.loads((folder / DATA).read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        raise Unfit from None


def _hashes(folder: Path) -> dict[str, str]:
    return {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.iterdir())
        if path.name != SEAL and not path.name.endswith(("LOCK", ".lock"))
    }


def _build(root: Path, key: str) -> Path:
    """Build an index in a folder of its own, and give that folder."""
    from toolkit.procedure.library import load_all

    part = Path(tempfile.mkdtemp(dir=root, prefix=".part-"))
    try:
        write_index(part, list(load_all()))
        _write(part / SEAL, {"key": key, "files": _hashes(part)})
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return part


def write_index(folder: Path, procedures: Sequence[Procedure]) -> None:
    """Write the index of some procedures.

    Args:
        folder: Where to; it has to be there and empty.
        procedures: The procedures.
    """
    from index.contents import contents
    from index.engine import write

    made = contents(procedures)
    write(folder, made.documents)
    _write(folder / DATA, made.as_data())


def _write(file: Path, data: Mapping[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    file.write_text(text, encoding="utf-8")


def _swap(part: Path, target: Path, key: str) -> None:
    """Put a new index in its place; where another process was quicker, its index stays."""
    try:
        part.rename(target)
        return
    except OSError:
        pass
    try:
        _read(target, key)
    except Unfit:
        aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=".part-"))
        with _nothing_there():
            target.rename(aside / "old")
        with _nothing_there():
            part.rename(target)
        shutil.rmtree(aside, ignore_errors=True)
    shutil.rmtree(part, ignore_errors=True)


def _nothing_there() -> Any:
    """Pass over what another process has done meanwhile; reading tells what came of it."""
    from contextlib import suppress

    return suppress(OSError)


def _sweep(root: Path, keep: Path) -> None:
    """Take away what nobody needs: the oldest indexes, and what broken builds have left."""
    whole = []
    for path in root.iterdir():
        with _nothing_there():
            age = path.stat().st_mtime
            if path.suffix == ".npz":
                continue
            if path.suffix == SUFFIX:
                if not path.with_suffix("").exists():
                    _remove(path)
                continue
            if path.name.startswith(".part-"):
                if time() - age > _HOUR:
                    _remove(path)
            elif path != keep:
                whole.append((age, path))
    for _, path in sorted(whole, reverse=True)[KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
        _remove(path.with_name(path.name + SUFFIX))


def _remove(path: Path) -> None:
    """Take away a folder or a file."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
