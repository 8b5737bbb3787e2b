"""Journeys through Home, Search and Procedures by keyboard alone, and the screens as text."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input, Tree

from tests.app_driving import SIZES, Driver, drive
from toolkit.problem import Problem, Refused
from tui.app.places import Place


@pytest.mark.parametrize("size", SIZES)
def test_home(size: tuple[int, int], tmp_path: Path) -> None:
    """Home shows what is to be done, then ways to begin; a line offers what it may mean."""

    async def journey(user: Driver) -> None:
        user.shows("To do today", "Sam Example", "Begin")
        user.matches("home")
        await user.type("ldpp 8.2")
        await user.until(lambda: "LDPP 8.2 8.2" in " ".join(user.text.split()))
        user.matches("home-offers")

    drive(journey, tmp_path, size)


@pytest.mark.parametrize("size", SIZES[:2])
def test_words_to_clause(size: tuple[int, int], tmp_path: Path) -> None:
    """Words on Home lead to the search, its hit to the clause, and y copies it."""

    async def journey(user: Driver) -> None:
        await user.type("any appeal")
        await user.press("enter")
        await user.until(lambda: user.app.page.SCOPE == "search")
        query = user.app.screen.query_one("#query", Input)
        assert query.value == "any appeal"
        query.value = "any appeal must be made"
        await user.until(lambda: "LDPP 8.2" in user.text)
        await user.press("down", "enter")
        await user.until(lambda: "LDPP 8.2 (" in user.text)
        assert user.app.page.SCOPE == "procedures"
        await user.press("y")
        assert user.copies[0].startswith("8.2 At Stages 1 and 2")
        await user.press("escape")
        await user.until(lambda: user.app.page.SCOPE == "search")
        await user.press("escape", "escape")
        await user.until(lambda: user.app.page.SCOPE == "home")

    drive(journey, tmp_path, size)


def test_name_to_case(tmp_path: Path) -> None:
    """A learner's name on Home leads to the case."""

    async def journey(user: Driver) -> None:
        await user.type("sam ex")
        await user.until(lambda: "example-1, Sam Example" in user.text)
        await user.press("enter")
        await user.until(lambda: user.app.page.SCOPE == "case")

    drive(journey, tmp_path)


def test_command_on_home(tmp_path: Path) -> None:
    """A command typed on Home is done."""

    async def journey(user: Driver) -> None:
        await user.type("help")
        await user.until(lambda: "command:" in user.text)
        await user.press("enter")
        user.shows("what can be done here")

    drive(journey, tmp_path)


@pytest.mark.parametrize("size", SIZES)
def test_procedures(size: tuple[int, int], tmp_path: Path) -> None:
    """The text with its marks; its sections; the fault behind a mark; the rules under a clause."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 8.2 (" in user.text)
        user.matches("procedures")
        await user.press("f")
        user.shows("Faults of LDPP 8.2")
        user.matches("procedures-fault")
        await user.press("escape", "r")
        user.shows("Rules under LDPP 8.2")
        await user.press("escape", "s")
        user.matches("procedures-sections")

    drive(journey, tmp_path, size, start=Place("procedures", "ldpp", "LDPP 8.2"))


def test_clause_by_clause(tmp_path: Path) -> None:
    """Next and previous clause; a cross-reference is followed, and Esc comes back."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 3.2 (" in user.text)
        await user.press("j")
        user.shows("LDPP 3.3 (")
        await user.press("enter")
        await user.until(lambda: "LDPP 3.2 (" in user.text)
        await user.press("escape")
        await user.until(lambda: "LDPP 3.3 (" in user.text)
        await user.press("k", "k")
        user.shows("LDPP 3.1 Gross 23 (")
        await user.press("enter")
        user.told("LDPP 3.1 Gross 23 refers to no other clause.")

    drive(journey, tmp_path, start=Place("procedures", "ldpp", "LDPP 3.2"))


def test_several_cross_references(tmp_path: Path) -> None:
    """Where a clause refers to several, one is chosen."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "PI 1.9 b7 (" in user.text)
        await user.press("enter")
        user.shows("PI 1.9 b7 refers to", "PI 3.22", "PI 3.23")
        await user.press("down", "enter")
        await user.until(lambda: "PI 3.23 (" in user.text)

    drive(journey, tmp_path, start=Place("procedures", "pi31", "PI 1.9 b7"))


@pytest.mark.parametrize("size", SIZES[:2])
def test_find_in_text(size: tuple[int, int], tmp_path: Path) -> None:
    """Words are found as they are typed, with counts; n and N go on and back; Esc takes them away."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LRS title (" in user.text)
        await user.press("slash")
        await user.type("suspension of service")
        user.shows("1 of 6 found: “suspension of service”")
        await user.press("enter", "n")
        user.shows("2 of 6 found")
        user.matches("procedures-find")
        await user.press("N", "N")
        user.shows("6 of 6 found")
        await user.press("escape")
        assert "found" not in user.text
        await user.press("slash")
        await user.type("xyzzy")
        user.shows("“xyzzy” is not found here")
        await user.press("escape", "n")
        user.told("Press / and type words to find.")

    drive(journey, tmp_path, size, start=Place("procedures", "lrs"))


