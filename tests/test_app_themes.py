"""The colours: contrast on every screen, and signs beside them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.color import Color as RichColor
from textual.color import Color

from tests.app_driving import Driver, drive
from tui.app.places import Place
from tui.app.themes import DEFAULT, GREYS, THEMES

TEXT, REST = 7.0, 4.5


def luminance(color: Color) -> float:
    """Give a colour's relative luminance, as WCAG 2 has it."""
    parts = [part / 255 for part in color.rgb]
    linear = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """Give the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def poor(driver: Driver) -> Iterator[str]:
    """Yield what on the screen has too little contrast against its ground."""
    for line in driver.app.screen._compositor.render_strips():
        for text, style, _ in line:
            seen = text.strip()
            if not seen or style is None:
                continue
            assert not style.dim, f"{seen!r} is dim, which terminals draw as they like"
            front, back = (_color(style.color), _color(style.bgcolor))
            words = any(unicodedata.category(char)[0] in "LN" for char in seen)
            found = contrast(front, back)
            if found < (TEXT if words else REST) - 0.01:
                yield f"{seen!r}: {found:.1f} ({front.hex} on {back.hex})"


def _color(color: RichColor | None) -> Color:
    assert color is not None and color.triplet is not None
    return Color(*color.triplet)


@pytest.mark.parametrize("name", THEMES)
def test_colours_of_a_theme(name: str) -> None:
    """Every text colour has 7:1 on every ground, lines and signs 4.5:1."""
    theme = THEMES[name]
    colors = theme.to_color_system().generate() | theme.variables
    grounds = [Color.parse(colors[key]) for key in ("background", "surface", "panel")]
    for key in (
        "foreground", "text", "text-muted", "text-disabled", "text-primary", "text-accent",
        "text-warning", "text-error", "text-success", "primary", "accent", "footer-key-foreground",
        "footer-description-foreground", "link-color",
    ):  # fmt: skip
        for ground in grounds:
            assert contrast(Color.parse(colors[key]), ground) >= TEXT, (key, ground.hex)
    for key in ("border", "border-blurred", "scrollbar", "scrollbar-hover", "scrollbar-active"):
        for ground in grounds:
            assert contrast(Color.parse(colors[key]), ground) >= REST, (key, ground.hex)
    for front, back in (
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("input-selection-foreground", "input-selection-background"),
        ("screen-selection-foreground", "screen-selection-background"),
        ("link-color-hover", "link-background-hover"),
    ):
        assert contrast(Color.parse(colors[front]), Color.parse(colors[back])) >= TEXT, front


PLACES: dict[str, tuple[Place, tuple[str, ...]]] = {
    "home": (Place("home"), ()),
    "offers": (Place("home"), ("s", "a", "m")),
    "help": (Place("home"), ("f1",)),
    "palette": (Place("home"), ("ctrl+p",)),
    "procedures": (Place("procedures", "lrs", "LRS 4.2"), ("slash", "a", "l", "l")),
    "sections": (Place("procedures", "lrs"), ("s", "down")),
    "process": (Place("procedures", "lrs"), ("d",)),
    "fault": (Place("procedures", "ldpp", "LDPP 8.2"), ("f",)),
    "search": (Place("search", "hearing"), ("down", "down")),
    "nothing found": (Place("search", "qqq"), ()),
    "guide": (Place("guide"), ()),
    "cases": (Place("cases"), ()),
    "letters": (Place("letters", "ldpp"), ()),
}


@pytest.mark.parametrize("name", PLACES)
def test_contrast_on_the_screen(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is drawn has the contrast that it needs, in each of the themes."""
    monkeypatch.delenv("NO_COLOR")
    place, keys = PLACES[name]

    async def journey(user: Driver) -> None:
        await user.until(lambda: place.mode == user.app.page.SCOPE)
        await user.press(*keys)
        for theme in THEMES:
            user.app.theme = theme
            await user.settle()
            assert not list(poor(user)), theme

    drive(journey, tmp_path, start=place)


def test_no_color_means_greys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes the greys, whatever was chosen before."""
    monkeypatch.setenv("NO_COLOR", "1")

    async def journey(user: Driver) -> None:
        assert user.app.theme == GREYS

    drive(journey, tmp_path)


def test_theme_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Colours that were chosen are there again the next day."""
    monkeypatch.delenv("NO_COLOR")

    async def choose(user: Driver) -> None:
        assert user.app.theme == DEFAULT
        await user.press("f9")
        user.shows("Colours: contrast-light")

    async def again(user: Driver) -> None:
        assert user.app.theme == "contrast-light"

    drive(choose, tmp_path)
    drive(again, tmp_path)


def test_no_colour_outside_the_themes() -> None:
    """Style sheets and screens name colours of the theme, never a colour itself."""
    import re

    from tests.app_driving import ROOT

    literal = re.compile(r"#[0-9a-fA-F]{6}\b|\b(?:ansi_|rgb\()|: (?:red|green|blue|white|black)\b")
    for file in [*(ROOT / "tui" / "app").rglob("*.tcss"), *(ROOT / "tui" / "app").rglob("*.py")]:
        if file.name != "themes.py":
            assert not literal.search(file.read_text("utf-8")), file
