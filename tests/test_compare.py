"""How procedures treat the same thing: where the answers come from, and how they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import club, procedure

from toolkit.problem import BadData, Refused
from toolkit.procedure.library import load, load_folder, procedure_ids
from toolkit.procedure.procedure import Procedure
from toolkit.review.compare import TOPICS, Answer, Comparison, compare, interim_tracks
from tui.cli import main
from tui.text.compare import markdown, side_by_side

CLUB = str(Path(__file__).parent / "procedures" / "club")
DEMO = str(Path(__file__).parent / "procedures" / "demo")
LDPP = load("ldpp")

APPEAL = """
1.1 The panel decides. The person may appeal to the board.

```track
id: review
name: the appeal
```

```step
id: decide
as: decision
does: Decide
who: panel
after: [case.opened]
---
id: appeal
track: review
does: Appeal
who: person
to: board
modality: may
after: [fine.imposed]
results:
  done: {then: [hear]}
  not-made: {then: end}
---
id: hear
track: review
does: Hear the appeal
who: board
results:
  held: {then: [decide-appeal]}
  no-show: {then: [decide-appeal]}
  absence-excused: {then: not-stated}
---
id: decide-appeal
track: review
as: decision
does: Decide the appeal
who: board
```

```outcome
id: fine
name: Fine
rank: 1
at: {step: decide}
lasts: not-stated
letter: none
appeal: appeal
then: end
---
id: ban
name: Ban
rank: 2
at: {step: decide}
letter: none
appeal: none
then: end
---
id: kept
name: Kept
type: finding
at: {step: decide-appeal}
letter: none
then: end
```

