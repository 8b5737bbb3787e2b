"""The screens Guide, Cases, Case and Letters, driven by keyboard alone, and what they leave on disk."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest
from textual.widgets import Input

from tests.app_driving import ROOT, SIZES, Driver, drive
from toolkit.case.case import read_case
from tui.app.ask_pane import AskPane
from tui.app.places import Place
from tui.app.unfolding import Unfolding
from tui.guide.lookup import lookup_from

INVITED = (ROOT / "tests" / "letters" / "ldpp" / "stage-2-invited.yaml").read_text("utf-8")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what is known of the cases apart from other tests."""
    monkeypatch.setenv("COLUMNS", "80")


def with_cases(folder: Path, **cases: str) -> Path:
    """A folder with cases, by name; the path of their folder."""
    held = folder / "cases"
    held.mkdir(exist_ok=True)
    for name, text in cases.items():
        (held / f"{name}.yaml").write_text(text, "utf-8")
    return held


def ready(folder: Path) -> str:
    """The case of an invitation to a hearing, with files for its evidence; its day is 20 March."""
    for name in ("statement.pdf", "gate.pdf"):
        (folder / "cases").mkdir(exist_ok=True)
        (folder / "cases" / name).write_bytes(b"%PDF-1.4 invented\n")
    text = INVITED.replace("date: 2026-03-24", "date: 2026-03-30")
    text = text.replace("pages: 2, shows", "file: statement.pdf, pages: 2, shows")
    return text.replace("2026, pages: 1}", "2026, file: gate.pdf, pages: 1}")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_guide_asks_and_answers(tmp_path: Path, size: tuple[int, int]) -> None:
    """A question stands beside the answer so far, which grows with each of the answers."""

    async def journey(driver: Driver) -> None:
        driver.shows("1. Which procedure is it about?")
        driver.matches("guide-begin")
        await driver.press("enter")
        driver.shows("2. Who are you?")
        await driver.type("admin")
        await driver.press("enter")
        driver.shows("3. Which lines of section 3.1")
        await driver.type("keeps coming late")
        driver.matches("guide-catalogue")
        await driver.press("enter")
        driver.shows("4. Where does it stand?")
        if size[0] < 76:
            await driver.press("a")
        driver.shows("The answer so far", "perhaps yours: member of staff who")

    with_cases(tmp_path)
    drive(journey, tmp_path, size, start=Place("guide"))


def answers(driver: Driver) -> int:
    """How many answers there are."""
    guide = driver.app.page.guide  # type: ignore[attr-defined]
    return len(guide.lookup.answers)


def test_guide_goes_back_and_changes_any_answer(tmp_path: Path) -> None:
    """Undo takes the last answer back; any other can be changed, and not known is an answer."""

    async def journey(driver: Driver) -> None:
        await driver.press("f8")
        driver.shows("2. Who are you?") if answers(driver) == 1 else None
        assert answers(driver) == 2
        await driver.press("f8")
        driver.shows("4. Where does it stand?")
        await driver.press("b")
        driver.shows("3. Which lines")
        await driver.press("ctrl+b")
        driver.shows("2. Who are you?")
        await driver.press("f8", "f8", "enter")
        driver.shows("5. Has any of these been imposed")
        await driver.press("c")
        driver.shows("Which answer is to be changed?")
        await driver.press("down", "down", "enter")
        driver.shows("Change: Which lines")
        await driver.type("assault")
        await driver.press("enter")
        driver.shows("5. Has any of these been imposed")
        await driver.press("w")
        driver.shows("Why is this asked?", "LDPP")
        await driver.press("escape", "d")
        driver.shows("What now?", "Answer more questions")

    drive(journey, tmp_path, start=Place("guide", "ldpp"))


