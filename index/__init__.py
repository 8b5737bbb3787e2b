"""Search: passages and cards made from the procedures, ranked by Whoosh.

``open_index().search("can he appeal?")`` gives the clauses, the best first. Names are loaded when
they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.search import Hit, Hits, Index, open_index
    from index.settings import Settings

__all__ = ["Hit", "Hits", "Index", "Settings", "open_index"]

_HOMES = {
    "Hit": "index.search",
    "Hits": "index.search",
    "Index": "index.search",
    "Settings": "index.settings",
    "open_index": "index.search",
}


def __getattr__(name: str) -> object:
    """Load a name from the module that it lives in."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the names without loading them."""
    return sorted([*globals(), *__all__])
