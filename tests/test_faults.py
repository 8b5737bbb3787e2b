"""The register of faults: what is in it, what is one entry, and how it is written out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import club, procedure

from toolkit.plain import Plain
from toolkit.procedure.library import load
from toolkit.procedure.rule import NotStated
from toolkit.review.faults import Register, chosen, faults
from tui.cli import main
from tui.text.faults import listing, markdown

CLUB = str(Path(__file__).parent / "procedures" / "club")
DEMO = str(Path(__file__).parent / "procedures" / "demo")

HEARING = """
# Hearings

1.1 The officer hears the matter within five days.

```step
id: hear
does: Hear the matter
who: officer
after: [case.opened]
within: {count: 5, unit: days, after: case.opened}
results:
  held: {then: end}
  absent: {then: not-stated}
late: not-stated
```
"""

GAP = """
```conflict
id: G1
type: gap
about: [hear.results]
text: Nothing is said of an officer who does not come.
sides: [{name: the officer hears it, cites: [S 1.1]}]
follows: 0
advice: Wait.
```
"""

SILENCE = """
```not-stated
id: no-show
about: what follows where the officer does not come
of: hear.absent
```
"""


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["faults", *words], prog_name="toolkit")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def ids(register: Register) -> list[tuple[str, ...]]:
    return [fault.ids for fault in register.faults]


# What is in it


@pytest.mark.parametrize("name", ["ldpp"])
def test_every_id_is_in_the_register_once(name: str) -> None:
    """No conflict and no silence about a rule is lost, and none stands in two entries."""
    loaded = load(name)
    silences = [rule for rule in loaded.rules if isinstance(rule, NotStated)]
    wanted = [*loaded.conflicts, *(rule.id for rule in silences if rule.of)]
    found = [name for fault in faults(loaded).faults for name in fault.ids]
    assert len(found) == len(set(found))
    assert set(wanted) <= set(found)
    assert not {rule.id for rule in silences if not rule.of} & set(found)


def test_the_ldpp() -> None:
    """The counts by type are those of the encoded conflicts, and the gaps those of the silences."""
    register = faults(load("ldpp"))
    counts = {count.type: count.faults for count in register.counts}
    conflicts = [rule.type for rule in load("ldpp").conflicts.values()]
    for kind in ("contradiction", "ambiguity", "extraction"):
        assert counts[kind] == conflicts.count(kind)
    assert counts["gap"] > conflicts.count("gap")
    assert sum(counts.values()) == len(register.faults)
    places = [clause.path for clause in load("ldpp").clauses]
    order = [places.index(fault.section) for fault in register.faults]
    assert order == sorted(order)
    (appeal,) = [fault for fault in register.faults if "K02" in fault.ids]
    assert appeal.section == ("8. Appeals",)
    assert [reading.name for reading in appeal.readings] == [
        "from receipt of the outcome letter",
        "from the date of the outcome letter",
    ]
    assert appeal.followed == 1
    assert "within five working days of receiving" in appeal.readings[0].clauses[0].text
    assert appeal.readings[1].differs[0] == (
        "Appeal against the Stage 1 outcome in writing to the Head of Department, stating the …: "
        "within: within 5 working days from date of: Stage 1 Outcome Letter"
    )


def test_a_silence_named_by_a_conflict_is_one_with_it() -> None:
    """A conflict that is about a silence by its id takes it in."""
    register = faults(load("ldpp"))
    (late,) = [fault for fault in register.faults if "K67" in fault.ids]
    assert late.ids == ("K67", "not-stated.late-appeal", "not-stated.pending-appeal")
    assert [item.id for item in late.unsaid] == list(late.ids[1:])


def test_a_gap_takes_in_the_silence_on_the_same_key() -> None:
    """A gap and a silence under one clause about one key are one entry; a result is of 'results'."""
    merged = faults(procedure(HEARING + GAP + SILENCE))
    assert ids(merged) == [("hear.late",), ("G1", "no-show")]
    (entry,) = [fault for fault in merged.faults if "G1" in fault.ids]
    assert (entry.type, entry.followed, entry.advice) == ("gap", 0, "Wait.")


def test_a_contradiction_does_not_take_in_a_silence() -> None:
    """Only a gap is the same as a silence on the same key."""
    other = GAP.replace("type: gap", "type: contradiction")
    assert ids(faults(procedure(HEARING + other + SILENCE))) == [
        ("hear.late",), ("G1",), ("no-show",),
    ]  # fmt: skip


def test_another_key_is_another_gap() -> None:
    """A gap about another key of the same step stays an entry of its own."""
    other = GAP.replace("hear.results", "hear.who")
    register = faults(procedure(HEARING + other + SILENCE))
    assert ids(register) == [("hear.late",), ("G1",), ("no-show",)]


def test_a_key_that_is_not_stated_is_a_gap() -> None:
    """What only a key leaves open is in the register, with its clause and in words."""
    register = faults(procedure(HEARING))
    assert ids(register) == [("hear.late",), ("hear.absent",)]
    assert [fault.issue for fault in register.faults] == [
        "The text does not say what follows if this is done late: Hear the matter.",
        "The text does not say what follows if the result is 'absent': Hear the matter.",
    ]
    assert [clause.ref for clause in register.faults[0].clauses] == ["S 1.1"]
    assert register.faults[0].section == ("Hearings",)


def test_an_amount_is_stated_and_a_question_said() -> None:
    """The sentence fits what a silence is about."""
    body = SILENCE.replace("what follows where the officer does not come", "the amount of the fee")
    (fault,) = [each for each in faults(procedure(HEARING + body)).faults if "no-show" in each.ids]
    assert fault.issue == "The text does not state the amount of the fee."


def test_the_owner_is_called_what_the_conflicts_call_them() -> None:
    """A silence is for the policy's owner, by the name that the conflicts mostly use."""
    named = GAP + "```conflict\nid: G2\nabout: [hear]\ntext: A.\nsettle: policy owner (the Board)\n"
    named += "sides: [{name: a, cites: [S 1.1]}, {name: b, cites: [S 1.1]}]\n```\n"
    register = faults(
        procedure(HEARING + named.replace("follows: 0", "settle: the Board") + SILENCE)
    )
    settle = {fault.ids[0]: fault.settle for fault in register.faults}
    assert settle == {
        "hear.late": "policy owner (the Board)",
        "G1": "the Board",
        "G2": "policy owner (the Board)",
    }


