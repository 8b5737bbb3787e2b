"""What sort of answer a question wants: by its words, and by how it is put."""

from __future__ import annotations

from functools import lru_cache

from index.answers.kind import Asked, asked
from index.sense import likely, sense

SORTS: tuple[Asked, ...] = ("next", "sanction", "how-long", "who", "letter", "text", "compare")

PLAIN = 2.0
"""How much it counts that the words say so: as a logarithm, beside how likely a sort is."""

SURELY = -0.2
"""A comparison that the words do not speak of is made only where it is as likely as this."""


def wanted(text: str) -> Asked:
    """Say what sort of answer a question wants; by its words alone where nothing is sensed.

    Args:
        text: The question.
    """
    said = asked(text)
    found = _sensed(text)
    if not found or said == "compare":
        return said
    if found["compare"] < SURELY:
        del found["compare"]
    if said != "text":
        found[said] += PLAIN
    return max(found, key=lambda sort: found[sort])


def _sensed(text: str) -> dict[Asked, float]:
    """Give how likely each sort is, as a logarithm, or nothing."""
    table = sense()
    numbers = _numbers()
    found = table.of(text, numbers) if table is not None and numbers else {}
    sure = likely(found) if found else {}
    return {numbers[number]: each for number, each in sure.items()}


@lru_cache(maxsize=1)
def _numbers() -> dict[int, Asked]:
    """Give the sorts by the numbers that they are known by; nothing where one is missing."""
    table = sense()
    known = {table.sort(name): name for name in SORTS} if table is not None else {}
    found = {number: name for number, name in known.items() if number is not None}
    return found if len(found) == len(SORTS) else {}
