"""``toolkit search``: what it prints, and with which exit code."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from test_imports import command, loaded

from toolkit.procedure.rule import KINDS as RULES
from tui.cli import main
from tui.commands.search import KINDS


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["search", *words], prog_name="toolkit")


def test_json() -> None:
    """The answer as JSON has the query, the results and what may have been meant."""
    done = run("apeal panel", "-n", "2", "--json")
    data = json.loads(done.output)
    assert done.exit_code == 0
    assert list(data) == ["query", "results", "did_you_mean"]
    assert data["query"] == "apeal panel" and data["did_you_mean"] == "appeal panel"
    assert len(data["results"]) == 2
    for result in data["results"]:
        keys = ["ref", "procedure", "path", "text", "snippet", "score", "rules"]
        assert [key for key in result if key in keys] == keys
    assert json.loads(run("appeal", "--json").output)["did_you_mean"] is None


def test_text() -> None:
    """The answer as text has the clause, its heading, the part that fits, and rules."""
    done = run("LDPP", "5.24")
    assert done.exit_code == 0
    lines = done.output.splitlines()
    assert lines[0] == "LDPP 5.24"
    assert "5.24 At this stage, the learner will be required to attend a Stage 3" in done.output
    assert "**" not in done.output


def test_an_item_is_named_beside_its_clause() -> None:
    """Where an item fits best it stands in brackets."""
    assert run("LDPP 3.1 Major 5").output.startswith("LDPP 3.1 Major (LDPP 3.1 Major 5)\n")


def test_did_you_mean_comes_first() -> None:
    """A mended query is told before the results."""
    assert run("suspenssion").output.startswith("  Did you mean: suspension\n")


def test_nothing_found() -> None:
    """Nothing found is said, and the exit code is 1."""
    done = run("zxqwv")
    assert (done.exit_code, done.output) == (1, "Nothing found.\n")
    done = run("zxqwv", "--json")
    assert done.exit_code == 1 and json.loads(done.output)["results"] == []


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "Missing argument 'QUERY...'"),
        (("x", "--kind", "stap"), 2, "'stap' is not one of"),
        (("x", "-n", "0"), 2, "0 is not in the range"),
        (("x", "--procedure", "ldp"), 1, "there is no procedure 'ldp'; did you mean 'ldpp'?"),
    ],
)
def test_wrong_use(words: tuple[str, ...], code: int, message: str) -> None:
    """What is wrong is said, with what is right."""
    done = run(*words)
    assert done.exit_code == code
    assert message in done.output


def test_the_kinds_are_those_of_rules() -> None:
    """The option knows every kind of rule, though it imports none."""
    assert list(KINDS) == sorted(RULES)


def test_a_warm_search_loads_little() -> None:
    """With the index built, a search loads neither pydantic nor the parser nor numpy."""
    words = command("search", "who hears an appeal")
    loaded(words)
    assert loaded(words) - {"platformdirs"} == {"click", "tui", "index", "whoosh"}


def test_importing_the_index_is_cheap() -> None:
    """The package by itself loads nothing, and a name only what it needs."""
    assert loaded("import index") == {"index"}
    assert loaded("import index; index.Settings") == {"index"}
    with pytest.raises(AttributeError, match="module 'index' has no attribute 'nothing'"):
        __import__("index").nothing  # noqa: B018
