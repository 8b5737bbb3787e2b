"""Letters as a screen shows them: which there are, how one reads, and what it still needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.case.correspondence import sendings
from toolkit.letters.context import Desk
from toolkit.letters.form import entries
from toolkit.letters.make import make, template_of
from toolkit.letters.missing import field_at, missing, place_in_case
from toolkit.letters.naming import plain_name
from toolkit.letters.output import save
from toolkit.letters.setting import read_sets
from toolkit.letters.template.shelf import (
    LETTERHEAD,
    letterhead_path,
    template_path,
    templates_folder,
)
from toolkit.plain import kebab
from toolkit.problem import BadData, Problem, Refused
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter
from tui.cases.speech import spoken

Filled = Mapping[str, str]
"""What has been written for a letter, by the path of its field."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A field that a letter still needs.

    Attributes:
        path: The field.
        label: What it is.
        how: Where it can be filled in.
        fillable: Whether it can be written here, for this letter.
        kept: Where it can be kept in the case's file: the keys from its top; else nothing.
    """

    path: str
    label: str
    how: str
    fillable: bool
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """How a letter reads, and what stands against making it.

    Attributes:
        text: The letter as text; of a template where there is no case.
        gaps: The fields that are missing.
        problems: What else is wrong.
        due: Whether it is due in the case.
    """

    text: str
    gaps: tuple[Gap, ...] = ()
    problems: tuple[str, ...] = ()
    due: bool = False


def letters_of(procedure: Procedure, desk: Desk | None = None) -> tuple[tuple[str, Letter], ...]:
    """Give the letters that have a template, each with its heading: those due first."""
    found = [
        letter
        for letter in procedure.letters.values()
        if template_path(procedure.id, letter.id).is_file()
    ]
    if desk is None:
        return tuple((f"{letter.sort.capitalize()}s", letter) for letter in by_sort(found))
    now = due_now(desk)
    headings: dict[str, list[Letter]] = {DUE: [], AHEAD: [], OTHER: []}
    for letter in found:
        ahead = AHEAD if desk.is_due(letter) else OTHER
        headings[DUE if letter.id in now else ahead].append(letter)
    return tuple((heading, letter) for heading, held in headings.items() for letter in held)


DUE, AHEAD, OTHER = "Due now", "Further along this road", "Not due"
"""The headings under which the letters of a case stand."""


def due_now(desk: Desk) -> frozenset[str]:
    """Give the letters that are due now, and not only when the case has gone further."""
    return frozenset(
        sending.due.letter
        for sending in sendings(desk.context)
        if sending.relation in ("now", "duty", "done", "imposed")
    )


def readable(text: str) -> str:
    """Give the text of a draft without the marks that only make Word's styles."""
    body = text.split("\n---\n", 1)[1] if text.startswith("---\n") else text
    lines = (line.removesuffix("\\") for line in body.splitlines() if not line.startswith(":::"))
    return "\n".join(lines).strip("\n")


def by_sort(letters: list[Letter]) -> list[Letter]:
    """Put letters of one sort together, in the order in which the sorts first occur."""
    sorts = list(dict.fromkeys(letter.sort for letter in letters))
    return sorted(letters, key=lambda letter: sorts.index(letter.sort))


def template_text(procedure: Procedure, letter: Letter) -> Preview:
    """Give the text of a letter's template."""
    from toolkit.letters.template.shelf import read_file
    from toolkit.letters.word.text import text

    path = template_path(procedure.id, letter.id)
    return Preview(readable(text(read_file(path, "template"), path.name)))


def preview(
    desk: Desk, letter: Letter, recipient: str = "", letterhead: Path | None = None
) -> Preview:
    """Give how a letter of a case reads, with what is still missing.

    Args:
        desk: Where the letters of the case are written, with what has been filled in.
        letter: The letter.
        recipient: To whom, by role; its first recipient where empty.
        letterhead: Another letterhead than the shelf's.

    Raises:
        BadData: The case's file says something that the fields do not know, or the template cannot
            be used.
    """
    from toolkit.letters.word.text import text

    template = template_of(desk.procedure, letter, letterhead=letterhead)
    fields = desk.fields(letter, recipient)
    filled = template.fill(fields.values)
    words = readable(text(template.write(filled), parts=True))
    problems: tuple[str, ...] = ()
    if not fields.missed:
        try:
            make(desk, letter, template, recipient)
        except BadData as error:
            problems = tuple(str(problem) for problem in error.problems)
    gaps = tuple(
        _gap(desk, letter, fields.recipient, path) for path in dict.fromkeys(fields.missed)
    )
    return Preview(words, gaps, problems, letter.id in due_now(desk))


def _gap(desk: Desk, letter: Letter, recipient: str, path: str) -> Gap:
    meeting = desk.meeting_of(letter)
    problem = missing(desk.procedure, letter, recipient, meeting, [path])[0]
    field = field_at(path)
    computed = field is not None and field.about.by == "computed"
    fillable = not computed and "[" not in path and (field is not None or path.startswith("form."))
    kept = place_in_case(desk.procedure, letter, recipient, meeting, path) if fillable else ()
    return Gap(path, _label(desk, letter, path, kept), spoken(problem.suggestion), fillable, kept)


