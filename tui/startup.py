"""What a short-lived command does to start quickly; the library does none of it."""

from __future__ import annotations

import gc
import os
import sys
from types import ModuleType

LOADER = "pydantic.plugin._loader"


class _NoPlugins(ModuleType):
    """Stands in for the module in which pydantic looks for plug-ins, and finds none.

    The toolkit uses no plug-ins, and the import that the search needs takes 20 ms. Whatever else is
    asked of it comes from the real module.
    """

    @staticmethod
    def get_plugins() -> tuple[object, ...]:
        return ()

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        from importlib import import_module

        del sys.modules[LOADER]
        return getattr(import_module(LOADER), name)


def hurry() -> None:
    """Put off what a process of a fraction of a second does not need."""
    # Looking for garbage would cost a tenth of the time.
    gc.set_threshold(500_000)
    sys.modules.setdefault(LOADER, _NoPlugins(LOADER))


def leave(code: object) -> None:
    """End the process at once; taking the interpreter apart takes 30 ms."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 1
    os._exit(code if isinstance(code, int) else 1)
