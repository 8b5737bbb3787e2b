"""Filling a template: what values may hold, what is missing, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.letters.blank import Missed
from toolkit.letters.fields import Fields
from toolkit.letters.filled import fill
from toolkit.letters.template.compiled import Compiled, TooLong, prepare
from toolkit.letters.template.proof import words_of
from toolkit.letters.word.draft import draft
from toolkit.letters.word.package import DOCUMENT, read_package

HEAD = "---\ntitle: A letter\n---\n# A letter\n\n"


def compiled(body: str) -> Compiled:
    return Compiled(prepare(read_package(draft(HEAD + body, "t.md"), "t.docx")))


def filled(body: str, **data: Any) -> tuple[str, Missed]:
    missed = Missed()
    values = vars(fill(Fields, data, missed))
    return compiled(body).fill(values).parts[DOCUMENT], missed


def words(body: str, **data: Any) -> list[str]:
    return words_of(filled(body, **data)[0]).strip().splitlines()[1:]


PLACE = "The place is {{ meeting.place }}.\n"


@pytest.mark.parametrize(
    "value",
    [
        "Smith & Jones <b> \"q\" 'x' >",
        "{{ letter.date }} {% if x %}",
        "Łódź, Zażółć, 東京, 🙂",
        "a  b",
        "None",
    ],
)
def test_what_a_value_holds_is_printed_as_it_is(value: str) -> None:
    """Signs that mean something to XML or to tags are only signs."""
    assert words(PLACE, meeting={"place": value}) == [f"The place is {value}."]


@pytest.mark.parametrize("value", ["a\x00b", "a\x07b", "a\x0cb", "a\x1fb", "a\ufffeb", "a\ud800b"])
def test_what_word_cannot_hold_is_left_out(value: str) -> None:
    """Control characters and lone surrogates are dropped; all else stays."""
    assert words(PLACE, meeting={"place": value}) == ["The place is ab."]


@pytest.mark.parametrize("value", ["a\nb", "a\r\nb", "a\rb", "a\x0bb"])
def test_a_line_break_breaks_the_line(value: str) -> None:
    """Every kind of line break becomes Word's own, once."""
    xml, _ = filled(PLACE, meeting={"place": value})
    assert xml.count("<w:br/>") == 1
    assert words_of(xml).strip().splitlines()[1:] == ["The place is a b."]


def test_a_tab_becomes_words_own() -> None:
    """A tab in a value is a tab in the letter."""
    assert "<w:tab/>" in filled(PLACE, meeting={"place": "a\tb"})[0]


def test_words_from_right_to_left_are_marked() -> None:
    """A Hebrew or Arabic name stands in a run of its own that is marked; the words around it are not."""
    xml, _ = filled(PLACE, meeting={"place": "Mr שלום עולם of Leeds"})
    assert '<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">שלום עולם</w:t>' in xml
    assert words_of(xml).strip().splitlines()[1:] == ["The place is Mr שלום עולם of Leeds."]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), max_size=40))
def test_every_text_comes_out_as_it_went_in(value: str) -> None:
    """Whatever people write is what the letter says."""
    kept = value.replace("\ufffe", "").replace("\uffff", "")
    xml = TEMPLATE.fill(vars(fill(Fields, {"meeting": {"place": value}}, Missed()))).parts[DOCUMENT]
    assert f"[{kept}]" in words_of(xml)


TEMPLATE = compiled("It is [{{ meeting.place }}].\n")


def test_every_field_that_is_missing_is_noted_once() -> None:
    """Printing fields that are not filled notes each, in order, and goes on."""
    body = (
        "{{ meeting.place }} {{ meeting.time }} {{ meeting.place }}\n\n"
        "{% for item in evidence %}\n\n- {{ item.name }}\n\n{% endfor %}\n"
    )
    assert filled(body)[1] == ["meeting.place", "meeting.time", "evidence"]


def test_asking_for_a_field_does_not_need_it() -> None:
    """A condition on a field that is not filled is false and nothing more."""
    body = (
        "{% if meeting.link %}\n\nJoin {{ meeting.link }}\n\n{% else %}\n\nCome.\n\n{% endif %}\n"
    )
    xml, missed = filled(body)
    assert words_of(xml).strip().splitlines()[1:] == ["Come."]
    assert missed == []


def test_a_field_of_an_item_is_noted_with_its_number() -> None:
    """What the second of a list lacks is said of the second."""
    body = "{% for item in allegations %}\n\n- {{ item.what }}\n\n{% endfor %}\n"
    assert filled(body, allegations=({"what": "a"}, {}))[1] == ["allegations[2].what"]


def test_a_comparison_with_a_missing_field_needs_it() -> None:
    """To compare a field is to need it."""
    body = '{% if sanction.name == "x" %}\n\na\n\n{% else %}\n\nb\n\n{% endif %}\n'
    assert filled(body)[1] == ["sanction.name"]


def test_what_is_no_word_is_refused() -> None:
    """True or false is never printed."""
    made = compiled("{{ letter.name }}\n").fill(
        vars(fill(Fields, {"letter": {"name": True}}, Missed()))
    )
    assert made.refused == ("bool",)


def test_a_letter_that_grows_without_end_is_stopped() -> None:
    """Lists within lists cannot make a letter of any length."""
    body = (
        "{% for a in evidence %}\n\n{% for b in evidence %}\n\n- {{ a.name }}\n\n{% endfor %}\n\n"
        "{% endfor %}\n"
    )
    many = tuple({"name": "x" * 100} for _ in range(600))
    with pytest.raises(TooLong):
        compiled(body).fill(vars(fill(Fields, {"evidence": many}, Missed())))


def test_a_letter_is_the_same_every_time() -> None:
    """The same fields give the same bytes."""
    template = compiled(PLACE)
    values = vars(fill(Fields, {"meeting": {"place": "Leeds"}}, Missed()))
    assert template.write(template.fill(values)) == template.write(template.fill(values))
