"""Run a disciplinary or authorisation procedure correctly.

The names below are the library's front door. Each is loaded when it is first used, so that
``import toolkit`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.version import __version__

if TYPE_CHECKING:
    from toolkit.case.advice import Advice, Cited, Deadline
    from toolkit.case.advise import advise
    from toolkit.case.case import Case, Event, read_case
    from toolkit.case.entry import add_event
    from toolkit.case.limits import deadlines
    from toolkit.problem import BadData, Problem, Refused, ToolkitError
    from toolkit.procedure.library import load, load_all, procedure_ids
    from toolkit.procedure.procedure import Clause, Procedure
    from toolkit.procedure.reference import find_clause

__all__ = [
    "Advice",
    "BadData",
    "Case",
    "Cited",
    "Clause",
    "Deadline",
    "Event",
    "Problem",
    "Procedure",
    "Refused",
    "ToolkitError",
    "__version__",
    "add_event",
    "advise",
    "deadlines",
    "find_clause",
    "load",
    "load_all",
    "procedure_ids",
    "read_case",
]

_HOMES = {
    "Advice": "toolkit.case.advice",
    "BadData": "toolkit.problem",
    "Case": "toolkit.case.case",
    "Cited": "toolkit.case.advice",
    "Clause": "toolkit.procedure.procedure",
    "Deadline": "toolkit.case.advice",
    "Event": "toolkit.case.case",
    "Problem": "toolkit.problem",
    "Procedure": "toolkit.procedure.procedure",
    "Refused": "toolkit.problem",
    "ToolkitError": "toolkit.problem",
    "add_event": "toolkit.case.entry",
    "advise": "toolkit.case.advise",
    "deadlines": "toolkit.case.limits",
    "find_clause": "toolkit.procedure.reference",
    "load": "toolkit.procedure.library",
    "load_all": "toolkit.procedure.library",
    "procedure_ids": "toolkit.procedure.library",
    "read_case": "toolkit.case.case",
}


def __getattr__(name: str) -> object:
    """Load a name of the front door from the module that it lives in."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(home), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the front door's names without loading them."""
    return sorted([*globals(), *__all__])