def test_guide_refuses_a_bad_answer_and_says_what_to_write(tmp_path: Path) -> None:
    """A question that has to be answered says so; a day that is none says how one is written."""

    async def journey(driver: Driver) -> None:
        await driver.press("u")
        driver.shows("This has to be answered before anything can be said.")
        await driver.press("enter", "f8", "f8", "down", "down", "enter")
        driver.shows("5. What is the next thing to be")
        await driver.press("enter")
        driver.shows("Since which day")
        line = driver.app.page.query_one("#ask-line", Input)
        line.value = "31/2/2026"
        await driver.press("enter")
        driver.shows("'31/2/2026' is no day of the")
        line.value = "zebra"
        await driver.press("enter")
        driver.shows("'zebra' is no day")

    drive(journey, tmp_path, start=Place("guide"))


def test_guide_is_gone_on_with_the_next_time(tmp_path: Path) -> None:
    """What was answered is kept when the app is left; a broken draft is begun anew."""

    async def first(driver: Driver) -> None:
        await driver.press("enter")
        await driver.type("admin")
        await driver.press("enter")

    async def second(driver: Driver) -> None:
        driver.shows("3. Which lines of section 3.1")

    async def third(driver: Driver) -> None:
        driver.shows("1. Which procedure is it about?")

    drive(first, tmp_path, start=Place("guide"))
    drive(second, tmp_path, start=Place("guide"))
    state = tmp_path / "config" / "app-state.json"
    held = json.loads(state.read_text())
    held["drafts"]["guide"] = [{"key": "procedure", "value": "gone"}]
    state.write_text(json.dumps(held))
    drive(third, tmp_path, start=Place("guide"))


@pytest.mark.parametrize("broken", ["x", [{"nothing": 1}], 7, None, {}, [3]])
def test_a_broken_draft_is_no_draft(broken: object) -> None:
    """What was kept of a lookup and cannot be read is begun anew."""
    assert not lookup_from(broken).entries


def test_a_line_unfolds_to_its_clause_and_is_copied(tmp_path: Path) -> None:
    """Enter unfolds a line of the answer to the clause word for word; y copies both."""

    async def journey(driver: Driver) -> None:
        driver.app.page.query_one(Unfolding).focus()
        await driver.press("home", "enter")
        driver.shows("who: member of staff who identifies the issue", "Overview Stage 1 Process 1")
        await driver.press("y")
        assert driver.copies and "“" in driver.copies[0]
        assert "Learner Disciplinary Policy and Procedure (version 2019-09)" in driver.copies[0]
        await driver.press("o")
        await driver.until(lambda: driver.app.page.SCOPE == "procedures", "the reader")

    drive(journey, tmp_path, start=Place("guide", "ldpp"))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
