"""The time limits that a clause sets."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from toolkit.case.days import Calendar, Closure
from toolkit.case.limit_words import event_words, limit_words
from toolkit.case.limits import deadlines
from toolkit.problem import Refused
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Procedure

START = date(2026, 4, 2)


@pytest.fixture(scope="module")
def demo() -> Procedure:
    """The demonstration procedure."""
    return parse_folder(Path(__file__).parent / "procedures" / "demo")[0]


def test_forwards(demo: Procedure) -> None:
    """Good Friday, the weekend and Easter Monday are named and not counted."""
    _, appeal = deadlines(demo, "DEMO 1.3", start=START)
    assert (appeal.date, appeal.direction, appeal.from_date) == (date(2026, 4, 13), "latest", START)
    skipped = [day.skipped for day in appeal.working if day.skipped]
    assert skipped == ["Good Friday", "Saturday", "Sunday", "Easter Monday", "Saturday", "Sunday"]
    assert [clause.ref for clause in appeal.clauses] == ["DEMO 1.3"]


def test_length(demo: Procedure) -> None:
    """What lasts a year no longer counts on the same day a year later."""
    warning, _ = deadlines(demo, "DEMO 1.3", start=START)
    assert (warning.date, warning.direction, warning.from_) == (
        date(2027, 4, 2), "length", "Warning imposed",
    )  # fmt: skip


def test_other_reading(demo: Procedure) -> None:
    """The other side of a conflict is reckoned again with its patch."""
    (hearing,) = deadlines(demo, "DEMO 1.2", start=START)
    assert hearing.date == date(2026, 4, 13)
    (other,) = hearing.alternates
    assert (other.conflict, other.reading, other.date) == ("K1", "five days", date(2026, 4, 7))
    assert [clause.ref for clause in other.clauses] == ["DEMO 1.1"]


def test_backwards_is_the_inverse(demo: Procedure) -> None:
    """The latest day to send is the last one from which the day is still reached."""
    by = date(2026, 4, 30)
    (back,) = deadlines(demo, "DEMO 1.2", by=by)
    assert back.from_date == date(2026, 4, 23)
    (there,) = deadlines(demo, "DEMO 1.2", start=back.from_date)
    assert there.date == by


def test_cited_elsewhere(demo: Procedure) -> None:
    """A limit is found from a clause that its rule only cites."""
    (hearing,) = deadlines(demo, "DEMO 1.1", start=START)
    assert hearing.step == "hearing"


def test_without_a_day(demo: Procedure) -> None:
    """Without a day the limits are given in words."""
    (hearing,) = deadlines(demo, "DEMO 1.2")
    assert (hearing.date, hearing.state) == (None, "not-started")
    assert hearing.words == (
        "at least 5 working days notice from date of: Invitation to the hearing "
        "(wherever practicable)"
    )


def test_closures(demo: Procedure) -> None:
    """Closure days of the organisation do not count."""
    calendar = Calendar("england", (Closure(date(2026, 4, 7), date(2026, 4, 8), "inset days"),))
    _, appeal = deadlines(demo, "DEMO 1.3", start=START, calendar=calendar)
    assert appeal.date == date(2026, 4, 15)
    assert "college closed: inset days" in [day.skipped for day in appeal.working]


def test_only_one_event(demo: Procedure) -> None:
    """An event picks the limits whose clock it starts."""
    found = deadlines(demo, "DEMO 1.3", start=START, event="invitation.received")
    assert [item.step for item in found] == ["appeal"]


def test_no_limit(demo: Procedure) -> None:
    """A clause without a limit is refused, with the clauses near it that have one."""
    with pytest.raises(Refused) as refused:
        deadlines(demo, "DEMO 1.1 Minor 1", start=START)
    assert str(refused.value) == ("no time limit stands under DEMO 1.1 Minor 1, and none cites it")


def test_other_event(demo: Procedure) -> None:
    """An event that starts no clock here is refused, with those that do."""
    with pytest.raises(Refused) as refused:
        deadlines(demo, "DEMO 1.3", start=START, event="invitation.dated")
    assert str(refused.value) == (
        "no limit of DEMO 1.3 runs from 'invitation.dated'; the clocks here start with: "
        "invitation.received"
    )


def test_years_that_are_not_known(demo: Procedure) -> None:
    """Beyond the bank holidays that are known it says that it does not know."""
    with pytest.raises(Refused, match="bank holidays of England and Wales are known until"):
        deadlines(demo, "DEMO 1.2", start=date(2040, 1, 2))


def test_words(demo: Procedure) -> None:
    """Events and limits are put into words."""
    assert event_words(demo, "invite.done") == "Invite the learner"
    assert event_words(demo, "warning.imposed") == "Warning imposed"
    assert event_words(demo, "case.opened") == "the beginning of the case"
    assert event_words(demo, "nobody.knows") == "nobody.knows"
    limit = demo.steps["appeal"].within
    assert limit is not None
    assert limit_words(demo, "within", limit) == (
        "within 5 working days from receipt of: Invitation to the hearing"
    )
