"""Word vectors: read from their table, added up for a question, and compared with passages."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import pytest

from index.vectors import FILE, MAGIC, WordVectors, key, packed, side_by_side, word_vectors


def table(words: dict[str, Sequence[int]], passages: dict[str, Sequence[float]]) -> bytes:
    """Make a table of vectors in two directions."""
    listed = "".join(f"\n{word}" for word in sorted(words)).encode() + b"\n"
    made = [MAGIC, struct.pack("<III", 2, len(listed), len(words)), listed]
    made += [struct.pack("<f2b", 0.5, *vector) for vector in words.values()]
    made.append(struct.pack("<2f", 0.0, 0.0))
    made += [key(text) + packed(vector) for text, vector in passages.items()]
    return b"".join(made)


def test_a_question_is_the_sum_of_its_words() -> None:
    """Words are added up to a vector of length 1; unknown ones add nothing."""
    held = WordVectors(table({"appeal": (100, 0), "letter": (0, 100)}, {}))
    assert held.of(["appeal"]) == [1.0, 0.0]
    assert held.of(["appeal", "letter", "zxqwv"]) == pytest.approx([0.5**0.5, 0.5**0.5])
    assert held.of(["zxqwv", "app", "étude"]) is None
    assert held.of([]) is None


def test_passages() -> None:
    """A passage that is known has its own vector, another that of its words, or none."""
    held = WordVectors(table({"appeal": (100, 0)}, {"The  appeal\npanel": (0.0, 1.0)}))
    known = held.of_passage("The appeal panel", ["appeal"])
    new = held.of_passage("Something new", ["appeal"])
    laid = side_by_side(known + new, 2)
    assert laid.times([0.0, 1.0]) == pytest.approx([1.0, 0.0], abs=1e-6)
    assert laid.times([1.0, 0.0]) == pytest.approx([0.0, 1.0], abs=1e-6)
    assert side_by_side(b"", 2).times([1.0, 0.0]) == []
    assert held.of_passage("Something new", ["zxqwv"]) == b""


def test_a_broken_table_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the table is missing, cut short or of another sort there is none."""
    from index import vectors

    for content in (b"", b"garbage", MAGIC, MAGIC + b"\0" * 12 + b"x"):
        with pytest.raises((ValueError, struct.error)):
            WordVectors(content)
    word_vectors.cache_clear()
    monkeypatch.setattr(vectors, "FILE", FILE.parent / "nothing.bin")
    assert word_vectors() is None
    word_vectors.cache_clear()


def test_every_passage_is_in_the_table() -> None:
    """The table that is shipped knows each passage: it is made again when a procedure changes."""
    from index.contents import contents, known_text
    from toolkit.procedure.library import load_all

    held = word_vectors()
    assert held is not None
    missing = [
        each["ref"] for each in contents(load_all()).passages
        if not each["heading"] and not held.knows(known_text(each))
    ]  # fmt: skip
    assert not missing