def test_from_the_lookup_to_a_case_and_an_event(tmp_path: Path, size: tuple[int, int]) -> None:
    """Answers become a case file; an event is chosen from what is allowed and added to the file."""
    cases = with_cases(tmp_path)

    async def journey(driver: Driver) -> None:
        await driver.press("f8")
        await driver.type("keeps coming late")
        await driver.press("enter", "enter", "enter", "d")
        driver.shows("What now?", "Start a case with it")
        await driver.press("down", "enter")
        driver.shows("Start a case", "Reference of the case")
        driver.app.screen.query_one("#blank-0", Input).value = "../C-7"
        await driver.press("ctrl+s")
        driver.shows("'../C-7' cannot name a case; use letters, digits and hyphens")
        driver.app.screen.query_one("#blank-0", Input).value = "C-7"
        driver.app.screen.query_one("#blank-1", Input).value = "Sam Example"
        await driver.press("ctrl+s")
        await driver.until(lambda: driver.app.page.SCOPE == "case", "the case")
        driver.shows("C-7, Sam Example")
        await driver.press("n")
        driver.shows("Add an event", "What has happened?")
        await driver.type("feedback")
        await driver.press("enter")
        driver.shows("On which day?")
        await driver.press("enter")
        driver.shows("Record it", "Who did it")
        await driver.press("enter")
        await driver.until(lambda: "Investigate the allegation" in driver.text, "the next step")

    drive(journey, tmp_path, size, start=Place("guide", "ldpp"))
    held = read_case(cases / "C-7.yaml")
    assert held.subject == {"name": "Sam Example"}
    assert [event.event for event in held.events] == ["raise.done"]
    assert held.facts["breaches"].value == ("LDPP 3.1 Minor 1",)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_a_case_and_its_views(tmp_path: Path, size: tuple[int, int]) -> None:
    """The advice of today, the timeline, the deadlines day by day, and what the pack would hold."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})

    async def journey(driver: Driver) -> None:
        driver.shows("▸1 Today", "Invite the learner to the Stage 2 Disciplinary Hearing")
        driver.matches("case-today")
        await driver.press("2")
        driver.shows("▸2 Timeline", "Fri 13 Mar 2026: Classify the breach", "What is known")
        driver.matches("case-timeline")
        await driver.press("3")
        driver.shows("Sat 21/3 × Saturday")
        driver.matches("case-deadlines")
        await driver.press("4")
        driver.shows("To Sam Example", "To Kim Example", "copy: Invitation to Stage 2")
        driver.matches("case-pack")
        await driver.press("escape")
        driver.shows("▸1 Today")

    drive(journey, tmp_path, size, start=Place("case", str(cases / "C-1.yaml")))


def test_what_if_is_shown_and_not_recorded(tmp_path: Path) -> None:
    """An event can be supposed: the advice follows it, the file does not, and Esc ends it."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})
    before = (cases / "C-1.yaml").read_bytes()

    async def journey(driver: Driver) -> None:
        await driver.press("w", "enter")
        driver.shows("What if this happened on 20 March 2026? Nothing is recorded.")
        await driver.press("enter")
        driver.shows("Show what would follow")
        await driver.press("enter")
        driver.shows("WHAT IF, not recorded: Invite the learner", "Hold the Stage 2")
        assert (cases / "C-1.yaml").read_bytes() == before
        await driver.press("p")
        driver.shows("WHAT IF")
        await driver.press("escape")
        assert "WHAT IF" not in driver.text
        await driver.press("w", "enter", "enter", "enter", "w")
        driver.app.screen.query_one("#blank-0", Input).value = "27/3/2026"
        await driver.press("enter")
        driver.shows("What if this happened on 27 March 2026?", "Disciplinary Hearing: held")
        await driver.press("escape", "n")
        await driver.until(lambda: "WHAT IF" not in driver.text, "the record")

    drive(journey, tmp_path, start=Place("case", str(cases / "C-1.yaml")))
    assert read_case(cases / "C-1.yaml").events[-1].event == "stage-2.invite.done"


def test_what_is_not_allowed_says_why_and_wants_a_reason(tmp_path: Path) -> None:
    """An event that is not open is shown with its reason, and only recorded as a departure."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})

    async def journey(driver: Driver) -> None:
        await driver.press("n")
        line = driver.app.screen.query_one("#ask-line", Input)
        line.value = "hold stage 2 disciplinary hearing held"
        await driver.settle()
        driver.shows("not open: Hold the Stage 2 Disciplinary Hearing: held")
        await driver.press("enter")
        driver.shows("The procedure does not allow this here", "It can be recorded all the same.")
        driver.shows("is not open here; the case waits for", "Why was the procedure departed from?")
        await driver.press("ctrl+s")
        driver.shows("a departure has a reason; write it in a few words")
        await driver.type("the learner asked for it")
        await driver.press("ctrl+s")
        driver.shows("On which day?")
        await driver.press("enter", "enter")
        await driver.until(lambda: "DEPARTURE" in driver.text, "the departure")

    drive(journey, tmp_path, start=Place("case", str(cases / "C-1.yaml")))
    assert read_case(cases / "C-1.yaml").events[-1].depart == "the learner asked for it"


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
def test_a_pack_is_made_and_lies_on_disk(tmp_path: Path, size: tuple[int, int]) -> None:
    """The pack is written whole: letters that open, copies, enclosures, e-mails, a manifest."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})

    async def journey(driver: Driver) -> None:
        await driver.press("p")
        driver.shows("Make the pack", "C-2026-102-pack-2026-03-20")
        await driver.press("ctrl+s")
        await driver.until(lambda: "The pack is made" in driver.text, "the pack")
        await driver.press("escape", "p", "ctrl+s")
        driver.shows("there is something of this name already; write another name")

    drive(journey, tmp_path, size, start=Place("case", str(cases / "C-1.yaml")))
    pack = cases / "C-2026-102-pack-2026-03-20"
    manifest = json.loads((pack / "manifest.json").read_text("utf-8"))
    names = sorted(path.name for path in pack.iterdir())
    assert "01-Invitation-to-Stage-2-Disciplinary-Hearing--Sam-Example.docx" in names
    assert {name.rpartition(".")[2] for name in names} >= {"docx", "pdf", "eml", "ics", "json"}
    assert len(manifest["files"]) == len(names) - 1
    with zipfile.ZipFile(pack / names[0]) as letter:
        words = letter.read("word/document.xml").decode()
    assert "Monday 30 March 2026" in words and "Sam Example" in words


