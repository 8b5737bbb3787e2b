"""Drafts become Word templates that Word, docxtpl and a screen reader can use, or say what is wrong."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from toolkit.letters.word.accessible import accessible
from toolkit.letters.word.draft import draft
from toolkit.letters.word.text import text
from toolkit.problem import BadData

FRONT = "---\ntitle: Warning\n---\n"
TOP = f"{FRONT}# Warning\n\n"
"""The first five lines of a draft; what follows begins on line 6."""

WHOLE = (
    TOP
    + """\
::: address
{{ recipient.name }}\\
{% for line in recipient.address %}{{ line }}{% if not loop.last %}\\
{% endif %}{% endfor %}
:::

Dear {{ recipient.greeting }}

{% block allegation %}

{% for allegation in allegations %}

- {{ allegation.what }}, **not** decided

{% endfor %}

{% endblock %}

1. [[ form.yes ]] Yes
2. [[ form.no ]] No

____

| What | Details |
|---|---|
| {% if form.yes %} | |
| Day | {{ form.day \\| upper }} |
| {% endif %} | |
| Notes | {% if form.notes %}{{ form.notes }}{% else %}____{% endif %} |

::: signature
Yours sincerely

{{ sender.name }}
:::
"""
)


def document(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def filled(data: bytes, **fields: object) -> bytes:
    """Give a template filled by docxtpl, strict and escaped."""
    import jinja2
    from docxtpl import DocxTemplate

    template = DocxTemplate(io.BytesIO(data))
    template.render(fields, jinja2.Environment(undefined=jinja2.StrictUndefined), autoescape=True)
    out = io.BytesIO()
    template.save(out)
    return out.getvalue()


def test_lean_and_the_same_each_time() -> None:
    """A draft gives the same bytes each time, and only the parts that Word needs."""
    made = draft(WHOLE)
    assert made == draft(WHOLE)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert package.namelist() == [
            "[Content_Types].xml", "_rels/.rels", "docProps/core.xml", "word/document.xml",
            "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml", "word/numbering.xml",
        ]  # fmt: skip
    assert len(made) < 8_000


def test_accessible_as_drafted_and_as_filled() -> None:
    """What a draft gives passes the accessibility check, before and after it is filled."""
    made = draft(WHOLE)
    assert accessible(made) == ()
    assert accessible(filled(made, **FIELDS)) == ()


def test_a_signature_stays_with_the_words_before_it() -> None:
    """The last paragraph before a signature is kept with it, whatever steers stand between."""
    signature = "::: signature\nRobin Head\n:::\n"
    made = document(draft(f"{TOP}One.\n\n{{% if x %}}\n\nTwo.\n\n{{% endif %}}\n\n{signature}"))
    kept = [part.rpartition("<w:p>")[2] for part in made.split("</w:p>")]
    assert [part for part in kept if "keepNext" in part] == [
        "<w:pPr><w:keepNext/></w:pPr><w:r><w:t>Two.</w:t></w:r>"
    ]
    table = "| A | B |\n|---|---|\n| a | b |\n"
    assert "keepNext" not in document(draft(f"{TOP}{table}\n{signature}"))


FIELDS: dict[str, object] = {
    "recipient": {
        "name": "Sam & Co <b>",
        "address": ["1 High Street", "Exampletown"],
        "greeting": "Sam",
    },
    "allegations": [{"what": "late"}, {"what": "absent"}],
    "form": {"yes": True, "no": False, "day": "Monday", "notes": ""},
    "sender": {"name": "Robin Head"},
}


def test_filled_by_docxtpl() -> None:
    """docxtpl fills paragraphs, rows, words, tick boxes and blanks of a draft."""
    assert text(filled(draft(WHOLE), **FIELDS)) == (
        TOP
        + """\
::: address
Sam & Co \\<b>\\
1 High Street\\
Exampletown
:::

Dear Sam

- late, **not** decided
- absent, **not** decided

1. ☒ Yes
2. ☐ No

____

| What | Details |
|---|---|
| Day | MONDAY |
| Notes | ____ |

::: signature
Yours sincerely

