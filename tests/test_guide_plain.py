"""The guided lookup as a plain dialogue: exact transcripts, and what a bad answer is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.case.case import read_case
from tui.cli import main

TRANSCRIPTS = Path(__file__).parent / "dialogues"


def dialogue(*lines: str, words: tuple[str, ...] = ()) -> Result:
    """Hold a dialogue about a learner on a fixed day, in plain lines."""
    result = CliRunner().invoke(
        main,
        ["guide", *(words or ("ldpp",)), "--plain", "--on", "2026-03-09"],
        prog_name="toolkit",
        input="".join(f"{line}\n" for line in lines),
    )
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def said(*lines: str, words: tuple[str, ...] = ()) -> str:
    """What a dialogue says; the input is not echoed."""
    result = dialogue(*lines, words=words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


OPENING = ("learner", "done")


@pytest.mark.parametrize(
    ("name", "words", "lines"),
    [
        ("begin", ("localgov-digital",), ("member", "assault", "why", "1", "dk", "end")),
        (
            "whole",
            ("localgov-digital",),
            (
                "why", "dk", "back", "chair of the panel", "list", "99", "hit", "where?", "1", "none of these",
                "perhaps", "yes", "change", "change 4", "1", "done", "happened", "1", "", "end",
            ),
        ),
        ("procedure", ("",), ("dk", "", "9", "disciplinary", "2", "help", "quit")),
    ],
)  # fmt: skip
def test_a_dialogue_word_for_word(
    name: str, words: tuple[str, ...], lines: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole of what is said stays as it is; TOOLKIT_SNAPSHOTS=1 writes it anew."""
    import os

    text = said(*lines, words=words)
    file = TRANSCRIPTS / f"{name}.txt"
    if os.environ.get("TOOLKIT_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")


def test_nothing_is_drawn_and_nothing_coloured() -> None:
    """Lines are plain, and no wider than the page."""
    text = said("learner", "keeps coming late", "1", "1", "done", "full", "end")
    assert "\x1b" not in text and not set("│─┌└▸●") & set(text)
    assert max(len(line) for line in text.splitlines() if " " in line.strip()) <= 80


def test_the_end_of_the_input_ends_politely() -> None:
    """Without another line the answer so far is given, and that is no error."""
    text = said("learner")
    assert "Ended.\nThe answer so far:\n" in text and "Add a 'Feedback for Learners'" in text
    assert said(words=("",)).endswith("\n\nEnded.\n")


def test_a_bad_answer_is_asked_again_with_what_to_write() -> None:
    """What fits nothing is not taken; the message says what can be written."""
    text = said("curriculum", "zebra", "2", "maybe", "17", "", "keeps coming late", "quit")
    assert "'curriculum' fits 3 answers; write the number of one." in text
    assert "'zebra' fits none of the answers; write a number from 1 to 3, or words" in text
    assert "Noted: curriculum team." in text
    assert "'maybe' fits none of the answers; write other words of the answer, or list to" in text
    assert "'17' is a number, and no list has been shown; write words of the answer, or" in text
    assert "Nothing was written. Write the numbers or words of one or more" in text
    assert "Noted: Repeated lateness [LDPP 3.1 Minor 1]." in text


def test_why_quotes_the_clause() -> None:
    """The clause for which something is asked is read out."""
    text = said("learner", "why", "quit")
    assert "  LDPP 3.1 Minor:\n" in text


def test_a_case_is_started_from_the_dialogue(tmp_path: Path) -> None:
    """At the end a case can be written, and a second of that name cannot."""
    where = ("ldpp", "--folder", str(tmp_path / "cases"))
    text = said(
        "learner", "keeps coming late", "it begins", "none", "done",
        "start", "C-1", "Sam Example", "", "start", "C-1", "", "", "save markdown", "save csv", "9", "end",
        words=where,
    )  # fmt: skip
    file = tmp_path / "cases" / "C-1.yaml"
    held = read_case(file)
    assert (held.id, held.subject) == ("C-1", {"name": "Sam Example"})
    flat = " ".join(text.split())
    assert f"Written: {file}" in flat
    assert "this file is there already; give the case another name." in flat
    assert "'csv' is no form; write save text, save markdown or save json." in flat
    assert "'9' is not one of these; write a number from 1 to 7" in flat
    saved = tmp_path / "cases" / "ldpp-2026-03-09.answer.md"
    assert saved.read_text().startswith("# Learner Disciplinary Policy and Procedure")


def test_with_json_the_answer_is_on_stdout_alone() -> None:
    """The dialogue goes to stderr, and answers and advice are one JSON object."""
    result = dialogue("learner", "keeps coming late", "done", "end", words=("ldpp", "--json"))
    data = json.loads(result.stdout)
    assert [item["key"] for item in data["answers"]] == ["procedure", "role", "fact:breaches"]
    assert data["advice"]["alleged"][0]["ref"] == "LDPP 3.1 Minor 1"
    assert "Question 2: Who are you?" in result.stderr


def test_an_unknown_procedure_is_refused() -> None:
    """A procedure that cannot be followed is named with those that can."""
    result = dialogue(words=("miap",))
    assert result.exit_code == 1
    assert result.stderr == (
        "'miap' holds no procedure to follow; choose one of ldpp, localgov-digital, lrs, pi31\n"
    )
    assert "there is no procedure 'nothing'" in dialogue(words=("nothing",)).stderr


def test_what_is_not_allowed_is_refused_with_its_clause() -> None:
    """An event before its time is not offered, and who asks for it is told why, with the clause."""
    text = said(
        "dk", "dk", "Stage 2", "Invite the learner", "2026-03-09", "none", "done",
        "happened", "Invite the learner", "2026-03-09",
        "happened", "hold stage 2 hearing held", "back", "end",
    )  # fmt: skip
    flat = " ".join(text.split())
    assert "Not open here: 'Hold the Stage 2 Disciplinary Hearing' needs 5 working days" in flat
    assert "not before 16 March 2026 [LDPP 5.15, LDPP 5.12, LDPP 5.13]" in flat
    assert "Nothing was recorded." in flat
