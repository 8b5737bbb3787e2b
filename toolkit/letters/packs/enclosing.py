"""What is enclosed with a letter: documents of ours, the evidence, files that the user gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from toolkit.letters.context import Desk, is_evidence
from toolkit.letters.template.shelf import template_path
from toolkit.plain import Plain
from toolkit.problem import Problem, did_you_mean
from toolkit.procedure.rule import Letter
from toolkit.procedure.shape import Enclosure

_LARGEST = 100_000_000


class Enclosed(Plain):
    """One thing that goes with a letter.

    Attributes:
        item: What the rules call it.
        name: What it is, in words.
        recipient: For a document of ours, whom it is made for, by role.
        file: The file that it is; empty for a document of ours.
    """

    item: str
    name: str
    recipient: str = ""
    file: str = ""


class Enclosing:
    """Finds what is enclosed, and notes what is not there.

    Args:
        desk: Where the letters of the case are written; the evidence's files lie beside its file.
        given: Files that the user gives, by the enclosure's name in the rules.
    """

    def __init__(self, desk: Desk, given: Mapping[str, Path]) -> None:
        self._desk = desk
        self._given = given
        self._asked: set[str] = set()
        self._problems: list[Problem] = []

    def of(self, letter: Letter, enclosure: Enclosure, recipient: str) -> Iterator[Enclosed]:
        """Yield what one enclosure of a letter comes to.

        Args:
            letter: The letter.
            enclosure: The enclosure, which goes with it.
            recipient: To whom the letter goes, by role.
        """
        item = enclosure.item
        self._asked.add(item)
        known = self._desk.procedure.letters.get(item)
        name = known.name if known else item.replace("-", " ").capitalize()
        evidence = is_evidence(self._desk.procedure, item)
        if item in self._given:
            path = self._given[item]
            self._look(path, f"'{item}' is to be enclosed, and its file", "give another file")
            yield Enclosed(item=item, name=name, file=str(path))
        elif known is not None and (not evidence or self._has_template(known)):
            yield Enclosed(item=item, name=name, recipient=recipient)
        elif not evidence:
            self._problems.append(
                Problem(
                    "enclosure-missing",
                    f"'{letter.name}' encloses '{item}', which is no document of the toolkit's",
                    self._desk.file,
                    clause=letter.place.clause,
                    suggestion=f"give its file: --enclose {item}=FILE",
                )
            )
        if evidence and item not in self._given:
            yield from self._evidence(letter, item, name)

    def problems(self) -> Iterator[Problem]:
        """Yield what is missing, and each file given that nothing encloses."""
        yield from self._problems
        for item, path in self._given.items():
            if item not in self._asked:
                yield Problem(
                    "not-enclosed",
                    f"nothing in this pack encloses '{item}'",
                    str(path),
                    suggestion=did_you_mean(item, self._asked)
                    or f"it encloses {', '.join(sorted(self._asked)) or 'nothing'}",
                )

    def _has_template(self, letter: Letter) -> bool:
        return template_path(self._desk.procedure.id, letter.id).is_file()

    def _evidence(self, letter: Letter, item: str, name: str) -> Iterator[Enclosed]:
        """Yield the files of the case's evidence."""
        evidence = self._desk.given.evidence
        if evidence is None:
            self._problems.append(
                Problem(
                    "evidence-missing",
                    f"'{letter.name}' encloses the evidence, and the case names none",
                    self._desk.file,
                    clause=letter.place.clause,
                    suggestion="write it in the case: evidence: [{name: …, pages: …, file: …}]",
                )
            )
        folder = Path(self._desk.file).parent
        for number, piece in enumerate(evidence or (), 1):
            title = piece.get("name", f"{name} {number}")
            written = piece.get("file")
            if written is None:
                self._evidence_problem(number, title, "names no file", "add file: …")
            elif problem := _unsafe(written):
                self._evidence_problem(number, title, problem, "write a path below that folder")
            elif not (folder / written).resolve().is_relative_to(folder.resolve()):
                self._evidence_problem(
                    number,
                    title,
                    f"has a file that leads out of the case's folder: {written}",
                    "put the file there itself",
                )
            else:
                path = folder / written
                what = f"evidence {number} ('{title}'): its file"
                self._look(path, what, "put it there, or mend its name in the case")
                yield Enclosed(item=item, name=title, file=str(path))

    def _evidence_problem(self, number: int, title: str, problem: str, suggestion: str) -> None:
        self._add(
            Problem(
                "evidence-file",
                f"evidence {number} ('{title}') {problem}",
                self._desk.file,
                suggestion=suggestion,
            )
        )

    def _look(self, path: Path, what: str, suggestion: str) -> None:
        """Note a file that is not there, is empty, or cannot be a file of a pack."""
        try:
            size = path.stat().st_size if path.is_file() else -1
        except (OSError, ValueError):
            size = -1
        if size < 0:
            self._add(Problem("no-file", f"{what} is not there", str(path), suggestion=suggestion))
        elif size == 0:
            self._add(Problem("empty-file", f"{what} is empty", str(path), suggestion=suggestion))
        elif size > _LARGEST:
            self._add(
                Problem(
                    "large-file",
                    f"{what} has {size // 1_000_000} MB; "
                    f"a pack takes {_LARGEST // 1_000_000} MB at most",
                    str(path),
                    suggestion="make it smaller",
                )
            )

    def _add(self, problem: Problem) -> None:
        if problem not in self._problems:
            self._problems.append(problem)


def _unsafe(written: str) -> str:
    """Give what is wrong with a path that has to lie in the case's folder, or nothing."""
    path, windows = PurePosixPath(written), PureWindowsPath(written)
    if path.is_absolute() or windows.drive or windows.root:
        return f"has a file that is not named from the case's folder: {written}"
    if ".." in (*path.parts, *windows.parts) or not written.strip() or "\0" in written:
        return f"has a file that leads out of the case's folder: {written}"
    return ""
