"""One case from allegation to appeal: each pack on the way is made, opened and compared."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email import message_from_bytes, policy
from functools import cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Event as Flag
from typing import Any

import pytest
import yaml
from docx import Document
from icalendar import Calendar

from tests.packing import desk
from toolkit.case.case import Event, parse_case
from toolkit.case.entry import add_event
from toolkit.case.text import with_event
from toolkit.letters.packs.matrix import Row, matrix
from toolkit.letters.packs.pack import MANIFEST, Pack, Wanted, pack
from toolkit.letters.packs.parcel import may_write, write_parcel
from toolkit.letters.watch import Stopped, Watch
from toolkit.problem import BadData, Refused
from toolkit.procedure.library import load

JOURNEY = Path(__file__).parent / "journey"
MOMENTS: list[dict[str, Any]] = yaml.safe_load((JOURNEY / "moments.yaml").read_text("utf-8"))
NAMES = [each["moment"] for each in MOMENTS]
COMES_OF_AGE = date(2026, 5, 1)


@dataclass(frozen=True)
class Walked:
    """A moment of the journey: its case file, and the pack made from it."""

    moment: dict[str, Any]
    path: Path
    pack: Pack

    @property
    def on(self) -> date:
        day: date = self.moment["day"]
        return day

    @property
    def files(self) -> dict[str, bytes]:
        return {file.name: file.content for file in self.pack.files}


@cache
def case_text(name: str) -> str:
    """Give the case file at a moment, after adding each event as the procedure allows."""
    at = NAMES.index(name)
    about = MOMENTS[at]["about"]
    if at and MOMENTS[at - 1]["about"] == about:
        text, start = case_text(NAMES[at - 1]), at
    else:
        parts = (JOURNEY / "case.yaml", JOURNEY / f"{about}.yaml")
        text, start = "".join(part.read_text(encoding="utf-8") for part in parts), 0
    procedure, case = load("ldpp"), parse_case(text, "case.yaml")
    for event in _events(MOMENTS[start : at + 1]):
        case = add_event(procedure, case, event)
        text = with_event(text, event)
    return text


def _events(moments: Sequence[dict[str, Any]]) -> Iterator[Event]:
    for moment in moments:
        for event in moment["events"]:
            yield Event.model_validate(event)


def case_file(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    """Write the case as it is at a moment into a folder, with its evidence."""
    text = case_text(name)
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    folder.mkdir(exist_ok=True)
    shutil.copytree(JOURNEY / "evidence", folder / "evidence")
    path = folder / "case.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def journey(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Walked]:
    root = tmp_path_factory.mktemp("journey")
    found = {}
    for moment in MOMENTS:
        path = case_file(root / moment["moment"], moment["moment"])
        made = pack(desk(path, moment["day"]), Wanted())
        found[moment["moment"]] = Walked(moment, path, made)
    return found


@pytest.fixture(params=NAMES)
def walked(journey: dict[str, Walked], request: pytest.FixtureRequest) -> Walked:
    return journey[request.param]


def told(row: Row) -> str:
    to = f"copy to {row.to}" if row.copy else row.to
    enclosed = [Path(each.file).name if each.file else each.item for each in row.enclosures]
    ways, things = ", ".join(row.channels) or "not stated", ", ".join(enclosed) or "nothing"
    return f"{to} | {row.letter} | {ways} | {things}"


def long(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def words_of(content: bytes) -> str:
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_pack_holds_what_the_day_asks_for(walked: Walked) -> None:
    """Who gets which document, by which way, with what: as written down beforehand."""
    assert [told(row) for row in walked.pack.matrix.rows] == walked.moment["pack"]
    assert walked.pack.matrix.missing == ()


def test_each_document_opens_and_says_whom_and_when(walked: Walked) -> None:
    """Word files open; each names the learner, whom it is addressed to, and its day."""
    people = desk(walked.path, walked.on).given.people
    letters = load("ldpp").letters
    addressed = {"letter", "notice", "request"}
    documents = [each for each in walked.pack.entries if each.name.endswith(".docx")]
    rows = walked.pack.matrix.rows
    for row, entry in zip(rows, documents, strict=False):
        words = words_of(walked.files[entry.name])
        assert (entry.document, entry.recipient) == (row.letter, row.to)
        assert "Noa Sample" in words or "Dear Noa" in words, entry.name
        assert long(walked.on) in words, entry.name
        if letters[row.letter].sort in addressed:
            assert people[row.recipient]["name"] in words, entry.name
    for entry in documents[len(rows) :]:
        assert entry.kind == "enclosure" and words_of(walked.files[entry.name])


def test_each_email_goes_to_one_person_with_the_very_files(walked: Walked) -> None:
    """Each draft is unsent, and what is attached is what lies in the pack."""
    files = walked.files
    mails = [
        message_from_bytes(content, policy=policy.default)
        for name, content in files.items()
        if name.endswith(".eml")
    ]
    to = [mail["To"].addresses[0].addr_spec for mail in mails]
    assert to == walked.moment.get("emails", [])
    for mail in mails:
        assert mail["X-Unsent"] == "1" and "C-2026-140" in mail["Subject"]
        attached = list(mail.iter_attachments())
        assert attached
        for part in attached:
            assert part.get_payload(decode=True) == files[part.get_filename()]


def test_each_calendar_file_can_be_read(walked: Walked) -> None:
    """The meeting is at its time, for an invitation and for nothing else; deadlines are days."""
    starts = []
    for name, content in walked.files.items():
        if name.endswith(".ics"):
            events = Calendar.from_ical(content).walk("VEVENT")
            assert events and all(event["SUMMARY"] for event in events)
            starts.extend(event["DTSTART"].dt for event in events)
    meetings = [start.replace(tzinfo=None) for start in starts if isinstance(start, datetime)]
    expected = walked.moment.get("meeting")
    assert meetings == ([datetime.fromisoformat(expected)] if expected else [])


def test_the_manifest_has_the_hash_of_every_file(walked: Walked, tmp_path: Path) -> None:
    """What is written is what the manifest says; it is the same, byte for byte, each time."""
    again = pack(desk(walked.path, walked.on), Wanted())
    assert again.files == walked.pack.files
    write_parcel(again.files, tmp_path / "pack", MANIFEST)
    written = {path.name: path.read_bytes() for path in (tmp_path / "pack").iterdir()}
    assert written == walked.files
    manifest = json.loads(written.pop(MANIFEST))
    assert manifest["case"]["sha256"] == sha256(walked.path.read_bytes()).hexdigest()
    assert {each["name"]: each["sha256"] for each in manifest["files"]} == {
        name: sha256(content).hexdigest() for name, content in written.items()
    }


def test_nothing_goes_to_parents_once_the_learner_is_18(walked: Walked) -> None:
    """Up to 17 parents have their copy of each letter; from 18 there is none, and none is named."""
    gets = {row.to for row in walked.pack.matrix.rows}
    later = walked.on >= COMES_OF_AGE
    letters = {row.letter for row in walked.pack.matrix.rows if "letter" in row.channels}
    assert ("parent-carer" in gets) == (not later and bool(letters))
    held_back = (
        "due only where the learner is under 18, which no longer holds: 'Information to parents or "
        "carers of the suspension' (--step suspension.tell-parents)"
    )
    assert (held_back in walked.pack.matrix.notes) == later
    if later:
        parent = (b"Gil Sample", b"gil@example.org")
        assert not any(name in content for content in walked.files.values() for name in parent)
        documents = [name for name in walked.files if name.endswith(".docx")]
        assert not any("Gil Sample" in words_of(walked.files[name]) for name in documents)


def pages(pdf: bytes) -> int:
    """Count pages, by Poppler where it is installed."""
    if not shutil.which("pdfinfo"):
        return len(re.findall(rb"/Type\s*/Page\b", pdf))
    shown = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    about = dict(line.split(":", 1) for line in shown.stdout.decode().splitlines())
    return int(about["Pages"])


@pytest.mark.skipif(
    not (shutil.which("soffice") or shutil.which("libreoffice")),
    reason="LibreOffice is not installed",
)
def test_no_letter_of_a_pack_is_longer_than_two_pages(journey: dict[str, Walked]) -> None:
    """A whole pack is made into PDFs with one start."""
    walked = journey["stage-2-decided"]
    made = pack(desk(walked.path, walked.on), Wanted(pdf=True))
    found = {file.name: pages(file.content) for file in made.files if file.name.endswith(".pdf")}
    assert len(found) == 6
    assert all(1 <= count <= 2 for count in found.values()), found


@pytest.mark.parametrize(
    ("moment", "old", "new", "messages"),
    [
        (
            "stage-2-invited",
            "evidence/gate-record.txt",
            "evidence/gate.txt",
            ["DIR/evidence/gate.txt: evidence 2 ('Gate record of 5 March 2026'): its file is not "
             "there; put it there, or mend its name in the case"],
        ),
        (
            "stage-2-invited",
            "evidence/gate-record.txt",
            "../case/evidence/gate-record.txt",
            ["DIR/case.yaml: evidence 2 ('Gate record of 5 March 2026') has a file that leads out "
             "of the case's folder: ../case/evidence/gate-record.txt; write a path below that "
             "folder"],
        ),
        (
            "stage-3-invited",
            ", file: evidence/statement-of-cass-coach.txt",
            "",
            ["DIR/case.yaml: evidence 1 ('Statement of Cass Coach, 21 April 2026') names no file; "
             "add file: …"],
        ),
        (
            "suspended",
            "gil@example.org",
            "gil at example.org",
            ["DIR/case.yaml: the e-mail address of parent/carer is none: 'gil at example.org'; "
             "mend it in the case: people: {parent-carer: {email: …}}"],
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_made(
    tmp_path: Path, moment: str, old: str, new: str, messages: list[str]
) -> None:
    """A file that is not there, or leads elsewhere, and a bad address stop the whole pack."""
    path = case_file(tmp_path / "case", moment, (old, new))
    kept = sorted(tmp_path.rglob("*"))
    with pytest.raises(BadData) as caught:
        pack(desk(path, MOMENTS[NAMES.index(moment)]["day"]), Wanted())
    said = [str(each).replace(str(path.parent), "DIR") for each in caught.value.problems]
    assert said == messages
    assert sorted(tmp_path.rglob("*")) == kept


def test_without_the_age_it_asks_whether_parents_get_a_copy(tmp_path: Path) -> None:
    """Who gets a copy is not guessed: the fact that decides is asked for, once for each letter."""
    path = case_file(tmp_path / "case", "stage-2-decided", ("  date-of-birth: 2008-05-01\n", ""))
    found = matrix(desk(path, date(2026, 3, 25)))
    assert [problem.message for problem in found.missing] == [
        f"it is not known whether parent/carer gets a copy of '{letter}': that depends on whether "
        "the learner is under 18"
        for letter in (
            "Stage 2 Outcome Letter",
            "Stage 2 Written Warning Letter",
            "Stage 2 Action Plan",
        )
    ]
    assert not any(row.copy for row in found.rows)
    with pytest.raises(BadData):
        pack(desk(path, date(2026, 3, 25)), Wanted())


def test_a_letter_that_lacks_an_entry_stops_the_others_too(tmp_path: Path) -> None:
    """The security notice is not made without what was seen, nor is anything beside it."""
    path = case_file(
        tmp_path / "case", "suspended", (", seen: 'shouting, and pushing another learner'", "")
    )
    with pytest.raises(BadData) as caught:
        pack(desk(path, date(2026, 4, 20)), Wanted())
    assert str(caught.value) == (
        f"{path}: 'Notice to security' needs form.seen: What can be seen; write it in the case: "
        "letters: {security-notice: {form: {seen: …}}} (under LDPP 6.2)"
    )


def test_an_investigation_that_is_still_to_come_holds_up_nothing(tmp_path: Path) -> None:
    """Its record is named and not made; asked for by its step, it says what it lacks."""
    start = case_text("suspended").index("  investigation-evidence:\n")
    end = case_text("suspended").index("  suspension-letter:\n")
    path = case_file(tmp_path / "case", "suspended", (case_text("suspended")[start:end], ""))
    at = desk(path, date(2026, 4, 20))
    made = pack(at, Wanted())
    assert "to be written once that is done: 'Investigation evidence' (--step investigate)" in (
        made.matrix.notes
    )
    with pytest.raises(BadData, match=r"'Investigation evidence' needs form\.steps: What was done"):
        pack(at, Wanted(("investigate",)))


def test_a_folder_that_is_there_is_not_written_over(
    journey: dict[str, Walked], tmp_path: Path
) -> None:
    """What lay there stays as it was, whether it is a pack or not."""
    target = tmp_path / "pack"
    target.mkdir()
    (target / "notes.txt").write_text("mine")
    files = journey["suspended"].pack.files
    message = (
        f"{target}: there is a folder of this name already; give another with -o, or put this in "
        "its place with --replace"
    )
    for write in (
        lambda: may_write(target, MANIFEST, False),
        lambda: write_parcel(files, target, MANIFEST),
    ):
        with pytest.raises(Refused) as caught:
            write()
        assert str(caught.value) == message
    with pytest.raises(Refused, match="this folder is no pack, so it is not replaced"):
        write_parcel(files, target, MANIFEST, replace=True)
    assert [path.name for path in tmp_path.rglob("*")] == ["pack", "notes.txt"]


@pytest.mark.parametrize("target", ["pack", "pack.zip"])
def test_work_stopped_half_way_leaves_nothing(
    journey: dict[str, Walked], tmp_path: Path, target: str
) -> None:
    """Stopped after three documents, or after three files, there is nothing to be seen."""
    walked, stop, seen = journey["suspended"], Flag(), []

    def tell(done: int, total: int, what: str) -> None:
        seen.append((done, total))
        if done == 3:
            stop.set()

    with pytest.raises(Stopped, match="stopped; nothing was written"):
        pack(desk(walked.path, walked.on), Wanted(), Watch(tell, stop))
    assert seen == [(0, 5), (1, 5), (2, 5), (3, 5)]

    class Third(Flag):
        looks = 0

        def is_set(self) -> bool:
            self.looks += 1
            return self.looks > 3

    with pytest.raises(Stopped, match="stopped; nothing was written"):
        write_parcel(walked.pack.files, tmp_path / target, MANIFEST, watch=Watch(stop=Third()))
    assert list(tmp_path.iterdir()) == []


def test_a_step_that_is_not_reached_is_refused(journey: dict[str, Walked]) -> None:
    """Nobody is withdrawn by a pack asked for too early."""
    walked = journey["withdrawal-asked"]
    with pytest.raises(Refused) as caught:
        pack(desk(walked.path, walked.on), Wanted(("withdrawal.notify",)))
    assert str(caught.value) == (
        "'withdrawal.notify' is neither open nor done in this case on 2026-05-15; toolkit advise "
        "says where the case stands (under LDPP 7.1 Stage 3)"
    )
