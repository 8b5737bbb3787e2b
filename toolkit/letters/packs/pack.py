"""A pack: every document of a step for everybody who gets it, with all that goes with it.

It is made as a whole or not at all: what is missing, for whichever document, is said at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from toolkit.case.days import in_full
from toolkit.letters.context import Desk
from toolkit.letters.make import Made, make, template_of
from toolkit.letters.naming import numbered_name, safe_ending
from toolkit.letters.packs.cover import cover
from toolkit.letters.packs.diary import deadlines_file, meeting_file
from toolkit.letters.packs.enclosing import Enclosed
from toolkit.letters.packs.mail import Draft, Mailbox, address_problem, write_draft
from toolkit.letters.packs.manifest import Entry, manifest
from toolkit.letters.packs.matrix import Matrix, Row, matrix
from toolkit.letters.packs.parcel import File
from toolkit.letters.template.shelf import letterhead_path, template_path
from toolkit.letters.watch import Watch
from toolkit.problem import BadData, Problem, Refused

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack.

    Attributes:
        matrix: What it holds.
        entries: What each of its files is.
        files: Its files; the last is the manifest.
    """

    matrix: Matrix
    entries: tuple[Entry, ...]
    files: tuple[File, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants a pack to hold.

    Attributes:
        steps: The steps whose documents are wanted; what is due where there are none.
        letterhead: Another letterhead than the shelf's.
        given: Files for enclosures, by the enclosure's name in the rules.
        pdf: Whether each document is wanted as a PDF as well.
    """

    steps: tuple[str, ...] = ()
    letterhead: Path | None = None
    given: Mapping[str, Path] = field(default_factory=dict)
    pdf: bool = False


def pack(desk: Desk, wanted: Wanted, watch: Watch | None = None) -> Pack:
    """Make a pack.

    Args:
        desk: Where the letters of the case are written.
        wanted: What it is to hold.
        watch: Is told how far it is, and may stop it.

    Raises:
        BadData: Something is missing; all of it is listed.
        Refused: There is nothing to make, no such step, or no LibreOffice for a PDF.
        Stopped: Whoever watched stopped it.
    """
    return _Packing(desk, wanted, watch or Watch()).pack()


_Document = tuple[str, str]
"""A document of ours: the letter's id, and the role for whom it is made."""


class _Packing:
    """A pack in the making."""

    def __init__(self, desk: Desk, wanted: Wanted, watch: Watch) -> None:
        self.desk = desk
        self.wanted = wanted
        self.watch = watch
        self.matrix = matrix(desk, wanted.steps, wanted.given)
        self.entries: list[Entry] = []
        self.files: list[File] = []
        self.number = 0
        self.names: dict[_Document | str, str] = {}
        self.attached: dict[_Document | str, tuple[str, bytes]] = {}

    def pack(self) -> Pack:
        if not self.matrix.rows and not self.matrix.missing:
            raise Refused([self._nothing()])
        documents = self._documents()
        made = self._made(documents)
        for row in self.matrix.rows:
            self._letter(row, made[row.letter, row.recipient])
        for row in self.matrix.rows:
            for enclosed in row.enclosures:
                self._enclosure(enclosed, made)
        if self.wanted.pdf:
            self._pdfs()
        meetings = self._meetings(made)
        self._deadlines()
        self._emails(made, meetings)
        self.watch.check()
        content = manifest(self.desk, self.matrix, self.wanted.letterhead, self.entries)
        files = (*self.files, File(MANIFEST, content))
        return Pack(self.matrix, tuple(self.entries), files)

    def _nothing(self) -> Problem:
        what = "these steps" if self.wanted.steps else "this case"
        notes = "; ".join(self.matrix.notes)
        return Problem(
            "nothing-due",
            f"no letter is due in {what} on {in_full(self.desk.on)}",
            self.desk.file,
            suggestion=notes or "toolkit advise says what comes next",
        )

    def _documents(self) -> tuple[_Document, ...]:
        """Give the documents of ours that have to be made, each once."""
        found: dict[_Document, None] = {}
        for row in self.matrix.rows:
            found[row.letter, row.recipient] = None
        for row in self.matrix.rows:
            for enclosed in row.enclosures:
                if not enclosed.file:
                    found[enclosed.item, enclosed.recipient] = None
        return tuple(found)

    def _made(self, documents: Sequence[_Document]) -> dict[_Document, Made]:
        """Make every document, or raise everything that is missing for any of them."""
        problems = list(self.matrix.missing)
        made: dict[_Document, Made] = {}
        for number, (name, recipient) in enumerate(documents):
            letter = self.desk.procedure.letters[name]
            self.watch.at(number, len(documents), letter.name)
            try:
                template = template_of(
                    self.desk.procedure, letter, letterhead=self.wanted.letterhead
                )
                made[name, recipient] = make(self.desk, letter, template, recipient)
            except BadData as error:
                problems.extend(error.problems)
        self.watch.at(len(documents), len(documents), "")
        if problems:
            raise BadData(dict.fromkeys(problems))
        return made

    def _letter(self, row: Row, made: Made) -> None:
        parts = (row.document, "copy", row.name) if row.copy else (row.document, row.name)
        key = f"copy of {row.letter} to {row.to}" if row.copy else (row.letter, row.recipient)
        entry = Entry(
            name=numbered_name(self._next(), parts, ".docx"),
            kind="copy" if row.copy else "document",
            document=row.letter,
            title=row.document,
            recipient=row.to,
            recipient_name=row.name,
            channels=row.channels,
            marking=row.marking,
            ground=row.ground,
            because=row.because,
            clauses=row.clauses,
            derived_from=self._sources(row.letter),
        )
        self._add(entry, made.content, key)

    def _enclosure(self, enclosed: Enclosed, made: Mapping[_Document, Made]) -> None:
        """Add what is enclosed, once for everybody who gets the same."""
        key = _key(enclosed)
        if key in self.names:
            return
        number = self._next()
        if isinstance(key, str):
            source = Path(enclosed.file)
            content = source.read_bytes()
            name = numbered_name(number, (enclosed.name,), safe_ending(source.name))
            sources: tuple[str, ...] = (f"{source.name} sha256:{sha256(content).hexdigest()}",)
            recipient = ""
        else:
            content = made[key].content
            recipient = self._named(enclosed.recipient)
            name = numbered_name(number, (enclosed.name, recipient), ".docx")
            sources = self._sources(enclosed.item)
        entry = Entry(
            name=name,
            kind="enclosure",
            document=enclosed.item,
            title=enclosed.name,
            recipient=enclosed.recipient,
            recipient_name=recipient,
            derived_from=sources,
        )
        self._add(entry, content, key)

    def _named(self, role: str) -> str:
        if not role:
            return ""
        held = self.desk.given.people.get(role, {})
        return str(held.get("name") or self.desk.procedure.role_name(role))

    def _sources(self, letter: str) -> tuple[str, ...]:
        """Give the template and letterhead of a document, each with its hash."""
        of = self.desk.procedure.id
        files = (template_path(of, letter), self.wanted.letterhead or letterhead_path(of))
        return tuple(
            f"{path.name} sha256:{sha256(path.read_bytes()).hexdigest()}" for path in files
        )

    def _next(self) -> int:
        """Give the number of the next file; a PDF has that of its Word file."""
        self.number += 1
        return self.number

    def _add(self, entry: Entry, content: bytes, key: _Document | str = "") -> None:
        self.files.append(File(entry.name, content))
        self.entries.append(entry.of(content))
        if key:
            self.names[key] = entry.name
            self.attached[key] = (entry.name, content)

    def _pdfs(self) -> None:
        """Add every document as a PDF; e-mails then carry the PDF."""
        from toolkit.letters.pdf import to_pdf

        words = {key: name for key, name in self.names.items() if name.endswith(".docx")}
        content = {file.name: file.content for file in self.files}
        with TemporaryDirectory(prefix="toolkit-pack-") as held:
            folder = Path(held)
            for name in words.values():
                (folder / name).write_bytes(content[name])
            written = to_pdf(
                [folder / name for name in words.values()], folder, self.watch, on=self.desk.on
            )
            for (key, name), path in zip(words.items(), written, strict=True):
                base = next(entry for entry in self.entries if entry.name == name)
                self._add(base.as_pdf(path.name, name), path.read_bytes(), key)

    def _meetings(self, made: Mapping[_Document, Made]) -> dict[str, tuple[str, bytes]]:
        """Add a calendar file for each meeting that a document invites to; give them by document.

        Returns:
            Name and content of the file for each letter that invites.
        """
        found: dict[str, tuple[str, bytes]] = {}
        by_step: dict[str, tuple[str, bytes]] = {}
        case = self.desk.case.id
        for row in self.matrix.rows:
            letter = self.desk.procedure.letters[row.letter]
            meeting = made[row.letter, row.recipient].data.get("meeting") or {}
            if "date-time-place" not in letter.says or "date" not in meeting:
                continue
            step = self.desk.meeting_of(letter)
            if step not in by_step:
                content = meeting_file(meeting, case, step, self.desk.on)
                title = meeting.get("name") or "Meeting"
                name = numbered_name(self._next(), (title,), ".ics")
                sources = (f"meetings: {step}",)
                self._add(
                    Entry(name=name, kind="calendar", title=title, derived_from=sources), content
                )
                by_step[step] = (name, content)
            found[row.letter] = by_step[step]
        return found

    def _deadlines(self) -> None:
        from toolkit.case.deadlines import deadlines

        limits = deadlines(self.desk.context)
        content = deadlines_file(limits, self.desk.case.id, self.desk.on)
        if content is not None:
            name = numbered_name(self._next(), ("Deadlines", self.desk.case.id), ".ics")
            clauses = tuple(dict.fromkeys(cited.ref for limit in limits for cited in limit.clauses))
            self._add(
                Entry(name=name, kind="calendar", title="Deadlines", clauses=clauses), content
            )

    def _emails(
        self, made: Mapping[_Document, Made], meetings: Mapping[str, tuple[str, bytes]]
    ) -> None:
        """Add one draft for everybody who gets something by e-mail."""
        by_address: dict[tuple[str, str], list[Row]] = {}
        for row in self.matrix.rows:
            if row.by_email:
                by_address.setdefault((row.to, row.email), []).append(row)
        for rows in self._with_mailboxes(by_address):
            self._email(rows, made, meetings)

    def _with_mailboxes(
        self, by_address: Mapping[tuple[str, str], list[Row]]
    ) -> Iterable[list[Row]]:
        """Give the rows of each draft: what goes to a role goes where the text has its mailbox."""
        mailbox = {
            role: email
            for (role, email), rows in by_address.items()
            if any(self.desk.procedure.letters[row.letter].address == email for row in rows)
        }
        joined: dict[tuple[str, str], list[Row]] = {}
        for (role, email), rows in by_address.items():
            joined.setdefault((role, mailbox.get(role, email)), []).extend(rows)
        return joined.values()

    def _email(
        self,
        rows: Sequence[Row],
        made: Mapping[_Document, Made],
        meetings: Mapping[str, tuple[str, bytes]],
    ) -> None:
        first = next((row for row in rows if row.marking), rows[0])
        attached = dict(self._attachments(rows, meetings))
        data = made[first.letter, first.recipient].data
        sender = data.get("sender") or {}
        email = sender.get("email", "")
        draft = Draft(
            to=Mailbox(first.name, first.email),
            sender=None
            if not email or address_problem(email)
            else Mailbox(sender.get("name", ""), email),
            subject=_subject(rows, self.desk.case.id),
            words=cover(rows, made, tuple(attached)),
            attached=tuple(attached.items()),
            on=self.desk.on,
            marking=first.marking,
        )
        entry = Entry(
            name=numbered_name(self._next(), ("E-mail", first.name), ".eml"),
            kind="email",
            title=draft.subject,
            recipient=first.to,
            recipient_name=first.name,
            channels=("email",),
            marking=first.marking,
            derived_from=tuple(attached),
        )
        self._add(entry, write_draft(draft))

    def _attachments(
        self, rows: Sequence[Row], meetings: Mapping[str, tuple[str, bytes]]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield what goes with an e-mail: the documents, what they enclose, and the meeting."""
        for row in rows:
            if not row.is_email:
                copy = f"copy of {row.letter} to {row.to}"
                yield self.attached[copy if row.copy else (row.letter, row.recipient)]
        for row in rows:
            for enclosed in row.enclosures:
                yield self.attached[_key(enclosed)]
        for row in rows:
            if row.letter in meetings:
                yield meetings[row.letter]


def _key(enclosed: Enclosed) -> _Document | str:
    return enclosed.file or (enclosed.item, enclosed.recipient)


def _subject(rows: Sequence[Row], case: str) -> str:
    names = list(dict.fromkeys(row.document for row in rows))
    what = names[0] if len(names) == 1 else f"{names[0]}, and {len(names) - 1} more"
    return f"{what} ({case})" if case else what
