"""What Home shows and offers, and what the palette finds, as data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.app_driving import Driver, drive
from toolkit.procedure.library import load_all
from tui.app.front import MOST_DUE, offers, other, overview
from tui.app.meaning import meaning
from tui.app.names import Name, meant, of_procedure, screens
from tui.app.places import RECENT, Place
from tui.cases.agenda import Due


@pytest.fixture(scope="module")
def names() -> list[Name]:
    """Give all that has a name, and one case."""
    case = Name("C-014, Sam Example", "case: LDPP", Place("case", "/c.yaml"))
    found = [name for procedure in load_all() for name in of_procedure(procedure)]
    return [*screens(), case, *found]


def due(number: int, *, overdue: bool = False) -> Due:
    """Give something that is to be done."""
    place = Place("case", f"/{number}.yaml")
    return Due(place, f"C-{number}", "Hold the hearing", "today", overdue, date(2026, 3, 20))


def test_overview_while_looking() -> None:
    """Until the cases are looked through, that is said."""
    words = [row.words for row in overview(None, ())]
    assert words[:2] == ["To do today", "Looking through your cases …"]
    assert "Recent" not in words and "Begin" in words


def test_overview_of_nothing() -> None:
    """Where nothing is to be done, that is said."""
    assert "Nothing: no case here is waiting for anybody." in [r.words for r in overview([], ())]


def test_overview() -> None:
    """What is overdue says so in a word; of many the rest is counted; recent places follow."""
    items = [due(0, overdue=True), *(due(number) for number in range(1, MOST_DUE + 4))]
    rows = overview(items, [Place("home"), Place("procedures", "ldpp", "LDPP 5.13")])
    assert [row.sign for row in rows[1:3]] == ["OVERDUE", ""]
    assert rows[MOST_DUE + 1].words == "… and 4 more, in the list of cases"
    assert [row.words for row in rows[MOST_DUE + 2 : MOST_DUE + 4]] == [
        "Recent", "Procedures LDPP 5.13",
    ]  # fmt: skip
    assert len(rows) <= MOST_DUE + RECENT + 8


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ldpp 5.13", Place("procedures", "ldpp", "LDPP 5.13")),
        ("LDPP:5.24", Place("procedures", "ldpp", "LDPP 5.24")),
        ("5.24", Place("procedures", "ldpp", "LDPP 5.24")),
        ("sam ex", Place("case", "/c.yaml")),
        ("search", Place("search")),
        ("can he be kicked out?", Place("answer", "can he be kicked out?")),
        ("what is the notice", Place("answer", "what is the notice")),
        ("learner caught vaping in bedroom", Place("answer", "learner caught vaping in bedroom")),
        ("notice of hearing", Place("search", "notice of hearing")),
        ('"notice of the hearing"', Place("search", '"notice of the hearing"')),
        ("suspens* of a learner now", Place("search", "suspens* of a learner now")),
        ("xyzzy", Place("search", "xyzzy")),
    ],
)
def test_offers(typed: str, first: Place, names: list[Name]) -> None:
    """The likeliest meaning of a line comes first; to search and to answer are always offered."""
    rows = offers(typed, names)
    assert rows[0].place is not None and rows[0].place.same(first)
    assert any(row.place == Place("search", typed) for row in rows)
    assert any(row.place and row.place.same(Place("answer", typed)) for row in rows)
    there = other(rows)
    assert there is not None
    assert there.mode == ("search" if first.mode == "answer" else "answer")


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("5.24", "clause"),
        ("App 5 3.11", "clause"),
        ("ldpp 99.99", "words"),
        ("sam ex", "name"),
        ("invitation stage 3", "name"),
        ("stage 2 major", "name"),
        ("help", "command"),
        ("colours", "command"),
        ("help?", "question"),
        ("how long", "question"),
        ("who decides", "question"),
        ("compare the time to appeal", "question"),
        ("guest not signed in", "question"),
        ("did not turn up", "question"),
        ("he did not turn up", "question"),
        ("late homework", "words"),
        ("appeal panel chair", "words"),
        ('what is "gross"', "words"),
        ("?", "question"),
        ("\x00\x07", "words"),
        ("🙂 🙂 🙂", "words"),
    ],
)
def test_meaning(typed: str, kind: str, names: list[Name]) -> None:
    """It is decided in one place whether a line is a reference, a name, a command, a question."""
    assert meaning(typed, names).kind == kind


def test_where_you_were() -> None:
    """The place where the user was comes first, once; what is gone from there is not offered."""
    left = Place("procedures", "ldpp", "LDPP 5.13", "LDPP 5.13")
    words = [row.words for row in overview([], [left, Place("search", "notice")], left)]
    assert words[:2] == ["Where you were", "LDPP 5.13"] and words.count("LDPP 5.13") == 1
    gone = Place("case", "/nowhere/C-1.yaml", title="Case C-1")
    assert "Where you were" not in [row.words for row in overview([], [], gone)]


@pytest.mark.parametrize("typed", ["", "   ", "(((", "*" * 5000, "\x00", "é 🙂"])
def test_offers_for_anything(typed: str, names: list[Name]) -> None:
    """Whatever is typed is taken, and nothing is offered for nothing."""
    assert bool(offers(typed, names)) == bool(typed.strip())


@pytest.mark.parametrize(
    ("typed", "about", "mode"),
    [
        ("procedures", "screen", "procedures"),
        ("learner disciplinary policy", "procedure", "procedures"),
        ("stage 2 major", "stage", "procedures"),
        ("invitation stage 3", "letter", "letters"),
        ("pi 3.15", "clause", "procedures"),
        ("example sam", "case: LDPP", "case"),
    ],
)
def test_everything_is_found_by_name(typed: str, about: str, mode: str, names: list[Name]) -> None:
    """Screens, procedures, stages, letters, clauses and cases are found by a part of their name."""
    found = meant(typed, names, 20)
    assert (about, mode) in {(name.about, name.place.mode) for name in found}


def test_palette_opens_a_letter(tmp_path: Path) -> None:
    """A letter found in the palette is opened."""

    async def journey(user: Driver) -> None:
        await user.press("ctrl+p")
        await user.type("invitation stage 2")
        await user.until(lambda: "Invitation to Stage 2" in user.text)
        await user.press("enter")
        await user.until(lambda: user.app.page.SCOPE == "letters")

    drive(journey, tmp_path)
