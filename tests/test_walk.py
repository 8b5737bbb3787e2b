"""The walk over every path: what it reaches, what it finds missing, and the table of paths."""

from __future__ import annotations

import csv
import io
import json
import shutil
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from small import procedure
from test_cli import good, run
from walking import brute, procedures

from toolkit.check import check
from toolkit.problem import Problem
from toolkit.procedure import library
from toolkit.procedure.fit import check_rules
from toolkit.procedure.library import load
from toolkit.procedure.parse import parse_files
from toolkit.procedure.procedure import Procedure
from toolkit.walk.found import Position, Walk
from toolkit.walk.holes import holes
from toolkit.walk.paths import Path as Way
from toolkit.walk.paths import paths
from toolkit.walk.walk import walk

HERE = Path(__file__).parent
ROOT = HERE.parent
BAD = sorted((HERE / "bad" / "walk").glob("*.md"))

CODES = {
    "appeal-never-opens",
    "appeal-raises",
    "dead-end",
    "fact-never-read",
    "gap",
    "letter-never-sent",
    "limit-never-starts",
    "limit-without-start",
    "no-letter",
    "nobody",
    "overlap",
    "sanction-without-hearing",
    "unreachable-outcome",
    "unreachable-result",
    "unreachable-step",
}


def found(of: Procedure) -> list[Problem]:
    """Give the holes of a procedure."""
    return holes(of, walk(of), walk(of, remember=True))


def read(path: Path) -> Procedure:
    """Read a document that is sound but for its holes."""
    parsed, _ = parse_files([(path.name, path.read_text(encoding="utf-8"))])
    assert check_rules(parsed) == []
    return parsed


def steps_at(of: Walk) -> set[str]:
    return {position.step for position in of.positions}


def targets(of: Walk, step: str, label: str) -> set[str]:
    """Give the steps that one way out of a step opens, in any position."""
    return {
        name
        for position, edges in of.positions.items()
        for edge in edges
        if position.step == step and edge.label == label
        for name in edge.leads_to()
    }


def codes(of: Procedure) -> list[str]:
    return [problem.code for problem in found(of)]


# Holes


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_hole_gives_its_message(path: Path) -> None:
    """All that is said of a procedure with a hole is what is expected, and nothing else."""
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert [str(problem) for problem in found(read(path))] == expected


def test_every_kind_of_hole_is_there() -> None:
    """No code of a hole is without a procedure that shows it."""
    assert {problem.code for path in BAD for problem in found(read(path))} == CODES


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_hole_says_where(path: Path) -> None:
    """Every hole has its file, a line and a clause, and is an error."""
    for problem in found(read(path)):
        assert (problem.file, problem.level) == (path.name, "error")
        assert problem.line > 0 and problem.clause and problem.suggestion


def test_a_hole_is_part_of_the_check(tmp_path: Path) -> None:
    """The check reports holes with everything else."""
    shutil.copy(BAD[0], tmp_path / "01.md")
    (tmp_path / "source.txt").write_text("nothing")
    assert "unreachable-step" in [problem.code for problem in check(tmp_path).problems]


def test_where_names_lead_nowhere_nothing_is_walked(tmp_path: Path) -> None:
    """A step that does not exist is reported, and not also what is unreachable by that."""
    text = BAD[0].read_text().replace("after: [case.opened]", "after: [case.begun]")
    (tmp_path / "01.md").write_text(text)
    (tmp_path / "source.txt").write_text("nothing")
    report = check(tmp_path)
    assert "unknown-event" in [problem.code for problem in report.problems]
    assert not CODES & {problem.code for problem in report.problems}
    assert report.positions == 0


# Reachability


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(procedures())
def test_nothing_that_a_case_can_come_to_is_called_unreachable(of: Procedure) -> None:
    """What the engine lets happen, with any answers to the facts, both walks can reach."""
    reached = brute(of)
    for walked in (walk(of), walk(of, remember=True)):
        assert reached.steps <= walked.steps
        assert reached.results <= walked.results
        assert reached.outcomes <= walked.outcomes


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(procedures())
def test_remembering_facts_only_closes_ways(of: Procedure) -> None:
    """The walk that remembers reaches no more than the one that forgets."""
    forgetful, mindful = walk(of), walk(of, remember=True)
    assert mindful.steps <= forgetful.steps
    assert mindful.results <= forgetful.results
    assert mindful.outcomes <= forgetful.outcomes