def _label(desk: Desk, letter: Letter, path: str, kept: tuple[str, ...]) -> str:
    """Say what a field is, and of whom or of what."""
    if path.startswith("form."):
        entry = entries(letter).get(path.removeprefix("form."))
        return entry.name if entry is not None else path
    names = path.split(".")
    field = field_at(path)
    if field is None or len(names) == 1:
        return field.about.words if field is not None else path
    of = desk.procedure.role_name(kept[1]) if kept[:1] == ("people",) else kebab(names[0])
    within = [field_at(".".join(names[:end])) for end in range(2, len(names))]
    words = [of.replace("-", " "), *(item.about.words for item in within if item is not None)]
    return f"{', '.join(words)}: {field.about.words}"


def offered(desk: Desk, gap: Gap) -> str:
    """Give what the case itself suggests for a field: the name of whom it is about, or nothing."""
    if gap.kept == ("people", desk.procedure.header.subject, "name"):
        return str(desk.case.subject.get("name", ""))
    return ""


def extra_of(filled: Filled) -> dict[str, Any]:
    """Give what has been written for a letter as nested data."""
    return read_sets([f"{_key(path)}={value}" for path, value in filled.items() if value.strip()])


def _key(path: str) -> str:
    """Give the path of a field as it is written: with hyphens, but for the entries of forms."""
    return path if path.startswith("form.") else kebab(path)


def read_gap(desk: Desk, letter: Letter, gap: Gap, typed: str) -> str:
    """Read what is written for a field.

    Raises:
        Refused: It is not of the field's type.
    """
    if not typed.strip():
        return ""
    try:
        extra = extra_of({gap.path: typed})
        Desk(desk.procedure, desk.case, desk.on, extra, desk.file).fields(letter)
    except BadData as error:
        problem = error.problems[0]
        raise Refused(
            [Problem("bad-field", problem.message, suggestion=problem.suggestion)]
        ) from None
    return typed.strip()


def keep_in_case(desk: Desk, letter: Letter, gaps: Iterable[Gap], filled: Filled) -> None:
    """Write what has been filled in into the case's file, all of it or nothing.

    The file is read anew; its comments, and all else in it, stay as they are.

    Args:
        desk: Where the letters of the case are written; it names the file.
        letter: The letter that is filled in.
        gaps: The fields that it needs.
        filled: What has been written, by the path of the field.

    Raises:
        BadData: The file is no case any more, or what is written is not of the field's type.
        Refused: A field is written there already, has no place there, or cannot be added.
        OSError: The file cannot be written; it then is as it was.
    """
    from toolkit.case.case import parse_case
    from toolkit.case.filling import with_fields
    from toolkit.files import write_atomically

    file = Path(desk.file)
    fields = {}
    for gap in gaps:
        if gap.path in filled:
            if not gap.kept:
                message = f"'{gap.label}' has no place of its own in a case's file"
                hint = "keep it for this letter only"
                raise Refused([Problem("no-place", message, str(file), suggestion=hint)])
            fields[gap.kept] = _value(gap.path, filled[gap.path])
    with file.open(encoding="utf-8", newline="") as stream:
        text = stream.read()
    text = with_fields(text, fields, str(file))
    Desk(desk.procedure, parse_case(text, str(file)), desk.on, file=str(file)).fields(letter)
    write_atomically(file, text)


def _value(path: str, typed: str) -> Any:
    """Give what has been written for a field as what it is read as."""
    held: Any = extra_of({path: typed})
    for _ in path.split("."):
        held = next(iter(held.values()))
    return held


def letterheads(procedure: Procedure, folder: Path) -> list[tuple[str, str]]:
    """Give the letterheads that there are: path and name, that of the shelf first."""
    own = letterhead_path(procedure.id)
    found = [(str(own), "that of this procedure's templates")]
    others = sorted(templates_folder().glob(f"*/{LETTERHEAD}.docx"))
    found += [(str(path), f"that of {path.parent.name}") for path in others if path != own]
    if folder.is_dir():
        mine = sorted(path for path in folder.glob("*.docx") if LETTERHEAD in path.name.lower())
        found += [(str(path), path.name) for path in mine]
    return found


def write_letter(desk: Desk, letter: Letter, folder: Path, letterhead: Path | None = None) -> Path:
    """Make a letter and write it into a folder; never over a file that is there.

    Raises:
        BadData: Something is missing, or the finished letter does not pass its proof.
        Refused: There is a file of its name, or it cannot be written.
    """
    made = make(desk, letter, template_of(desk.procedure, letter, letterhead=letterhead))
    name = plain_name(desk.case.id or "case")
    target = folder / f"{name}-{letter.id}-{desk.on.isoformat()}.docx"
    if target.exists():
        raise Refused(
            [
                Problem(
                    "exists", "there is a letter of this name already", str(target),
                    suggestion="move it away first",
                )
            ]
        )  # fmt: skip
    save(target, made)
    return target
