"""The procedures as the app names them, and their texts ready to be read, each made once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.procedure.library import procedure_ids, procedures_folder

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure
    from tui.app.reading import Reading

_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)

_texts: dict[int, tuple[Procedure, Reading]] = {}


def titles() -> dict[str, str]:
    """Give the title of each procedure by its id, or the id where its front matter has none."""
    found = {}
    for name in procedure_ids():
        first = min((procedures_folder() / name).glob("*.md"))
        match = _TITLE.search(first.read_text("utf-8", "replace")[:4096])
        found[name] = match[1].strip("'\"") if match else name
    return found


def text_of(procedure: Procedure) -> Reading:
    """Give a procedure's whole text ready to be laid out."""
    from tui.app.reading import reading

    held = _texts.get(id(procedure))
    if held is None or held[0] is not procedure:
        held = (procedure, reading(procedure))
        _texts[id(procedure)] = held
    return held[1]