def step(name: str, results: str, **keys: str) -> str:
    """Write a step."""
    lines = [f"id: {name}", f"does: Do {name}", f"who: {keys.pop('who', 'officer')}"]
    lines += [f"{key.rstrip('_')}: {value}" for key, value in keys.items()]
    lines += ["results:", *(f"  {line}" for line in results.split("; "))] if results else []
    return "\n".join(lines) + "\n"


def outcome(name: str, at: str, **keys: str) -> str:
    """Write a finding."""
    keys = {"then": "end", "letter": "none", "type": "finding", **keys}
    lines = [f"id: {name}", f"at: {at}", *(f"{key}: {value}" for key, value in keys.items())]
    return "\n".join(lines) + "\n"


def fact(name: str, **keys: str) -> str:
    """Write a fact."""
    lines = [f"id: {name}", *(f"{key.rstrip('_')}: {value}" for key, value in keys.items())]
    return "\n".join(lines if keys else [*lines, "ask: Is it so?"]) + "\n"


def made(*, tracks: str = "", letters: str = "", **blocks: list[str]) -> Procedure:
    """Make a procedure of blocks of steps, outcomes and facts."""
    body = ["1.1 All of it.\n"]
    for kind in ("step", "outcome", "fact"):
        if blocks.get(kind):
            rules = "---\n".join(blocks[kind])
            body.append(f"```{kind}\n{rules}```\n")
    for track in tracks.split():
        body.append(f"```track\nid: {track}\nname: {track}\n```\n")
    for letter in letters.split():
        coming = "true" if letter == "comes" else "false"
        body.append(
            f"```letter\nid: {letter}\nname: {letter}\nfrom: officer\nto: person\n"
            f"timed: [dated, received]\nincoming: {coming}\n```\n"
        )
    return procedure("\n".join(body))


BEGIN = step("begin", "done: {then: [decide]}", after="[case.opened]")


def test_what_is_set_on_the_way_is_known_later() -> None:
    """A way that needs the opposite of what was set is closed."""
    of = made(
        step=[
            step("ask", "yes: {then: [go], sets: {met: true}}", after="[case.opened]"),
            step("go", "on: {then: end}; back: {then: [ask], when: {not: met}}"),
        ],
        fact=[fact("met")],
    )
    assert codes(of) == ["unreachable-result"]


def test_what_another_step_may_set_meanwhile_is_not_known() -> None:
    """Where two steps of a track are open at once, neither relies on what the other changes."""
    of = made(
        step=[
            step("ask", "yes: {then: [go, wait], sets: {met: true}}", after="[case.opened]"),
            step("go", "on: {then: end}; back: {then: end, when: {not: met}}"),
            step("wait", "over: {then: end, sets: {met: false}}"),
        ],
        fact=[fact("met")],
    )
    assert codes(of) == []


def test_what_is_set_to_one_value_only_is_known_on_every_track() -> None:
    """A fact that nothing else sets keeps its value where another track is entered."""
    of = made(
        step=[
            step("ask", "yes: {then: [go], sets: {met: true}}", after="[case.opened]"),
            step("go", "on: {then: end}; back: {then: end, when: {not: met}}", track="side"),
        ],
        fact=[fact("met")],
        tracks="side",
    )
    assert codes(of) == ["unreachable-result"]


def test_an_answer_is_remembered_for_the_whole_case() -> None:
    """The walk that remembers finds the dead end behind an answer that a step needs otherwise."""
    of = made(
        step=[
            step(
                "ask", "yes: {then: [go], when: old}; no: {then: end, when: {not: old}}",
                after="[case.opened]",
            ),
            step("go", "on: {then: end, when: {not: old}}; off: {then: end, when: {not: old}}"),
        ],
        fact=[fact("old")],
    )  # fmt: skip
    assert walk(of).complete and walk(of).positions[Position("go")]
    assert codes(of) == ["gap", "dead-end"]


