"""Imports stay cheap: what a plain start must not load."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import toolkit

ROOT = Path(__file__).parent.parent
HEAVY = {
    "pydantic", "yaml", "markdown_it", "mdit_py_plugins", "holidays", "dateutil", "platformdirs",
    "textual", "docx", "whoosh", "numpy", "rich",
}  # fmt: skip


def loaded(code: str) -> set[str]:
    """Give the heavy modules that a process has loaded after running some code."""
    tail = "\nimport json, sys; sys.stdout.flush(); sys.stderr.write('\\n' + json.dumps(list(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code + tail],
        capture_output=True, text=True, check=True, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    modules = json.loads(done.stderr.splitlines()[-1])
    return {name.split(".")[0] for name in modules} & (HEAVY | {"click", "tui", "index"})


def command(*words: str) -> str:
    """Give code that runs a command and goes on after it."""
    return (
        "import sys; sys.argv[0] = 'toolkit'\n"
        "from tui.cli import main\n"
        f"try: main({list(words)!r})\n"
        "except SystemExit as stop: assert not stop.code, stop.code"
    )


def test_import_toolkit() -> None:
    """A bare import of the library loads nothing heavy, and neither click nor the faces."""
    assert loaded("import toolkit") == set()


def test_names_load_on_use() -> None:
    """A name of the front door loads what it needs when it is used, and no more."""
    assert loaded("import toolkit; toolkit.Problem, toolkit.procedure_ids") == set()
    assert loaded("import toolkit; toolkit.Procedure") == set()


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("-h",)])
def test_help(words: tuple[str, ...]) -> None:
    """The command's help loads click and nothing heavy."""
    assert loaded(command(*words)) == {"click", "tui"}


@pytest.mark.parametrize(
    "words",
    [
        ("show", "LDPP 5.13"),
        ("show", "ldpp"),
        ("show", "LDPP 5.13", "--json"),
        ("procedures",),
        ("deadline", "LDPP 8.2"),
        ("deadline", "LDPP 8.2", "--from", "2026-04-02"),
        ("advise", "docs/example-case.yaml", "--on", "2026-03-20"),
        ("advise", "docs/example-case.yaml", "--on", "2026-03-20", "--json"),
        ("advise", "tests/cases/pi31/open/PI-04.yaml", "--on", "2026-03-20"),
    ],
)
def test_warm_commands(words: tuple[str, ...]) -> None:
    """A warm command loads no validator, no Markdown parser and no list of bank holidays."""
    loaded(command(*words))
    assert loaded(command(*words)) <= {"click", "tui", "yaml", "dateutil", "platformdirs"}


def test_warm_show() -> None:
    """A warm command that reads no case does not load YAML either."""
    loaded(command("show", "LDPP 5.13"))
    assert loaded(command("show", "LDPP 5.13")) <= {"click", "tui", "platformdirs"}


def test_toolkit_does_not_know_its_faces() -> None:
    """No module of the library imports the command line or the search."""
    for file in (ROOT / "toolkit").rglob("*.py"):
        text = file.read_text()
        for name in ("tui", "index", "click"):
            assert f"import {name}" not in text and f"from {name}" not in text, (file, name)


def test_every_name_resolves() -> None:
    """Every name that the front door lists is there."""
    for name in toolkit.__all__:
        assert getattr(toolkit, name) is not None
        assert name in dir(toolkit)
    assert sorted(toolkit.__all__) == toolkit.__all__


def test_unknown_name() -> None:
    """A name that is not there is an ordinary attribute error."""
    with pytest.raises(AttributeError, match="module 'toolkit' has no attribute 'nothing'"):
        toolkit.nothing  # noqa: B018


def test_stand_in_for_the_plugin_search() -> None:
    """The module that quick start stands in for is still the one pydantic asks."""
    code = (
        "import sys\n"
        "from tui.startup import LOADER, hurry\n"
        "hurry()\n"
        "asked = []\n"
        "type(sys.modules[LOADER]).get_plugins = staticmethod(lambda: asked.append(1) or ())\n"
        "from pydantic import BaseModel\n"
        "class M(BaseModel): x: int\n"
        "assert M(x=1).x == 1 and asked and 'importlib.metadata' not in sys.modules\n"
        "assert sys.modules[LOADER].PYDANTIC_ENTRY_POINT_GROUP == 'pydantic'"
    )
    loaded(code)