def test_a_conflict_about_a_step_does_not_speak_of_its_keys() -> None:
    """Only a gap or a silence about a whole rule stands for what its keys leave open."""
    other = GAP.replace("hear.results", "hear")
    assert ids(faults(procedure(HEARING + other))) == [("G1",)]
    other = other.replace("type: gap", "type: ambiguity")
    assert ids(faults(procedure(HEARING + other))) == [("hear.late",), ("hear.absent",), ("G1",)]


def test_filters_keep_the_numbers() -> None:
    """A part of the register has its own counts, and the numbers of the whole."""
    whole = faults(procedure(HEARING + GAP.replace("type: gap", "type: ambiguity")))
    part = chosen(whole, ("ambiguity",), "POLICY")
    assert [(fault.number, fault.ids) for fault in part.faults] == [(3, ("G1",))]
    assert [count.faults for count in part.counts] == [0, 1, 0, 0]
    assert chosen(whole, ("extraction",)).faults == ()


def test_it_comes_back_from_json() -> None:
    """The register is plain data."""
    register = faults(club())
    assert isinstance(register, Plain)
    assert Register.from_json(register.to_json()) == register


# How it is written out


def test_text_of_the_club() -> None:
    """A small register is readable in a terminal."""
    assert listing(faults(club()), 80) == (
        "Faults in the text of Discipline of the Rowing Club (club, version 1)\n"
        "  1 entry: 1 gap.\n"
        "\n"
        "Discipline of the Rowing Club\n"
        "  1. late-appeals (gap): The text does not say whether a late appeal may be\n"
        "     heard. [H 1.6]\n"
        "    to be settled by: policy owner\n"
        "\n"
        "The clauses, word for word\n"
        "  H 1.6\n"
        "    1.6 Expulsion needs two thirds of the General Meeting, and takes effect\n"
        "    twenty days after the County\n"
        "    Association has received notice of it."
    )


def test_no_faults() -> None:
    """A text without faults is said to have none."""
    text = listing(faults(procedure("")), 80)
    assert text == "Faults in the text of A small procedure (small, version 1)\n  No faults."
    assert "version 1. No faults." in markdown(faults(procedure("")))


