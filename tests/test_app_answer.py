"""The screen Answer: from a question to its clauses, and on from there, by keyboard alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from tests.answering import plain_ask
from tests.app_driving import ROOT, SIZES, Driver, drive
from toolkit.problem import Problem, Refused
from tui.app.answering import shown
from tui.app.finder import answered
from tui.app.places import Place
from tui.app.unfolding import Unfolding
from tui.commands.ask import TRIAL

WHO = "who hears the appeal?"


@pytest.mark.parametrize("size", SIZES)
def test_question_to_clause(size: tuple[int, int], tmp_path: Path) -> None:
    """A question on Home is answered; a line unfolds to its clauses, is opened, and copied."""

    async def journey(user: Driver) -> None:
        await user.type(WHO)
        await user.press("enter")
        await user.until(lambda: "The Vice Principal hears the Stage 3 appeal." in user.text)
        user.shows(TRIAL.removeprefix("on trial").strip(": "), "- Hear the Stage 3 appeal")
        user.matches("answer")
        await user.press("enter")
        user.shows("▾ The Vice Principal hears", "“8.8 ")
        await user.press("y")
        assert user.copies[0].startswith("The Vice Principal hears the Stage 3 appeal.")
        assert "LDPP 8.8: “" in user.copies[0]
        assert "— LDPP 8.8, LDPP 6.3, Learner Disciplinary Policy and Procedure" in user.copies[0]
        await user.press("o")
        await user.until(lambda: "LDPP 8.8 (" in user.text)
        await user.press("escape")
        await user.until(lambda: user.app.page.SCOPE == "answer" and "Stage 3 appeal" in user.text)

    drive(journey, tmp_path, size)


def test_the_first_line_of_the_rules_own_words(tmp_path: Path) -> None:
    """The index's own answer is shown with what it says, its quotations and what else was found."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "The breach" in user.text, "the answer")
        user.shows("App 5 3.8")
        titles = [section.title for section in user.app.page.found.sections]  # type: ignore[attr-defined]
        assert titles[0] == "Answer"
        assert "The clauses, word for word" in titles
        await user.press("end", "o")
        await user.until(lambda: user.app.page.SCOPE == "procedures", "the clause")

    place = Place("answer", "learner caught vaping in bedroom")
    drive(journey, tmp_path, start=place, ask=None)


def test_answer_and_search_and_back(tmp_path: Path) -> None:
    """One key goes from the answer to the search of the same words, and from there to the answer."""

    async def journey(user: Driver) -> None:
        await user.type("notice of hearing")
        user.shows("Search the policies for “notice of hearing”", "Answer “notice of hearing”")
        await user.press("f8")
        await user.until(lambda: user.app.page.SCOPE == "answer" and "Vice Principal" in user.text)
        await user.press("f8")
        await user.until(lambda: user.app.page.SCOPE == "search")
        assert user.app.screen.query_one("#query", Input).value == "notice of hearing"
        await user.press("f8")
        await user.until(lambda: user.app.page.SCOPE == "answer")
        await user.press("f2", "f8")
        user.told("Type a question, or words to search for.")
        await user.type(WHO)
        await user.press("f8")
        await user.until(lambda: user.app.page.SCOPE == "search")

    drive(journey, tmp_path)


@pytest.mark.parametrize("size", SIZES[:2])
def test_refusal(size: tuple[int, int], tmp_path: Path) -> None:
    """A refusal says so, why, and which clauses are nearest; these can be opened."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "No answer" in user.text)
        user.shows("Not in these policies.", "The nearest clauses", "LDPP 5.13: … giving five")
        user.matches("answer-refused")
        await user.press("o")
        user.told("This line rests on no clause of its own.")
        await user.press("down", "enter")
        user.shows("“5.13 Once an investigation has been concluded")
        await user.press("o")
        await user.until(lambda: user.app.page.SCOPE == "procedures")

    drive(journey, tmp_path, size, start=Place("answer", "what is the weather"))


def test_a_clause_is_shown_whole(tmp_path: Path) -> None:
    """Where the answer is the clause itself, its words are shown at once."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "LDPP 5.24 says:" in user.text)
        user.shows("“5.24 At this stage, the learner will be required to attend a Stage 3")

    drive(journey, tmp_path, start=Place("answer", "LDPP 5.24"))


