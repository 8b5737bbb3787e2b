"""How likely something is, by signs that are weighed and added up."""

from __future__ import annotations

from collections.abc import Mapping
from math import exp

from toolkit.plain import Frozen

MOST = 30.0


class Weighed(Frozen):
    """What each sign weighs.

    Attributes:
        weights: By the names of the signs.
        bias: What is added to the sum.
    """

    weights: Mapping[str, float]
    bias: float

    def likely(self, signs: Mapping[str, float]) -> float:
        """Give how likely it is, from 0 to 1."""
        sum_ = self.bias + sum(each * signs[name] for name, each in self.weights.items())
        return 1 / (1 + exp(-max(-MOST, min(MOST, sum_))))
