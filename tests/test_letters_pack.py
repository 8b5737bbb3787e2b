"""Packs: who gets what, whole or not at all, the same every time."""

from __future__ import annotations

import json
import zipfile
from datetime import date
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner
from docx import Document

from tests.packing import case_file, desk
from toolkit.letters.packs.matrix import matrix
from toolkit.letters.packs.pack import MANIFEST, Pack, Wanted, pack
from toolkit.letters.packs.parcel import File, may_write, write_parcel
from toolkit.letters.watch import Stopped, Watch
from toolkit.problem import BadData, Refused
from tui.cli import main

NAMES = [
    "01-Invitation-to-Stage-2-Disciplinary-Hearing--Sam-Example.docx",
    "02-Invitation-to-Stage-2-Disciplinary-Hearing--copy--Kim-Example.docx",
    "03-Copies-of-all-evidence-to-be-presented--Sam-Example.docx",
    "04-Statement-of-J-Gate.pdf",
    "05-Gate-record-5-March-2026.png",
    "06-Learner-Discipline-Quick-Guide-paper-version--Sam-Example.docx",
    "07-Individual-Discipline-Record-for-Disciplinary--Sam-Example.docx",
    "08-Link-to-the-LDPP-on-the-college-website--Sam-Example.docx",
    "09-Stage-2-Disciplinary-Hearing.ics",
    "10-Deadlines--C-2026-102.ics",
    "11-E-mail--Sam-Example.eml",
    "12-E-mail--Kim-Example.eml",
    "manifest.json",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("case")


@pytest.fixture(scope="module")
def made(folder: Path) -> Pack:
    return pack(desk(case_file(folder)), Wanted())


def files(made: Pack) -> dict[str, bytes]:
    return {file.name: file.content for file in made.files}


def test_a_pack_holds_letters_copies_enclosures_calendar_and_emails(made: Pack) -> None:
    """Everybody gets their letter, with everything that the rules enclose."""
    assert list(files(made)) == NAMES
    assert files(made)[NAMES[0]] == files(made)[NAMES[1]]
    for name, content in files(made).items():
        if name.endswith(".docx"):
            assert Document(BytesIO(content)).paragraphs


def test_the_same_pack_is_the_same_bytes(made: Pack, folder: Path) -> None:
    """A second pack of the same case and day is equal, byte for byte, as a zip too."""
    again = pack(desk(folder / "case.yaml"), Wanted())
    assert files(again) == files(made)
    written = []
    for name in ("one.zip", "two.zip"):
        write_parcel(made.files, folder / name, MANIFEST)
        written.append((folder / name).read_bytes())
    assert written[0] == written[1]
    assert zipfile.ZipFile(BytesIO(written[0])).namelist() == NAMES


def test_the_manifest_tells_what_each_file_was_made_from(made: Pack, folder: Path) -> None:
    """It has the case, the policy, the clauses and the hash of every file."""
    told = json.loads(files(made)[MANIFEST])
    assert told["case"]["id"] == "C-2026-102"
    assert told["case"]["sha256"] == sha256((folder / "case.yaml").read_bytes()).hexdigest()
    assert (told["policy"]["id"], told["policy"]["version"]) == ("ldpp", "2019-09")
    assert "LDPP 5.13" in told["clauses"]
    held = files(made)
    assert [each["name"] for each in told["files"]] == NAMES[:-1]
    for each in told["files"]:
        assert each["sha256"] == sha256(held[each["name"]]).hexdigest()
    copy = told["files"][1]
    assert (copy["kind"], copy["recipient"]) == ("copy", "parent-carer")
    assert copy["ground"] == "because the learner is under 18"
    assert str(folder) not in files(made)[MANIFEST].decode()


def test_an_email_is_a_draft_with_its_attachments(made: Pack) -> None:
    """It is unsent, addressed, and has the letter, what it encloses and the meeting inside."""
    mail = message_from_bytes(files(made)["11-E-mail--Sam-Example.eml"], policy=policy.default)
    assert mail["X-Unsent"] == "1"
    assert mail["To"] == "Sam Example <sam@example.org>"
    assert mail["Subject"] == "Invitation to Stage 2 Disciplinary Hearing (C-2026-102)"
    attached = {part.get_filename(): part for part in mail.iter_attachments()}
    assert list(attached) == [NAMES[0], *NAMES[2:9]]
    assert attached["04-Statement-of-J-Gate.pdf"].get_content() == b"%PDF- a statement"
    body = mail.get_body()
    assert body is not None and body.get_content().startswith("Dear Sam\r\n")
    other = message_from_bytes(files(made)["12-E-mail--Kim-Example.eml"], policy=policy.default)
    assert "a copy for you, because the learner is under 18" in other.get_body().get_content()


def test_the_calendar_files_say_the_meeting_and_the_working(made: Pack) -> None:
    """The meeting is at its time; a deadline says how its day was counted."""
    meeting = files(made)["09-Stage-2-Disciplinary-Hearing.ics"].decode()
    assert "DTSTART:20260324T143000" in meeting and "LOCATION:Room B12" in meeting
    deadlines = files(made)["10-Deadlines--C-2026-102.ics"].decode().replace("\r\n ", "")
    assert "Saturday 2026-03-21: not counted (Saturday)" in deadlines
    assert "DTSTART;VALUE=DATE:20260323" in deadlines


def test_everything_missing_is_said_at_once(tmp_path: Path) -> None:
    """Facts, fields of every letter, evidence and enclosures are listed together."""
    path = case_file(
        tmp_path,
        ("  date-of-birth: 2009-05-14\n", ""),
        ("evidence/gate.png", "../gate.png"),
        ("    place: Room B12\n", ""),
    )
    (tmp_path / "evidence" / "statement.pdf").unlink()
    with pytest.raises(BadData) as caught:
        pack(desk(path), Wanted(given={"nothing": tmp_path / "x"}))
    said = [str(problem).replace(str(tmp_path), "DIR") for problem in caught.value.problems]
    assert [line for line in said if "evidence" in line and "its file" in line] == [
        "DIR/evidence/statement.pdf: evidence 1 ('Statement of J. Gate'): its file is not there; "
        "put it there, or mend its name in the case"
    ]
    assert (
        "DIR/case.yaml: evidence 2 ('Gate record / 5 March 2026') has a file that leads out of the "
        "case's folder: ../gate.png; write a path below that folder" in said
    )
    assert any(
        line.startswith(
            "DIR/case.yaml: it is not known whether parent/carer gets a copy of 'Invitation to "
            "Stage 2 Disciplinary Hearing': that depends on whether the learner is under 18; write "
            "in the case, under facts: date-of-birth ("
        )
        for line in said
    )
    assert any("needs meeting.place" in line for line in said)
    assert any("nothing in this pack encloses 'nothing'" in line for line in said)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("/etc/passwd", "has a file that is not named from the case's folder: /etc/passwd"),
        ("C:\\secret.docx", "has a file that is not named from the case's folder: C:\\secret.docx"),
        ("evidence/../../x", "has a file that leads out of the case's folder: evidence/../../x"),
        ("evidence\\..\\..\\x", "has a file that leads out of the case's folder: evidence\\..\\..\\x"),
        ("evidence/link", "has a file that leads out of the case's folder: evidence/link"),
    ],
)  # fmt: skip
def test_evidence_stays_in_the_folder_of_the_case(tmp_path: Path, file: str, message: str) -> None:
    """A path that leads elsewhere, by whatever trick, is refused by name."""
    path = case_file(tmp_path, ("evidence/gate.png", file))
    (tmp_path / "evidence" / "link").symlink_to("/etc/passwd")
    problems = [problem.message for problem in matrix(desk(path)).missing]
    assert problems == [f"evidence 2 ('Gate record / 5 March 2026') {message}"]


