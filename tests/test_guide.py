"""The guided lookup without any screen: its questions, its state, and what it ends in."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import small
from toolkit.case.advise import advise
from toolkit.case.case import Event, parse_case, read_case
from toolkit.case.text import new_case
from toolkit.problem import BadData, Refused
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure
from tui.guide.answer import sections
from tui.guide.ask import Ask
from tui.guide.guide import Guide, begin
from tui.guide.happening import event_asks, event_of, possible
from tui.guide.lookup import FACT, IMPOSED, PROCEDURE, RECORD, ROLE, SINCE, STAGE, STANDING
from tui.guide.opening import BEGINNING
from tui.guide.result import Name, case_of, start_case, written
from tui.guide.typed import Several, read, read_day

ON = date(2026, 3, 9)


@cache
def shelf() -> tuple[Procedure, ...]:
    """The procedures of the library."""
    return tuple(load_all())


def club() -> Guide:
    """A lookup in the invented rowing club, which needs no choice of procedure."""
    return begin(lambda: (small.club(),), ON)


def guide(procedure: str = "") -> Guide:
    """A lookup in the library."""
    return begin(shelf, ON, procedure)


def ldpp(*answers: object) -> Guide:
    """A lookup about a learner, some way in; ``None`` is "I don't know"."""
    found = guide("ldpp")
    for answer in answers:
        found = found.unknown() if answer is None else found.answered(answer)  # type: ignore[arg-type]
    return found


def asked(found: Guide) -> Ask:
    """The question that is asked now."""
    assert found.ask is not None
    return found.ask


# The first questions


def test_the_first_question_is_which_procedure() -> None:
    """Procedures are offered with their purpose; a document without steps is named, not offered."""
    ask = asked(guide())
    assert ask.key == PROCEDURE and not ask.open_
    assert "miap" not in [choice.value for choice in ask.choices]
    assert ask.hint == (
        "“Managing Information Across Partners: What is MIAP” holds no procedure to follow."
    )
    assert (
        ask.choices[0].words == "Learner Disciplinary Policy and Procedure (Loughborough College)"
    )


def test_a_library_of_one_needs_no_choice() -> None:
    """With one procedure nobody is asked which."""
    assert asked(club()).key == ROLE


def test_the_questions_of_the_opening_come_in_order() -> None:
    """Who asks, what has happened, where it stands, and then what decides most."""
    keys = [ask.key for ask in ldpp().asks]
    assert keys[:5] == [PROCEDURE, ROLE, f"{FACT}breaches", STAGE, RECORD]
    advice = ldpp().advice
    assert advice is not None
    rest = [f"{FACT}{question.fact}" for question in advice.questions]
    assert keys[5:] == [key for key in rest if key != f"{FACT}breaches"]


def test_where_it_stands_is_asked_in_two_steps() -> None:
    """After the stage comes the step, and since when; nothing of it where all begins now."""
    at_stage_2 = ldpp(None, None, "stage-2")
    assert asked(at_stage_2).key == STANDING
    hearing = next(c.value for c in asked(at_stage_2).choices if "Hold the Stage 2" in c.words)
    standing = at_stage_2.answered(hearing)
    assert asked(standing).key == SINCE and asked(standing).default == ON
    placed = standing.answered(date(2026, 3, 2))
    assert placed.advice is not None
    assert [item.step for item in placed.advice.position] == ["stage-2.hearing"]
    assert placed.advice.position[0].since == date(2026, 3, 2)
    assert asked(ldpp(None, None, BEGINNING)).key == RECORD


def test_what_is_on_record_is_asked_with_its_day() -> None:
    """A sanction said to be on record is dated, and then stands in the advice."""
    found = ldpp(None, None, BEGINNING, ("stage-1-warning",))
    assert asked(found).key == f"{IMPOSED}stage-1-warning"
    dated = found.answered(date(2026, 1, 12))
    assert dated.advice is not None
    assert [(item.outcome, item.imposed) for item in dated.advice.record] == [
        ("stage-1-warning", date(2026, 1, 12))
    ]
    assert [item.step for item in dated.advice.position] == ["raise"]


def test_lines_of_the_catalogue_are_found_by_the_words_people_use() -> None:
    """Synonyms of the rules lead to a line."""
    ask = asked(ldpp(None))
    assert "LDPP 3.1 Minor 1" in [choice.value for choice in ask.matching("keeps coming late")]


def test_why_a_question_is_asked() -> None:
    """A question carries its clauses, quoted, and what it decides."""
    ask = next(ask for ask in ldpp().asks if ask.key == f"{FACT}date-of-birth")
    assert [cited.ref for cited in ask.clauses] == ["LDPP 2.4"] and ask.clauses[0].text
    assert ask.decides


# Answers


def test_an_answer_is_the_advice_of_its_case() -> None:
    """What is known goes into the case, and the advice is that of the case."""
    found = ldpp("learner", ("LDPP 3.1 Gross 4",), BEGINNING, ("",))
    assert found.case is not None and found.advice is not None
    assert found.case.facts["breaches"].value == ("LDPP 3.1 Gross 4",)
    assert found.advice == advise(found.procedure, found.case, ON)  # type: ignore[arg-type]
    assert found.advice.alleged[0].ref == "LDPP 3.1 Gross 4"


def test_dont_know_goes_on() -> None:
    """What is not known is passed over, and never becomes a fact."""
    found = ldpp(None, None)
    assert asked(found).key == STAGE and found.case is not None and not found.case.facts
    assert [item.words for item in found.asked()][1:] == ["not known", "not known"]


def test_back_takes_the_last_answer_back() -> None:
    """Going back gives the very lookup of before."""
    before = ldpp(None)
    assert before.answered(("LDPP 3.1 Minor 1",)).back().lookup == before.lookup
    assert before.ended().back().lookup == before.lookup


def test_any_answer_can_be_changed() -> None:
    """A changed answer stands in the place of the old one; the others stay."""
    found = ldpp("learner", ("LDPP 3.1 Minor 1",), BEGINNING)
    changed = found.answered(("LDPP 3.1 Gross 4",), f"{FACT}breaches")
    assert [answer.key for answer in changed.lookup.answers] == [
        answer.key for answer in found.lookup.answers
    ]
    assert changed.lookup.value(STAGE) == BEGINNING


def test_another_procedure_forgets_the_rest() -> None:
    """Answers of one procedure say nothing in another."""
    changed = ldpp("learner", ("LDPP 3.1 Minor 1",)).answered("lrs", PROCEDURE)
    assert [answer.key for answer in changed.lookup.answers] == [PROCEDURE]


def test_another_standing_forgets_what_hung_on_it() -> None:
    """Where a case stands elsewhere, since when and what happened since no longer hold."""
    found = ldpp(None, None, "stage-2")
    placed = found.answered(asked(found).choices[0].value).answered(ON)
    changed = placed.answered("stage-3", STAGE)
    assert [answer.key for answer in changed.lookup.answers][-1] == STAGE


def test_an_event_moves_the_case_on() -> None:
    """What has happened since is chosen from what is allowed, and changes the position."""
    found = ldpp(None, None, BEGINNING)
    events = {item.event for item in found.events()}
    assert "raise.done" in events
    moved = found.happened(Event(event="raise.done", date=ON))
    assert moved.advice is not None and moved.advice.position[0].step == "investigate"
    assert moved.back().lookup == found.lookup


def test_mine_points_out_what_is_yours() -> None:
    """An action is marked for whoever has said that it is their role."""
    found = ldpp("administrator", None, "stage-2")
    invite = next(c.value for c in asked(found).choices if "Invite" in c.words)
    assert found.advice is not None
    at = found.answered(invite)
    assert at.advice is not None
    lines = [line for section in sections(at.advice, at.mine) for line in section.lines]
    assert any(line.sign == "yours" and "Invite the learner" in line.words for line in lines)


# What is no answer


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (("LDPP 5.13",), "this cannot be the answer to “Which lines of section 3.1, or which rules of Appendix 5, does the allegation fall under?”; choose again"),
        ((), "this cannot be the answer to “Which lines of section 3.1, or which rules of Appendix 5, does the allegation fall under?”; choose again"),
        (True, "this cannot be the answer to “Which lines of section 3.1, or which rules of Appendix 5, does the allegation fall under?”; choose again"),
    ],
)  # fmt: skip
def test_what_is_no_choice_is_refused(value: object, message: str) -> None:
    """An answer that is not among the choices is refused, and nothing changes."""
    with pytest.raises(Refused) as refused:
        ldpp(None).answered(value)  # type: ignore[arg-type]
    assert str(refused.value) == message


def test_the_procedure_has_to_be_chosen() -> None:
    """Without a procedure there is no answer, and not knowing does not help."""
    with pytest.raises(Refused, match="this has to be answered before anything can be said"):
        guide().unknown()


def test_a_document_without_steps_is_refused() -> None:
    """A document that holds no procedure cannot be looked up step by step."""
    with pytest.raises(Refused) as refused:
        guide("miap")
    assert str(refused.value) == (
        "'miap' holds no procedure to follow; choose one of ldpp, localgov-digital, lrs, pi31"
    )


def test_an_unknown_question_is_refused() -> None:
    """Only a question that is there can be answered."""
    with pytest.raises(Refused, match="there is no question 'fact:nothing' here"):
        ldpp().answered(True, "fact:nothing")


def test_an_event_that_is_not_allowed_is_refused_with_its_clause() -> None:
    """What the procedure does not allow does not enter the lookup."""
    with pytest.raises(Refused, match="is not open here; the case waits for: Add a"):
        ldpp(None, None, BEGINNING).happened(Event(event="stage-2.hearing.held", date=ON))
    with pytest.raises(Refused, match="no procedure is chosen yet"):
        guide().happened(Event(event="raise.done", date=ON))


# Typed answers


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-04-02", date(2026, 4, 2)),
        ("2/4/2026", date(2026, 4, 2)),
        ("02.04.2026", date(2026, 4, 2)),
        ("2 April 2026", date(2026, 4, 2)),
        ("2nd of apr 2026", date(2026, 4, 2)),
        ("Today", ON),
        ("yesterday", date(2026, 3, 8)),
    ],
)
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    """A day is read with the day first, with the month's name, or as ISO 8601."""
    assert read_day(typed, ON) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("31/2/2026", "'31/2/2026' is no day of the calendar; write it as 2 April 2026"),
        ("2 ma 2026", "'2 ma 2026' is no day; write it as 2 April 2026, 2026-04-02 or today"),
        ("2/4/26", "'2/4/26' is no day; write it as 2 April 2026, 2026-04-02 or today"),
        ("soon", "'soon' is no day; write it as 2 April 2026, 2026-04-02 or today"),
        ("", "nothing is written; write it as 2 April 2026, 2026-04-02 or today"),
    ],
)
def test_what_is_no_day_is_refused(typed: str, message: str) -> None:
    """The message says how a day is written."""
    with pytest.raises(Refused) as refused:
        read_day(typed, ON)
    assert str(refused.value) == message