def test_another_question_and_one_policy(tmp_path: Path) -> None:
    """The line asks anew; where policies differ, one can be chosen; Esc leaves the line."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "The procedures differ." in user.text)
        user.shows("Name the procedure to have its answer alone.", "By procedure")
        await user.press("p")
        user.shows("From which policy?", "All policies")
        await user.press("down", "down", "down", "enter")
        await user.until(lambda: "From one policy alone" in user.text)
        await user.press("slash", "escape")
        assert user.app.page.SCOPE == "answer"
        assert isinstance(user.app.focused, Unfolding)
        await user.press("slash")
        user.app.screen.query_one("#question", Input).value = "what is the weather"
        await user.press("enter")
        await user.until(lambda: "Not in these policies." in user.text)
        await user.press("g")
        await user.until(lambda: user.app.page.SCOPE == "guide")

    drive(journey, tmp_path, start=Place("answer", "who decides in all of them"))


@pytest.mark.parametrize("size", SIZES[:2])
def test_for_a_case(size: tuple[int, int], tmp_path: Path) -> None:
    """On a case a question is answered for that case; nothing asked is told of."""

    async def journey(user: Driver) -> None:
        await user.press("slash", "enter")
        user.shows("nothing was asked; write a question in words")
        await user.type(WHO)
        await user.press("enter")
        await user.until(lambda: "For the case example-1 on Friday 20 March 2026." in user.text)
        assert user.app.page.hindrance("answer.policy")
        await user.press("escape")
        await user.until(lambda: user.app.page.SCOPE == "case")

    drive(journey, tmp_path, size, start=Place("case", str(tmp_path / "cases" / "example.yaml")))


def test_a_case_that_is_gone(tmp_path: Path) -> None:
    """A question for a case whose file is gone is not answered, and that is said."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "there is no such file" in user.text)
        await user.press("enter")
        user.shows("This was not answered.")

    drive(journey, tmp_path, start=Place("answer", WHO, str(tmp_path / "gone.yaml")))


def test_a_search_that_cannot_be_opened(tmp_path: Path) -> None:
    """What hinders the answering is said with what to do."""

    def refusing(*_: object, **__: object) -> Any:
        raise Refused([Problem("x", "the index cannot be built", suggestion="free some space")])

    async def journey(user: Driver) -> None:
        await user.until(lambda: "the index cannot be built; free some space" in user.text)
        await user.press("enter")
        user.shows("This was not answered.")

    drive(journey, tmp_path, start=Place("answer", WHO), ask=refusing)


def test_nothing_is_asked(tmp_path: Path) -> None:
    """Without a question the screen says what to do, and nothing can be searched for or copied."""

    async def journey(user: Driver) -> None:
        user.shows("Ask a question, or say in a few words what happened; Enter answers.")
        assert user.app.page.hindrance("answer.search") == "ask a question first"
        await user.press("enter", "down", "y")
        user.told("Nothing is chosen that could be copied.")
        await user.press("escape")
        await user.until(lambda: user.app.page.SCOPE == "home")

    drive(journey, tmp_path, start=Place("answer"))


def test_a_tall_line_is_read_to_its_end(tmp_path: Path) -> None:
    """A line taller than the screen is scrolled through before the next one is chosen."""

    async def journey(user: Driver) -> None:
        await user.until(lambda: "Vice Principal" in user.text)
        lines = user.app.page.query_one(Unfolding)
        await user.press("x", "home")
        seen = []
        while lines.highlighted == 1:
            seen.append(lines.scroll_offset.y)
            await user.press("down")
        assert len(seen) > 1 and seen == sorted(seen)
        while lines.highlighted != 1:
            await user.press("up")

    drive(journey, tmp_path, (60, 12), start=Place("answer", WHO))


@pytest.mark.parametrize("question", [WHO, "what is the weather", "who decides in all of them"])
def test_every_clause_can_be_opened(question: str) -> None:
    """Whatever line is chosen, the procedure of its clauses is known."""
    from datetime import date

    found = shown(answered(question, "", date(2026, 3, 20), plain_ask))
    for section in found.sections:
        for line in section.lines:
            assert not line.clauses or found.procedure_of(line) is not None


def test_a_case_file_is_told_from_a_policy() -> None:
    """What limits an answer is a case's file or a policy's id."""
    from datetime import date

    file = str(ROOT / "docs" / "example-case.yaml")
    assert answered(WHO, file, date(2026, 3, 20), plain_ask).case == "example-1"
    assert not answered(WHO, "ldpp", date(2026, 3, 20), plain_ask).case
