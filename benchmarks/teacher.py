"""The teacher of `sense.py`: all-mpnet-base-v2, taught which question stands where.

    python benchmarks/teacher.py --model FOLDER --kept FOLDER

It starts from the model's own weights and learns to tell, of each authored question, the clause or
the silence that it stands under, or that it is about other matters. It needs ``torch`` and a folder
with the model's ``model.safetensors`` and ``vocab.txt`` (docs/decisions/0005-search.md says where
they are had). Run by itself it prints how well it tells the judged questions on which a procedure
is silent (``asking.py``) from those that it answers.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections.abc import Iterator
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from typing import Any, NamedTuple

import torch
from asking import IDS, PARTS, rows
from refusals import OUTSIDE as PHRASES
from refusals import _framed
from torch import nn
from torch.nn import functional

from index.minilm import Words
from index.sense import OUTSIDE
from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

MODEL = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""The SHA-256 of the model's weights."""

WIDTH, LAYERS, HEADS, PIECES = 768, 12, 12, 48
NEAR, FAR, AWAY = 8, 16, 128
"""Up to so many pieces apart each distance counts by itself, of so many; and the furthest."""

FIXED = 6
"""So many of the lowest layers, and the vectors of pieces, stay as they are."""

STEPS, BATCH, RATE, HEAD_RATE, WARM = 940, 64, 5e-5, 1e-3, 60
DROPPED, SMOOTHED, SHARP = 0.1, 0.05, 20.0
BEGUN = 3
"""One question in so many tells where an aim begins."""

DRAWN = 1e-2
"""How strongly the weights of sorts are drawn to nothing."""

SORTS = ("next", "sanction", "how-long", "who", "letter", "text", "compare")
NEVER = -1e9

Aim = tuple[str, str, str]
"""What a question stands under: procedure, clause, silence; one of the last two is empty."""

ELSEWHERE: Aim = (OUTSIDE, OUTSIDE, "")


class Asked(NamedTuple):
    """An authored question, and what it stands under."""

    text: str
    aim: Aim


def authored(procedures: list[Procedure]) -> list[Asked]:
    """Give all authored questions, and phrases about other matters, bare and in a question."""
    found = []
    for procedure in procedures:
        for ref, some in procedure.questions.items():
            found += [Asked(text, (procedure.id, ref, "")) for text in some]
        for rule in procedure.of_kind(NotStated).values():
            found += [Asked(text, (procedure.id, "", rule.id)) for text in rule.asked_as]
    chosen = random.Random(3)
    for phrase in filter(None, PHRASES.read_text("utf-8").splitlines()):
        found += [Asked(phrase, ELSEWHERE), Asked(_framed(phrase, chosen), ELSEWHERE)]
    return found


class Aims:
    """All that a question may stand under.

    Attributes:
        all: Each aim once, in order.
        number: The place of each.
        silent: Whether each is a silence.
        own: By procedure, which are its own.
    """

    def __init__(self, asked: list[Asked]) -> None:
        self.all = sorted({each.aim for each in asked})
        self.number = {aim: at for at, aim in enumerate(self.all)}
        self.silent = torch.tensor([bool(aim[2]) for aim in self.all])
        names = sorted({aim[0] for aim in self.all})
        self.own = {name: torch.tensor([aim[0] == name for aim in self.all]) for name in names}

    def of_silence(self, scores: Any, procedures: list[str]) -> tuple[Any, Any]:
        """Give how likely it is, as logarithms, that questions of procedures get none, or one."""
        own = torch.stack([self.own[name] for name in procedures])
        likely = scores.masked_fill(~own, NEVER).log_softmax(1)
        return (torch.logsumexp(likely.masked_fill(~self.silent, NEVER), 1),
                torch.logsumexp(likely.masked_fill(self.silent, NEVER), 1))  # fmt: skip