def test_a_recipient_without_an_address_gets_the_letter_by_the_other_way(tmp_path: Path) -> None:
    """No e-mail is drafted to nobody, and the pack says so."""
    path = case_file(tmp_path, ("    email: kim@example.org\n", ""))
    made = pack(desk(path), Wanted())
    assert [name for name in files(made) if name.endswith(".eml")] == ["11-E-mail--Sam-Example.eml"]
    assert (
        "no e-mail address of parent/carer is known: 'Invitation to Stage 2 Disciplinary Hearing' "
        "goes by letter only" in made.matrix.notes
    )


def test_what_is_no_email_address_is_said(tmp_path: Path) -> None:
    """A mistyped address is named before anything is sent to it."""
    path = case_file(tmp_path, ("kim@example.org", "kim at example"))
    assert [problem.message for problem in matrix(desk(path)).missing] == [
        "the e-mail address of parent/carer is none: 'kim at example'"
    ]


def test_a_step_that_is_not_reached_is_refused(folder: Path, made: Pack) -> None:
    """A step further on, or one that there is not, is named."""
    at = desk(folder / "case.yaml")
    with pytest.raises(
        Refused, match=r"'stage-2\.decide' is neither open nor done in this case on"
    ):
        matrix(at, ("stage-2.decide",))
    with pytest.raises(
        Refused, match=r"has no step 'stage-2.invit'; did you mean 'stage-2.invite'"
    ):
        matrix(at, ("stage-2.invit",))


