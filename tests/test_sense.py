"""Sense: read from its table, word by word and with neighbours, and silent where nothing is known."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from math import exp, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import sense as module
from index.columns import NOUGHT
from index.sense import FILE, LEAST, MAGIC, Sense, key, likely, sense, together


def columns(*rows: tuple[Sequence[int], float, float]) -> bytes:
    """Write rows down by columns, then the scales of the rows and what is added to them."""
    numbers = [
        bytes(each + NOUGHT for each in column)
        for column in zip(*(row for row, _, _ in rows), strict=True)
    ]
    scales, added = [scale for _, scale, _ in rows], [each for _, _, each in rows]
    return b"".join(numbers) + struct.pack(f"<{2 * len(rows)}f", *scales, *added)


def table(
    words: dict[str, int], keys: Sequence[bytes] = (), silent: int = 0, frequent: Sequence[str] = ()
) -> bytes:
    """Make a network one number wide: a word is a number, and those beside it count a half.

    What is known by the first of the keys is scored 0, by the second 1, and so on; the last ones
    are silences.
    """
    listed = "".join(f"\n{word}" for word in sorted(words)).encode() + b"\n"
    often = "".join(f"\n{word}" for word in sorted(frequent)).encode() + b"\n"
    stated = len(keys) - silent
    sizes = (1, 1, 1, len(listed), len(words), len(often), len(frequent), stated, silent)
    made = [MAGIC, struct.pack("<9I", *sizes), listed]
    made += [struct.pack("<fb", 1.0, words[word]) for word in sorted(words)]
    made.append(often)
    made += [struct.pack("<f3b", 0.5, n := words[word], 2 * n, n) for word in sorted(frequent)]
    made.append(columns(([1], 0.5, 0.0), ([1], 1.0, 0.0), ([1], 0.5, 0.0)))
    made.append(columns(([1, 1, 1], 1.0, 0.0)))
    scored = [([at], 1.0, 0.0) for at in range(len(keys))]
    made += [columns(*some) for some in (scored[:stated], scored[stated:])]
    return b"".join((*made, *keys))


KEYS = (b"nothing.", b"once....", b"twice...")


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    sense.cache_clear()
    yield
    sense.cache_clear()


def test_a_word_alone() -> None:
    """Of one word there is nothing beside it: the most, the mean and the word itself add up."""
    held = Sense(table({"appeal": 2}, KEYS))
    assert held.of("Appeal?", range(3)) == pytest.approx({0: 0.0, 1: 6.0, 2: 12.0})


def test_words_count_with_their_neighbours() -> None:
    """The order of words tells; unknown ones are passed over."""
    held = Sense(table({"appeal": 2, "late": -1, "no": 4}, KEYS))

    def by_hand(*numbers: int) -> float:
        seen = []
        for at, own in enumerate(numbers):
            beside = sum(numbers[near] for near in (at - 1, at + 1) if 0 <= near < len(numbers))
            seen.append(max(0.0, own + beside / 2))
        root = sqrt(len(numbers))
        return max(0.0, max(seen) + sum(seen) / root + sum(numbers) / root)

    assert held.of("no late zxqwv appeal", [1])[1] == pytest.approx(by_hand(4, -1, 2))
    assert held.of("no appeal late", [1])[1] == pytest.approx(by_hand(4, 2, -1))
    assert held.of("no appeal late", [1]) != held.of("no late appeal", [1])


def test_frequent_words_are_read_beforehand() -> None:
    """What reading makes of a word is the same, written down or worked out."""
    words, frequent = {"appeal": 2, "late": -1, "no": 4}, ("late", "no")
    held, other = Sense(table(words, KEYS)), Sense(table(words, KEYS, frequent=frequent))
    for text in ("no late appeal", "late no", "appeal no late no"):
        assert held.of(text, range(3)) == pytest.approx(other.of(text, range(3)))


def test_silences_are_numbered_after_the_rest() -> None:
    """They are scored by themselves, and only where they are asked for."""
    held, other = Sense(table({"appeal": 2}, KEYS)), Sense(table({"appeal": 2}, KEYS, silent=2))
    for numbers in ([0], [1, 2], [2, 0], range(3)):
        assert other.of("appeal", numbers) == held.of("appeal", numbers)


@pytest.mark.parametrize(
    "text", ["", "   ", "zxqwv", "5.24", "?!", "\x00", "🙂", "zxqwv " * 20_000]
)
def test_nothing_is_said_of_what_is_unknown(text: str) -> None:
    assert Sense(table({"appeal": 2, "5": 1, "24": 3}, KEYS)).of(text, range(3)) == {}


def test_only_the_first_words_are_read() -> None:
    held = Sense(table({"appeal": 2, "late": 9}, KEYS))
    assert held.of("appeal " * 30 + "late", [1]) == held.of("appeal " * 30, [1])


def test_numbers_are_found_by_what_they_stand_for() -> None:
    """A clause is known by its text, whatever its white space; one that was reworded is not."""
    assert key("ldpp", "8.2", "An  appeal\nmust") == key("ldpp", "8.2", "An appeal must")
    assert key("ldpp", "8.2", "An appeal must") != key("ldpp", "8.2", "An appeal may")
    assert key("ldpp", "8.2", "x") != key("lrs", "8.2", "x")
    assert Sense(table({"appeal": 2}, (*KEYS, key("", "", "outside")))).outside == 3
    assert Sense(table({"appeal": 2}, KEYS)).outside is None


def test_sorts_of_answers_are_numbered_like_the_rest() -> None:
    held = Sense(table({"appeal": 2}, (*KEYS, key("", "", "sort who"))))
    assert held.sort("who") == 3
    assert held.sort("when") is None


def test_a_score_is_the_same_however_often_it_is_asked_for() -> None:
    """What was worked out for some numbers serves the next who ask for more of them."""
    held = Sense(table({"appeal": 2, "late": -1}, KEYS))
    first = held.of("late appeal", [1])
    assert held.of("late appeal", range(3)) == {0: 0.0, 1: first[1], 2: 2 * first[1]}
    assert held.of("late appeal", [2]) == {2: 2 * first[1]}
    assert held.of("late appeal", []) == {}


@given(st.dictionaries(st.integers(0, 50), st.floats(-30, 30), min_size=1))
def test_likelihoods_add_up(found: dict[int, float]) -> None:
    """What is likely adds up to one, but for what is raised to the least."""
    whole = sum(map(exp, likely(found).values()))
    assert 1 - 1e-6 <= whole <= 1 + len(found) * exp(LEAST) + 1e-6
    assert max(likely(found)) in found


def test_nothing_together_is_next_to_nothing() -> None:
    assert together([]) < 2 * LEAST
    assert together([0.0, 0.0]) == pytest.approx(log(2))
    assert together([-900.0, -1000.0]) == pytest.approx(-900.0)


@pytest.mark.parametrize(
    "content",
    [b"", b"garbage", MAGIC, MAGIC + b"\0" * 36, table({"appeal": 2}, KEYS)[:-1],
     table({"appeal": 2}, KEYS)[:-30], table({"appeal": 2}, KEYS) + b"x"],
)  # fmt: skip
def test_a_broken_table_is_no_table(content: bytes) -> None:
    with pytest.raises((ValueError, struct.error)):
        Sense(content)


def test_without_a_table_the_words_alone_rank(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the table is missing, searching and asking go on without it."""
    from index import open_index
    from index.answers.sensed import NOTHING, of_these, sensed

    monkeypatch.setattr(module, "FILE", FILE.parent / "nothing.bin")
    assert sense() is None
    index = open_index()
    monkeypatch.setattr(index.gatherer, "sense", None)
    assert index.search("how long do I have to appeal against a stage 2 warning")[0].ref
    from index.answers import sensed as answers

    answers._known.cache_clear()
    assert sensed(index, "how long do I have to appeal", "ldpp") == NOTHING
    assert of_these(index, "how long do I have to appeal") == 0.0
    answers._known.cache_clear()


def test_every_clause_silence_and_sort_is_known() -> None:
    """The table that is shipped knows them all: it is made again when a procedure changes."""
    from index.answers.wanted import SORTS
    from toolkit.procedure.library import load_all
    from toolkit.procedure.rule import NotStated

    held = sense()
    assert held is not None and held.outside is not None
    missing = []
    for procedure in load_all():
        missing += [ref for ref in procedure.questions if held.clause(procedure, ref) is None]
        missing += [
            rule.id for rule in procedure.of_kind(NotStated).values()
            if rule.asked_as and held.silence(procedure, rule.about) is None
        ]  # fmt: skip
    assert missing == []
    assert all(held.sort(name) is not None for name in SORTS)