def test_process(tmp_path: Path) -> None:
    """The steps of a procedure stage by stage; Enter opens the clause of one."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LRS title (" in user.text)
        await user.press("d")
        user.matches("process")
        await user.press("down", "down", "enter")
        await user.until(lambda: "LRS 3" in user.text.splitlines()[-2])

    drive(journey, tmp_path, start=Place("procedures", "lrs"))


def test_another_procedure_by_the_tree(tmp_path: Path) -> None:
    """Another procedure is opened from the tree."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LRS title (" in user.text)
        await user.press("s")
        tree = user.app.screen.query_one("#sections", Tree)
        await user.press("end")
        while "PI 31" not in str(tree.cursor_node and tree.cursor_node.label):
            await user.press("up")
        await user.press("enter")
        await user.until(lambda: "PI header (" in user.text)

    drive(journey, tmp_path, start=Place("procedures", "lrs"))


@pytest.mark.parametrize("size", SIZES)
def test_search(size: tuple[int, int], tmp_path: Path) -> None:
    """Hits as one types, with their clause in context; facets by policy and kind."""

    async def journey(user: Driver) -> None:
        await user.type("hearing panel")
        await user.until(lambda: "clauses" in user.text)
        user.matches("search")
        await user.press("ctrl+o")
        user.shows("▸ldpp")
        await user.press("ctrl+t")
        user.matches("search-facets")

    drive(journey, tmp_path, size, start=Place("search"))


def test_search_without_hits(tmp_path: Path) -> None:
    """Where nothing fits the screen says what to do; a misspelling is mended."""

    async def journey(user: Driver) -> None:
        await user.type("qqqq")
        await user.until(lambda: "Nothing fits" in user.text)
        user.shows("Use other words, or fewer; F6 opens the whole text.")
        query = user.app.screen.query_one("#query", Input)
        query.value = "heering"
        await user.until(lambda: "Did you mean: hearing" in user.text or "Nothing" in user.text)

    drive(journey, tmp_path, start=Place("search"))


def test_search_that_fails(tmp_path: Path) -> None:
    """An error of the search is shown with what to do; the toolkit's own are kept in a file."""

    def refusing(*_: object, **__: object) -> list[object]:
        raise Refused([Problem("x", "the index cannot be built", suggestion="free some space")])

    async def journey(user: Driver) -> None:
        await user.type("x")
        await user.until(lambda: "the index cannot be built; free some space" in user.text)
        await user.press("enter")

    drive(journey, tmp_path, start=Place("search"), search=refusing)

    def broken(*_: object, **__: object) -> list[object]:
        raise ZeroDivisionError("oops")

    async def failing(user: Driver) -> None:
        await user.pilot.press("x")
        for _ in range(50):
            await user.pilot.pause()
        await user.until(lambda: "Something in the toolkit itself failed" in user.text)
        user.shows("ZeroDivisionError: oops", "Your files are as they were.")

    drive(failing, tmp_path, start=Place("search"), search=broken)


def test_unknown_procedure(tmp_path: Path) -> None:
    """A procedure that there is not is told of, with those there are."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "there is no procedure 'lpdd'" in user.text)

    drive(journey, tmp_path, start=Place("procedures", "lpdd"))


def test_cursor_follows(tmp_path: Path) -> None:
    """The terminal's own cursor stands at the line that is chosen."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LRS title (" in user.text)
        await user.press("s", "down")
        first = user.app.cursor_position
        await user.press("down")
        assert user.app.cursor_position.y == first.y + 1
        await user.press("s")
        lines = user.text.splitlines()
        assert lines[user.app.cursor_position.y].count("▌")

    drive(journey, tmp_path, start=Place("procedures", "lrs"))


def test_click(tmp_path: Path) -> None:
    """A click on a cross-reference follows it, a click on a mark opens the fault."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 3.3 (" in user.text)
        lines = user.text.splitlines()
        row = next(at for at, line in enumerate(lines) if "such as 3.2 above" in line)
        await user.pilot.click(offset=(lines[row].index("3.2 above"), row))
        await user.until(lambda: "LDPP 3.2 (" in user.text)
        await user.pilot.click(offset=(2, 0))
        await user.pilot.click(offset=(4, 0))
        await user.until(lambda: user.app.page.SCOPE == "home")

    drive(journey, tmp_path, start=Place("procedures", "ldpp", "LDPP 3.3"))
