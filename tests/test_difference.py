"""Two versions of a procedure: what differs in the text, in the rules, and in the answers."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from small import procedure
from versions import second_version

from toolkit.case.answers import AnswerChange, compare_answers, last_day
from toolkit.case.case import Case, read_case
from toolkit.check import check
from toolkit.procedure.library import load, load_folder
from toolkit.review.difference import Difference, Piece, difference, words_changed
from tui.cli import main
from tui.text.difference import marked

CASES = Path(__file__).parent / "cases" / "ldpp"
DEMO = str(Path(__file__).parent / "procedures" / "demo")
CLUB = str(Path(__file__).parent / "procedures" / "club")

OLD = """
# Meetings

1.1 The officer holds a meeting within five days.

```step
id: meet
does: Hold the meeting
who: officer
after: [case.opened]
within: {count: 5, unit: days, after: case.opened, cites: [S 1.2]}
letter: note
results:
  held: {then: end}
```

1.2 A note of the meeting goes to the person and to the board, and is kept for six years.

```letter
id: note
name: Note
from: officer
to: [person]
copies: [{to: board}]
```

1.3 Nobody else is told of the meeting.
"""


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented second version of the LDPP, with five amendments."""
    return second_version(tmp_path_factory.mktemp("later"))


@pytest.fixture(scope="module")
def found(later: Path) -> Difference:
    """What differs between the LDPP and its second version."""
    return difference(load("ldpp"), load_folder(later))


def run(*words: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *words], prog_name="toolkit")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def between(new: str, old: str = OLD) -> Difference:
    return difference(procedure(old), procedure(new))


def changes(item: Difference) -> list[tuple[str, str, str]]:
    return [(clause.ref, clause.change, clause.was) for clause in item.clauses]


# The second version of the LDPP


def test_the_second_version_is_sound(later: Path) -> None:
    """The amended procedure passes every check, and its text is its own source's."""
    report = check(later)
    assert report.errors == ()
    assert report.words == report.locked


def test_its_clauses(found: Difference) -> None:
    """One clause is new and four are changed; nothing else is."""
    assert changes(found) == [
        ("LDPP 3.1 Gross 24", "added", ""),
        ("LDPP 5.13", "changed", ""),
        ("LDPP 5.20", "changed", ""),
        ("LDPP 5.25", "changed", ""),
        ("LDPP 8.2", "changed", ""),
    ]
    assert [marked(clause.words) for clause in found.clauses[1:]] == [
        "… be informed of this meeting in writing, giving [-five-] {+seven+} working days' notice "
        "using the letter template 'Invitation …",
        "… (using the template on ProMonitor) will be issued. {+The warning lasts for twelve "
        "months.+} A Stage 2 Action Plan will be set …",
        "5.25 Once an investigation has been concluded, the learner [-(and parent/carer if aged "
        "under 18)-] should be informed of the Stage 3 Disciplinary …",
        "… in writing to the Head of Department within [-five-] {+ten+} working days of receiving "
        "the outcome letter, and …",
    ]
    assert [(key.key, key.old, key.new) for key in found.header] == [
        ("version", "2019-09", "2020-09")
    ]


def test_its_limits(found: Difference) -> None:
    """Three limits changed and one came, each with the clause that changed."""
    assert [(item.rule, item.key, item.clauses) for item in found.limits] == [
        ("stage-2.hearing", "notice", ("LDPP 5.13",)),
        ("stage-2-warning", "lasts", ("LDPP 5.20",)),
        ("appeal-1.lodge", "within", ("LDPP 8.2",)),
        ("appeal-2.lodge", "within", ("LDPP 8.2",)),
    ]
    assert [(item.old[:24], item.new[:25]) for item in found.limits] == [
        ("at least 5 working days ", "at least 7 working days n"),
        ("not stated", "for 12 months"),
        ("within 5 working days fr", "within 10 working days fr"),
        ("within 5 working days fr", "within 10 working days fr"),
    ]