def test_an_answer_for_one_step_is_forgotten() -> None:
    """What holds for one step only closes nothing at the next."""
    of = made(
        step=[
            step(
                "ask", "yes: {then: [go], when: old}; no: {then: end, when: {not: old}}",
                after="[case.opened]",
            ),
            step("go", "on: {then: end, when: {not: old}}; off: {then: end, when: old}"),
        ],
        fact=[fact("old", ask="Is it?", of="step")],
    )  # fmt: skip
    assert codes(of) == []
    assert len(walk(of, remember=True).positions) == 2


def test_a_number_is_run_through_between_what_it_is_compared_with() -> None:
    """A number that has to be just this one can be this one, and another."""
    of = made(
        step=[
            step(
                "count",
                "many: {then: end, when: {n: {at-least: 5}}}; "
                "three: {then: end, when: {n: 3}}; other: {then: end, when: "
                "{all: [{not: {n: 3}}, {n: {below: 5}}]}}; "
                "both: {then: end, when: {all: [{n: 3}, {n: {at-least: 4}}]}}",
                after="[case.opened]",
            ),
        ],
        fact=[fact("n", ask="How many?", type="number", of="step")],
    )
    assert codes(of) == ["unreachable-result"]
    assert "'both'" in str(found(of)[0])


RECORD = fact("warned", from_="{in-force: [warning]}")


def test_an_outcome_is_in_force_until_another_revokes_it() -> None:
    """What needs the outcome is open after it, and closed again after it was revoked."""
    of = made(
        step=[
            BEGIN,
            step("decide", "", as_="decision"),
            step("next", "kept: {then: [lift], when: warned}; lost: {then: end, when: {not: warned}}"),
            step("lift", "", as_="decision"),
            step("last", "free: {then: end}; bound: {then: end, when: warned}"),
        ],
        outcome=[
            outcome("warning", "{step: decide}", then="[next]"),
            outcome("lifted", "{step: lift}", revokes="[warning]", then="[last]"),
        ],
        fact=[RECORD],
    )  # fmt: skip
    assert [str(problem).split(": ")[2] for problem in found(of)] == [
        "the result 'lost' can never come about; its condition is false on every path; "
        "mend it or leave the result out (under S 1.1)",
        "the result 'bound' can never come about; its condition is false on every path; "
        "mend it or leave the result out (under S 1.1)",
    ]


def test_an_outcome_that_ends_by_itself_may_be_over() -> None:
    """Where an outcome lasts some time, it may be in force later or not."""
    of = made(
        step=[
            BEGIN,
            step("decide", "", as_="decision"),
            step("next", "kept: {then: end, when: warned}; lost: {then: end, when: {not: warned}}"),
            step("after", "done: {then: end}", after="[warning.expires]", track="side"),
        ],
        outcome=[
            outcome("warning", "{step: decide}", then="[next]", lasts="{count: 6, unit: months}")
        ],
        fact=[RECORD],
        tracks="side",
    )
    assert codes(of) == []
    assert "after" in steps_at(walk(of))


def test_an_answer_may_tell_of_an_outcome_that_is_not_on_record() -> None:
    """A fact that is asked for as well is not false because the record is empty."""
    sure = [
        step("begin", "old: {then: end, when: warned}; new: {then: [decide]}", after="[case.opened]"),
        step("decide", "", as_="decision"),
    ]  # fmt: skip
    ends = [outcome("warning", "{step: decide}")]
    asked = fact("warned", ask="Has there been a warning?", from_="{in-force: [warning]}")
    assert codes(made(step=sure, outcome=ends, fact=[RECORD])) == ["unreachable-result"]
    assert codes(made(step=sure, outcome=ends, fact=[asked])) == []


def test_an_outcome_of_another_track_may_have_come_meanwhile() -> None:
    """What a track that runs beside imposes is neither true nor false here."""
    of = made(
        step=[
            step("begin", "old: {then: end, when: warned}; new: {then: end, when: {not: warned}}",
                 after="[case.opened]"),
            step("use", "done: {then: [decide]}", as_="power", track="side"),
            step("decide", "", as_="decision", track="side"),
        ],
        outcome=[outcome("warning", "{step: decide}")],
        fact=[RECORD],
        tracks="side",
    )  # fmt: skip
    assert codes(of) == []


