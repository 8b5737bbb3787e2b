"""Everything that has a name: what the command palette and the line on Home find."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from toolkit.procedure.library import load_all
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.reference import atoms, names_of
from tui.app.places import TABS, TITLES, Place

LONG = 60
"""Characters of a clause that are shown beside its reference."""


@dataclass(frozen=True, slots=True)
class Name:
    """Something that can be opened by its name.

    Attributes:
        words: Its name.
        about: What it is.
        place: Where it is opened.
    """

    words: str
    about: str
    place: Place


def screens() -> Iterator[Name]:
    """Name the screens."""
    for mode in TABS:
        yield Name(TITLES[mode], "screen", Place(mode))


def of_procedure(procedure: Procedure) -> Iterator[Name]:
    """Name a procedure, its stages, its letters and its clauses."""
    key, short = procedure.id, procedure.header.abbreviation
    title = procedure.header.title
    yield Name(title, "procedure", Place("procedures", key, "", title))
    for stage in procedure.stages.values():
        ref = stage.place.clause
        yield Name(f"{stage.name} ({short})", "stage", Place("procedures", key, ref, ref))
    for letter in procedure.letters.values():
        place = Place("letters", key, letter.id, letter.name)
        yield Name(f"{letter.name} ({short})", letter.sort, place)
    for clause in procedure.clauses:
        text = " ".join(clause.text.split())
        words = f"{clause.ref}  {text[:LONG]}{'…' if len(text) > LONG else ''}"
        yield Name(words, "clause", Place("procedures", key, clause.ref, clause.ref))


def of_cases(folder: Path, today: date) -> Iterator[Name]:
    """Name the cases of a folder."""
    from tui.cases.folder import listed

    for case in listed(folder, today):
        yield Name(case.name, f"case: {case.about}", case.place)


def all_names(folder: Path, today: date) -> list[Name]:
    """Name everything there is; this reads every procedure."""
    return [
        *screens(),
        *of_cases(folder, today),
        *(name for procedure in load_all() for name in of_procedure(procedure)),
    ]


def exactly(typed: str, words: str, place: Place | None) -> bool:
    """Whether what was typed is this very name, or a reference of this clause."""
    if typed.casefold() == words.casefold():
        return True
    return place is not None and place.mode == "procedures" and any(map(str.isdigit, typed))


def meant(typed: str, names: Iterable[Name], most: int = 8) -> list[Name]:
    """Give the names that somebody may mean, the likeliest first.

    A clause is meant by its reference in any spelling; all else by the beginnings of its words.
    """
    wanted = typed.casefold().split()
    if not wanted:
        return []
    reference = atoms(typed)
    found: list[tuple[int, int, Name]] = []
    for number, name in enumerate(names):
        rank = _rank(wanted, reference, name)
        if rank is not None:
            found.append((rank, number, name))
    return [name for _, _, name in sorted(found, key=lambda each: each[:2])[:most]]


def _rank(wanted: list[str], reference: tuple[str, ...], name: Name) -> int | None:
    """Say how well a name fits: 0 best, ``None`` not at all."""
    if name.about == "clause":
        own = atoms(name.place.detail)
        short = atoms(name.place.what)
        bare = [own, *(own[len(cut) :] for cut in names_of(name.place.what, own[0] if own else "")
                       if own[: len(cut)] == cut)]  # fmt: skip
        asked = reference[len(short) :] if reference[: len(short)] == short else reference
        if reference == own or (asked and asked in bare):
            return 0
        return None
    words = name.words.casefold().replace("(", " ").replace(",", " ").split()
    if all(any(word.startswith(part) for word in words) for part in wanted):
        return 1 if words[: len(wanted)] == wanted else 2
    return None
