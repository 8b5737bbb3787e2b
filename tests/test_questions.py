"""Questions: what would change the answer, the most decisive first, and nothing that is known."""

from __future__ import annotations

from datetime import date

from tests.small import club, day, event, named, procedure, told

DECIDING = """1.1 What the panel may do depends on the person and on what happened.

```step
id: decide
as: decision
does: Decide
who:
- {role: panel, when: grave}
- {role: officer, when: {not: grave}}
after: [case.opened]
---
id: call
as: power
does: Call for help
who: officer
when: danger
---
id: keep
as: duty
does: Keep the papers
who: officer
when: {any: [danger, grave]}
```
```outcome
id: warning
rank: 1
at: {step: decide, when: {all: [grave, {not: under-18}]}}
appeal: none
then: end
---
id: ban
rank: 2
at: {step: decide, when: {all: [grave, repeated]}}
appeal: none
then: end
---
id: cleared
type: finding
at: {step: decide}
letter: decision
then: end
```
```letter
id: decision
name: Decision
from: panel
to: person
copies: [{to: outsider, when: under-18}]
```
```fact
id: grave
ask: Is it grave?
---
id: repeated
ask: Was it done before?
---
id: danger
ask: Is anybody in danger?
of: step
---
id: born
type: date
ask: When was the person born?
---
id: age
type: number
ask: How old is the person?
from: {years-since: born}
---
id: under-18
ask: Is the person under 18?
from: {is: {age: {below: 18}}}
---
id: kind
ask: Was the person kind?
---
id: honest
ask: Was the person honest?
---
id: well-behaved
from: {checklist: [kind, honest]}
---
id: unread
ask: Does it rain?
```
"""

OPENED = {"opened": day("3-01")}


def asked(on: str = "3-02", **facts: object) -> list[str]:
    return named(told(procedure(DECIDING), on, facts=facts, **OPENED).questions, "fact")


def test_the_most_decisive_question_comes_first() -> None:
    """What decides who acts and two outcomes is asked before what decides one."""
    found = told(procedure(DECIDING), "3-02", **OPENED).questions
    assert named(found, "fact") == ["grave", "born", "repeated", "danger"]
    decides = [item.decides for item in found[:3]]
    assert decides == sorted(decides, reverse=True)
    assert found[0].why[0] == "who acts: Decide"
    assert found[0].ask == "Is it grave?"
    assert named(found[0].clauses, "ref") == ["S 1.1"]


def test_a_derived_fact_leads_to_its_base() -> None:
    """The date of birth is asked for, not whether the person is under 18, nor the age."""
    assert "born" in asked()
    assert not {"age", "under-18"} & set(asked())


def test_what_is_known_is_not_asked() -> None:
    """An answer, to the base or to the derived fact itself, ends the question."""
    assert "born" not in asked(born=date(2010, 1, 1))
    assert "born" not in asked(age=17)
    assert "born" not in asked(**{"under-18": True})
    assert "grave" not in asked(grave=True)
    everything = {"grave": True, "repeated": True, "danger": False, "born": date(2010, 1, 1)}
    assert asked(**everything) == []


def test_what_can_no_longer_change_anything_is_not_asked() -> None:
    """Where it is not grave, it does not matter whether it was done before."""
    assert "repeated" in asked(grave=True)
    assert "repeated" not in asked(grave=False)


def test_what_nothing_reads_is_not_asked() -> None:
    """A fact that no rule in sight depends on is no question."""
    assert "unread" not in asked()
    assert not {"kind", "honest", "well-behaved"} & set(asked())


def test_questions_of_powers_and_standing_duties_come_last() -> None:
    """Else "is anybody in danger?" would lead every list."""
    assert asked()[-1] == "danger"
    assert asked(grave=True, repeated=True, born=date(2010, 1, 1)) == ["danger"]
    assert named(told(club(), "3-01", opened=day("3-01")).questions, "fact")[-1] == (
        "others-at-risk"
    )


def test_a_checklist_asks_for_each_of_its_points() -> None:
    """Each criterion has its own question, and only those not yet answered are asked."""
    of = procedure(
        DECIDING.replace("- {role: panel, when: grave}", "- {role: panel, when: well-behaved}")
    )
    both = named(told(of, "3-02", **OPENED).questions, "fact")
    assert {"kind", "honest"} <= set(both)
    one = named(told(of, "3-02", facts={"kind": True}, **OPENED).questions, "fact")
    assert "honest" in one and "kind" not in one
    failed = named(told(of, "3-02", facts={"kind": False}, **OPENED).questions, "fact")
    assert not {"honest", "kind"} & set(failed)


def test_questions_follow_the_position() -> None:
    """The club asks what the assessment needs, and after it nothing of the kind."""
    start = event("complain.done", "3-01", by="complainant")
    found = told(club(), "3-01", start).questions
    assert {"able", "serious"} <= set(named(found, "fact"))
    decided = event("assess.decided", "3-02", outcomes=("careless",), facts={"able": 5})
    found = told(club(), "3-02", start, decided).questions
    assert not {"able", "serious"} & set(named(found, "fact"))
