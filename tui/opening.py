"""Opening procedures that are named by id or by folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from toolkit.problem import Problem, Refused
from toolkit.procedure.library import (
    load,
    load_all,
    load_folder,
    procedure_ids,
    procedures_folder,
)
from toolkit.procedure.procedure import Procedure


def open_procedure(what: str) -> Procedure:
    """Load a procedure by its id, or from a folder that holds one.

    Raises:
        Refused: There is no such procedure.
        BadData: Its files are faulty.
    """
    path = Path(what)
    known = what.strip().lower() in procedure_ids()
    if not known and path.is_dir():
        return load_folder(path)
    if not known and len(path.parts) > 1:
        raise Refused([Problem("no-folder", f"there is no folder {what}")])
    return load(what.strip().lower() if known else what)


def open_procedures(what: Iterable[str]) -> list[Procedure]:
    """Load the procedures named, each once; all of the library where none is.

    Raises:
        Refused: One of them does not exist, or the library is empty.
        BadData: The files of one are faulty.
    """
    names = list(dict.fromkeys(what))
    found = [open_procedure(name) for name in names] if names else list(load_all())
    if not found:
        folder = procedures_folder()
        raise Refused([Problem("no-procedures", f"there are no procedures in {folder}")])
    return found
