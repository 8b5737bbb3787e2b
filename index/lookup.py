"""Clause look-ups: ``5.24``, ``LDPP 8.2``, ``app 4``, ``appendix 5 3.11``, ``annex b``.

What looks like a reference is matched against the references that there are; what matches none is
left to the ranking.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.words import plain
from toolkit.procedure.reference import Atoms, atoms, names_of

_ATOM = re.compile(r"[a-z]+|[0-9]+")
_DOTTED = re.compile(r"(?<![\d.£$])\d{1,2}(?:\.\d{1,2}){1,2}(?!\d|%|\.\d|\s?[ap]\.?m\b)")
_WORDED = re.compile(
    r"\b(?:app(?:endix|x|dx)?|annexe?|clauses?|sections?|sect?|para(?:graph)?s?|overview)"
    r"[\s.]*([0-9]+|[a-z])\b"
)
_PART = re.compile(
    r"\b(?:app(?:endi(?:x|ces)|x|dx)|annex(?:es?)?|clauses?|sections?|para(?:graph)?s?|overviews?|"
    r"tables?|headings?)\b"
)
"""What a part of a document is called; who names one looks up a place."""

_SPELLINGS = {
    "appx": "app", "appdx": "app", "annexe": "app", "sec": "", "sect": "", "sections": "",
    "clauses": "", "paras": "", "paragraphs": "", "b": "b",
}  # fmt: skip
_FILLER = frozenset({"what", "does", "say", "says", "is", "in", "about", "show", "me", "the", "of"})
_APPENDIX = re.compile(r"\b(?:app(?:endix|x|dx)?|annexe?)[\s.]*(?:\d|[a-z]\b)")
_SECTION = re.compile(r"\b(?:sections?|sect?)\b")
_MOST_ATOMS = 60
_LONGEST = 8


Place = tuple[int, str]
"""A passage, and the clause of it that is meant."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a look-up found.

    Attributes:
        places: The passages, best first, each with the clause that is meant.
        rest: The words of the query that are no reference.
    """

    places: tuple[tuple[int, str], ...] = ()
    rest: tuple[str, ...] = ()


def names_a_part(text: str) -> bool:
    """Whether a query speaks of a part of a document, if not by a reference."""
    return bool(_PART.search(plain(text)))


class References:
    """The references of all clauses, however they are spelt.

    Args:
        passages: As `index.contents` has them.
        procedures: The same.
    """

    def __init__(
        self, passages: Sequence[Mapping[str, Any]], procedures: Mapping[str, Mapping[str, Any]]
    ) -> None:
        self.exact: dict[Atoms, list[Place]] = {}
        self.below: dict[Atoms, list[Place]] = {}
        self.procedure = [each["procedure"] for each in passages]
        self.heading = frozenset(at for at, each in enumerate(passages) if each["heading"])
        self.names: set[str] = set()
        names = {name: names_of(name, held["abbreviation"]) for name, held in procedures.items()}
        for each in names.values():
            self.names.update("".join(name) for name in each)
        for at, passage in enumerate(passages):
            for ref, _ in passage["clauses"]:
                self._add(at, ref, names[passage["procedure"]])

    def _add(self, at: int, ref: str, names: Iterable[Atoms]) -> None:
        whole = atoms(ref)
        names = tuple(name for name in names if name)
        own = next((whole[len(name) :] for name in names if whole[: len(name)] == name), whole)
        for spelling in (own, *((*name, *own) for name in names)):
            self.exact.setdefault(spelling, []).append((at, ref))
            for end in range(1, len(spelling)):
                held = self.below.setdefault(spelling[:end], [])
                if not held or held[-1][0] != at:
                    held.append((at, ref))

    def find(self, text: str, procedures: Collection[str] = ()) -> Found:
        """Find the clauses that a query refers to, in whatever spelling.

        Args:
            text: The query.
            procedures: Those that it names; where they have such a clause, no others are meant.
        """
        flat = plain(text)
        typed = [(match[0], match.start()) for match in _ATOM.finditer(flat)][:_MOST_ATOMS]
        anchors = self._anchors(flat, typed)
        if not anchors:
            return Found()
        sections = bool(_SECTION.search(flat))
        places: dict[int, str] = {}
        used: set[int] = set()
        inner = _inner(flat, typed)
        for start, end in self._windows(len(typed), anchors):
            if start in inner or end in inner:
                continue
            if not used.isdisjoint(range(start, end)):
                continue
            spelt = _spelt(typed[start:end])
            if found := self._match(spelt, sections, procedures):
                first, last = typed[start], typed[end - 1]
                found = _literally(found, flat[first[1] : last[1] + len(last[0])])
                used.update(range(start, end))
                for at, ref in found:
                    places.setdefault(at, ref)
        if not places:
            return Found()
        rest = tuple(
            word for at, (word, _) in enumerate(typed)
            if at not in used and word not in _FILLER and word not in _SPELLINGS
            and atoms(word)
        )  # fmt: skip
        return Found(tuple(places.items()), rest)

    def _anchors(self, flat: str, typed: list[tuple[str, int]]) -> set[int]:
        """Give the places of the numbers and letters that look like part of a reference."""
        spans = [match.span() for match in _DOTTED.finditer(flat)]
        spans += [match.span(1) for match in _WORDED.finditer(flat)]
        found = {
            at for at, (_, start) in enumerate(typed)
            if any(first <= start < last for first, last in spans)
        }  # fmt: skip
        if not found and len(typed) <= _LONGEST and _spelt(typed) in self.exact:
            whole = any(word.isdecimal() for word, _ in typed) and not all(
                word.isdecimal() for word, _ in typed
            )
            named = bool(typed) and typed[0][0] in self.names
            found = {len(typed) - 1} if whole or named else set()
        return found

    def _windows(self, count: int, anchors: set[int]) -> list[tuple[int, int]]:
        """Give the runs of words with a number or letter of a reference in them, longest first."""
        runs = [
            (start, end)
            for start in range(count)
            for end in range(start + 1, min(count, start + _LONGEST) + 1)
            if not anchors.isdisjoint(range(start, end))
        ]
        return sorted(runs, key=lambda run: run[0] - run[1])

    def _match(self, spelt: Atoms, sections: bool, procedures: Collection[str]) -> list[Place]:
        """Give the clauses of a spelling, and those under it; headings give way to what follows."""
        if not spelt:
            return []
        exact, below = self.exact.get(spelt, []), self.below.get(spelt, [])
        found = sorted([*exact, *below]) if sections else [*exact, *below]
        found = [each for each in found if self.procedure[each[0]] in procedures] or found
        text = [(at, ref) for at, ref in found if at not in self.heading]
        return text or found


def _inner(flat: str, typed: list[tuple[str, int]]) -> set[int]:
    """Give the places within dotted numbers, where no reference begins or ends."""
    spans = [match.span() for match in _DOTTED.finditer(flat)]
    return {
        at for at, (_, start) in enumerate(typed)
        if any(first < start < last for first, last in spans)
    }  # fmt: skip


def _literally(found: list[Place], typed: str) -> list[Place]:
    """Put those first whose reference has what was typed as it was typed.

    ``4.2`` is section 4.2 before it is paragraph 2 of section 4; ``app 4`` is Appendix 4 and no
    paragraph of a section on appeals.
    """
    numbers = [re.compile(rf"(?<![\d.]){re.escape(each)}(?!\d)") for each in _DOTTED.findall(typed)]
    if _APPENDIX.match(typed):
        found = [each for each in found if _APPENDIX.search(each[1].lower())] or found
    return sorted(found, key=lambda each: not all(number.search(each[1]) for number in numbers))


def _spelt(typed: list[tuple[str, int]]) -> Atoms:
    words = (_SPELLINGS.get(word, word) for word, _ in typed)
    return atoms(" ".join(word for word in words if word))