class Weights:
    """The model's weights, read from its file.

    Args:
        file: ``model.safetensors``.
    """

    def __init__(self, file: Path) -> None:
        held = file.read_bytes()
        if sha256(held).hexdigest() != MODEL:
            raise SystemExit(f"{file}: this is not all-mpnet-base-v2 as the table was made with it")
        start = 8 + int.from_bytes(held[:8], "little")
        self._places = json.loads(held[8:start])
        self._held = torch.frombuffer(bytearray(held[start:]), dtype=torch.float32)

    def __call__(self, name: str) -> Any:
        place = self._places[name]
        first, last = (at // 4 for at in place["data_offsets"])
        return nn.Parameter(self._held[first:last].view(place["shape"]).clone())

    def dense(self, name: str) -> nn.Linear:
        weight = self(f"{name}.weight")
        made = nn.Linear(weight.shape[1], weight.shape[0])
        made.weight, made.bias = weight, self(f"{name}.bias")
        return made

    def norm(self, name: str) -> nn.LayerNorm:
        made = nn.LayerNorm(WIDTH, eps=1e-5)
        made.weight, made.bias = self(f"{name}.weight"), self(f"{name}.bias")
        return made


class Layer(nn.Module):
    """One layer of the model."""

    def __init__(self, weights: Weights, name: str) -> None:
        super().__init__()
        self.query, self.key, self.value, self.out = (
            weights.dense(f"{name}.attention.attn.{which}") for which in "qkvo"
        )
        self.seen = weights.norm(f"{name}.attention.LayerNorm")
        self.wide = weights.dense(f"{name}.intermediate.dense")
        self.narrow = weights.dense(f"{name}.output.dense")
        self.last = weights.norm(f"{name}.output.LayerNorm")
        self.drop = nn.Dropout(DROPPED)

    def forward(self, held: Any, beside: Any) -> Any:
        def heads(each: Any) -> Any:
            return each.view(*held.shape[:2], HEADS, -1).transpose(1, 2)

        query, key, value = (heads(part(held)) for part in (self.query, self.key, self.value))
        seen = functional.scaled_dot_product_attention(
            query, key, value, attn_mask=beside.to(query.dtype)
        )
        seen = self.out(seen.transpose(1, 2).reshape(held.shape))
        held = self.seen(held + self.drop(seen))
        return self.last(held + self.drop(self.narrow(functional.gelu(self.wide(held)))))


class Teacher(nn.Module):
    """The model, with a score for each aim.

    Args:
        folder: Holds the model.
        aims: How many scores it gives.
    """

    def __init__(self, folder: Path, aims: int) -> None:
        super().__init__()
        weights = Weights(folder / "model.safetensors")
        self.pieces = Words(folder / "vocab.txt", "<s>", "</s>")
        self.words = weights("embeddings.word_embeddings.weight").requires_grad_(False)
        self.places = weights("embeddings.position_embeddings.weight").requires_grad_(False)
        self.apart = weights("encoder.relative_attention_bias.weight").requires_grad_(False)
        self.norm = weights.norm("embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{at}") for at in range(LAYERS))
        self.drop = nn.Dropout(DROPPED)
        self.aims = nn.Linear(WIDTH, aims)
        for part in (self.norm, *self.layers[:FIXED]):
            part.requires_grad_(False)

    def forward(self, texts: list[str]) -> Any:
        return self.aims(self.drop(self.read(texts)))

    def read(self, texts: list[str]) -> Any:
        """Give one vector for each text."""
        some = [self.pieces.pieces(text)[:PIECES] for text in texts]
        ids = torch.ones(len(some), max(map(len, some)), dtype=torch.long)
        for row, each in enumerate(some):
            ids[row, : len(each)] = torch.tensor(each)
        there = ids != 1
        beside = functional.embedding(_distances(ids.shape[1]), self.apart).permute(2, 0, 1)[None]
        beside = beside.masked_fill(~there[:, None, None, :], NEVER)
        held = functional.embedding(ids, self.words) + self.places[2 : 2 + ids.shape[1]]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            held = self.norm(held)
            for at, layer in enumerate(self.layers):
                with torch.set_grad_enabled(torch.is_grad_enabled() and at >= FIXED):
                    held = layer(held, beside)
        counted = there.float()[:, :, None]
        return (held.float() * counted).sum(1) / counted.sum(1)


def _distances(length: int) -> Any:
    """Give the sort of distance from each piece to each other, as the model counts them."""
    place = torch.arange(length)
    gap = place[:, None] - place[None, :]
    far = gap.abs().clamp(min=1).float().div(NEAR).log() / math.log(AWAY / NEAR) * (FAR - NEAR)
    sort = torch.where(gap.abs() < NEAR, gap.abs(), (NEAR + far.long()).clamp(max=FAR - 1))
    return sort + (gap < 0) * FAR


def taught(asked: list[Asked], aims: Aims, folder: Path, kept: Path, seed: int) -> Teacher:
    """Give a teacher that knows the authored questions, from a file if it is kept there."""
    torch.manual_seed(seed)
    made = Teacher(folder, len(aims.all))
    file = kept / f"teacher-{seed}.pt"
    if file.exists():
        made.load_state_dict(torch.load(file, weights_only=True))
        return made.eval()
    _begin(made, asked, aims)
    teach(made, asked, aims, seed)
    torch.save(made.state_dict(), file)
    return made.eval()


def _begin(made: Teacher, asked: list[Asked], aims: Aims) -> None:
    """Let each aim begin where its questions lie in the model as it is."""
    middle = torch.zeros(len(aims.all), WIDTH)
    made.eval()
    with torch.no_grad():
        for some in _alike(asked[::BEGUN], random.Random(0)):
            places = torch.tensor([aims.number[each.aim] for each in some])
            found = functional.normalize(made.read([each.text for each in some]))
            middle.index_add_(0, places, found)
            size = made.read([some[0].text]).norm()
        made.aims.weight.copy_(functional.normalize(middle) * SHARP / size)
        made.aims.bias.zero_()