def test_markdown_of_the_demonstration() -> None:
    """The document has a title, counts, and an entry with every reading and its clauses."""
    text = run(DEMO, "--format", "md").stdout
    assert text.startswith(
        "# Faults in the text of Demo Procedure\n\nA College, version 2020-01. 1"
    )
    assert "| contradiction | two clauses say different things | 1 |\n" in text
    assert text.endswith(
        "## 1. Aim › Hearing\n"
        "\n"
        "### 1. K1: contradiction\n"
        "\n"
        "Working days or days.\n"
        "\n"
        "- **Reading 1** (*followed*): five working days\n"
        "\n"
        "  DEMO 1.2:\n"
        "\n"
        "  > 1.2 The learner is invited giving five working days' notice.\n"
        "\n"
        "- **Reading 2**: five days\n"
        "\n"
        "  DEMO 1.1:\n"
        "\n"
        "  > 1.1 The learner shall be treated fairly.\n"
        "  - Under it: Hold the hearing: notice: at least 5 days notice from date of: Invitation to "
        "the hearing (wherever practicable)\n"
        "\n"
        "**Touches**: Hold the hearing: notice  \n"
        "**To be settled by**: policy owner\n"
    )


def test_markdown_numbers_each_entry_and_escapes_what_is_quoted() -> None:
    """Every entry of a large register has its heading, and no quotation becomes a heading or list."""
    register = faults(load("ldpp"))
    lines = markdown(register).splitlines()
    heads = [line for line in lines if line.startswith("### ")]
    assert len(heads) == len(register.faults)
    assert heads[0].startswith("### 1. ")
    assert not [line for line in lines if line.startswith(("  > #", "  > - ", "  > * "))]


def test_csv() -> None:
    """The table has one line an entry, with the readings and the clauses quoted."""
    rows = list(csv.DictReader(io.StringIO(run(DEMO, "--format", "csv").stdout)))
    assert [(row["ids"], row["type"], row["followed"]) for row in rows] == [
        ("K1", "contradiction", "1")
    ]
    assert rows[0]["readings"] == "1. five working days [DEMO 1.2]\n2. five days [DEMO 1.1]"
    assert rows[0]["quotations"].startswith("DEMO 1.2: 1.2 The learner is invited")


def test_json() -> None:
    """JSON has the agreed keys, and both ways to ask for it are the same."""
    data = json.loads(run(DEMO, "--json").stdout)
    assert data == json.loads(run(DEMO, "--format", "json").stdout)
    (register,) = data["registers"]
    assert set(register) == {"procedure", "title", "issuer", "version", "counts", "faults"}
    assert set(register["faults"][0]) == {
        "number", "ids", "type", "section", "issue", "when", "about", "touches", "readings",
        "unsaid", "advice", "settle", "clauses",
    }  # fmt: skip


def test_filters_of_the_command() -> None:
    """Type may be given again; who settles is part of a name."""
    result = run(
        "ldpp", "--type", "extraction", "--type", "gap", "--settle", "source text", "--json"
    )
    (register,) = json.loads(result.stdout)["registers"]
    assert {fault["type"] for fault in register["faults"]} == {"extraction"}


# Bad input


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["ldp"], 1, "there is no procedure 'ldp'; did you mean 'ldpp'?\n"),
        (["no/such"], 1, "there is no folder no/such\n"),
        ([DEMO, "--type", "gap"], 1, "there is no gap in the text of demo\n"),
        (
            [DEMO, "--type", "gap", "--type", "ambiguity"],
            1,
            "there is no gap or ambiguity in the text of demo\n",
        ),
        (
            [DEMO, "--settle", "the Queen"],
            1,
            "no fault is to be settled by 'the Queen'; there is something to settle for: "
            "policy owner\n",
        ),
        (
            [DEMO, "--type", "gap", "--settle", "owner"],
            1,
            "no gap is to be settled by 'owner'\n",
        ),
        (
            [DEMO, "--type", "gaps"],
            2,
            "Error: Invalid value for '--type': 'gaps' is not one of 'contradiction', 'ambiguity', "
            "'gap', 'extraction'.\n",
        ),
        (
            [DEMO, "--format", "pdf"],
            2,
            "Error: Invalid value for '--format': 'pdf' is not one of 'md', 'csv', 'json'.\n",
        ),
        (
            [DEMO, "--format", "md", "--json"],
            2,
            "Error: --json and --format md contradict each other; give one of them\n",
        ),
    ],
)  # fmt: skip
def test_bad_input(words: list[str], code: int, message: str) -> None:
    """Bad input gives its code and its message, and nothing on stdout."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.endswith(message)


def test_a_faulty_procedure(tmp_path: Path) -> None:
    """A folder that holds no sound procedure is bad data, with its fault."""
    (tmp_path / "01.md").write_text("no front matter\n")
    result = run(str(tmp_path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{tmp_path.name}/01.md:1: the first file has no front matter;")


def test_an_empty_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a procedure there is no register."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(tmp_path))
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"there are no procedures in {tmp_path}\n"