def test_its_rules(found: Difference) -> None:
    """The outcome, the letter and the line of the catalogue that changed, key by key."""
    (warning,) = found.outcomes
    assert (warning.rule, warning.change, warning.clauses) == (
        "stage-2-warning", "changed", ("LDPP 5.20",),
    )  # fmt: skip
    assert [(key.key, key.old, key.new) for key in warning.keys] == [
        ("lasts", "not stated", "for 12 months")
    ]
    (letter,) = found.letters
    assert (letter.rule, letter.clauses) == ("invitation-stage-3", ("LDPP 5.25",))
    assert [(key.key, key.old, key.new) for key in letter.keys] == [
        ("copies", "parent/carer (if the learner is under 18)", "")
    ]
    assert [(item.rule, item.change) for item in found.rules if item.change != "changed"] == [
        ("gross-24", "added")
    ]


def test_what_was_forgotten(found: Difference) -> None:
    """The letter that still has the copy is among the rules to look at, as its clause changed."""
    rules = {item.rule: item.clauses for item in found.to_look_at}
    assert rules["invitation-stage-3-reconvened"] == ("LDPP 5.25",)
    assert "invitation-stage-3" not in rules


def test_the_answers_that_change(later: Path) -> None:
    """Dates, terms and recipients change in the cases that they concern, and in no other."""
    old, new = load("ldpp"), load_folder(later)

    def altered(name: str) -> list[tuple[str, str, str, str]]:
        item = compare_answers(old, new, name, read_case(CASES / f"{name}.yaml"))
        assert item.fault == ""
        return [(part.part, part.what, part.old, part.new) for part in item.altered]

    assert altered("own/B36") == [
        (
            "recipient",
            "Invitation to Stage 3 Disciplinary Hearing",
            "to learner; copies to parent-carer",
            "to learner",
        )
    ]
    assert altered("open/LD20") == [
        (
            "outcome",
            "Stage 2 Written Warning, lasts",
            "not stated: the policy gives it no end",
            "12 months",
        )
    ]
    notice = [part for part in altered("open/LD08") if part[1].startswith("Hold the Stage 2")]
    assert [part[0] for part in notice] == ["date"]
    assert (notice[0][2][:23], notice[0][3][:23]) == (
        "at least 5 working days", "at least 7 working days",
    )  # fmt: skip


def test_a_date_that_changes(later: Path) -> None:
    """Where the clock runs, both days are given; the day of the advice can be chosen."""
    case = Case.model_validate(
        {
            "procedure": "ldpp",
            "taken-over": {"date": date(2026, 3, 2), "at": ["stage-2.invite"]},
            "events": [{"event": "stage-2.invite.done", "date": date(2026, 3, 16)}],
        }
    )
    item = compare_answers(load("ldpp"), load_folder(later), "X", case)
    assert item.on == date(2026, 3, 16)
    assert ("earliest 2026-03-23", "earliest 2026-03-25") in [
        (part.old, part.new) for part in item.altered
    ]
    earlier = compare_answers(load("ldpp"), load_folder(later), "X", case, date(2026, 3, 3))
    assert earlier.on == date(2026, 3, 3)
    assert "earliest 2026-03-23" not in [part.old for part in earlier.altered]


def test_the_command_on_the_cases(later: Path, tmp_path: Path) -> None:
    """Text and JSON end with the answers; the cases of other procedures are passed over."""
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "B36.yaml").write_bytes((CASES / "own" / "B36.yaml").read_bytes())
    (tmp_path / "empty.yaml").write_text("procedure: ldpp\n")
    (tmp_path / "other.yaml").write_text("procedure: demo\n")
    (tmp_path / "lost.yaml").write_text("procedure: ldpp\nopened: 2026-01-05\nfacts: {x: 1}\n")
    text = run("ldpp", str(later), "--cases", str(tmp_path)).stdout
    assert text.endswith(
        "Answers to cases\n"
        "  - deep/B36.yaml on Thursday 12 February 2026\n"
        "    - recipient: Invitation to Stage 3 Disciplinary Hearing: to learner; copies\n"
        "      to parent-carer → to learner\n"
        "  - empty.yaml: the case has no day; give one for the advice\n"
        "  - lost.yaml on Monday 5 January 2026: the old version gives no answer: facts:\n"
        "    'x' is not a fact of this procedure\n"
        "  0 of 3 cases have the same answer.\n"
    )
    words = ("--cases", str(tmp_path), "--on", "2026-02-12", "--json")
    data = json.loads(run("ldpp", str(later), *words).stdout)
    assert [(item["case"], item["on"]) for item in data["answers"]] == [
        ("deep/B36.yaml", "2026-02-12"),
        ("empty.yaml", "2026-02-12"),
        ("lost.yaml", "2026-02-12"),
    ]


