"""The code knows no policy: what one procedure says stands in its folder, and nowhere in Python.

No string that the programs use may name a procedure or a clause, and no name in the code either.
Examples are allowed where people read them: in docstrings, comments and the help of commands, and in a
message after "such as" or "like".
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = sorted(path for path in (ROOT / "procedures").iterdir() if path.is_dir())
FILES = sorted(file for name in ("toolkit", "tui", "index") for file in (ROOT / name).rglob("*.py"))

HELP = {"help", "epilog", "short_help", "metavar"}
"""Arguments of commands and options that are printed with ``--help`` and do nothing else."""


EXAMPLE = re.compile(r"\b(?:such as|like) .*", re.S)
"""The end of a message that shows how something is written."""


@cache
def names() -> tuple[str, ...]:
    """Give the ids and abbreviations of all procedures, and the prefixes of their references."""
    found = {folder.name for folder in FOLDERS}
    for folder in FOLDERS:
        for file in folder.glob("*.md"):
            text = file.read_text(encoding="utf-8")
            front = text.split("\n---\n", 1)[0] if text.startswith("---\n") else ""
            found.update(re.findall(r"^(?:abbreviation|prefix): \"?([^\"\n]+)\"?$", front, re.M))
    return tuple(sorted(found, key=len, reverse=True))


@cache
def rule_ids() -> frozenset[str]:
    """Give the ids that only a policy could have: those of several words."""
    found = {
        rule
        for folder in FOLDERS
        for file in folder.glob("*.md")
        for rule in re.findall(
            r"^\s*id: ([A-Za-z0-9][A-Za-z0-9.-]*)$", file.read_text("utf-8"), re.M
        )
    }
    return frozenset(rule for rule in found if re.search(r"[.\d]", rule))


def naming() -> re.Pattern[str]:
    """Give the pattern of a procedure's name standing alone, or before a clause's number."""
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names()))})(?=$|[\W\d_])(?!-)")


def helpful(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what only people read: docstrings, the notes under values, and help."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.keyword) and node.arg in HELP:
            yield from ast.walk(node.value)


def strings(text: str) -> Iterator[tuple[int, str]]:
    """Yield the strings that code uses, each with its line."""
    tree = ast.parse(text)
    read = {id(node) for node in helpful(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in read:
            yield node.lineno, node.value


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the names of variables, functions, arguments and attributes."""
    for node in ast.walk(ast.parse(text)):
        for key in ("id", "name", "attr", "arg"):
            value = getattr(node, key, None)
            if isinstance(value, str):
                yield getattr(node, "lineno", 0), value


def faults(text: str) -> list[tuple[int, str]]:
    """Give the strings and names of a module that name a procedure, a clause or a rule."""
    pattern = naming()
    ids = {name.lower() for name in names()}
    return [
        *(
            (at, used)
            for at, used in strings(text)
            if pattern.search(EXAMPLE.sub("", used)) or used in rule_ids()
        ),
        *((at, word) for at, word in words(text) if ids & set(word.lower().split("_"))),
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_module_names_a_policy(file: Path) -> None:
    """No string and no name of the code is a procedure's, a clause's or a rule's."""
    assert faults(file.read_text(encoding="utf-8")) == []


def test_there_is_something_to_look_for() -> None:
    """The names of the procedures are found, with the prefixes of their appendices."""
    assert {"ldpp", "LDPP", "App 5"} <= set(names())
    assert {"stage-2.invite", "protocol-stage-3"} <= rule_ids()


@pytest.mark.parametrize(
    "code",
    [
        'x = "ldpp"',
        'x = "LDPP 5.13"',
        'x = "LDPP5.13"',
        'x = ["App 5 3.4"]',
        'x = f"LDPP {number}"',
        'x = {"ldpp": 1}',
        'load("ldpp", note="help")',
        'if ref.startswith("LDPP"): pass',
        'x = "see LDPP 8.2 there"',
        'x = "LDPP 8.2, such as it is"',
        'if step == "stage-2.invite": pass',
        "def appeals_of_ldpp(): pass",
    ],
)
def test_what_names_a_policy_is_found(code: str) -> None:
    """A procedure's name, a reference, a rule's id and a name of code that holds one are found."""
    assert faults(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""Quotes ``LDPP 5.13``."""',
        'def f():\n    """Such as ``ldpp``."""',
        'X = 1\n"""As in LDPP 8.2."""',
        '@click.option("--ref", help="Such as LDPP 8.2.")\ndef f(): pass',
        "x = 1  # LDPP 8.2",
        'x = "ldpp-like"',
        "x = \"references are written like 'LDPP 5.13'\"",
        'x = "name it, such as procedure: ldpp"',
        'x = "helpp"',
    ],
)
def test_examples_that_people_read_are_allowed(code: str) -> None:
    """Docstrings, comments and help may show what a reference looks like."""
    assert faults(code) == []
