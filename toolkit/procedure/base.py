"""The pydantic base that every part of a procedure is made from."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from toolkit.plain import kebab


def nearest_line(lines: Mapping[str, int], path: str, otherwise: int) -> int:
    """Give the line of a path such as ``results.done``, or of the nearest path above it.

    A part ``*`` stands for the only item of a list, which may be written without the list.
    """
    while path:
        for spelled in (path.replace(".*", ".0"), path.replace(".*", "")):
            if spelled in lines:
                return lines[spelled]
        path = path.rpartition(".")[0]
    return otherwise


class Model(BaseModel):
    """An immutable model with kebab-case keys that refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        alias_generator=kebab,
    )