# Clauses and rules, one difference at a time


def test_nothing_differs() -> None:
    """A procedure does not differ from itself."""
    item = between(OLD)
    assert item.nothing
    assert (item.clauses, item.rules, item.to_look_at) == ((), (), ())
    assert run(DEMO, DEMO).stdout == (
        "From Demo Procedure (demo, version 2020-01) to Demo Procedure (demo, version 2020-01)\n"
        "  Nothing differs.\n"
    )


def test_removed() -> None:
    """A clause that went is given with its words, and rules that went are named."""
    new = OLD[: OLD.index("1.2 ")].replace(", cites: [S 1.2]", "").replace("letter: note\n", "")
    item = between(new)
    assert changes(item) == [("S 1.2", "removed", ""), ("S 1.3", "removed", "")]
    assert item.clauses[1].old == "1.3 Nobody else is told of the meeting."
    assert [(rule.rule, rule.change) for rule in item.rules] == [
        ("meet", "changed"), ("note", "removed"),
    ]  # fmt: skip
    assert [(key.key, key.old, key.new) for key in item.rules[0].keys] == [
        ("within.cites", "S 1.2", ""), ("letter", "Note", ""),
    ]  # fmt: skip
    assert [rule.rule for rule in item.letters] == ["note"]


def test_renumbered() -> None:
    """A clause with a new number and the same words is the same; what cites it has not changed."""
    item = between(OLD.replace("S 1.2", "S 1.5").replace("\n1.2 ", "\n1.5 "))
    assert changes(item) == [("S 1.5", "moved", "S 1.2")]
    assert item.rules == ()
    assert item.to_look_at == ()


def test_renumbered_and_changed() -> None:
    """A clause with a new number and nearly the same words is one clause that changed."""
    new = (
        OLD.replace("S 1.2", "S 1.5").replace("\n1.2 ", "\n1.5 ").replace("six years", "ten years")
    )
    item = between(new)
    assert changes(item) == [("S 1.5", "changed", "S 1.2")]
    assert item.clauses[0].moved
    assert [(rule.rule, rule.clauses) for rule in item.to_look_at] == [
        ("meet", ("S 1.5",)), ("note", ("S 1.5",)),
    ]  # fmt: skip


def test_other_words_are_another_clause() -> None:
    """A clause that went and one that came with other words are two."""
    new = OLD.replace(
        "1.3 Nobody else is told of the meeting.", "1.4 Expenses are paid in arrears."
    )
    assert changes(between(new)) == [("S 1.4", "added", ""), ("S 1.3", "removed", "")]


def test_moved() -> None:
    """A clause that stands in another order, or under another heading, has moved."""
    tail = "1.3 Nobody else is told of the meeting.\n"
    item = between(OLD.replace(tail, "").replace("\n1.1 The", f"\n{tail}\n1.1 The"))
    assert changes(item) == [("S 1.3", "moved", "")]
    item = between(OLD.replace("\n1.3 ", "\n## Confidence\n\n1.3 "))
    assert changes(item) == [("S 1.3", "moved", "")]


def test_a_heading_with_other_words_moves_nothing() -> None:
    """Where only the heading is worded otherwise, the clauses under it have not moved."""
    assert between(OLD.replace("# Meetings", "# Meetings and notes")).clauses == ()


def test_an_encoding_that_changed_alone() -> None:
    """A rule may change while its clauses stay; that is shown as such."""
    item = between(OLD.replace("count: 5", "count: 6"))
    assert item.clauses == ()
    assert [(limit.rule, limit.old, limit.new, limit.clauses) for limit in item.limits] == [
        (
            "meet",
            "within 5 days from the beginning of the case",
            "within 6 days from the beginning of the case",
            (),
        )
    ]


def test_a_rule_that_moved() -> None:
    """A rule that stands under another clause has changed in that."""
    block = OLD[OLD.index("```letter") : OLD.index("1.3 ")]
    item = between(OLD.replace(block, "") + "\n" + block)
    assert [(rule.rule, rule.keys[0].key, rule.keys[0].new) for rule in item.rules] == [
        ("note", "clause", "S 1.3")
    ]


