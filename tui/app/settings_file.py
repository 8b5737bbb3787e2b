"""Reading the file in which users set their keys."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from toolkit.problem import BadData, Problem, did_you_mean
from toolkit.procedure.strict_yaml import Document, read_one
from tui.app.actions import ACTIONS, clashes
from tui.app.settings import Settings

KNOWN = ("keys", "cases", "reopen")


def read(file: Path) -> Settings:
    """Read the settings.

    Raises:
        BadData: The file cannot be read, or holds what is no setting; holds every fault.
    """
    try:
        document = read_one(file.read_text("utf-8"), str(file))
    except UnicodeDecodeError:
        problem = Problem(
            "unreadable", "this is no text", str(file), suggestion="save it as UTF-8, or delete it"
        )
        raise BadData([problem]) from None
    except OSError as error:
        raise BadData([Problem("unreadable", f"this cannot be read: {error}", str(file))]) from None
    problems = [
        Problem(
            "unknown-setting", f"there is no setting '{key}'", str(file), document.line_of([key]),
            suggestion=did_you_mean(key, KNOWN) or "the settings are keys, cases and reopen",
        )
        for key in document.data
        if key not in KNOWN
    ]  # fmt: skip
    keys = _keys(document, str(file), problems)
    cases = document.data.get("cases")
    if cases is not None and not isinstance(cases, str):
        problems.append(
            Problem(
                "bad-setting", "'cases' is not the name of a folder", str(file),
                document.line_of(["cases"]), suggestion="write it as cases: ~/cases",
            )
        )  # fmt: skip
    reopen = document.data.get("reopen", False)
    if not isinstance(reopen, bool):
        problems.append(
            Problem(
                "bad-setting", f"'reopen' is neither true nor false: '{reopen}'", str(file),
                document.line_of(["reopen"]),
                suggestion="write reopen: true to begin where you were, false to begin on Home",
            )
        )  # fmt: skip
    if problems:
        raise BadData(problems)
    folder = (file.parent / Path(cases).expanduser()) if isinstance(cases, str) else None
    return Settings(keys=keys, cases=folder, reopen=reopen)


def _keys(document: Document, file: str, problems: list[Problem]) -> dict[str, str]:
    """Read the keys, and add what is wrong with them to the problems."""
    found: dict[str, str] = {}
    held: Any = document.data.get("keys", {})

    def wrong(code: str, message: str, action: str = "", hint: str = "") -> None:
        line = document.line_of(["keys", action] if action else ["keys"])
        problems.append(Problem(code, message, file, line, suggestion=hint))

    if not isinstance(held, dict):
        wrong("bad-setting", "'keys' holds no actions", hint="write each as reader.find: ctrl+f")
        return found
    for action, key in held.items():
        if action not in ACTIONS:
            hint = did_you_mean(str(action), ACTIONS) or "F1 in the app lists the actions"
            wrong("unknown-action", f"there is no action '{action}'", str(action), hint)
        elif not isinstance(key, str) or not key.strip():
            hint = "write one as ctrl+f or f8; several with commas between"
            wrong("bad-key", f"'{key}' is not a key", action, hint)
        else:
            found[action] = key
    for words in clashes(found):
        wrong("key-twice", words, hint="give one of them another key")
    return found