def test_outcomes_imposed_together_are_in_force_together() -> None:
    """What needs two outcomes of one decision is reached where it may impose both."""
    two = fact("both", from_="{is: {all: [warned, fined]}}")
    steps = [BEGIN, step("decide", "", as_="decision"), step("next", "pay: {then: end, when: both}; no: {then: end}")]  # fmt: skip
    facts = [RECORD, fact("fined", from_="{in-force: [fine]}"), two]
    ends = [outcome("warning", "{step: decide}", then="[next]"), outcome("fine", "{step: decide}")]
    apart = [ends[0], outcome("fine", "{step: decide}", **{"with": "{one: [warning]}"})]
    assert codes(made(step=steps, outcome=ends, fact=facts)) == []
    assert codes(made(step=steps, outcome=apart, fact=facts)) == ["unreachable-result"]


def test_every_entry_of_an_outcome_leads_where_it_says() -> None:
    """Two entries at one decision, under two conditions, are two ways."""
    of = made(
        step=[BEGIN, step("decide", "", as_="decision"), step("more", "done: {then: end}")],
        outcome=[
            outcome(
                "warning",
                "[{step: decide, when: old}, {step: decide, when: {not: old}, then: [more]}]",
            )
        ],
        fact=[fact("old")],
    )
    assert codes(of) == []
    assert len([way for way in paths(of, walk(of))]) == 2


def test_each_of_several_that_may_come_with_an_outcome_is_tried() -> None:
    """An outcome is open where one that has to come with it is, not the first only."""
    of = made(
        step=[BEGIN, step("decide", "", as_="decision")],
        outcome=[
            outcome("warning", "{step: decide}", **{"with": "{any: [plan, talk]}"}),
            outcome("plan", "{step: decide, when: {all: [old, {not: old}]}}"),
            outcome("talk", "{step: decide}"),
        ],
        fact=[fact("old")],
    )
    assert [problem.message for problem in found(of)] == ["outcome 'plan': no path can impose it"]


def test_a_power_is_used_beside_in_every_situation() -> None:
    """A power opens what it leads to, also where nothing else is open any more."""
    of = made(
        step=[
            BEGIN,
            step("decide", "", as_="decision"),
            step("bar", "done: {then: [lift]}", as_="power", track="side", when="warned"),
            step("lift", "done: {then: end}", track="side"),
            step("never", "", as_="power", track="side", when="{all: [warned, {not: warned}]}"),
        ],
        outcome=[outcome("warning", "{step: decide}")],
        fact=[RECORD],
        tracks="side",
    )
    walked = walk(of)
    assert {edge.start.step for edge in walked.beside} == {"case.opened", "bar"}
    assert steps_at(walked) == {"begin", "decide", "lift"}
    assert codes(of) == ["unreachable-step"]
    assert [[leg.step for leg in way.legs] for way in paths(of, walked)] == [
        ["begin", "decide"], ["bar", "lift"],
    ]  # fmt: skip


def test_duties_are_followed_to_what_they_open() -> None:
    """A duty sends its letter, and its results, its end and its letter open steps."""
    of = made(
        step=[
            step("begin", "done: {then: end}", after="[case.opened]"),
            step("tell", "told: {then: [answer]}; away: {then: end}", as_="duty", letter="note",
                 after="[begin.done]"),
            step("answer", "done: {then: end}"),
            step("read", "done: {then: end}", after="[note.received]", track="side"),
            step("file", "", as_="duty", after="[tell.away]"),
            step("stand", "kept: {then: [shown]}", as_="duty"),
            step("shown", "done: {then: end}", track="side"),
        ],
        tracks="side",
        letters="note",
    )  # fmt: skip
    walked = walk(of)
    assert codes(of) == []
    assert walked.steps == set(of.steps) and walked.letters == {"note"}
    ways = list(paths(of, walked))
    assert [([leg.step for leg in way.legs], way.end) for way in ways] == [
        (["begin", "tell", "file", "answer"], "end"),
        (["stand"], "on to: Do shown"),
        (["shown"], "end"),
        (["read"], "end"),
    ]
    (leg,) = {leg for way in ways for leg in way.legs if leg.step == "tell"}
    assert (leg.nature, leg.result, leg.letters) == ("duty", "told or away", ("note",))