def test_a_pack_with_something_missing_is_not_made(tmp_path: Path) -> None:
    """All that is missing is listed, and nothing is left on disk."""
    cases = with_cases(tmp_path, **{"C-1": INVITED.replace("    place: Room B12\n", "")})

    async def journey(driver: Driver) -> None:
        await driver.press("p", "ctrl+s")
        await driver.until(lambda: "The pack was not made" in driver.text, "the message")
        driver.shows("names no file")
        await driver.press("escape")
        driver.shows("▸4 Pack", "Missing")

    drive(journey, tmp_path, start=Place("case", str(cases / "C-1.yaml")))
    assert [path.name for path in cases.iterdir()] == ["C-1.yaml"]


def test_stopping_a_pack_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Esc stops the work at the next document; no file and no part of one stays."""
    from threading import Event

    from tui.app import pack_dialog

    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})
    make, begun = pack_dialog.make_pack, Event()

    def slowly(order: pack_dialog.Order, stop: Event, tell: object) -> tuple[str, ...]:
        begun.set()
        assert stop.wait(20)
        return make(order, stop, tell)

    monkeypatch.setattr(pack_dialog, "make_pack", slowly)

    async def journey(driver: Driver) -> None:
        await driver.press("p")
        await driver.pilot.press("ctrl+s")
        while not begun.is_set():
            await driver.pilot.pause()
        driver.shows("Esc stops it; nothing is left behind.")
        await driver.pilot.press("escape")
        await driver.until(lambda: "Making the pack" not in driver.text, "the end")

    drive(journey, tmp_path, start=Place("case", str(cases / "C-1.yaml")))
    assert sorted(path.name for path in cases.iterdir()) == [
        "C-1.yaml", "gate.pdf", "statement.pdf",
    ]  # fmt: skip


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_cases_are_listed_and_found(tmp_path: Path, size: tuple[int, int]) -> None:
    """Overdue first, a broken file with its fault, words find a case, Enter opens it."""
    late = (
        "procedure: ldpp\nid: C-9\nsubject: {name: Alex Invented}\n"
        "taken-over: {date: 2026-02-02, at: [appeal-3.lodge], "
        "outcomes: [{outcome: withdrawal-request, date: 2026-02-02}]}\n"
        "events: [{event: appeal-3.lodge.done, date: 2026-02-05}]\n"
    )
    with_cases(tmp_path, **{"C-1": ready(tmp_path), "late": late, "broken": "procedure: ["})

    async def journey(driver: Driver) -> None:
        driver.shows("3 cases", "1 overdue", "1 cannot be read", "CANNOT BE READ")
        assert driver.text.index("C-9, Alex Invented") < driver.text.index("C-2026-102")
        driver.matches("cases")
        find = driver.app.page.query_one("#find", Input)
        find.value = "broken"
        await driver.settle()
        await driver.press("enter")
        driver.shows("broken cannot be read", "this is not YAML", "Mend the file")
        await driver.press("escape")
        find.value = "sam"
        await driver.settle()
        driver.shows("1 found")
        find.focus()
        await driver.press("enter")
        await driver.until(lambda: driver.app.page.SCOPE == "case", "the case")

    drive(journey, tmp_path, size, start=Place("cases"))


def test_no_cases_says_how_to_begin(tmp_path: Path) -> None:
    """An empty folder says how a case is begun, and n leads there."""
    with_cases(tmp_path)

    async def journey(driver: Driver) -> None:
        driver.shows("No case lies in", "Begin one with n.")
        await driver.press("n")
        await driver.until(lambda: driver.app.page.SCOPE == "guide", "the guide")

    drive(journey, tmp_path, start=Place("cases"))


def test_a_case_that_is_gone_is_told_of(tmp_path: Path) -> None:
    """A case file that is not there any more ends in a message, not in a crash."""
    cases = with_cases(tmp_path)

    async def journey(driver: Driver) -> None:
        driver.shows("there is no such file")

    drive(journey, tmp_path, start=Place("case", str(cases / "gone.yaml")))
    drive(journey, tmp_path, start=Place("letters", str(cases / "gone.yaml")))


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_letters_are_read_and_filled_in(tmp_path: Path, size: tuple[int, int]) -> None:
    """A letter of a case is shown as text; what is missing is asked for, checked, and then made."""
    text = ready(tmp_path).replace("    place: Room B12\n", "").replace("    time: 2.30 pm\n", "")
    cases = with_cases(tmp_path, **{"C-1": text})

    async def journey(driver: Driver) -> None:
        await driver.press("enter")
        driver.shows("2 fields are missing; f fills in 2")
        driver.matches("letters")
        await driver.press("f")
        driver.shows("Missing in: Invitation to Stage 2 Disciplinary Hearing")
        driver.shows("meeting: time, such as 2.30 pm", "meeting: room and address")
        driver.app.screen.query_one("#blank-0", Input).value = "2.30 pm"
        driver.app.screen.query_one("#blank-1", Input).value = "Room B12"
        await driver.press("ctrl+s")
        driver.shows("Where is it to be kept?", "meetings › stage-2.hearing › time")
        await driver.press("enter")
        await driver.until(lambda: "Nothing is missing; m makes it." in driver.text, "the rest")
        assert (cases / "C-1.yaml").read_text("utf-8") == text
        await driver.press("m")
        await driver.until(lambda: "The letter is made" in driver.text, "the letter")
        await driver.press("escape", "h")
        driver.shows("Which letterhead?", "that of this procedure's templates")
        await driver.press("down", "enter")

    drive(
        journey, tmp_path, size,
        start=Place("letters", str(cases / "C-1.yaml"), "invitation-stage-2"),
    )  # fmt: skip
    letter = cases / "C-2026-102-invitation-stage-2-2026-03-20.docx"
    with zipfile.ZipFile(letter) as held:
        assert "Room B12" in held.read("word/document.xml").decode()


def test_letters_of_a_procedure_show_their_templates(tmp_path: Path) -> None:
    """Without a case the template is shown, and it is said how to see it filled in."""

    async def journey(driver: Driver) -> None:
        driver.shows("The template. Open the letters from a case to see it filled in.")
        await driver.press("y")
        assert "Learner Disciplinary Policy and Procedure" in driver.copies[0]

    drive(journey, tmp_path, (120, 40), start=Place("letters", "ldpp"))


def test_the_cursor_of_the_terminal_follows_the_line(tmp_path: Path) -> None:
    """The hardware cursor stands on the highlighted line, for Braille displays and magnifiers."""

    async def journey(driver: Driver) -> None:
        pane = driver.app.page.query_one(AskPane)
        first = driver.app.cursor_position
        assert pane.choices.region.contains_point(first)
        await driver.press("down")
        second = driver.app.cursor_position
        assert second.y > first.y and pane.choices.region.contains_point(second)

    drive(journey, tmp_path, start=Place("guide"))


def test_an_old_pack_folder_is_not_listed_as_a_case(tmp_path: Path) -> None:
    """Packs lie beside the cases and are none."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})
    (cases / "a-pack").mkdir()
    shutil.copy(cases / "C-1.yaml", cases / "a-pack" / "x.yaml")

    async def journey(driver: Driver) -> None:
        driver.shows("1 case ")

    drive(journey, tmp_path, start=Place("cases"))