def test_words_that_fit_several_answers_list_them() -> None:
    """Where words fit several, those are given to choose from."""
    with pytest.raises(Several) as several:
        read(asked(ldpp()), "curriculum", ON)
    assert len(several.value.choices) == 3
    assert read(asked(ldpp()), "2", ON, several.value.choices) == several.value.choices[1].value


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("7", "'7' is not on the list; write a number from 1 to 4"),
        ("zebra", "'zebra' fits none of the answers; write a number from 1 to 4, or words of an answer"),
    ],
)  # fmt: skip
def test_what_fits_nothing_is_refused(typed: str, message: str) -> None:
    """The message says what can be written."""
    with pytest.raises(Refused) as refused:
        read(asked(guide()), typed, ON)
    assert str(refused.value) == message


def test_yes_and_no_and_numbers() -> None:
    """Yes and no are words; a number has to be one."""
    asks = {ask.key: ask for ask in ldpp().asks}
    suspected = asks[f"{FACT}suspected-crime"]
    assert read(suspected, "Yes", ON) is True and read(suspected, "n", ON) is False
    with pytest.raises(Refused, match="write yes or no"):
        read(suspected, "perhaps", ON)
    number = Ask(key="n", words="How many?", kind="number")
    assert read(number, "3", ON) == 3
    with pytest.raises(Refused, match="'three' is no number; write a whole number, such as 3"):
        read(number, "three", ON)


