"""The pydantic base that every part of a procedure is made from."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


def kebab(name: str) -> str:
    """Give the spelling used in YAML and JSON for a Python field name."""
    return name.rstrip("_").replace("_", "-")


class Model(BaseModel):
    """An immutable model with kebab-case keys that refuses keys it does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        defer_build=True,
        populate_by_name=True,
        alias_generator=kebab,
    )
