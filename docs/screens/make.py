"""Makes the pictures of the app, and the table of actions in ``docs/app.md``.

Run it from a checkout with the test extra installed: ``python docs/screens/make.py``. The day, the
case and the search's index are fixed, so that the pictures change only when the app does.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(ROOT))

from textual.widgets import Input  # noqa: E402

from tui.app.actions import ACTIONS, keys_of, shown_key  # noqa: E402
from tui.app.app import ToolkitApp  # noqa: E402
from tui.app.places import Place  # noqa: E402
from tui.app.screens.search import PAUSE  # noqa: E402
from tui.app.seams import Seams  # noqa: E402

TODAY = date(2026, 3, 20)
SIZE = (100, 30)

PICTURES: dict[str, tuple[Place, Sequence[str]]] = {
    "home": (Place("home"), ()),
    "procedures": (Place("procedures", "ldpp", "LDPP 8.2"), ()),
    "fault": (Place("procedures", "ldpp", "LDPP 8.2"), ("f",)),
    "guide": (Place("guide", "ldpp"), ()),
    "case": (Place("case", "CASE"), ()),
    "letters": (Place("letters", "ldpp"), ()),
    "search": (Place("search", "notice of the hearing"), ()),
    "answer": (Place("answer", "how much notice of a stage 2 hearing"), ()),
}
"""The pictures: where the app is, and which keys are pressed there."""

_FONT = re.compile(r"\s*@font-face \{.*?\n    \}", re.DOTALL)
_NOTE = re.compile(r"\s*<!--.*?-->", re.DOTALL)
BEGIN, END = "<!-- actions: made by docs/screens/make.py -->", "<!-- end of actions -->"


def picture(svg: str) -> str:
    """Take from a picture what would ask an outside host for a font."""
    return _NOTE.sub("", _FONT.sub("", svg)).replace("Fira Code", "monospace")


async def drawn(place: Place, keys: Sequence[str], folder: Path) -> str:
    """Give a picture of a place."""
    case = folder / "cases" / "example.yaml"
    config = folder / "config"
    if place.what == "CASE":
        place = Place(place.mode, str(case))
    app = ToolkitApp(Seams(today=lambda: TODAY, cases=case.parent, config=config), place)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(PAUSE * 2)  # the search waits as long for the next key
        for _ in range(4):
            await app.workers.wait_for_complete()
            await pilot.pause()
        for widget in app.screen.query(Input):
            widget.cursor_blink = False
        await pilot.press(*keys)
        for _ in range(4):
            await app.workers.wait_for_complete()
            await pilot.pause()
        return picture(app.export_screenshot(title="toolkit"))


def pictures(names: Sequence[str] = tuple(PICTURES)) -> dict[str, str]:
    """Give pictures by name."""
    found = {}
    with tempfile.TemporaryDirectory() as work:
        for name in names:
            place, keys = PICTURES[name]
            folder = Path(work) / name
            (folder / "cases").mkdir(parents=True)
            shutil.copy(ROOT / "docs" / "example-case.yaml", folder / "cases" / "example.yaml")
            found[name] = asyncio.run(drawn(place, keys, folder))
    return found


def table() -> str:
    """Give the table of actions."""
    rows = ["| keys | what | | in `app.yaml` |", "|---|---|---|---|"]
    for action in ACTIONS.values():
        keys = " ".join(f"`{shown_key(key)}`" for key in keys_of(action, {}))
        rows.append(f"| {keys} | {action.title} | {action.help} | `{action.id}` |")
    return "\n".join(rows)


def with_table(text: str) -> str:
    """Give the page with the table of today."""
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Write the pictures and the table."""
    os.environ.pop("NO_COLOR", None)
    for name, svg in pictures().items():
        (HERE / f"{name}.svg").write_text(svg, "utf-8")
    page = ROOT / "docs" / "app.md"
    page.write_text(with_table(page.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