def test_several_answers_are_marked_and_the_mouse_works_too(tmp_path: Path) -> None:
    """Space marks lines of the catalogue, Enter takes them all; a click chooses a line."""

    async def journey(driver: Driver) -> None:
        await driver.pilot.click("#ask-choices", offset=(3, 1))
        await driver.settle()
        driver.shows("2. Who are you?")
        await driver.press("f8")
        line = driver.app.page.query_one("#ask-line", Input)
        line.value = "late"
        await driver.settle()
        await driver.press("down", "space")
        driver.shows("[x] Repeated lateness")
        await driver.press("down", "enter")
        value = driver.app.page.guide.lookup.value("fact:breaches")  # type: ignore[attr-defined]
        assert value == ("LDPP 3.1 Minor 1", "LDPP 3.1 Minor 4")

    drive(journey, tmp_path, start=Place("guide"))


def test_the_answer_is_copied_and_saved(tmp_path: Path) -> None:
    """At the end the answer is copied, or saved as text, Markdown or JSON, never over a file."""
    cases = with_cases(tmp_path)

    async def journey(driver: Driver) -> None:
        await driver.press("ctrl+g")
        for words in (
            "Copy the answer",
            "Save it as text",
            "Save it as Markdown",
            "Save it as JSON",
        ):
            pane = driver.app.page.query_one(AskPane)
            assert pane.ask is not None
            index = [choice.words for choice in pane.ask.choices].index(words)
            pane.choices.highlighted = index
            await driver.press("enter")
        assert "Add a 'Feedback for Learners' comment" in driver.copies[0]
        await driver.press("enter")
        driver.shows("The answer was not saved", "move it away first")

    drive(journey, tmp_path, start=Place("guide", "ldpp"))
    name = "ldpp-2026-03-20.answer"
    assert sorted(path.name for path in cases.iterdir()) == [
        f"{name}.json", f"{name}.md", f"{name}.txt",
    ]  # fmt: skip


