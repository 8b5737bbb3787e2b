"""What sort of answer a question wants: how it is put counts beside its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from index.answers import wanted as module
from index.answers.kind import Asked
from index.answers.wanted import SORTS, wanted

UNSAID = "the chair at stage 2"
"""A question whose words do not say what sort of answer it wants."""


class Said:
    """A network that says the same of every question.

    Args:
        sorts: What speaks for each sort; nothing for the others.
        known: The sorts that it knows.
    """

    def __init__(self, sorts: dict[Asked, float], known: Iterable[Asked] = SORTS) -> None:
        self._sorts = sorts
        self._known = tuple(known)

    def sort(self, name: Asked) -> int | None:
        return self._known.index(name) if name in self._known else None

    def of(self, text: str, numbers: Iterable[int]) -> dict[int, float]:
        if not any(map(str.isalpha, text)):
            return {}
        return {number: self._sorts.get(self._known[number], 0.0) for number in numbers}


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    module._numbers.cache_clear()
    yield
    module._numbers.cache_clear()


def says(monkeypatch: pytest.MonkeyPatch, held: Said | None) -> None:
    monkeypatch.setattr(module, "sense", lambda: held)


def test_where_nothing_is_sensed_the_words_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    for held in (None, Said({"who": 9.0}, known=())):
        module._numbers.cache_clear()
        says(monkeypatch, held)
        assert wanted("how long do I have to appeal") == "how-long"
        assert wanted(UNSAID) == "text"


def test_what_is_sensed_decides_where_the_words_say_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    says(monkeypatch, Said({"who": 0.5}))
    assert wanted(UNSAID) == "who"
    assert wanted("5.24") == "text"


def test_the_words_count_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A little more speaks against what the words say, or very much does."""
    says(monkeypatch, Said({"who": module.PLAIN - 0.1}))
    assert wanted("how long do I have to appeal") == "how-long"
    says(monkeypatch, Said({"who": module.PLAIN + 0.1}))
    assert wanted("how long do I have to appeal") == "who"


def test_nothing_is_compared_that_is_not_plainly_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """To compare is a large answer: it takes more than being the likeliest sort."""
    says(monkeypatch, Said({"compare": 2.0, "who": 1.0}))
    assert wanted(UNSAID) == "who"
    says(monkeypatch, Said({"compare": 9.0, "who": 1.0}))
    assert wanted(UNSAID) == "compare"


@pytest.mark.parametrize("missing", SORTS)
def test_where_a_sort_is_not_known_the_words_decide(
    monkeypatch: pytest.MonkeyPatch, missing: Asked
) -> None:  # fmt: skip
    """A network that lacks a sort would never give it."""
    says(monkeypatch, Said({"letter": 3.0}, [each for each in SORTS if each != missing]))
    assert wanted(UNSAID) == "text"
    assert wanted("who chairs the meeting") == "who"
