"""What only answers need of the authored questions: made when something is first asked, and kept.

It lies beside the index that it belongs to, under the same name, so that it is stale when that is.
A search neither makes nor reads it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.answers.likeness import laid_down
from index.store import SUFFIX
from index.vectors import packed, word_vectors
from index.words import STOP, words
from toolkit.files import write_atomically

if TYPE_CHECKING:
    from toolkit.procedure.procedure import Procedure

OUTSIDE = Path(__file__).parent.parent / "tables" / "outside.txt"
"""Phrases and questions about other matters, one a line."""


def asked_of(folder: Path) -> dict[str, Any]:
    """Give what answers need beside an index, making it where it is missing or broken.

    Args:
        folder: The folder of the index.

    Returns:
        The keys of `index.answers.likeness.laid_down`, and ``asked``, ``outside``: the vectors of
        the authored questions and of phrases about other matters, one after another; ``size``: how
        long each is.
    """
    file = folder.with_name(folder.name + SUFFIX)
    try:
        seal, _, body = file.read_bytes().partition(b"\n")
        if seal == sha256(body).hexdigest().encode():
            data: dict[str, Any] = json.loads(body)
            return data
    except OSError:
        pass
    from toolkit.procedure.library import load_all

    return lay_down(folder, list(load_all()))


def lay_down(folder: Path, procedures: Sequence[Procedure]) -> dict[str, Any]:
    """Make what answers need beside an index of some procedures, and write it if that can be."""
    made = {**laid_down(procedures), **_vectors(procedures)}
    body = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
    try:
        seal = sha256(body.encode()).hexdigest()
        write_atomically(folder.with_name(folder.name + SUFFIX), f"{seal}\n{body}")
    except OSError:
        pass  # it is made again next time
    return made


def _vectors(procedures: Iterable[Procedure]) -> dict[str, Any]:
    """Give the vectors of questions that clauses answer, and of phrases about other matters."""
    table = word_vectors()
    if table is None:
        return {"asked": "", "outside": "", "size": 0}
    asked = (text for each in procedures for some in each.questions.values() for text in some)
    outside = OUTSIDE.read_text("utf-8").splitlines() if OUTSIDE.exists() else []

    def joined(texts: Iterable[str]) -> str:
        made = (table.of(word for word in words(text) if word not in STOP) for text in texts)
        return b"".join(packed(vector) for vector in made if vector).hex()

    return {"asked": joined(asked), "outside": joined(outside), "size": table.size}