```not-stated
id: late
about: whether a late appeal may be heard
of: appeal
---
id: seat
about: where the board sits
of: appeal
```
"""


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["compare", *words], prog_name="toolkit")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def answers(topic: str, of: Procedure) -> tuple[Answer, ...]:
    (treatment,) = compare(topic, [of]).procedures
    return treatment.answers


def said(topic: str, of: Procedure) -> list[tuple[str, str]]:
    return [(answer.what, answer.answer) for answer in answers(topic, of)]


# Where the answers come from


@pytest.mark.parametrize("topic", TOPICS)
def test_each_topic_has_answers_with_clauses(topic: str) -> None:
    """Every topic that the LDPP or the club has rules on quotes a clause for each answer."""
    found = [answer for of in (LDPP, club()) for answer in answers(topic, of)]
    assert found
    assert all(answer.clauses and answer.answer for answer in found)
    assert all(other.clauses for answer in found for other in answer.otherwise)


@pytest.mark.parametrize("name", procedure_ids())
def test_each_procedure_can_be_compared(name: str) -> None:
    """No topic fails on a procedure of the library."""
    try:
        of = load(name)
    except BadData:
        pytest.skip("this procedure does not load")
    for topic in TOPICS:
        compare(topic, [of])


def test_time_to_appeal() -> None:
    """It is the limit of what outcomes name as their appeal, with the other reading."""
    first, second, third, *silences = answers("appeal-time", LDPP)
    assert [item.rule for item in (first, second, third)] == [
        "appeal-1.lodge", "appeal-2.lodge", "appeal-3.lodge",
    ]  # fmt: skip
    assert first.stage == "Appeal from Stage 1"
    assert first.answer == "within 5 working days from receipt of: Stage 1 Outcome Letter"
    assert [(other.conflict, other.answer) for other in first.otherwise] == [
        ("K02", "within 5 working days from date of: Stage 1 Outcome Letter")
    ]
    assert third.answer.startswith("within 10 working days from receipt of: Stage 3 Outcome")
    assert [(item.rule, item.stated) for item in silences] == [("not-stated.late-appeal", False)]


def test_no_time_to_appeal_is_not_stated() -> None:
    """An appeal without a limit has one that is not stated; a silence of another kind is left out."""
    of = procedure(APPEAL)
    assert said("appeal-time", of) == [
        ("Appeal", "not stated"),
        ("", "not stated: whether a late appeal may be heard"),
    ]
    assert [item.stated for item in answers("appeal-time", of)] == [False, False]


def test_whom_an_appeal_is_made_to() -> None:
    """The addressee, and the decision that the appeal leads to."""
    assert said("appeal-to", procedure(APPEAL)) == [
        ("Appeal", "Board"),
        ("Decide the appeal", "decided by Board"),
    ]
    found = {item.rule: item.answer for item in answers("appeal-to", LDPP)}
    assert found["appeal-3.lodge"] == "PA to the CEO"
    assert found["appeal-3.decide"] == "decided by Vice Principal or nominated representative"


def test_what_can_be_appealed() -> None:
    """An appeal, none, and silence are three different answers."""
    of = procedure(APPEAL.replace("appeal: none", "appeal: not-stated"))
    assert [said("appeal-right", item)[:2] for item in (procedure(APPEAL), of)] == [
        [("Fine", "Appeal"), ("Ban", "no appeal")],
        [("Fine", "Appeal"), ("Ban", "not stated")],
    ]


def test_what_comes_of_an_appeal() -> None:
    """The outcomes of the decisions that appeals lead to, and whether they may be more severe."""
    assert said("appeal-result", procedure(APPEAL)) == [("Kept", "finding")]
    assert said("appeal-result", club()) == [
        ("changed", "may put another outcome in the place of the one appealed, a more severe one too"),
        ("confirmed", "finding"),
    ]  # fmt: skip


def test_not_coming() -> None:
    """Results whose names say that somebody does not come; where they lead may not be stated."""
    found = answers("non-attendance", procedure(APPEAL))
    assert [(item.answer, item.stated) for item in found] == [
        ("no show: Decide the appeal", True),
        ("absence excused: what follows is not stated", False),
    ]


def test_companions() -> None:
    """Safeguards that admit or bar roles, and those that speak of a companion; not bans on things."""
    found = {item.rule: item for item in answers("companion", LDPP)}
    assert found["companion-stage-2"].answer.endswith("; not allowed: legal advisor")
    assert [other.conflict for other in found["companion-stage-2"].otherwise] == ["K11", "K11"]
    assert "companion-stage-1" in found
    assert "no-recording-stage-2" not in found
    assert answers("companion", club()) == ()


def test_suspension() -> None:
    """A power that opens a track of its own, what goes on there, and sanctions called suspension."""
    assert interim_tracks(LDPP) == {"suspension-track"}
    assert interim_tracks(club()) == {"interim"}
    found = dict(said("suspension", club()))
    assert found["Bar the member from the boathouse"] == "officer of the Club (2 of them) may"
    assert found["Lift the bar, or let it end when the Committee has met"] == (
        "officer of the Club may; within 7 days from Bar the member from the boathouse"
    )
    assert found["suspension"] == "sanction; for 2 regattas"


def test_how_long_a_sanction_lasts() -> None:
    """The length, or that none is stated; what is no sanction or has no length is left out."""
    assert said("warning-expiry", procedure(APPEAL)) == [("Fine", "not stated")]
    assert said("warning-expiry", club()) == [
        ("careless", "for 12 months"),
        ("dangerous", "for 12 months"),
        ("suspension", "for 2 regattas"),
    ]


def test_who_decides() -> None:
    """Whoever takes the decisions, with the condition under which it is they."""
    assert said("who-decides", club())[0] == (
        "Assess the complaint",
        "Club Committee (if able is at least 4) or County Association (if able is below 4)",
    )


def test_how_a_body_decides() -> None:
    """Votes, quorum and who stands in."""
    assert ("Club Committee", (
        "by all but one of the votes; without those who stand aside; quorum 4; without a quorum: "
        "County Association"
    )) in said("panel", club())  # fmt: skip


def test_approval() -> None:
    """Whose approval, and by how many votes."""
    assert said("approval", club()) == [
        ("expulsion", "approved by General Meeting, two thirds of the votes")
    ]


def test_a_silence_on_the_topic_is_an_answer() -> None:
    """Where no rule answers, a recorded silence that speaks of the topic does."""
    body = APPEAL.replace("where the board sits", "how much notice is given of the hearing")
    assert said("notice", procedure(body)) == [
        ("", "not stated: how much notice is given of the hearing")
    ]
    assert said("notice", procedure(APPEAL)) == []


def test_an_appeal_in_two_decisions() -> None:
    """A decision on appeal that passes it on within its stage leads to another decision on appeal."""
    found = [item.rule for item in answers("appeal-to", LDPP)]
    assert {"appeal-3.consider", "appeal-3.decide"} <= set(found)
    assert "stage-3.decide" not in found


# How it is shown


def test_topics_are_listed() -> None:
    """Without a topic the topics are listed with their questions."""
    lines = run().stdout.splitlines()
    assert lines[0] == "Topics"
    assert "  appeal-time     How long is there to appeal?" in lines
    assert len(lines) == len(TOPICS) + 1
    data = json.loads(run("--json").stdout)
    assert data[2] == {"topic": "appeal-time", "question": "How long is there to appeal?"}


def test_text() -> None:
    """One heading a procedure, each clause once at the end; no rules is said to be none."""
    assert run("approval", CLUB, DEMO).stdout == (
        "Which outcomes need somebody's approval? (approval)\n"
        "\n"
        "club: Discipline of the Rowing Club\n"
        "  - expulsion: approved by General Meeting, two thirds of the votes [H 1.6]\n"
        "\n"
        "demo: Demo Procedure\n"
        "  It has no rules on this.\n"
        "\n"
        "The clauses, word for word\n"
        "  H 1.6\n"
        "    1.6 Expulsion needs two thirds of the General Meeting, and takes effect\n"
        "    twenty days after the County\n"
        "    Association has received notice of it.\n"
    )


def test_other_readings_stand_under_the_answer() -> None:
    """The reading that is not followed is shown with its conflict and clauses."""
    assert (
        "  - Hold the hearing: at least 5 working days notice from date of: Invitation to\n"
        "    the hearing (wherever practicable) [DEMO 1.2, DEMO 1.1]\n"
        "    - another reading (K1), five days: at least 5 days notice from date of:\n"
        "      Invitation to the hearing (wherever practicable) [DEMO 1.1]\n"
    ) in run("notice", DEMO).stdout


def test_the_same_answer_is_given_once() -> None:
    """Sanctions with the same answer stand together, with all their clauses."""
    text = side_by_side(compare("warning-expiry", [club()]), 80)
    assert "  - careless; dangerous: for 12 months [H 1.4]\n" in text


def test_markdown() -> None:
    """As a table there is one row an answer; a procedure without rules has one too."""
    lines = markdown(compare("approval", [club(), load_folder(Path(DEMO))])).splitlines()
    assert lines[:6] == [
        "# Which outcomes need somebody's approval?",
        "",
        "| procedure | of what | what it says | clauses |",
        "|---|---|---|---|",
        "| club | expulsion | approved by General Meeting, two thirds of the votes | H 1.6 |",
        "| demo | | It has no rules on this. | |",
    ]


def test_json() -> None:
    """JSON has the agreed keys and comes back."""
    text = run("notice", DEMO, "--json").stdout
    assert Comparison.from_json(text) == compare("notice", [load_folder(Path(DEMO))])
    data = json.loads(text)
    assert set(data) == {"topic", "question", "procedures"}
    assert set(data["procedures"][0]) == {"procedure", "title", "answers"}
    assert set(data["procedures"][0]["answers"][0]) == {
        "what", "rule", "key", "stage", "answer", "stated", "if", "otherwise", "clauses",
    }  # fmt: skip
    assert json.loads(run("notice", DEMO, "--format", "json").stdout) == data


def test_a_procedure_named_twice_stands_once() -> None:
    """Naming a procedure twice changes nothing."""
    assert run("notice", DEMO, DEMO).stdout == run("notice", DEMO).stdout


# Bad input


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["apeal-time"], 1, "there is no topic 'apeal-time'; did you mean 'appeal-time'?\n"),
        (["x", "no-such"], 1, f"there is no topic 'x'; the topics are {', '.join(TOPICS)}\n"),
        (["notice", "ldp"], 1, "there is no procedure 'ldp'; did you mean 'ldpp'?\n"),
        (["notice", DEMO, "a/b"], 1, "there is no folder a/b\n"),
        (
            ["notice", DEMO, "--format", "csv"],
            2,
            "Error: Invalid value for '--format': 'csv' is not one of 'md', 'json'.\n",
        ),
        (
            ["notice", DEMO, "--format", "md", "--json"],
            2,
            "Error: --json and --format md contradict each other; give one of them\n",
        ),
        (
            ["notice", DEMO, "--jsn"],
            2,
            "Error: No such option '--jsn'. Did you mean '--json'?\n",
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
    result = run("notice", str(tmp_path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{tmp_path.name}/01.md:1: the first file has no front matter;")


def test_an_empty_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a procedure there is nothing to compare."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(tmp_path))
    result = run("notice")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"there are no procedures in {tmp_path}\n"


def test_the_library_refuses_an_unknown_topic() -> None:
    """The function refuses like the command."""
    with pytest.raises(Refused, match="there is no topic 'notise'; did you mean 'notice'"):
        compare("notise", [])
