"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import toolkit
from toolkit.case.advice import Advice
from toolkit.case.case import read_case
from toolkit.procedure import library
from tui.cli import COMMANDS, main

ROOT = Path(__file__).parent.parent
DEMO = Path(__file__).parent / "procedures" / "demo"

CASE = """\
# A made-up case.
procedure: demo
id: C1
opened: 2026-03-02
facts:
  adult: true   # by birth certificate
events:
- event: invite.done
  date: 2026-03-03
- event: invitation.dated
  date: 2026-03-03
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with a case, and a library that holds the demonstration only."""
    shelf = tmp_path / "procedures"
    shutil.copytree(DEMO, shelf / "demo")
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(shelf))
    monkeypatch.setenv("TOOLKIT_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(library, "_loaded", {})
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(CASE)
    return tmp_path


def run(*words: str, stdin: str | None = None) -> Result:
    """Run a command; what is no exit is raised."""
    result = CliRunner().invoke(main, list(words), prog_name="toolkit", input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def good(*words: str, stdin: str | None = None) -> str:
    """Run a command that succeeds, and give its output."""
    result = run(*words, stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return result.stdout


# General


def test_help_names_every_command() -> None:
    """The help has a line for each command and the exit codes."""
    text = good("--help")
    for name, (_, line) in COMMANDS.items():
        assert f"  {name:<10}  {line}" in text
    assert "Exit codes: 0 done, 1 nothing found or refused, 2 wrong use, 3 bad data." in text


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str) -> None:
    """Each command is where the table says, and explains itself."""
    assert good(name, "--help").startswith(f"Usage: toolkit {name} ")


def test_version() -> None:
    """The version is the package's own."""
    assert good("--version") == f"procedure-toolkit {toolkit.__version__}\n"


def test_console_script_exits_with_the_code() -> None:
    """The quick way out of the process keeps the exit code and the output."""
    code = "import sys; sys.argv = ['toolkit', *sys.argv[1:]]; from tui.cli import run; run()"
    done = subprocess.run(
        [sys.executable, "-c", code, "show", "LDPP 99.9"], capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("there is no clause 'LDPP 99.9'; did you mean ")
    done = subprocess.run(
        [sys.executable, "-c", code, "--version"], capture_output=True, text=True, cwd=ROOT
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"procedure-toolkit {toolkit.__version__}\n"


# Reading procedures


def test_procedures_json(desk: Path) -> None:
    """The list of procedures has the agreed keys."""
    assert json.loads(good("procedures", "--json")) == [
        {
            "id": "demo",
            "title": "Demo Procedure",
            "issuer": "A College",
            "version": "2020-01",
            "subject": "learner",
            "clauses": 6,
            "rules": {
                "conflict": 1, "fact": 2, "letter": 1, "outcome": 2, "role": 2, "stage": 2, "step": 3,
            },
        }
    ]  # fmt: skip


def test_procedures_text(desk: Path) -> None:
    """The list of procedures is readable too."""
    assert good("procedures") == (
        "demo\n"
        "  Demo Procedure (A College, version 2020-01)\n"
        "  6 clauses; rules: 1 conflict, 2 fact, 1 letter, 2 outcome, 2 role, 2 stage, 3\n"
        "  step\n"
    )


def test_show_text(desk: Path) -> None:
    """A clause is shown with its headings, its own words, its rules, and the rules that cite it."""
    text = good("show", "demo", "1.2")
    assert text.startswith(
        "DEMO 1.2\n"
        "  1. Aim › Hearing\n"
        "\n"
        "  1.2 The learner is invited giving five working days' notice.\n"
        "\n"
        "  Rules under it:\n"
        "    - stage stage-1: Stage 1\n"
    )
    assert "    - step hearing: Hold the hearing (manager, must); notice 5 working days\n" in text
    assert "  Cited by: hearing\n" in good("show", "1.1")


def test_show_json(desk: Path) -> None:
    """Clauses come with path, text, place and rules."""
    data = json.loads(good("show", "demo 1.2", "--json"))
    assert data["procedure"] == "demo"
    (clause,) = data["clauses"]
    rules = clause.pop("rules")
    assert clause == {
        "ref": "DEMO 1.2",
        "path": ["1. Aim", "Hearing"],
        "text": "1.2 The learner is invited giving five working days' notice.",
        "file": "demo/01-text.md",
        "line": 33,
    }
    assert [(rule["kind"], rule["id"]) for rule in rules][-2:] == [
        ("letter", "invitation"),
        ("conflict", "K1"),
    ]
    assert all(rule["clauses"][0] == "DEMO 1.2" for rule in rules)


def test_show_whole_procedure(desk: Path) -> None:
    """A procedure's id shows all of its clauses in reading order."""
    refs = [clause["ref"] for clause in json.loads(good("show", "DEMO", "--json"))["clauses"]]
    assert refs == [
        "DEMO 1.1", "DEMO 1.1 Minor", "DEMO 1.1 Minor 1", "DEMO 1.1 Minor 2", "DEMO 1.2", "DEMO 1.3",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        (["demo", "1.1", "minor", "2"], ["DEMO 1.1 Minor 2"]),
        (["1.2", "1.3"], ["DEMO 1.2", "DEMO 1.3"]),
        (["demo:1.2", "demo", "1.1", "minor"], ["DEMO 1.2", "DEMO 1.1 Minor"]),
    ],
)
def test_show_without_quotation_marks(desk: Path, words: list[str], refs: list[str]) -> None:
    """Words that the shell took apart are put together again."""
    data = json.loads(good("show", *words, "--json"))
    assert [clause["ref"] for clause in data["clauses"]] == refs


def test_check_with_errors(desk: Path) -> None:
    """A check with errors prints them on stdout and exits with 3."""
    result = run("check", "demo", "--json")
    assert result.exit_code == 3
    data = json.loads(result.stdout)
    assert set(data) == {"errors", "warnings", "procedures", "seconds"}
    assert set(data["errors"][0]) == {"file", "line", "clause", "code", "message", "suggestion"}
    assert data["procedures"]["demo"]["clauses"] == 6
    text = run("check", str(desk / "procedures" / "demo"))
    assert text.exit_code == 3
    assert "\n  - error: demo/01-text.md:" in text.stdout
    assert text.stderr == ""


def test_check_of_the_library() -> None:
    """The procedures that ship are without errors."""
    data = json.loads(good("check", "--json"))
    assert data["errors"] == []
    assert data["procedures"]["ldpp"]["clauses"] == 387


def test_diagram(desk: Path) -> None:
    """A diagram is Mermaid text, on stdout or in a file."""
    text = good("diagram", "demo")
    assert text.startswith("flowchart TD\n")
    assert good("diagram", "demo", "-o", "demo.mmd") == "demo.mmd\n"
    assert (desk / "demo.mmd").read_text() == text


def test_diagram_without_graphviz(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Graphviz is missing the Mermaid text is given, and a message says so."""
    monkeypatch.setattr("toolkit.procedure.diagram.shutil.which", lambda name: None)
    result = run("diagram", "demo", "-o", "demo.svg")
    assert (result.exit_code, result.stdout) == (0, "demo.mmd\n")
    assert result.stderr == (
        "Graphviz (the program dot) is not installed; this is the Mermaid text instead\n"
    )
    assert not (desk / "demo.svg").exists()


# Dates


def test_deadline_text(desk: Path) -> None:
    """A deadline is printed with its working and the other readings."""
    text = good("deadline", "demo", "1.2", "--from", "2026-04-02")
    assert text == (
        "DEMO 1.2\n"
        "  1.2 The learner is invited giving five working days' notice.\n"
        "\n"
        "Hold the hearing (hearing)\n"
        "  at the earliest Monday 13 April 2026\n"
        "  The text: at least 5 working days notice from date of: Invitation to the\n"
        "  hearing (wherever practicable).\n"
        "  Thu  2 Apr 2026  day 0\n"
        "  Fri  3 Apr 2026  not counted: Good Friday\n"
        "  Sat  4 Apr 2026  not counted: Saturday\n"
        "  Sun  5 Apr 2026  not counted: Sunday\n"
        "  Mon  6 Apr 2026  not counted: Easter Monday\n"
        "  Tue  7 Apr 2026  day 1\n"
        "  Wed  8 Apr 2026  day 2\n"
        "  Thu  9 Apr 2026  day 3\n"
        "  Fri 10 Apr 2026  day 4\n"
        "  Sat 11 Apr 2026  not counted: Saturday\n"
        "  Sun 12 Apr 2026  not counted: Sunday\n"
        "  Mon 13 Apr 2026  day 5\n"
        "  - another reading (K1), five days: Tuesday 7 April 2026 [DEMO 1.1]\n"
        "  [DEMO 1.2, DEMO 1.1]\n"
    )


def test_deadline_backwards(desk: Path) -> None:
    """Backwards it says by when to send."""
    text = good("deadline", "1.2", "--by", "2026-04-30")
    flat = " ".join(text.split())
    assert (
        "for Thursday 30 April 2026: send by Thursday 23 April 2026 (date of: Invitation to the "
        "hearing)"
    ) in flat
    assert "five days: no later than Saturday 25 April 2026 [DEMO 1.1]" in flat


def test_deadline_json(desk: Path) -> None:
    """The JSON has the keys of an advice's deadlines."""
    data = json.loads(good("deadline", "1.3", "--from", "2026-04-02", "--json"))
    assert (data["procedure"], data["clause"]["ref"]) == ("demo", "DEMO 1.3")
    appeal = data["deadlines"][1]
    assert {
        "what", "date", "count", "unit", "from", "working", "hedge", "alternates", "clauses",
    } <= set(appeal)  # fmt: skip
    assert (appeal["date"], appeal["count"], appeal["unit"]) == ("2026-04-13", 5, "working-days")
    assert appeal["clauses"][0]["ref"] == "DEMO 1.3"


def test_deadline_with_closures(desk: Path) -> None:
    """Closure days come from the file named, else from the user's settings."""
    closed = "closures:\n- {from: 2026-04-07, to: 2026-04-08, name: inset days}\n"
    (desk / "closed.yaml").write_text(closed)
    words = ("deadline", "1.2", "--from", "2026-04-02")
    text = good(*words, "--closures", "closed.yaml")
    assert "Tue  7 Apr 2026  not counted: college closed: inset days\n" in text
    assert "at the earliest Wednesday 15 April 2026" in text
    (desk / "config").mkdir()
    (desk / "config" / "settings.yaml").write_text(closed)
    assert good(*words) == text


# Cases


def test_advise_json_reads_back(desk: Path) -> None:
    """The JSON of an advice is the advice."""
    text = good("advise", "case.yaml", "--on", "2026-03-04", "--json")
    case = read_case(desk / "case.yaml")
    advice = toolkit.advise(toolkit.load("demo"), case, date(2026, 3, 4))
    assert Advice.from_json(text) == advice


def test_advise_text(desk: Path) -> None:
    """The text has its sections in order, and each clause quoted once at the end."""
    text = good("advise", "case.yaml", "--on", "2026-03-04")
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert heads == [
        "Case C1 under demo (version 2020-01) on Wednesday 4 March 2026",
        "Position",
        "Next",
        "Outcomes open",
        "Outcomes not open",
        "Deadlines",
        "Letters and records",
        "Where the policy disagrees with itself",
        "Why",
        "The clauses, word for word",
    ]
    assert text.count("1.2 The learner is invited giving five working days' notice.") == 1
    assert max(map(len, text.splitlines())) <= 80


def test_advise_brief(desk: Path) -> None:
    """Brief leaves out the trace and the clauses' words, and keeps the references."""
    text = good("advise", "case.yaml", "--on", "2026-03-04", "--brief")
    assert "Why" not in text
    assert "word for word" not in text
    assert "[DEMO 1.2, DEMO 1.1]" in text


def test_width(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is as wide as the terminal."""
    monkeypatch.setenv("COLUMNS", "50")
    text = good("advise", "case.yaml", "--on", "2026-03-04")
    assert 45 < max(map(len, text.splitlines())) <= 50


def test_new_by_options(desk: Path) -> None:
    """A case file can be made without a question."""
    words = ("--id", "N1", "--name", "Sam Example", "--opened", "2026-03-02", "--no-questions")
    result = run("case", "new", "-p", "demo", *words)
    assert (result.exit_code, result.stdout) == (0, "N1.yaml\n")
    case = read_case(desk / "N1.yaml")
    assert (case.procedure, case.version, case.opened) == ("demo", "2020-01", date(2026, 3, 2))
    assert case.subject == {"name": "Sam Example"}
    assert (
        "  # Is the learner an adult?\n  # adult: true  # or false\n"
        in (desk / "N1.yaml").read_text()
    )


def test_new_by_questions(desk: Path) -> None:
    """What no option gives is asked for, on stderr; a bad answer is asked for again."""
    result = run("case", "new", stdin="../up\nN2\nSam\nyesterday\n2026-03-02\n")
    assert (result.exit_code, result.stdout) == (0, "N2.yaml\n")
    assert "Error: '../up' cannot name a case; use letters, digits and hyphens" in result.stderr
    assert "Error: 'yesterday' is not a day; write it as 2026-04-02" in result.stderr
    assert read_case(desk / "N2.yaml").opened == date(2026, 3, 2)


def test_new_under_the_ldpp(tmp_path: Path) -> None:
    """Date of birth and the lines of the catalogue go into the facts, however they are typed."""
    file = tmp_path / "case.yaml"
    words = ("--born", "2009-05-14", "--alleged", "3.1 major 5, minor-1", "--no-questions")
    good("case", "new", "-p", "ldpp", "-o", str(file), *words)
    facts = read_case(file).facts
    assert facts["date-of-birth"].value == date(2009, 5, 14)
    assert facts["breaches"].value == ("LDPP 3.1 Major 5", "LDPP 3.1 Minor 1")
    good("advise", str(file))


def test_add_keeps_the_rest(desk: Path) -> None:
    """An event goes to the end; comments and all else stay."""
    result = good(
        "case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--by", "manager",
        "--outcome", "warning", "--fact", "born=2008-01-01", "--data", "weeks=6", "--note", "a: b",
    )  # fmt: skip
    assert result == "case.yaml: added hearing.decided on 2026-03-12\n"
    assert (desk / "case.yaml").read_text() == CASE + (
        "- event: hearing.decided\n"
        "  date: 2026-03-12\n"
        "  by: manager\n"
        "  outcomes: [warning]\n"
        "  facts: {born: 2008-01-01}\n"
        "  data: {weeks: 6}\n"
        '  note: "a: b"\n'
    )


def test_departure(desk: Path) -> None:
    """What is refused can be recorded with a reason, and the advice says so."""
    words = ("case", "add", "case.yaml", "invite.done", "--date", "2026-03-05")
    assert run(*words).exit_code == 1
    good(*words, "--depart", "sent again")
    text = good("advise", "case.yaml", "--on", "2026-03-06", "--brief")
    assert "departed from on Thursday 5 March 2026: invite.done (sent again)" in " ".join(
        text.split()
    )


def test_events(desk: Path) -> None:
    """The events that may be added are listed with the outcomes they may carry."""
    assert good("case", "events", "case.yaml", "--on", "2026-03-12") == (
        "What is open\n"
        "  - hearing.decided: Hold the hearing\n"
        "    outcomes: warning\n"
        "\n"
        "Letters\n"
        "  - invitation.received: Invitation to the hearing is received\n"
    )
    data = json.loads(good("case", "events", "case.yaml", "--on", "2026-03-12", "--json"))
    assert [item["event"] for item in data] == ["hearing.decided", "invitation.received"]


# Bad input: the message word for word, on stderr, nothing on stdout, never a traceback


REFUSED = [
    (["show", "demo 1.9"], 1, "there is no clause 'demo 1.9'; did you mean 'DEMO 1.3', 'DEMO 1.2' or 'DEMO 1.1'?"),
    (["show", "dem"], 1, "there is no procedure 'dem'; did you mean 'demo'?"),
    (["diagram", "dmeo"], 1, "there is no procedure 'dmeo'; did you mean 'demo'?"),
    (["check", "dmeo"], 1, "there is no procedure 'dmeo'; did you mean 'demo'?"),
    (["deadline", "1.1 Minor 1"], 1, "no time limit stands under DEMO 1.1 Minor 1, and none cites it"),
    (
        ["deadline", "1.2", "--event", "warning.imposed"],
        1,
        "no limit of DEMO 1.2 runs from 'warning.imposed'; the clocks here start with: invitation.dated",
    ),
    (["case", "new", "--no-questions", "-o", "case.yaml"], 1, "case.yaml: this file is there already; name another with -o"),
    (["case", "new", "--no-questions", "-p", "x"], 1, "there is no procedure 'x'; the procedures are demo in {shelf}"),
    (["case", "new", "--no-questions", "-o", "no/where.yaml"], 1, "no/where.yaml: no such file or directory"),
    (["case", "add", "case.yaml", "invite.dnoe", "--date", "2026-03-09"], 1, "the event: 'invite' has no result 'dnoe'; did you mean 'done'?"),
    (["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--outcome", "warnin"], 1, "there is no outcome 'warnin'; did you mean 'warning'?"),
    (["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--by", "manger"], 1, "there is no role 'manger'; did you mean 'manager'?"),
    (["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--fact", "adlt=yes"], 1, "there is no fact 'adlt'; did you mean 'adult'?"),
    (["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--fact", "adult=maybe"], 1, "'adult' is yes or no, not 'maybe'"),
    (["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--fact", "born=1.1.2008"], 1, "'born' is a day such as 2026-04-02, not '1.1.2008'"),
    (
        ["case", "add", "case.yaml", "hearing.decided", "--date", "2026-03-12", "--outcome", "nothing"],
        1,
        "'No case to answer': it is so that adult; if it happened all the same, record it",
    ),
    (["diagram", "demo", "-o", "no/where.mmd"], 1, "no/where.mmd: no such file or directory"),
    (["advise", "nothing.yaml"], 3, "nothing.yaml: there is no such file; write one with: toolkit case new"),
    (["advise", "."], 3, ".: this cannot be read: "),
    (["advise", "bad-procedure.yaml"], 3, "bad-procedure.yaml: there is no procedure 'dmeo'; did you mean 'demo'?"),
    (["advise", "bad-fact.yaml"], 3, "bad-fact.yaml: facts: 'adutl' is not a fact of this procedure; did you mean 'adult'?"),
    (["advise", "bad-event.yaml"], 3, "bad-event.yaml: event 1: 'invite' has no result 'dnoe'; did you mean 'done'?"),
    (["advise", "bad-yaml.yaml"], 3, "bad-yaml.yaml:2: this is not YAML: "),
    (["advise", "binary.yaml"], 3, "binary.yaml: this cannot be read: "),
    (["advise", "empty.yaml"], 3, "empty.yaml:1: this is empty; keys and values are expected, as in 'id: name'"),
    (["deadline", "1.2", "--from", "2026-04-02", "--closures", "none.yaml"], 3, "none.yaml: there is no such file"),
    (
        ["deadline", "1.2", "--from", "2026-04-02", "--closures", "bad-closures.yaml"],
        3,
        "bad-closures.yaml:1: settings have no key 'closure'; did you mean 'closures'?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("words", "code", "message"), REFUSED, ids=lambda held: str(held)[:40])
def test_refused(desk: Path, words: list[str], code: int, message: str) -> None:
    """Bad input gives its code and its message on stderr, and nothing on stdout."""
    (desk / "bad-procedure.yaml").write_text("procedure: dmeo\n")
    (desk / "bad-fact.yaml").write_text("procedure: demo\nfacts: {adutl: true}\n")
    (desk / "bad-event.yaml").write_text(
        "procedure: demo\nevents: [{event: invite.dnoe, date: 2026-03-09}]\n"
    )
    (desk / "bad-yaml.yaml").write_text("procedure: demo\nfacts: {a: [}\n")
    (desk / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    (desk / "empty.yaml").write_text("")
    (desk / "bad-closures.yaml").write_text("closure: []\n")
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr.startswith(message.format(shelf=desk / "procedures"))
    assert "Traceback" not in result.stderr
    assert (desk / "case.yaml").read_text() == CASE


WRONG_USE = [
    (["shw"], "there is no command 'shw'; did you mean 'show'?"),
    (["show"], "Missing argument 'ID | REF...'."),
    (["show", "1.1", "--jsn"], "No such option '--jsn'. Did you mean '--json'?"),
    (["deadline", "1.2", "--from", "tomorrow"], "Invalid value for '--from': 'tomorrow' is not a day; write it as 2026-04-02"),
    (["deadline", "1.2", "--from", "20260402"], "Invalid value for '--from': '20260402' is not a day; write it as 2026-04-02"),
    (["deadline", "1.2", "--from", "2026-04-02", "--by", "2026-04-30"], "--from counts forwards and --by backwards; give one of them"),
    (["advise", "case.yaml", "--on", "2026-02-30"], "Invalid value for '--on': '2026-02-30' is not a day; write it as 2026-04-02"),
    (["case", "add", "case.yaml", "invite.done"], "Missing option '--date'."),
    (["case", "add", "case.yaml", "invite.done", "--date", "2026-03-03", "--fact", "adult"], "'adult' is not of the form NAME=VALUE"),
    (["case", "new", "--no-questions", "--id", "a/b"], "--id: 'a/b' cannot name a case; use letters, digits and hyphens"),
    (["diagram", "demo", "--format", "png"], "Invalid value for '--format': 'png' is not one of 'mermaid', 'svg'."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), WRONG_USE, ids=lambda held: str(held)[:40])
def test_wrong_use(desk: Path, words: list[str], message: str) -> None:
    """Wrong use gives 2, how it is used, and what was wrong."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == f"Error: {message}"


def test_refusal_quotes_the_clause(desk: Path) -> None:
    """An event that is not allowed is refused with the clause word for word."""
    result = run("case", "add", "case.yaml", "invite.done", "--date", "2026-03-05")
    assert "'Invite the learner' is not open here" in result.stderr
    assert '"1.2 The learner is invited giving five working days\' notice."' in result.stderr
    assert "--depart" in result.stderr


def test_empty_library(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty library is said to be empty; in JSON it is an empty list."""
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(desk / "nowhere"))
    for words in (["procedures"], ["check"]):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == f"there are no procedures in {desk / 'nowhere'}\n"
    result = run("procedures", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, [])


def test_show_json_of_two_procedures(desk: Path) -> None:
    """JSON is of one procedure at a time."""
    shelf = desk / "procedures"
    shutil.copytree(shelf / "demo", shelf / "other")
    file = shelf / "other" / "01-text.md"
    file.write_text(file.read_text().replace("DEMO", "OTH").replace("id: demo", "id: other"))
    result = run("show", "demo 1.1", "oth 1.1", "--json")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1] == (
        "Error: with --json ask for the clauses of one procedure at a time"
    )
    result = run("show", "1.1")
    assert result.stderr == "'1.1' could be DEMO 1.1 or OTH 1.1; write more of the reference\n"