def test_duties_of_the_opening_are_on_a_path() -> None:
    """What has to be done when a case begins is listed once, before the paths that begin then."""
    duty = step("note", "", as_="duty", after="[case.opened]")
    alone = made(step=[duty])
    assert [(way.track, [leg.step for leg in way.legs]) for way in paths(alone, walk(alone))] == [
        ("main", ["note"])
    ]
    of = made(step=[duty, step("begin", "done: {then: end}", after="[case.opened]")])
    assert [([leg.step for leg in way.legs], way.end) for way in paths(of, walk(of))] == [
        (["note"], "on to: Do begin"),
        (["begin"], "end"),
    ]


def test_a_letter_that_comes_in_opens_what_waits_for_it() -> None:
    """What nobody in the procedure sends can arrive at any time."""
    of = made(
        step=[
            step("begin", "done: {then: end}", after="[case.opened]"),
            step("answer", "done: {then: end}", after="[comes.received]", track="side"),
        ],
        tracks="side",
        letters="comes",
    )
    assert codes(of) == []
    assert steps_at(walk(of)) == {"begin", "answer"}


def test_an_entry_into_another_track_is_walked_there() -> None:
    """An arrow across ends the path here, and the other track begins with that step."""
    of = made(
        step=[
            BEGIN,
            step("decide", "", as_="decision"),
            step("appeal", "done: {then: [hear]}; not-made: {then: end}", track="side",
                 modality="may", after="[note.received]"),
            step("hear", "done: {then: [begin]}", track="side"),
        ],
        outcome=[outcome("warning", "{step: decide}", letter="note")],
        tracks="side",
        letters="note",
    )  # fmt: skip
    ways = [(way.track, [leg.step for leg in way.legs], way.end) for way in paths(of, walk(of))]
    assert ways == [
        ("main", ["begin", "decide"], "on to: Do appeal"),
        ("side", ["appeal", "hear"], "on to: Do begin"),
        ("side", ["appeal"], "end"),
    ]
    assert codes(of) == []


def test_an_appeal_that_a_later_letter_opens() -> None:
    """An appeal may open with a letter that is sent in the next step, before more is decided."""
    steps = [
        BEGIN,
        step("decide", "", as_="decision"),
        step("tell", "done: {then: end}", letter="note"),
        step("appeal", "done: {then: end}; not-made: {then: end}", track="side",
             modality="may", after="[note.received]"),
    ]  # fmt: skip
    ends = [outcome("warning", "{step: decide}", then="[tell]", appeal="appeal")]
    assert codes(made(step=steps, outcome=ends, tracks="side", letters="note")) == []
    other = [*ends, outcome("fine", "{step: decide}", appeal="appeal")]
    assert codes(made(step=steps, outcome=other, tracks="side", letters="note")) == [
        "appeal-never-opens"
    ]


def test_a_decision_that_hears_is_a_hearing() -> None:
    """Who is heard by those who decide, as they decide, has been heard."""
    sanction = {"type": "sanction", "rank": "1", "appeal": "none"}
    for hears, expected in (("true", []), ("false", ["sanction-without-hearing"])):
        of = made(
            step=[BEGIN, step("decide", "", as_="decision", hears=hears)],
            outcome=[outcome("warning", "{step: decide}", **sanction)],
        )
        assert codes(of) == expected


def test_the_agenda_of_a_meeting_makes_it_a_hearing() -> None:
    """A step that a protocol is for hears the person."""
    sanction = {"type": "sanction", "rank": "1", "appeal": "none"}
    body = (
        f"1.1 All.\n\n```step\n{BEGIN}---\n{step('decide', '', as_='decision')}```\n\n"
        f"```outcome\n{outcome('warning', '{step: decide}', **sanction)}```\n\n"
        "```protocol\nid: agenda\nof: [begin]\nitems:\n- {does: Hear, cites: [S 1.1]}\n```\n"
    )
    assert codes(procedure(body)) == []


