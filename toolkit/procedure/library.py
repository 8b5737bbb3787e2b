"""The library of procedures: where they lie, and loading them quickly.

A procedure is parsed once. What comes out is kept as JSON in the user's cache folder under a key
made from the toolkit's version, the code that reads procedures, and every byte of the Markdown. A
cache file with another key, or one that the models do not accept, is passed over and written anew;
a cache folder that cannot be written is done without.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

from toolkit.files import cache_folder, write_atomically
from toolkit.problem import Problem, Refused, did_you_mean
from toolkit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.procedure.procedure import Procedure

_ABBREVIATION = re.compile(rb"^abbreviation:[ \t]*['\"]?([^'\"\r\n#]*)", re.MULTILINE)

_loaded: dict[Path, tuple[str, Procedure]] = {}

_ONE_AT_A_TIME = RLock()
"""Held while a procedure is compiled: the parser of Markdown does not bear two threads."""


def procedures_folder() -> Path:
    """Give the folder of procedures: ``TOOLKIT_PROCEDURES``, the wheel's own, or the checkout's."""
    if chosen := os.environ.get("TOOLKIT_PROCEDURES"):
        return Path(chosen)
    package = Path(__file__).resolve().parent.parent
    inside = package / "_data" / "procedures"
    return inside if inside.is_dir() else package.parent / "procedures"


def procedure_ids() -> tuple[str, ...]:
    """Give the ids of all procedures, in alphabetical order."""
    folder = procedures_folder()
    if not folder.is_dir():
        return ()
    return tuple(
        sorted(each.name for each in folder.iterdir() if each.is_dir() and any(each.glob("*.md")))
    )


def folder_of(procedure_id: str) -> Path:
    """Give the folder of a procedure; raise `Refused` where there is no such procedure."""
    known = procedure_ids()
    wanted = procedure_id.strip().lower()
    if wanted in known:
        return procedures_folder() / wanted
    hint = did_you_mean(wanted, known)
    if not hint:
        here = f"the procedures are {', '.join(known)}" if known else "there are none"
        hint = f"{here} in {procedures_folder()}"
    raise Refused(
        [Problem("no-such-procedure", f"there is no procedure '{procedure_id}'", suggestion=hint)]
    )


def load(procedure_id: str) -> Procedure:
    """Load a procedure of the library.

    Args:
        procedure_id: Such as ``ldpp``.

    Returns:
        The procedure; the same object each time while its files stay the same.

    Raises:
        Refused: There is no such procedure.
        BadData: Its files are faulty; holds every fault.
    """
    return load_folder(folder_of(procedure_id))


def load_all() -> Iterator[Procedure]:
    """Yield every procedure of the library, loading each when its turn comes."""
    for procedure_id in procedure_ids():
        yield load(procedure_id)


def load_folder(folder: Path) -> Procedure:
    """Load a procedure from its folder, through the cache.

    Raises:
        BadData: Its files are faulty; holds every fault.
    """
    folder = folder.resolve()
    key = _key(folder)
    if (held := _loaded.get(folder)) is not None and held[0] == key:
        return held[1]
    with _ONE_AT_A_TIME:
        if (held := _loaded.get(folder)) is not None and held[0] == key:
            return held[1]  # another thread has loaded it meanwhile
        name = f"{folder.name}-{sha256(str(folder).encode()).hexdigest()[:12]}.json"
        cached = cache_folder() / name
        procedure = _from_cache(cached, key)
        if procedure is None:
            procedure = _compile(folder)
            _to_cache(cached, key, procedure)
        _loaded[folder] = (key, procedure)
        return procedure


def _compile(folder: Path) -> Procedure:
    """Read a procedure from its files, prove that its rules fit, and work its readings out.

    The lines of the rules' keys are left behind: they are for messages to authors only.
    """
    from toolkit.problem import BadData
    from toolkit.procedure.compiled import without_lines
    from toolkit.procedure.fit import check_rules
    from toolkit.procedure.parse import parse_folder
    from toolkit.procedure.readings import with_readings

    procedure, _ = parse_folder(folder)
    if problems := check_rules(procedure):
        raise BadData(problems)
    return with_readings(without_lines(procedure))


def candidates(typed: str) -> Iterator[Procedure]:
    """Yield the procedures in which a typed clause reference may lie.

    Where the reference begins with a procedure's id or abbreviation only that procedure is loaded.
    """
    from toolkit.procedure.reference import atoms, names_of

    wanted = atoms(typed)
    named = [
        procedure_id
        for procedure_id in procedure_ids()
        if any(
            name and wanted[: len(name)] == name
            for name in names_of(procedure_id, _abbreviation(procedure_id))
        )
    ]
    for procedure_id in named or procedure_ids():
        yield load(procedure_id)


def _abbreviation(procedure_id: str) -> str:
    """Give what a procedure's references begin with, without loading the procedure."""
    first = min((procedures_folder() / procedure_id).glob("*.md"))
    with first.open("rb") as stream:
        found = _ABBREVIATION.search(stream.read(4096))
    return found[1].decode("utf-8", "replace").strip() if found else ""


def _key(folder: Path) -> str:
    """Give the key of a folder's content under the code that reads it."""
    digest = sha256(__version__.encode())
    here = Path(__file__).parent
    code = (here.parent / "plain.py", *sorted(here.glob("*.py")))
    for path in (*code, *sorted(folder.glob("*.md"))):
        content = path.read_bytes()
        digest.update(f"\0{path.name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _from_cache(cached: Path, key: str) -> Procedure | None:
    """Read a cache file, or give ``None`` where it is absent, stale or broken."""
    try:
        held, _, body = cached.read_bytes().partition(b"\n")
    except OSError:
        return None
    if held != f"{key} {sha256(body).hexdigest()}".encode():
        return None
    from toolkit.procedure.compiled import decode

    try:
        return decode(body)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _to_cache(cached: Path, key: str, procedure: Procedure) -> None:
    """Write a cache file, if what it would give back equals the procedure."""
    from toolkit.procedure.compiled import decode, encode

    body = encode(procedure)
    try:
        if decode(body) != procedure:
            return
        cached.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(cached, f"{key} {sha256(body.encode()).hexdigest()}\n{body}")
    except (OSError, ValueError):
        return