# Events by choosing


def test_events_that_are_not_open_come_with_the_reason() -> None:
    """What may not be recorded is given too, last, with why and under which clause."""
    found = ldpp(None, None, BEGINNING)
    assert found.procedure and found.case and found.calendar
    events = possible(found.procedure, found.case, ON, found.calendar)
    shut = next(item for item in events if item.event == "stage-2.hearing.held")
    assert shut.because.startswith("'Hold the Stage 2 Disciplinary Hearing' is not open here")
    assert shut.clauses and shut.group == "Not open here"
    assert not next(item for item in events if item.event == "raise.done").because


def test_a_decision_asks_for_its_outcomes_and_their_data() -> None:
    """What was decided is asked for, and what the outcome carries."""
    found = ldpp(None, ("LDPP 3.1 Minor 1",), "stage-1")
    decide = next(c.value for c in asked(found).choices if "Decide" in c.words)
    at = found.answered(decide).answered(ON)
    assert at.procedure is not None
    answers: dict[str, object] = {"event": "stage-1.decide.decided", "date": ON}
    asks = event_asks(at.procedure, at.events(), answers, ON)
    assert [ask.key for ask in asks][:3] == ["event", "date", "outcomes"]
    answers["outcomes"] = ("stage-1-warning",)
    event = event_of(at.procedure, answers)
    assert event.outcomes == ("stage-1-warning",)