def test_a_fact_that_only_another_reading_needs_is_read() -> None:
    """The other side of a conflict reads facts too, and so does a field of a letter."""
    body = (
        f"1.1 All.\n\n```step\n{step('begin', 'done: {then: end}', after='[case.opened]')}```\n\n"
        f"```fact\n{fact('ill')}---\n{fact('name', ask='Who?', type='text')}---\n{fact('idle')}```\n\n"
        "```conflict\nid: K1\nabout: begin.when\ntext: Two readings.\nsides:\n"
        "- {name: always, cites: [S 1.1]}\n"
        "- {name: if well, cites: [S 1.1], set: {begin.when: {not: ill}}}\n```\n\n"
        "```letter\nid: note\nname: Note\nsort: contract\nfrom: officer\nto: person\n"
        "fields: [{name: Name, from: name}]\n```\n"
    )
    assert [problem.message for problem in found(procedure(body))] == [
        "fact 'idle': it is asked for, and nothing turns on it"
    ]


# Limits of the walk itself


def explosion(count: int) -> Procedure:
    """Make a procedure that asks for many facts and needs all of them in the end."""
    names = [f"f{number}" for number in range(count)]
    steps = [
        step(
            f"ask{number}",
            f"yes: {{then: [{after}], when: {name}}}; "
            f"no: {{then: [{after}], when: {{not: {name}}}}}",
            **({"after": "[case.opened]"} if number == 0 else {}),
        )
        for number, name in enumerate(names)
        for after in [f"ask{number + 1}" if number + 1 < count else "last"]
    ]
    steps.append(step("last", "done: {then: end}"))
    return made(step=steps, fact=[fact(name) for name in names])


def test_facts_that_explode_stop_the_walk_at_its_budget() -> None:
    """The walk that remembers stops and says so; the one that forgets does not explode."""
    of = explosion(14)
    forgetful, mindful = walk(of), walk(of, remember=True, budget=2_000)
    assert (forgetful.complete, len(forgetful.positions)) == (True, 15)
    assert (mindful.complete, len(mindful.positions)) == (False, 2_000)
    assert holes(of, forgetful, mindful) == []


