"""``toolkit ask``: what it prints, and with which exit code."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from click.testing import CliRunner, Result

from index.answers.answer import KINDS, Answer
from toolkit.plain import kebab
from tui.cli import main

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "ask.md").read_text(encoding="utf-8")


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["ask", *words], prog_name="toolkit")


def test_text() -> None:
    """The headline comes first, then what the rules say, then the clauses word for word."""
    done = run("learner caught vaping in bedroom")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0].startswith("App 5 3.8: major breach, Accommodation Stage 2")
    heads = [line for line in lines if line and not line[0].isspace()]
    for head in ("The breach", "Who decides", "Appeal", "The clauses, word for word"):
        assert head in heads
    assert all(len(line) <= 80 for line in lines)


def test_json() -> None:
    """The answer as JSON has the keys that the guide documents."""
    data = json.loads(run("guest not signed in", "--json").stdout)
    assert list(data) == [kebab(field.name) for field in fields(Answer)]
    assert all(f"`{key}`" in GUIDE for key in data)
    assert data["entries"][0]["stage"] == ["accommodation-3"]


def test_the_guide_names_each_kind() -> None:
    """Every kind is in the guide."""
    assert all(f"| `{kind}` |" in GUIDE for kind in KINDS)


def test_a_refusal_is_exit_code_1() -> None:
    """A refusal is printed with the nearest clauses, and the exit code is 1."""
    done = run("what", "is", "the", "weather", "going", "to", "be", "tomorrow")
    assert done.exit_code == 1
    assert done.stdout.startswith("Not in these policies.\n")
    assert "The nearest clauses\n" in done.stdout


def test_for_a_case() -> None:
    """With a case the answer is for the case, on the day."""
    done = run("what happens next", "--case", str(ROOT / "docs/example-case.yaml"),
               "--on", "2026-03-20")  # fmt: skip
    assert done.exit_code == 0
    assert "For the case example-1 on Friday 20 March 2026." in done.stdout


def test_a_faulty_case(tmp_path: Path) -> None:
    """A file that is no case is bad data, with its name."""
    file = tmp_path / "case.yaml"
    file.write_text("procedure: nowhere\nid: x\n")
    done = run("what now", "--case", str(file))
    assert done.exit_code == 3 and "there is no procedure 'nowhere'" in done.stderr


def test_an_unknown_procedure() -> None:
    """A procedure that there is not is refused with the nearest."""
    done = run("who decides", "--procedure", "ldp")
    assert done.exit_code == 1
    assert done.stderr == "there is no procedure 'ldp'; did you mean 'ldpp'?\n"


def test_nothing_asked() -> None:
    """Without a question it is wrong use; with an empty one a refusal."""
    assert run().exit_code == 2
    done = run("")
    assert done.exit_code == 1 and done.stdout.startswith("Nothing was asked.\n")