def test_a_folder_is_replaced_only_where_it_is_a_pack(tmp_path: Path) -> None:
    """Nothing of the user's own is ever put aside for a pack."""
    target = tmp_path / "out"
    write_parcel([File("a.txt", b"1"), File(MANIFEST, b"{}")], target, MANIFEST)
    with pytest.raises(Refused, match="there is a folder of this name already; give another"):
        may_write(target, MANIFEST, False)
    write_parcel([File("b.txt", b"2"), File(MANIFEST, b"{}")], target, MANIFEST, replace=True)
    assert sorted(path.name for path in target.iterdir()) == ["b.txt", MANIFEST]
    own = tmp_path / "own"
    own.mkdir()
    (own / "diary.txt").write_text("mine")
    with pytest.raises(Refused, match="this folder is no pack, so it is not replaced"):
        write_parcel([File(MANIFEST, b"{}")], own, MANIFEST, replace=True)
    with pytest.raises(Refused, match="there is no folder to write this in"):
        may_write(tmp_path / "no" / "out", MANIFEST, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "own"]


def test_work_that_is_stopped_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    """Whoever watches can stop it while it is made, and while it is written."""
    stop = Event()
    seen: list[tuple[int, int, str]] = []

    def tell(done: int, total: int, what: str) -> None:
        seen.append((done, total, what))
        stop.set()

    with pytest.raises(Stopped):
        pack(desk(folder / "case.yaml"), Wanted(), Watch(tell, stop))
    assert seen == [(0, 5, "Invitation to Stage 2 Disciplinary Hearing")]
    for target in (tmp_path / "out", tmp_path / "out.zip"):
        with pytest.raises(Stopped):
            write_parcel([File("a", b"")], target, MANIFEST, watch=Watch(stop=stop))
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_pack_or_shows_it(folder: Path, tmp_path: Path) -> None:
    """The pack is written, shown beforehand, and told as JSON."""
    words = ["pack", str(folder / "case.yaml"), "--on", "2026-03-16"]
    shown = CliRunner().invoke(main, [*words, "--dry-run"])
    assert "copy to Kim Example (parent/carer), because the learner is under 18" in shown.output
    told = CliRunner().invoke(main, [*words, "--dry-run", "--json"])
    assert [row["to"] for row in json.loads(told.output)["rows"]] == ["learner", "parent-carer"]
    done = CliRunner().invoke(main, [*words, "-o", str(tmp_path / "p.zip")])
    assert done.exit_code == 0, done.output
    assert done.output.startswith(f"wrote {tmp_path / 'p.zip'}: 13 files\n")
    again = CliRunner().invoke(main, [*words, "-o", str(tmp_path / "p.zip")])
    assert again.exit_code == 1
    nowhere = CliRunner().invoke(main, words)
    assert nowhere.exit_code == 2 and "say where to write it" in nowhere.output
    wrong = CliRunner().invoke(main, [*words, "--enclose", "x", "-o", "y"])
    assert wrong.exit_code == 2 and "'x' is not of the form ITEM=FILE" in wrong.output


def test_an_email_of_the_rules_own_is_marked_and_goes_to_their_mailbox() -> None:
    """A letter that is an e-mail says its own words; what it encloses is attached once."""
    case = Path(__file__).parent / "letters" / "pi31" / "withdrawn.yaml"
    made = pack(desk(case, date(2015, 4, 22)), Wanted(("withdrawal.form",)))
    (name,) = (name for name in files(made) if name.endswith(".eml"))
    mail = message_from_bytes(files(made)[name], policy=policy.default)
    assert mail["To"].addresses[0].addr_spec == "Recruitment-decisions@hmps.gsi.gov.uk"
    assert mail["Subject"].startswith("OFFICIAL - SENSITIVE - WITHDRAWAL: ")
    assert mail["From"] == "Robin Head <appeals@nps.example>"
    attached = [part.get_filename() for part in mail.iter_attachments()]
    assert len(attached) == 1 and "Withdrawal-of-Authorisation-Report" in attached[0]
    body = mail.get_body().get_content()
    assert body.startswith("OFFICIAL - SENSITIVE - WITHDRAWAL\r\n")
    assert "Please read what is attached" not in body


@pytest.mark.parametrize(("provider", "sender"), [("nps", "Robin Head"), ("crc", "Chris Company")])
def test_who_sends_follows_the_rules_conditions(tmp_path: Path, provider: str, sender: str) -> None:
    """Of two who may send, the one whose condition holds signs."""
    text = (Path(__file__).parent / "letters" / "pi31" / "withdrawn.yaml").read_text("utf-8")
    text = text.replace("provider: nps", f"provider: {provider}").replace(
        "people:\n", "people:\n  crc: {name: Chris Company}\n"
    )
    path = tmp_path / "case.yaml"
    path.write_text(text, encoding="utf-8")
    at = desk(path, date(2015, 4, 22))
    letter = at.procedure.letters["form-email"]
    assert at.fields(letter, "act").data["sender"]["name"] == sender