def teach(made: Teacher, asked: list[Asked], aims: Aims, seed: int) -> None:
    """Let a teacher learn the authored questions."""
    made.train()
    body = [each for name, each in made.named_parameters()
            if each.requires_grad and not name.startswith("aims")]  # fmt: skip
    choice = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": made.aims.parameters(), "lr": HEAD_RATE}],
        weight_decay=0.01, fused=True,
    )  # fmt: skip
    rate = torch.optim.lr_scheduler.LambdaLR(
        choice, lambda step: min(1.0, step / WARM) * max(0.0, 1 - step / STEPS)
    )
    chosen = random.Random(seed)
    dealt = (some for _ in count() for some in _alike(asked, chosen))
    for step, some in enumerate(islice(dealt, STEPS)):
        loss = _wrong(made([each.text for each in some]), [each.aim for each in some], aims)
        loss.backward()
        nn.utils.clip_grad_norm_(body, 1.0)
        choice.step()
        rate.step()
        choice.zero_grad()
        if step % 50 == 0:
            print(f"teacher {seed}: {step} of {STEPS}, {loss.item():.2f}", flush=True)


def _alike(asked: list[Asked], chosen: random.Random) -> Iterator[list[Asked]]:
    """Deal the questions, those of about the same length together."""
    order = sorted(asked, key=lambda each: len(each.text) * (1 + 0.3 * chosen.random()))
    found = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    chosen.shuffle(found)
    yield from found


def _wrong(scores: Any, right: list[Aim], aims: Aims) -> Any:
    """Give how wrong scores are: the aim itself, and whether a procedure says it at all."""
    numbers = torch.tensor([aims.number[aim] for aim in right])
    wrong = functional.cross_entropy(scores, numbers, label_smoothing=SMOOTHED)
    inside = torch.tensor([aim != ELSEWHERE for aim in right])
    if not inside.any():
        return wrong
    silent, said = aims.of_silence(scores, [aim[0] for aim in right])
    own = torch.where(aims.silent[numbers], silent, said)[inside]
    return wrong - own.mean()


class Sorts:
    """What a teacher makes of the sort of answer that questions ask for.

    Args:
        teacher: It reads the questions, and stays as it is.
        file: Questions, one a line: the sort, a tab, the question.
    """

    def __init__(self, teacher: Teacher, file: Path) -> None:
        lines = [line.split("\t") for line in file.read_text("utf-8").splitlines()]
        right = torch.tensor([SORTS.index(sort) for sort, _ in lines])
        with torch.no_grad():
            read = [teacher.read([text for _, text in lines[at : at + BATCH]])
                    for at in range(0, len(lines), BATCH)]  # fmt: skip
        held = torch.cat(read)
        self._mean, self._spread = held.mean(0), held.std(0)
        held = self._even(held)
        fifth = torch.arange(len(lines)) % 5 == 0
        kept = self._learnt(held[~fifth], right[~fifth])(held[fifth]).argmax(1) == right[fifth]
        print(f"sorts: {kept.float().mean():.3f} of those kept back are right", flush=True)
        self._scores = self._learnt(held, right)

    def __call__(self, read: Any) -> Any:
        return self._scores(self._even(read))

    def _even(self, read: Any) -> Any:
        return (read - self._mean) / self._spread

    @staticmethod
    def _learnt(held: Any, right: Any) -> nn.Linear:
        made = nn.Linear(WIDTH, len(SORTS))
        choice = torch.optim.LBFGS(made.parameters(), max_iter=200, line_search_fn="strong_wolfe")

        def wrong() -> Any:
            choice.zero_grad()
            loss = functional.cross_entropy(made(held), right)
            loss = loss + DRAWN * made.weight.square().sum()
            loss.backward()
            return loss

        choice.step(wrong)
        return made.requires_grad_(False)


def silent(teacher: Teacher, aims: Aims, name: str, of: str) -> Any:
    """Give how much more speaks for judged questions getting no answer of their procedure."""
    held = [row for row in rows(name, of) if IDS.get(row.get("procedure"))]
    found = []
    with torch.no_grad():
        for at in range(0, len(held), BATCH):
            some = held[at : at + BATCH]
            unanswered, answered = aims.of_silence(
                teacher([row["question"] for row in some]), [IDS[row["procedure"]] for row in some]
            )
            found.append(unanswered - answered)
    return torch.cat(found)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parsed = parser.parse_args()
    asked = authored(list(load_all()))
    aims = Aims(asked)
    teacher = taught(asked, aims, parsed.model, parsed.kept, seed=1)
    for of in PARTS:
        unanswered, answered = (silent(teacher, aims, name, of) for name in ("silent", "answered"))
        area = (unanswered[:, None] > answered[None]).float().mean()
        least = answered.quantile(0.95)
        refused = (unanswered > least).float().mean()
        print(f"{of}: {refused:.1%} of what is silent where 5% of what is answered are refused; "
              f"area under the curve {area:.3f}")  # fmt: skip


if __name__ == "__main__":
    main()