Robin Head
:::
"""
    )


def test_rows_left_out() -> None:
    """A row whose condition does not hold leaves nothing behind, and cells keep their paragraph."""
    form = {"yes": False, "no": True, "day": "", "notes": "seen"}
    made = filled(draft(WHOLE), **FIELDS | {"form": form})
    assert "| Notes | seen |" in text(made)
    assert "Day" not in text(made)
    assert re.findall(r"</w:p></w:tc>", document(made)).__len__() == document(made).count("</w:tc>")


def test_tick_boxes_have_names() -> None:
    """A tick box is called by the words beside it, or by its row and column."""
    table = "| Point | Seen |\n|---|---|\n| Door | [[ form.door ]] |\n"
    made = document(draft(f"{TOP}[[ form.yes ]] Yes: {{{{ form.x }}}}\n\n{table}"))
    assert re.findall(r'<w:alias w:val="([^"]*)"/>', made) == ["Yes"] * 2 + ["Seen: Door"] * 2


def test_lists_count_anew() -> None:
    """A list that begins with 1 counts anew; one that begins with another number goes on."""
    words = "1. a\n2. b\n\nwords\n\n3. c\n\nwords\n\n1. d"
    made = document(draft(TOP + words))
    assert re.findall(r'<w:numId w:val="(\d)"/>', made) == ["2", "2", "2", "3"]
    assert text(draft(TOP + words)) == f"{TOP}{words}\n"


@pytest.mark.parametrize(
    "nested",
    [
        "{% if evidence %}{% for e in evidence %}{{ e }}{% endfor %}{% else %}none{% endif %}",
        "{% for e in evidence %}{{ e }}{% else %}none{% endfor %}",
        "{% if a %}x{% elif b %}y{% else %}____{% endif %}",
    ],
)
def test_never_empty(nested: str) -> None:
    """A cell that says something whatever the case is right."""
    assert draft(f"{TOP}| A | B |\n|---|---|\n| a | {nested} |\n")


def test_never_empty_under_its_condition() -> None:
    """A loop over a list that the paragraph or row is asked for is never empty."""
    loop = "{% for e in evidence %}{{ e }}{% endfor %}"
    assert draft(f"{TOP}{{% if evidence %}}\n\n{loop}\n\n{{% endif %}}\n")
    rows = f"| {{% if evidence %}} | |\n| a | {loop} |\n| {{% endif %}} | |\n"
    assert draft(f"{TOP}| A | B |\n|---|---|\n{rows}")


def test_tables_in_ways_that_exclude_each_other() -> None:
    """Two tables of which only one can come do not meet."""
    table = "| A |\n|---|\n| a |\n"
    assert draft(f"{TOP}{{% if a %}}\n\n{table}\n{{% else %}}\n\n{table}\n{{% endif %}}\n")


def bad(source: str) -> list[str]:
    with pytest.raises(BadData) as caught:
        draft(source, "d.md")
    return [str(problem) for problem in caught.value.problems]


ALONE = (
    "both stand in one line of words, or each alone in a paragraph with a blank line before "
    "and after, or each alone in a row"
)
CELL = "say something in {% else %}, or write ____ to be filled in by hand"
OWN = "put each tag into a paragraph of its own, or say something in {% else %}"
MEET = "a table directly after a table; put a heading or words between"
TABLE = "| A | B |\n|---|---|\n"


@pytest.mark.parametrize(
    ("below", "message"),
    [
        ("::: adress\nx\n:::", "6: '::: adress' is no container; did you mean 'address'?"),
        ("::: note\nx", "6: '::: note' is not ended; end it with a line :::"),
        (":::\nx", "6: ':::' ends no container; there are address, reference, signature, note, lead, copies"),
        ("::: note\n## x\n:::", "7: a heading stands in '::: note'; end it before with :::"),
        ("# Again", "6: a second heading with one #; use ## for parts"),
        ("### Deep", "6: a heading with ### leaps over ##; use ##"),
        ("#### Deep", "6: a heading of level 4; use #, ## and ###"),
        ("## **Bold**", "6: bold words in a heading; leave out **; a heading is bold"),
        ("##", "6: a heading says nothing; write what the part is about"),
        ("| a | b |", "6: a table without a header row; under the first row put |---|---|, as many as it has columns"),
        ("| | B |\n|---|---|\n| a | b |", "6: a header row with an empty cell; name each column"),
        (f"{TABLE}| a | |", "8: cell 2 of the row is empty; say something, or write ____ to be filled in by hand"),
        (f"{TABLE}| a | b | c |", "8: a row has more cells than the header row; take it out"),
        (TABLE, "6: a table without rows; add one, or leave it out"),
        ("| A |\n|--:|\n| a |", "6: a column that is not left-aligned; write |---| without :"),
        (f"{TABLE}| a | {{% if b %}}c{{% endif %}} |", f"8: cell 2 of the row can come out empty; {CELL}"),
        (f"{TABLE}| {{% if b %}} | |\n| a | b |", f"8: '{{% if b %}}' has no '{{% endif %}}'; {ALONE}"),
        (f"{TABLE}| a | b |\n\n{TABLE}| a | b |", f"10: {MEET}"),
        (f"{{% for x in y %}}\n\n{TABLE}| a | b |\n\n{{% endfor %}}", f"8: {MEET}"),
        ("{% if a %}x{% endif %}", f"6: a paragraph that can come out empty; {OWN}"),
        ("- {% if a %}x{% endif %}", f"6: a paragraph that can come out empty; {OWN}"),
        ("{% if a %}\nx\n\n{% endif %}", f"6: '{{% if a %}}' has no '{{% endif %}}'; {ALONE}"),
        ("{% endfor %}", f"6: '{{% endfor %}}' closes nothing; {ALONE}"),
        ("x {% else %}", f"6: '{{% else %}}' stands in no {{% if … %}} or {{% for … %}}; {ALONE}"),
        ("{% fro x in y %}z{% endfro %}", "6: '{% fro x in y %}' is no tag that a template knows; did you mean 'for'?"),
        ("{% if a b %}x{% else %}y{% endif %}", "6: '{% if a b %}' cannot be read: expected token 'end of statement block', got 'b'; write it as Jinja does"),
        ("{{ a b }}", "6: '{{ a b }}' cannot be read: expected token 'end of print statement', got 'b'; write it as Jinja does"),
        ("{{ a", "6: '{{' without '}}'; close the tag; in a table write \\| for | inside a tag"),
        ("a }} b", "6: '}}' without '{{'; open the tag, or leave the braces out"),
        ("[[ a ] b", "6: '[[' without ']]'; close the tick box"),
        ("[[ ]] b", "6: a tick box without a condition; write [[ field ]]"),
        ("{# a #} b", "6: '{#' begins a comment; leave comments out"),
        ("{%- if a %}x{% else %}y{% endif %}", "6: '{%- if a %}' trims what stands around it; write it without - or +"),
        ("{{ a == ’b’ }}", "6: '{{ a == ’b’ }}' holds curly quotes; write straight ones in a tag"),
        ('{{ a == "b & c" }}', "6: '{{ a == \"b & c\" }}' holds &; write 'and' in the tag and in what it asks"),
        ("{% if x % 2 %}\n\na\n\n{% endif %}", "6: '{% if x % 2 %}' steers and holds % or }; ask for it in another way, or in an inline tag"),
        ("an *italic* word", "6: italics do not belong in a letter; use **bold**, or plain words"),
        ("a [link](https://x.example)", "6: a link does not belong in a letter; write the address out, or name the document"),
        ("a ![picture](x.png)", "6: a picture does not belong in a letter; pictures belong in letterhead.docx"),
        ("a <b>word</b>", "6: HTML does not belong in a letter; write plain words"),
        ("a\n`code`", "7: code does not belong in a letter; write plain words"),
        ("<div>x</div>", "6: HTML does not belong in a letter; write it as a paragraph"),
        ("> quoted", "6: a quotation does not belong in a letter; write it as a paragraph in quotation marks"),
        ("```\nx\n```", "6: code does not belong in a letter; write it as a paragraph"),
        ("a\n\n---\n\nb", "8: a rule across the page; use a heading to part the text"),
        ("Name: ____\\", "6: a line break at the end; leave out the \\"),
        ("Name: ___ here", "6: a line to be filled in is too short; write ____"),
        ("- a\n  - b", "6: an item of a list is more than one paragraph, or none; one level of one-paragraph items; other text begins at the margin"),
        ("1) a", "6: a list numbered with ); write '1. '"),
        ("3. a", "6: a list that begins at 3; begin it with '1. '"),
        ("**a.**b", "6: '**' that begins or ends no bold words; set it directly around words and spaces"),
        ("a\x07b", "6: U+0007 cannot stand in a letter; leave it out"),
    ],
)  # fmt: skip
def test_bad(below: str, message: str) -> None:
    """What a draft must not hold is named with its line and what to do."""
    assert message in [said.removeprefix("d.md:") for said in bad(TOP + below)]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# A\n", "d.md:1: the draft has no title; begin with three lines: ---, 'title: Name of the letter', ---"),
        ("---\ntitle: a: b\n---\n# A\n", "d.md:2: the lines between --- cannot be read; write 'title: …', in quotation marks if it holds a colon or braces"),
        ("---\ntitle: A\nby: me\n---\n# A\n", "d.md:2: 'by' is nothing that the front of a draft holds; leave it out"),
        ('---\ntitle: "{{ a }}"\n---\n# A\n', "d.md:2: the title holds a tag or a line break; write plain words"),
        (f"{FRONT}words\n", "d.md:1: the draft has no heading; say with '# …' what the letter is"),
        (f"{FRONT}## Part\n\n# A\n", "d.md:4: a heading with ## leaps over #; use #"),
    ],
)  # fmt: skip
def test_bad_front(source: str, message: str) -> None:
    """A draft without a proper title or heading says so."""
    assert message in bad(source)


def test_all_at_once() -> None:
    """Everything that is wrong is told in one run, in the order of the lines."""
    said = bad(TOP + "an *italic* word\n\n::: what\nx\n:::\n\n### Deep\n\n{% if a %}\n")
    assert [each.split(":")[1] for each in said] == ["6", "8", "12", "14"]


WORDS = some.lists(
    some.sampled_from(
        ["you", "we", "{{ a.b }}", "**bold words**", "____", "[[ form.x ]]", "5 < 6", "\\*", "& co",
         "{% if a %}yes{% else %}no{% endif %}", "“said”", "3.", "#", "x_y", "\\[a\\](b)", "é", "-"]
    ),
    min_size=1, max_size=6,
).map(lambda words: "So " + " ".join(words))  # fmt: skip
CELLS = some.lists(WORDS, min_size=2, max_size=2)


def table_of(rows: list[list[str]]) -> str:
    lines = ["| Point | Details |", "|---|---|", "| {% if a %} | |"]
    return (
        "\n".join([*lines, *(f"| {a} | {b} |" for a, b in rows), "| {% endif %} | |"]) + "\n\nSo."
    )


BLOCKS = some.one_of(
    WORDS,
    some.lists(WORDS, min_size=2, max_size=3).map("\\\n".join),
    WORDS.map(lambda words: f"{{% for x in y %}}\n\n{words}\n\n{{% endfor %}}"),
    some.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"- {i}" for i in items)),
    some.lists(WORDS, min_size=1, max_size=3).map(lambda items: "\n".join(f"1. {i}" for i in items)),
    some.tuples(some.sampled_from(["address", "note", "signature", "copies", "lead"]), WORDS, WORDS).map(
        lambda c: f"::: {c[0]}\n{c[1]}\n\n{{% if a %}}\n\n- {c[2]}\n\n{{% endif %}}\n:::"
    ),
    some.lists(CELLS, min_size=1, max_size=3).map(table_of),
    some.just("## A part"),
    some.just("____"),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(some.lists(BLOCKS, max_size=7))
def test_round_trip(blocks: list[str]) -> None:
    """A template is the same, byte for byte, when it is made anew from its own text."""
    made = draft(TOP + "\n\n".join(blocks))
    again = text(made)
    assert draft(again) == made
    assert text(draft(again)) == again
    assert accessible(made) == ()