def test_an_id_of_another_kind_is_another_rule() -> None:
    """A rule whose id now names something of another kind went, and the other came."""
    more = "\n```not-stated\nid: x\nabout: who pays\n```\n"
    other = "\n```term\nid: x\nmeans: A cross\n```\n"
    assert [(rule.kind, rule.change) for rule in between(OLD + other, OLD + more).rules] == [
        ("term", "added"), ("not-stated", "removed"),
    ]  # fmt: skip


def test_words() -> None:
    """Words are compared one by one; what stays is left in place."""
    assert words_changed("within five days", "within ten working days") == (
        Piece(is_="same", text="within"),
        Piece(is_="removed", text="five"),
        Piece(is_="added", text="ten working"),
        Piece(is_="same", text="days"),
    )
    assert words_changed("", "new") == (Piece(is_="added", text="new"),)
    assert words_changed("the same", "the same") == (Piece(is_="same", text="the same"),)


def test_the_day_of_a_case() -> None:
    """It is that of the last event, else of its beginning."""
    assert last_day(Case(procedure="x")) is None
    assert last_day(Case(procedure="x", opened=date(2026, 1, 5))) == date(2026, 1, 5)


def test_a_step_that_is_gone_is_a_fault_of_the_answer() -> None:
    """A case that the new version cannot read is named, and stops nothing."""
    case = Case.model_validate(
        {"procedure": "small", "events": [{"event": "meet.held", "date": date(2026, 1, 5)}]}
    )
    new = procedure(OLD.replace("id: meet", "id: gather"))
    item = compare_answers(procedure(OLD), new, "c.yaml", case)
    assert item == AnswerChange(
        case="c.yaml",
        on=date(2026, 1, 5),
        fault="the new version gives no answer: event 1: 'meet.held' is not an event of this "
        "procedure; did you mean 'gather.held'?",
    )


def test_it_comes_back_from_json(found: Difference) -> None:
    """A difference is plain data, and the command gives it."""
    assert Difference.from_json(found.to_json()) == found
    data = json.loads(run(DEMO, DEMO, "--json").stdout)
    assert set(data) == {
        "old", "new", "header", "clauses", "rules", "limits", "outcomes", "letters", "to-look-at",
    }  # fmt: skip


# Bad input


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([DEMO], 2, "Error: Missing argument 'NEW'.\n"),
        (["ldp", DEMO], 1, "there is no procedure 'ldp'; did you mean 'ldpp'?\n"),
        ([DEMO, "no/where"], 1, "there is no folder no/where\n"),
        ([DEMO, DEMO, "--on", "2026-03-01"], 2, "Error: --on is the day of the advice on cases; name them with --cases\n"),
        ([DEMO, DEMO, "--cases", "no-such"], 2, "Error: Invalid value for '--cases': Directory 'no-such' does not exist.\n"),
        ([DEMO, DEMO, "--cases", CLUB, "--on", "1 March"], 2, "Error: Invalid value for '--on': '1 March' is not a day; write it as 2026-04-02\n"),
        ([DEMO, DEMO, "--cases", CLUB], 1, f"there is no case under 'demo' in {CLUB}\n"),
        ([DEMO, CLUB, "--cases", CLUB], 1, f"there is no case under 'demo' or 'club' in {CLUB}\n"),
    ],
)  # fmt: skip
def test_bad_input(words: list[str], code: int, message: str) -> None:
    """Bad input gives its code and its message, and nothing on stdout."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.endswith(message)


def test_a_faulty_version(tmp_path: Path) -> None:
    """A folder that holds no sound procedure is bad data, with its fault."""
    (tmp_path / "01.md").write_text("no front matter\n")
    result = run(DEMO, str(tmp_path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{tmp_path.name}/01.md:1: the first file has no front matter;")


def test_a_faulty_case(tmp_path: Path) -> None:
    """A file that is no case is bad data, with its place."""
    (tmp_path / "case.yaml").write_text("procedure: demo\nfacts: {a: [}\n")
    result = run(DEMO, DEMO, "--cases", str(tmp_path))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith(f"{tmp_path / 'case.yaml'}:2: this is not YAML: ")