def test_the_check_says_that_facts_were_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The figures are then those of the walk that forgets, and their line says which it was."""
    shutil.copytree(ROOT / "docs" / "examples" / "makerspace", tmp_path / "makerspace")
    folder = tmp_path / "makerspace"
    full = check(folder)
    assert full.tier == "facts remembered"
    for budget, tier, codes in (
        ({True: 2, False: 20_000}, "facts forgotten", set()),
        ({True: 2, False: 2}, "facts forgotten, and stopped", {"walk-stopped"}),
    ):
        monkeypatch.setattr(
            "toolkit.check.walk",
            lambda of, remember=False, b=budget: walk(of, remember=remember, budget=b[remember]),
        )
        report = check(folder)
        assert report.tier == tier
        assert {problem.code for problem in report.problems} == codes
        assert report.errors == ()
        assert f"({tier})" in good("check", str(folder)).replace("\n  ", " ")


def test_a_walk_that_stopped_tells_nothing_about_what_cannot_be_reached() -> None:
    """What was not looked at is not called unreachable."""
    of = explosion(3)
    stopped = walk(of, budget=1)
    assert not stopped.complete and stopped.steps < set(of.steps)
    (problem,) = holes(of, stopped, stopped)
    assert (problem.code, problem.level, problem.line) == ("walk-stopped", "warning", 0)
    assert str(problem) == (
        "small/01.md: the walk stopped after 1 positions, and what cannot be reached was not looked "
        "for; let fewer conditions read which outcomes are in force"
    )


def test_a_loop_ends() -> None:
    """A step that leads back to itself, and two that lead to each other, are walked once."""
    of = made(
        step=[
            step("one", "again: {then: [one]}; on: {then: [two]}", after="[case.opened]"),
            step("two", "back: {then: [one]}; done: {then: end}"),
        ]
    )
    assert len(walk(of).positions) == 2
    assert [(way.end, len(way.legs)) for way in paths(of, walk(of))] == [
        ("back to: Do one", 1),
        ("back to: Do one", 2),
        ("end", 2),
    ]


def test_a_loop_of_facts_ends() -> None:
    """What is set anew in each round makes no new position in each round."""
    of = made(
        step=[
            step("one", "on: {then: [two], sets: {side: left}}", after="[case.opened]"),
            step("two", "back: {then: [one], sets: {side: right}}; end: {then: end, when: {side: left}}"),
        ],
        fact=[fact("side", ask="Which?", type="[left, right]")],
    )  # fmt: skip
    assert len(walk(of).positions) <= 4
    assert codes(of) == []


# The table of paths


def test_paths_stop_and_say_so() -> None:
    """Where an entry has more paths than are listed, the last one says so."""
    of = explosion(6)
    walked = walk(of)
    assert len(list(paths(of, walked))) == 64
    few = list(paths(of, walked, most=5))
    assert [way.end for way in few] == [
        *["end"] * 5,
        "the listing stops here: more than 5 paths begin with this step",
    ]


def test_a_dead_end_is_on_its_path() -> None:
    """A path that comes to a step without a way on says so."""
    of = read(next(path for path in BAD if path.stem.endswith("dead-end")))
    (way, *_) = [way for way in paths(of, walk(of, remember=True)) if way.end.startswith("no way")]
    assert (way.end, way.legs[-1].step) == ("no way on: Decide on the complaint", "hear")


def _ends(way: Way) -> bool:
    return way.end in ("end", "not stated") or way.end.startswith(("back to: ", "on to: "))


@pytest.mark.parametrize(
    "folder", ["procedures/ldpp", "docs/examples/choir", "docs/examples/makerspace"]
)
def test_every_path_ends_and_goes_round_each_loop_once(folder: str) -> None:
    """Each path has an end in words, and no step stands on it twice but as a duty."""
    of = check_and_read(ROOT / folder)
    ways = list(paths(of, walk(of)))
    for way in ways:
        assert _ends(way), way.end
        acts = [leg.step for leg in way.legs if leg.nature != "duty"]
        assert len(acts) == len(set(acts))
        assert all(leg.does and leg.who and leg.clauses and leg.result for leg in way.legs)
    assert {leg.step for way in ways for leg in way.legs} == set(of.steps)
    imposed = chain.from_iterable(leg.outcomes for way in ways for leg in way.legs)
    assert set(imposed) == set(of.outcomes)


def check_and_read(folder: Path) -> Procedure:
    report = check(folder)
    assert report.errors == ()
    assert report.paths >= report.positions > 0
    return parse_files(
        [(path.name, path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]
    )[0]


def test_a_stage_has_its_own_steps_only() -> None:
    """With a stage, only what lies in it is given, each part once."""
    of = load("ldpp")
    walked = walk(of)
    for stage in of.stages:
        parts = [way.legs for way in paths(of, walked, stage)]
        assert {leg.stage for legs in parts for leg in legs} <= {stage}
        wanted = {step.id for step in of.steps.values() if step.stage == stage}
        assert {leg.step for legs in parts for leg in legs} == wanted
        turns = [tuple((leg.step, leg.result) for leg in legs) for legs in parts]
        assert len(turns) == len(set(turns))


@pytest.mark.parametrize("remember", [False, True])
def test_a_walk_is_the_same_each_time(remember: bool) -> None:
    """Two walks find the same in the same order, and so do two lists of paths."""
    of = load("ldpp")
    one, other = walk(of, remember=remember), walk(of, remember=remember)
    assert list(one.positions.items()) == list(other.positions.items())
    assert one.beside == other.beside
    assert list(paths(of, one)) == list(paths(of, other))


def test_the_same_position_is_not_walked_twice() -> None:
    """Each edge leads to positions that were walked, and no two edges of one are the same."""
    walked = walk(load("ldpp"))
    for edges in walked.positions.values():
        assert len(set(edges)) == len(edges)
        assert all(target in walked.positions for edge in edges for target in edge.targets)


# The command


def test_walk_as_markdown() -> None:
    """Every path is a heading and a table with a row a step."""
    text = good("walk", "ldpp")
    of = load("ldpp")
    ways = list(paths(of, walk(of)))
    assert text.startswith(
        f"# Every path: {of.header.title}\n\n{of.header.issuer}, version 2019-09."
    )
    assert sum(line.startswith("## ") for line in text.splitlines()) == len(ways)
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len(rows) == len(ways) + sum(len(way.legs) for way in ways)
    assert {line.replace("\\|", "").count("|") for line in rows} == {7}
    assert sum(line.startswith("Then: ") for line in text.splitlines()) == len(ways)


def test_walk_as_csv() -> None:
    """The lines read back are the legs of the paths, in order."""
    table = list(csv.DictReader(io.StringIO(good("walk", "ldpp", "--format", "csv"))))
    of = load("ldpp")
    ways = list(paths(of, walk(of)))
    assert [
        (row["path"], row["leg"], row["step"], row["result"], row["then"]) for row in table
    ] == [
        (str(number), str(at), leg.does, leg.result, way.end if at == len(way.legs) else "")
        for number, way in enumerate(ways, 1)
        for at, leg in enumerate(way.legs, 1)
    ]
    assert set(table[0]) == {
        "path", "leg", "track", "stage", "step", "who", "result", "letters", "limits", "clauses",
        "then",
    }  # fmt: skip


def test_walk_as_json() -> None:
    """The paths are plain data with the keys of a path and a leg."""
    data = json.loads(good("walk", "ldpp", "--format", "json"))
    of = load("ldpp")
    assert data == json.loads(json.dumps([way.as_data() for way in paths(of, walk(of))]))
    assert set(data[0]) == {"track", "legs", "end"}
    assert {"step", "nature", "does", "who", "result", "clauses"} <= set(data[0]["legs"][0])
    refs = of.clause_by_ref
    assert all(ref in refs for way in data for leg in way["legs"] for ref in leg["clauses"])


@pytest.mark.parametrize("typed", ["stage-2", "Stage 2", " STAGE-2 "])
def test_walk_as_a_sheet(typed: str) -> None:
    """A sheet has each step of a stage once, a box to tick, and a line to sign."""
    text = good("walk", "ldpp", "--sheet", typed)
    of = load("ldpp")
    assert text.startswith("# Stage 2 (major breach): sign-off sheet\n")
    rows = [line for line in text.splitlines() if line.endswith("| ☐ |")]
    assert len(rows) == sum(item.stage == "stage-2" for item in of.steps.values())
    assert "Name: ____" in text and "Signature: ____" in text


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["walk", "ldp"], 1, "there is no procedure 'ldp'; did you mean 'ldpp'?"),
        (["walk", "ldpp", "--sheet", "stge-2"], 1, "ldpp has no stage 'stge-2'; did you mean 'stage-2'?"),
        (["walk", "ldpp", "--sheet", "xyz"], 1, "ldpp has no stage 'xyz'; the stages are informal, "),
        (["walk", "ldpp", "--format", "xml"], 2, "Invalid value for '--format': 'xml' is not one of"),
        (["walk"], 2, "Missing argument 'PROCEDURE'."),
    ],
)  # fmt: skip
def test_walk_that_cannot_be(words: list[str], code: int, message: str) -> None:
    """What is not there is refused on stderr, with what is near."""
    result = run(*words)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr


def test_walk_of_a_procedure_without_stages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where there are no stages, the refusal says so."""
    shutil.copytree(HERE / "procedures" / "club", tmp_path / "club")
    text = (tmp_path / "club" / "01-discipline.md").read_text()
    assert "```stage" not in text
    monkeypatch.setenv("TOOLKIT_PROCEDURES", str(tmp_path))
    monkeypatch.setattr(library, "_loaded", {})
    result = run("walk", "club", "--sheet", "one")
    assert (result.exit_code, result.stderr) == (1, "club has no stage 'one'; it has no stages\n")
    assert good("walk", "club").startswith("# Every path: ")


def test_check_tells_the_figures_of_the_walk() -> None:
    """The figures as JSON are those of the walks, and the text tells them in a line."""
    (data,) = json.loads(good("check", "ldpp", "--json"))["procedures"].values()
    of = load("ldpp")
    mindful = walk(of, remember=True)
    assert mindful.complete
    assert data["positions"] == len(mindful.positions)
    assert data["edges"] == mindful.edges
    assert data["paths"] == len(list(paths(of, walk(of))))
    assert 0 < data["walk-seconds"] < 10
    text = " ".join(good("check", "ldpp").split())
    assert (
        f"walked: {data['positions']} positions, {data['edges']} edges, {data['paths']} paths "
        "(facts remembered), "
    ) in text
