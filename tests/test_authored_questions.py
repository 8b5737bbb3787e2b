"""Authored questions are held by clause, survive the cache, and leave text and rules alone."""

from __future__ import annotations

import pytest
from small import FRONT

from toolkit.problem import BadData
from toolkit.procedure.compiled import decode, encode
from toolkit.procedure.parse import parse_files
from toolkit.procedure.procedure import Procedure

BODY = """
1.1 The panel may impose:

{items="S 1.1"}
- a warning;
- a fine.

```asked-as S 1.1 1
will I be  told off?
```

```asked-as S 1.1
what can they do to me
```

1.2 The fine is ten pounds.

```asked-as
how much is it?

what can they do to me
```

```asked-as
ten quid?
```
"""


def read(body: str) -> Procedure:
    return parse_files([("small/01.md", FRONT + body)])[0]


def test_questions_by_clause_in_reading_order() -> None:
    """Blocks of one clause are put together, white space is evened out, empty lines are none."""
    assert list(read(BODY).questions.items()) == [
        ("S 1.1", ("what can they do to me",)),
        ("S 1.1 1", ("will I be told off?",)),
        ("S 1.2", ("how much is it?", "what can they do to me", "ten quid?")),
    ]


def test_they_survive_the_compiled_form_and_the_readings() -> None:
    """What comes out of the cache has the same questions."""
    procedure = read(BODY)
    assert decode(encode(procedure)) == procedure
    assert procedure.with_readings({}).questions == procedure.questions


def test_they_are_neither_text_nor_rules() -> None:
    """Without the blocks, clauses' words and rules are the same."""
    bare = read(
        "\n1.1 The panel may impose:\n\n"
        '{items="S 1.1"}\n- a warning;\n- a fine.\n\n1.2 The fine is ten pounds.\n'
    )
    assert [(c.ref, c.text) for c in bare.clauses] == [(c.ref, c.text) for c in read(BODY).clauses]
    assert bare.questions == {}


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("```asked-as S 0.1\nx\n```", "names the clause 'S 0.1', which does not lie under 'S 1.2'"),
        ("```asked-as S 1.20\nx\n```", "names the clause 'S 1.20', which does not exist"),
        ("```asked-as\n```", "this asked-as block is empty"),
    ],
)
def test_a_misplaced_or_empty_block(block: str, message: str) -> None:
    """The message names the clause at fault."""
    with pytest.raises(BadData, match=message):
        read(BODY + "\n" + block + "\n")
