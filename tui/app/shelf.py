"""The procedures as the app names them, without reading them whole."""

from __future__ import annotations

import re

from toolkit.procedure.library import procedure_ids, procedures_folder

_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t]*$", re.MULTILINE)


def titles() -> dict[str, str]:
    """Give the title of each procedure by its id, or the id where its front matter has none."""
    found = {}
    for name in procedure_ids():
        first = min((procedures_folder() / name).glob("*.md"))
        match = _TITLE.search(first.read_text("utf-8", "replace")[:4096])
        found[name] = match[1].strip("'\"") if match else name
    return found
