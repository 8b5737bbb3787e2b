"""The app's own sets of colours: text at least 7:1 against its ground, all else 4.5:1."""

from __future__ import annotations

from textual.theme import Theme

DEFAULT = "contrast-dark"

GREYS = "greys"
"""What ``NO_COLOR`` chooses."""


def _theme(
    name: str,
    *,
    dark: bool,
    text: str,
    quiet: str,
    grounds: tuple[str, str, str],
    primary: str,
    accent: str,
    warning: str,
    error: str,
    success: str,
    cursor: tuple[str, str],
    line: str,
) -> Theme:
    """Make a theme of few colours.

    Args:
        text: Colour of text.
        quiet: Colour of what is less important or cannot be chosen.
        grounds: Behind the page, behind panels, behind bars.
        cursor: Text and ground of what is chosen.
        line: Colour of lines and scroll bars.
    """
    ground, surface, panel = grounds
    front, back = cursor
    return Theme(
        name=name, dark=dark, primary=primary, secondary=primary, accent=accent, warning=warning,
        error=error, success=success, foreground=text, background=ground, surface=surface,
        panel=panel, boost=surface, luminosity_spread=0.0, text_alpha=1.0,
        variables={
            "text": text, "text-muted": quiet, "text-disabled": quiet,
            "text-primary": primary, "text-secondary": primary, "text-accent": accent,
            "text-warning": warning, "text-error": error, "text-success": success,
            "foreground-muted": quiet, "foreground-disabled": quiet,
            "block-cursor-foreground": front, "block-cursor-background": back,
            "block-cursor-text-style": "bold",
            "block-cursor-blurred-foreground": text, "block-cursor-blurred-background": panel,
            "block-cursor-blurred-text-style": "underline",
            "block-hover-background": panel,
            "border": primary, "border-blurred": line,
            "scrollbar": line, "scrollbar-hover": text, "scrollbar-active": text,
            "scrollbar-background": ground, "scrollbar-background-hover": ground,
            "scrollbar-background-active": ground, "scrollbar-corner-color": ground,
            "footer-foreground": text, "footer-background": panel,
            "footer-key-foreground": accent, "footer-key-background": panel,
            "footer-description-foreground": text, "footer-description-background": panel,
            "footer-item-background": panel,
            "input-cursor-foreground": front, "input-cursor-background": back,
            "input-cursor-text-style": "none",
            "input-selection-background": back, "input-selection-foreground": front,
            "screen-selection-background": back, "screen-selection-foreground": front,
            "link-color": primary, "link-background": "transparent", "link-style": "underline",
            "link-color-hover": front, "link-background-hover": back,
            "link-style-hover": "underline",
            "button-foreground": text, "button-color-foreground": front,
            "button-focus-text-style": "bold reverse",
        },
    )  # fmt: skip


THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        _theme(
            "contrast-dark", dark=True, text="#ffffff", quiet="#b8b8b8",
            grounds=("#000000", "#0c0c0c", "#1c1c1c"), primary="#7cc4ff", accent="#ffd24d",
            warning="#ffb86b", error="#ffa3a3", success="#7ee787", cursor=("#000000", "#ffd24d"),
            line="#9a9a9a",
        ),
        _theme(
            "contrast-light", dark=False, text="#000000", quiet="#3f3f3f",
            grounds=("#ffffff", "#f7f7f7", "#ebebeb"), primary="#003a70", accent="#5c2500",
            warning="#5c3200", error="#7d0000", success="#00441a", cursor=("#ffffff", "#003a70"),
            line="#595959",
        ),
        _theme(
            "colour-blind", dark=True, text="#f5f5f5", quiet="#bdbdbd",
            grounds=("#0b0b0b", "#141414", "#202020"), primary="#6cc0ef", accent="#f0e442",
            warning="#f2b134", error="#ffa05c", success="#56b4e9", cursor=("#000000", "#f2b134"),
            line="#9e9e9e",
        ),
        _theme(
            GREYS, dark=True, text="#f2f2f2", quiet="#b8b8b8",
            grounds=("#000000", "#0c0c0c", "#1c1c1c"), primary="#e4e4e4", accent="#ffffff",
            warning="#ffffff", error="#ffffff", success="#e4e4e4", cursor=("#000000", "#f2f2f2"),
            line="#9a9a9a",
        ),
    )
}  # fmt: skip
"""The themes by name; the first is the one chosen at first."""