def test_what_has_happened_is_said_in_the_guide(tmp_path: Path) -> None:
    """An event chosen in the guide moves the answer on, and Undo takes it back."""

    async def journey(driver: Driver) -> None:
        await driver.press("f8", "f8", "enter", "n")
        driver.shows("What has happened?")
        await driver.type("feedback")
        await driver.press("enter", "enter", "enter")
        driver.shows("Investigate the allegation")
        guide = driver.app.page.guide  # type: ignore[attr-defined]
        assert [event.event for event in guide.lookup.events] == ["raise.done"]
        await driver.press("ctrl+b")
        assert not driver.app.page.guide.lookup.events  # type: ignore[attr-defined]
        await driver.press("n", "escape")
        assert not driver.app.page.guide.lookup.events  # type: ignore[attr-defined]

    drive(journey, tmp_path, start=Place("guide", "ldpp"))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)], ids=str)
def test_who_did_it_and_who_sat_are_recorded(tmp_path: Path, size: tuple[int, int]) -> None:
    """Beside an event it is said who did it, who sat and what became known; each is checked."""
    cases = with_cases(
        tmp_path, **{"C-1": (ROOT / "docs" / "example-case.yaml").read_text("utf-8")}
    )

    async def journey(driver: Driver) -> None:
        await driver.press("n")
        await driver.type("hold stage 2 disciplinary hearing held")
        await driver.press("enter")
        await driver.type("the learner asked for it")
        await driver.press("ctrl+s", "enter")
        driver.shows("Record it", "Who did it", "the text names: Curriculum Manager")
        await driver.press("down", "enter")
        driver.shows("Who did it?", "Whom the text names here")
        await driver.type("zebra")
        await driver.press("enter")
        driver.shows("Nothing fits these words.")
        await driver.press("escape", "down", "enter", "tab", "enter")
        driver.shows("Who did it: Curriculum Manager")
        await driver.press("down", "down", "enter")
        driver.shows("Who sat?", "ROLE: NAME, with ; between.")
        await driver.type("zebra: Kim")
        await driver.press("enter")
        driver.shows("there is no role 'zebra'; “Who did it” lists the roles.")
        driver.app.screen.query_one("#ask-line", Input).value = "staff colleague: Lee Example"
        await driver.press("enter")
        driver.shows("Who sat: staff colleague: Lee Example")
        await driver.press("end", "up", "enter")
        await driver.type("No key")
        await driver.press("enter")
        driver.shows("'No key' cannot name one of several; use small letters")
        await driver.press("escape", "enter")
        await driver.until(lambda: "DEPARTURE" in driver.text, "the record")

    drive(journey, tmp_path, size, start=Place("case", str(cases / "C-1.yaml")))
    event = read_case(cases / "C-1.yaml").events[-1]
    assert (event.event, event.by) == ("stage-2.hearing.held", "curriculum-manager")
    assert [(member.role, member.name) for member in event.panel] == [
        ("staff-colleague", "Lee Example")
    ]
    assert not event.key