# What it ends in


def test_a_case_is_started_whole(tmp_path: Path) -> None:
    """The file holds the facts, where it was taken over, and what has happened."""
    found = ldpp(None, ("LDPP 3.1 Gross 4",), "stage-3")
    invite = next(c.value for c in asked(found).choices if "Invite" in c.words)
    found = found.answered(invite).answered(date(2026, 3, 2)).answered(("stage-2-warning",))
    found = found.answered(date(2026, 1, 5)).happened(Event(event="stage-3.invite.done", date=ON))
    file = start_case(found, tmp_path / "cases", Name("C-1", "Sam Example"))
    held = read_case(file)
    assert held.id == "C-1" and held.subject == {"name": "Sam Example"}
    assert found.procedure is not None and found.advice is not None
    from dataclasses import replace

    assert replace(advise(found.procedure, held, ON), case="") == found.advice
    with pytest.raises(Refused, match="this file is there already; give the case another name"):
        start_case(found, tmp_path / "cases", Name("C-1"))
    assert [path.name for path in (tmp_path / "cases").iterdir()] == ["C-1.yaml"]


@pytest.mark.parametrize("name", ["", " ", "../x", "a/b", "a\\b", ".hidden", "a\0b"])
def test_a_name_that_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    """A reference cannot lead out of the folder."""
    with pytest.raises(Refused, match="cannot name a case; use letters, digits and hyphens"):
        start_case(club(), tmp_path, Name(name))
    assert list(tmp_path.iterdir()) == []


