"""Imports run one way: the house has floors, and nobody reaches up."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "toolkit.procedure": {"toolkit.procedure"},
    "toolkit.case": {"toolkit.case", "toolkit.procedure"},
    "toolkit.walk": {"toolkit.walk", "toolkit.procedure"},
    "toolkit.letters": {"toolkit.letters", "toolkit.case", "toolkit.procedure"},
    "toolkit.review": {"toolkit.review", "toolkit.case", "toolkit.procedure"},
}
"""What each part of the toolkit may import of the others."""

SHARED = {"toolkit.files", "toolkit.plain", "toolkit.problem", "toolkit.version"}


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def part(module: str) -> str:
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize("floor", MAY_IMPORT)
def test_each_part_of_the_toolkit_imports_only_what_lies_below_it(floor: str) -> None:
    """The parts of the toolkit know only those that they are built on."""
    reached = {
        (path.name, part(module))
        for path in (ROOT / floor.replace(".", "/")).rglob("*.py")
        for module in imported(path)
        if module.startswith("toolkit.") and part(module) not in MAY_IMPORT[floor] | SHARED
    }
    assert reached == set()


@pytest.mark.parametrize(("house", "above"), [("toolkit", ("index", "tui")), ("index", ("tui",))])
def test_no_house_imports_the_one_above_it(house: str, above: tuple[str, ...]) -> None:
    """The library knows no search and no screens; the search knows no screens."""
    reached = {
        (path.name, module)
        for path in (ROOT / house).rglob("*.py")
        for module in imported(path)
        if module.split(".")[0] in above
    }
    assert reached == set()


def test_what_is_shared_imports_nothing_of_the_parts() -> None:
    """The few shared modules stand under everything."""
    for module in SHARED:
        path = ROOT / f"{module.replace('.', '/')}.py"
        reached = {name for name in imported(path) if name.startswith("toolkit.")}
        assert reached <= SHARED, path