def test_who_may_not_do_it_is_refused_before_it_is_recorded(tmp_path: Path) -> None:
    """What stands against an event because of who did it is said, and wants a reason."""
    cases = with_cases(tmp_path, **{"C-1": ready(tmp_path)})
    before = (cases / "C-1.yaml").read_bytes()

    async def journey(driver: Driver) -> None:
        from toolkit.problem import Problem, Refused
        from tui.app.event_dialog import EventDialog

        await driver.press("n", "enter", "enter")
        dialog = driver.app.screen
        assert isinstance(dialog, EventDialog)

        def refuse(event: object) -> None:
            raise Refused([Problem("not-allowed", "only the Principal may do this")])

        dialog._check = refuse
        await driver.press("enter")
        driver.shows("The procedure does not allow this here", "only the Principal may do this")
        await driver.press("escape")
        driver.shows("Record it")
        await driver.press("escape", "escape", "escape")

    drive(journey, tmp_path, start=Place("case", str(cases / "C-1.yaml")))
    assert (cases / "C-1.yaml").read_bytes() == before


def test_fields_of_a_letter_are_written_into_the_case(tmp_path: Path) -> None:
    """With the person's consent what is filled in stands in the case; comments stay."""
    text = "# Mine.\n" + ready(tmp_path).replace("    place: Room B12\n", "    # where?\n")
    cases = with_cases(tmp_path, **{"C-1": text})

    async def journey(driver: Driver) -> None:
        await driver.press("f")
        driver.app.screen.query_one("#blank-0", Input).value = "Room C3"
        await driver.press("ctrl+s")
        driver.shows("Where is it to be kept?", "In the case's file, for all its letters")
        await driver.press("down", "enter")
        await driver.until(lambda: "Nothing is missing; m makes it." in driver.text, "the rest")
        driver.told("C-1.yaml")
        assert not driver.app.memory.drafts

    place = Place("letters", str(cases / "C-1.yaml"), "invitation-stage-2")
    drive(journey, tmp_path, (120, 40), start=place)
    written = (cases / "C-1.yaml").read_text("utf-8")
    assert read_case(cases / "C-1.yaml").meetings["stage-2.hearing"]["place"] == "Room C3"
    assert written.startswith("# Mine.\n") and "    # where?\n" in written


def test_what_cannot_be_written_into_the_case_is_not_lost(tmp_path: Path) -> None:
    """Where the file cannot be written to, that is said, and what was typed stays as a draft."""
    text = ready(tmp_path).replace("    place: Room B12\n", "")
    cases = with_cases(tmp_path, **{"C-1": text})
    file = cases / "C-1.yaml"

    async def journey(driver: Driver) -> None:
        await driver.press("f")
        driver.app.screen.query_one("#blank-0", Input).value = "Room C3"
        await driver.press("ctrl+s")
        file.write_text(text.replace("    time:", "    place: Hall\n    time:"), "utf-8")
        await driver.press("down", "enter")
        driver.shows("The case's file stays as it was", "is written in the case already")
        await driver.press("enter")
        (draft,) = driver.app.memory.drafts.values()
        assert draft == {"meeting.place": "Room C3"}

    place = Place("letters", str(file), "invitation-stage-2")
    drive(journey, tmp_path, (120, 40), start=place)
    assert read_case(file).meetings["stage-2.hearing"]["place"] == "Hall"
