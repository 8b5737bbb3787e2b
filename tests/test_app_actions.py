"""The registry of actions, and all that is made from it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from textual.binding import Binding
from textual.widgets._footer import FooterKey, FooterLabel

from tests.app_driving import ROOT, Driver, drive
from tui.app.actions import ACTIONS, SCOPES, bindings, clashes, keys_of, of_scope, shown_key
from tui.app.places import MODES, Place


def classes() -> Iterator[type]:
    """Yield the classes of the app that have a scope of their own."""
    for file in sorted((ROOT / "tui" / "app").rglob("*.py")):
        if file.name == "__init__.py":
            continue
        name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        module = import_module(name)
        for node in ast.parse(file.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                found = getattr(module, node.name)
                if vars(found).get("SCOPE"):
                    yield found


OWNERS = {owner.SCOPE: owner for owner in classes()}  # type: ignore[attr-defined]


def owner(scope: str) -> type:
    """Give the class that does the actions of a scope."""
    if scope == "page":
        return import_module("tui.app.page").Page  # type: ignore[no-any-return]
    return OWNERS[scope]


def bound(scope: str) -> dict[str, Binding]:
    """Give the bindings of a class by their id."""
    held = vars(owner(scope))["BINDINGS"]
    return {binding.id: binding for binding in held if isinstance(binding, Binding) and binding.id}


@pytest.mark.parametrize("action", ACTIONS.values(), ids=ACTIONS)
def test_every_action_is_done_by_its_owner(action: object) -> None:
    """Each action has its method, and its binding has the registry's keys, words and help."""
    from tui.app.actions import Action

    assert isinstance(action, Action)
    assert callable(getattr(owner(action.scope), f"action_{action.method}"))
    binding = bound(action.scope)[action.id]
    assert (binding.key, binding.action, binding.tooltip) == (
        action.keys, action.method, action.help,
    )  # fmt: skip
    assert binding.show == bool(action.footer)


@pytest.mark.parametrize("scope", SCOPES)
def test_no_binding_beside_the_registry(scope: str) -> None:
    """A class with a scope binds no key that the registry does not know."""
    held = [item for item in vars(owner(scope))["BINDINGS"] if isinstance(item, Binding)]
    assert {item.id for item in held} == {action.id for action in of_scope(scope)}
    assert len(bindings(scope)) == len(of_scope(scope))


def test_words_of_actions() -> None:
    """Every action has a title without a full stop and a sentence with one; words are short."""
    for action in ACTIONS.values():
        assert action.title and action.title[0].isupper() and not action.title.endswith(".")
        assert action.help.endswith(".") and action.help[0].isupper(), action.id
        assert len(action.footer) <= 12, action.id


def test_no_key_means_two_things() -> None:
    """No key is that of two actions which hold at once."""
    assert clashes({}) == []


def test_clash_is_told() -> None:
    """A key given to two actions of one scope is told of."""
    found = clashes({"reader.find": "n"})
    assert found == ["n is the key of reader.find and of reader.next-match"]


@pytest.mark.parametrize(
    ("key", "words"),
    [("ctrl+p", "Ctrl+P"), ("f1", "F1"), ("slash", "/"), ("escape", "Esc"), ("n", "n"), ("N", "N"),
     ("shift+f8", "Shift+F8"), ("left_square_bracket", "[")],
)  # fmt: skip
def test_keys_in_words(key: str, words: str) -> None:
    """Keys are written as people do."""
    assert shown_key(key) == words


@pytest.mark.parametrize("size", [(60, 20), (34, 20), (20, 5)])
def test_no_key_in_the_footer_is_cut_off(size: tuple[int, int], tmp_path: Path) -> None:
    """Where a line has the focus and keys are long, the footer holds whole keys with their words."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: user.app.page.SCOPE == "guide")
        await user.until(lambda: getattr(user.app.focused, "id", "") == "ask-line")
        footer = user.app.screen.query("Footer").first()
        assert footer.max_scroll_x == 0, "the footer is wider than the terminal"
        last = user.text.splitlines()[-1].strip()
        assert last.split()[-1] in ("Help", "Done", "Why?", "Undo", "Back"), last
        await user.pilot.resize_terminal(80, 24)
        await user.settle()
        assert user.text.splitlines()[-1].rstrip().endswith("F1 Help Ctrl+P Go to"), user.text

    drive(journey, tmp_path, size, start=Place("guide", "ldpp"))


@pytest.mark.parametrize("mode", MODES)
def test_footer_help_and_palette_agree(mode: str, tmp_path: Path) -> None:
    """On each screen the footer has six words at most, and help and palette list every action."""
    place = Place(mode, str(tmp_path / "cases" / "example.yaml") if mode == "case" else "")

    async def journey(user: Driver) -> None:
        await user.until(lambda: mode == user.app.page.SCOPE)
        footer = user.app.screen.query("Footer").first()
        keys = [key for key in footer.query(FooterKey) if not key.has_class("-grouped")]
        assert 2 <= len(keys) + len(footer.query(FooterLabel)) <= 6, user.text
        assert footer.max_scroll_x == 0, "the footer is wider than the terminal"
        from tui.app.help import HelpScreen, actions_here
        from tui.app.palette import Everything

        here = actions_here(user.app.screen)
        assert {action.scope for action in here} >= {"app", "page"}
        provider = Everything(user.app.screen)
        await provider.startup()
        listed = {entry.name for entry in provider._entries}
        assert {f"{action.group}: {action.title}" for action in here} <= listed
        rows = HelpScreen(user.app.screen, {})._rows
        assert {row[1] for row in rows if row[1]} == {action.title for action in here}

    drive(journey, tmp_path, (60, 20), start=place)


def test_table_in_the_docs() -> None:
    """The docs list every action with its keys."""
    text = (ROOT / "docs" / "app.md").read_text("utf-8")
    for action in ACTIONS.values():
        keys = " ".join(f"`{shown_key(key)}`" for key in keys_of(action, {}))
        assert f"| {keys} | {action.title} | {action.help} | `{action.id}` |" in text, action.id


def test_keys_of_the_user(tmp_path: Path) -> None:
    """A key from the settings does its action, and help and footer show it; the old one is free."""

    async def journey(user: Driver) -> None:
        await user.press("f12")
        await user.until(lambda: user.app.page.SCOPE == "procedures")
        await user.press("f1")
        user.shows("Ctrl+F / Find in this text")
        await user.press("escape", "ctrl+f")
        user.shows("find in this text")

    settings = "keys:\n  app.procedures: f12\n  reader.find: ctrl+f,slash\n"
    drive(journey, tmp_path, settings=settings)


def test_action_from_the_palette(tmp_path: Path) -> None:
    """An action chosen in the palette is done on what was focused."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP header" in user.text)
        await user.press("ctrl+p")
        await user.type("next clause")
        await user.press("enter")
        await user.until(lambda: "LDPP 1.1 (2 of 387)" in user.text)

    drive(journey, tmp_path, start=Place("procedures", "ldpp"))