def test_without_a_procedure_there_is_no_case() -> None:
    """A case needs a procedure."""
    with pytest.raises(Refused, match="no procedure is chosen yet; answer that first"):
        case_of(guide(), Name("C-1"))


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_answer_is_written_in_each_form(form: str) -> None:
    """Questions, answers, advice and clauses stand in every form."""
    found = ldpp("learner", ("LDPP 3.1 Minor 1",), BEGINNING, ("",))
    text = written(found, form)
    assert "Repeated lateness" in text and "LDPP 4.1" in text
    if form == "json":
        data = json.loads(text)
        assert data["answers"][0]["key"] == "procedure" and data["advice"]["procedure"] == "ldpp"
    if form == "markdown":
        assert text.startswith("# Learner Disciplinary Policy and Procedure: where it stands on")
        assert "> " in text
    assert written(guide(), "text") == "No procedure is chosen yet.\n"


# Whatever is answered

STEP = st.one_of(
    st.tuples(st.just("answer"), st.integers(0, 10**6), st.integers(0, 4)),
    st.tuples(st.just("unknown"), st.just(0), st.just(0)),
    st.tuples(st.just("back"), st.just(0), st.just(0)),
    st.tuples(st.just("change"), st.integers(0, 50), st.integers(0, 10**6)),
    st.tuples(st.just("event"), st.integers(0, 10**6), st.integers(0, 400)),
    st.tuples(st.just("enough"), st.just(0), st.just(0)),
)


def some_value(ask: Ask, seed: int) -> object:
    """A value that a question takes."""
    if ask.kind == "one":
        return ask.choices[seed % len(ask.choices)].value
    if ask.kind == "many":
        first = ask.choices[seed % len(ask.choices)].value
        return tuple(dict.fromkeys((first, ask.choices[seed * 7 % len(ask.choices)].value)))
    if ask.kind == "date":
        return date.fromordinal(date(2000, 1, 1).toordinal() + seed % 11000)
    return seed % 40 if ask.kind == "number" else f"words {seed}"


def take(found: Guide, step: tuple[str, int, int]) -> Guide:
    """Take one step of a lookup, if it can be taken."""
    what, seed, more = step
    if what == "back":
        return found.back() if len(found.lookup.entries) > 1 else found
    if what == "enough":
        return found.ended()
    if what == "event":
        events = found.events()
        if not events:
            return found
        event = events[seed % len(events)]
        outcomes = tuple(event.outcomes[: 1 + more % 2])
        day = date.fromordinal(ON.toordinal() - more)
        try:
            return found.happened(Event(event=event.event, date=day, outcomes=outcomes))
        except (Refused, BadData):
            return found
    if what == "change":
        keys = [answer.key for answer in found.lookup.answers if answer.key != PROCEDURE]
        asks = {ask.key: ask for ask in found.asks}
        key = keys[seed % len(keys)] if keys else ""
        return found.answered(some_value(asks[key], more), key) if key in asks else found  # type: ignore[arg-type]
    if found.ask is None:
        return found
    if what == "unknown":
        return found.unknown() if found.ask.open_ else found
    return found.answered(some_value(found.ask, seed))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["club", "ldpp", "localgov-digital", "lrs", "pi31"])
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, max_size=14))
def test_no_sequence_of_answers_fails(name: str, steps: list[tuple[str, int, int]]) -> None:
    """Whatever is answered, taken back or not known: the answer is the advice of the case."""
    found = club() if name == "club" else guide(name)
    for step in steps:
        found = take(found, step)
    assert found.procedure is not None and found.case is not None
    assert found.advice == advise(found.procedure, found.case, ON)
    assert found.ask is None or not found.lookup.has(found.ask.key)
    named = case_of(found, Name("C-1"))
    read_back = parse_case(new_case(found.procedure, named))
    assert read_back == named
    assert found.advice is not None and sections(found.advice, found.mine)
