"""The page about the app, and its pictures."""

from __future__ import annotations

import importlib.util
import re
from types import ModuleType

import pytest

from tests.app_driving import ROOT
from tui.app.places import MODES, TITLES
from tui.app.themes import THEMES

PICTURES = ROOT / "docs" / "screens"


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    """Give the script that makes the pictures."""
    spec = importlib.util.spec_from_file_location("make_screens", PICTURES / "make.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_table_is_of_today(maker: ModuleType) -> None:
    """The table of actions is the one that the script makes."""
    page = (ROOT / "docs" / "app.md").read_text("utf-8")
    assert page == maker.with_table(page), "run python docs/screens/make.py"


def test_page_names_all(maker: ModuleType) -> None:
    """The page names every screen and every set of colours, and its pictures are there."""
    page = (ROOT / "docs" / "app.md").read_text("utf-8")
    for mode in MODES:
        assert mode == "case" or f"**{TITLES[mode]}**" in page
    for theme in THEMES:
        assert f"`{theme}`" in page
    for name in re.findall(r"\(screens/(\w+)\.svg\)", page):
        assert name in maker.PICTURES and (PICTURES / f"{name}.svg").is_file()


def test_pictures_are_of_today(maker: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures show the app as it is."""
    monkeypatch.delenv("NO_COLOR")
    for name, svg in maker.pictures(("home", "procedures", "fault")).items():
        assert svg == (PICTURES / f"{name}.svg").read_text("utf-8"), (
            f"{name}: run python docs/screens/make.py"
        )


def test_pictures_ask_nobody() -> None:
    """No picture names an outside host but that of the format's name."""
    for file in PICTURES.glob("*.svg"):
        hosts = set(re.findall(r"https?://[^/\"')]+", file.read_text("utf-8")))
        assert hosts <= {"http://www.w3.org"}, file.name
