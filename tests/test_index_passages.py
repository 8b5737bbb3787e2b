"""Passages are numbered clauses with their items; cards are rules in words."""

from __future__ import annotations

from small import FRONT, procedure

from index.cards import cards
from index.contents import contents
from index.passages import passages
from toolkit import load_all
from toolkit.procedure.parse import parse_files

LISTS = """
# 1. Rules

1.1 The panel may impose:

{items="S 1.1"}
- a warning, which
  - is written
  - is kept
- a fine.

1.2 The fine is ten pounds.

{items="App 1 Conduct"}
- First this.
- Then that.

{ref="S 2"}
# 2. Appeals

```asked-as
how do I appeal?
```

{ref="S 2¶1" whole=true}
There is an appeal.

{ref="S 2¶1 b1"}
- It is free.

{ref="S 2¶1 tail"}
That is all.
"""


def test_items_are_folded_into_their_clause() -> None:
    """Items, items of items and a last sentence belong to the numbered clause above them."""
    read = parse_files([("small/01.md", FRONT + LISTS)])[0]
    found = {each.name: [clause.ref for clause in each.clauses] for each in passages(read)}
    assert found == {
        "S 0.1": ["S 0.1"],
        "S 1.1": ["S 1.1", "S 1.1 1", "S 1.1 1a", "S 1.1 1b", "S 1.1 2"],
        "S 1.2": ["S 1.2"],
        "App 1 Conduct": ["App 1 Conduct 1", "App 1 Conduct 2"],
        "S 2": ["S 2"],
        "S 2¶1": ["S 2¶1", "S 2¶1 b1", "S 2¶1 tail"],
    }
    assert [each.name for each in passages(read) if each.heading] == ["S 2"]


def test_a_heading_answers_nothing() -> None:
    """A heading is not ranked, and what is asked of it is asked of the text that follows."""
    made = contents(parse_files([("small/01.md", FRONT + LISTS)])[:1])
    names = [each["name"] for each in made.passages]
    assert made.documents[names.index("S 2")] == {}
    assert made.questions == [(names.index("S 2¶1"), "S 2", "how do I appeal?")]


def test_every_clause_is_in_one_passage() -> None:
    """No clause of the shipped procedures is left out or there twice."""
    for shipped in load_all():
        refs = [clause.ref for each in passages(shipped) for clause in each.clauses]
        assert sorted(refs) == sorted(clause.ref for clause in shipped.clauses)


def test_each_document_has_its_length() -> None:
    """Lengths by field are those of the documents, counted from the field's first one."""
    made = contents([next(load_all())])
    lengths = made.lengths()
    for field, (start, each) in lengths.items():
        for number, document in enumerate(made.documents):
            inside = 0 <= number - start < len(each)
            assert len(document.get(field, [])) == (each[number - start] if inside else 0)


RULES = """
1.1 The panel hears the person within five working days.

```step
id: hear
as: decision
does: Hear the person
who: panel
after: [case.opened]
within: {count: 5, unit: working-days, after: case.opened}
```

```outcome
id: warning
name: written warning
rank: 1
at: {step: hear}
lasts: {count: 6, unit: months, after: warning-letter.dated}
letter: warning-letter
appeal: not-stated
then: end
```

```letter
id: warning-letter
name: Written warning
from: panel
to: person
copies: [{to: board}]
encloses: [rule-book]
says: [that there is no appeal]
timed: [dated]
```

```term
id: told-off
means: written warning
say: [told off, ticked off]
is: warning
---
id: warned
say: [a stern word]
is: warning
```

```breach
id: noise
text: Making noise
say: [being loud]
```

```not-stated
id: silence
about: whether the warning is public
of: warning
---
id: unanswered
about: who pays for the coffee
asked-as: [is there coffee]
```
"""


def test_cards_say_what_rules_say() -> None:
    """Each rule's card has its words, whom it names, and other words for it."""
    found = {(card.rule, card.kind): card for card in cards(procedure(RULES))}
    assert found["hear", "step"].words == "Hear the person; Panel; 5 working days"
    assert (
        "how long" in found["hear", "limit"].words
        and "5 working days" in found["hear", "limit"].words
    )
    assert "6 months" in found["warning", "limit"].words
    assert found["warning", "outcome"].words == "written warning; sanction; lasts; Hear the person"
    letter = found["warning-letter", "letter"].words
    for words in (
        "Written warning",
        "Person",
        "copy to Board",
        "rule book",
        "that there is no appeal",
    ):
        assert words in letter
    assert found["told-off", "term"].words == "written warning; told off; ticked off"
    assert found["noise", "breach"].words == "Making noise; being loud; breach"
    assert found["silence", "not-stated"].words == "whether the warning is public"
    assert ("unanswered", "not-stated") not in found
    assert {card.clauses[0] for card in found.values()} == {"S 1.1", "S 0.1"}


def test_synonyms_come_from_terms() -> None:
    """The other words of a term stand for its meaning, or for the name of the rule that it is."""
    made = contents([procedure(RULES)])
    assert made.synonyms["told off"] == {"small": ["written", "warn"]}
    assert made.synonyms["a stern word"] == {"small": ["written", "warn"]}
