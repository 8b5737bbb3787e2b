"""``toolkit letters``: what the commands print, write and refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.letters.word.draft import draft
from toolkit.letters.word.package import Package, read_package, write_package
from tui.cli import main

CASES = Path(__file__).parent / "letters"
INVITED = CASES / "ldpp" / "stage-2-invited.yaml"
DRAFT = "---\ntitle: A\n---\n# A\n\nDear {{ recipient.greting }}\n"


def run(*args: object) -> Result:
    return CliRunner().invoke(main, [str(arg) for arg in args], catch_exceptions=False)


def make(target: Path, *more: object, letter: str = "invitation-stage-2") -> Result:
    return run("letters", "make", letter, INVITED, "--on", "2026-03-16", "-o", target, *more)


def test_the_list_names_each_document_with_its_clause_and_status() -> None:
    """The list says what each document is, from whom, to whom, and whether the text asks for it."""
    lines = run("letters", "list", "lrs").output.splitlines()
    assert lines[0].endswith("(lrs)")
    assert lines[1] == "  21 documents, 21 with a template"
    at = lines.index("  first-warning-letter")
    assert lines[at + 1 : at + 4] == [
        "    First written warning [LRS 4.2¶1 b1]",
        "    letter; from MIAP, to nominated super user of the organisation",
        "    required: the text names it",
    ]
    assert any("not required by the text" in line for line in lines)


def test_the_list_is_json_when_asked() -> None:
    """Other programs read the list as JSON."""
    (entry, *_) = json.loads(run("letters", "list", "pi31", "--json").output)
    assert entry["procedure"] == "pi31"
    assert entry["template"] is True


def test_fields_are_listed_with_the_entries_of_a_form() -> None:
    """Whoever edits a template sees every field and what fills it."""
    output = run("letters", "fields", "withdrawal-report-form", "--procedure", "pi31").output
    assert "appeal.by\n  day, worked out: latest day that is safe under every reading" in output
    assert "form.national_insurance_number\n" in output


def test_a_letter_is_made_and_read_as_text(tmp_path: Path) -> None:
    """A letter is written where asked, and its text can be read."""
    target = tmp_path / "invitation.docx"
    result = make(target)
    assert result.output == f"wrote {target}\n"
    words = run("letters", "text", target).output
    assert "Please come to a Stage 2 Disciplinary Hearing on Tuesday 24 March 2026" in words


def test_a_letter_is_the_same_every_time(tmp_path: Path) -> None:
    """Making a letter twice gives the same bytes."""
    make(tmp_path / "a.docx")
    make(tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_a_field_can_be_filled_on_the_command_line(tmp_path: Path) -> None:
    """What is set for the occasion stands over what the case says."""
    target = tmp_path / "invitation.docx"
    make(target, "--set", "meeting.place=Room Z9")
    assert "Room Z9" in run("letters", "text", target).output


def test_the_letterhead_can_be_the_organisations_own(tmp_path: Path) -> None:
    """Another letterhead changes the header and nothing of the letter."""
    from toolkit.letters.word.letterhead import letterhead

    own = tmp_path / "own.docx"
    own.write_bytes(letterhead("Northgate College", ["Northgate"]))
    make(tmp_path / "a.docx")
    make(tmp_path / "b.docx", "--letterhead", own)
    assert "Northgate College" in run("letters", "text", tmp_path / "b.docx", "--all").output
    texts = [run("letters", "text", tmp_path / name).output for name in ("a.docx", "b.docx")]
    assert texts[0] == texts[1]


def test_a_letter_that_is_not_due_is_made_and_said_to_be_so(tmp_path: Path) -> None:
    """Somebody may need a letter out of turn; they are told."""
    case = CASES / "ldpp" / "stage-2-invited.yaml"
    result = run(
        "letters", "make", "quick-guide", case, "--on", "2026-03-16", "-o", tmp_path / "q.docx"
    )
    assert result.exit_code == 0
    result = run(
        "letters", "make", "licence-contract", case, "--on", "2026-03-16", "-o", tmp_path / "l.docx"
    )
    assert "is not due in this case on 2026-03-16; toolkit advise says what is" in result.stderr


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--set", "meeting"], "--set 'meeting' does not name a field and its value; "
         "write it as --set meeting.place='Room 4'"),
        (["--set", "meeting.plaice=x"], "invitation-stage-2: meeting: there is no field 'plaice'; "
         "did you mean 'place'?"),
        (["--set", "meeting.date=soon"], "invitation-stage-2: meeting: date is 'soon', not a day "
         "such as 2026-03-24; write a day such as 2026-03-24"),
        (["--letterhead", "none.docx"], "none.docx: there is no letterhead here; "
         "make one with: toolkit letters new"),
        (["--template", "none.docx"], "none.docx: there is no template here; "
         "make one with: toolkit letters new"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_written(
    tmp_path: Path, more: list[str], said: str
) -> None:
    """A mistake on the command line ends in its message, and no file is left."""
    result = make(tmp_path / "x.docx", *more)
    assert result.exit_code == 3
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_letter_is_told_with_the_nearest() -> None:
    """A misspelt letter brings a suggestion."""
    result = make(Path("x.docx"), letter="invitation-stage-22")
    assert result.exit_code == 3
    assert "ldpp has no letter 'invitation-stage-22'; did you mean 'invitation-stage-2'?" in (
        result.stderr
    )


def test_a_file_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    """What is there stays there."""
    target = tmp_path / "x.docx"
    target.write_text("mine")
    result = make(target)
    assert result.exit_code == 1
    assert f"{target}: there is a file of this name already; give another with -o, or write " in (
        result.stderr
    )
    assert target.read_text() == "mine"
    assert make(target, "--replace").exit_code == 0


def test_a_pdf_is_not_written_over_unless_asked(tmp_path: Path) -> None:
    """A PDF that is there stays, and no Word file is written beside it."""
    (tmp_path / "x.pdf").write_text("mine")
    result = make(tmp_path / "x.docx", "--pdf")
    assert result.exit_code == 1
    assert "x.pdf: there is a file of this name already" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.pdf"]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A path that leads nowhere is refused with what to do."""
    result = make(tmp_path / "no" / "x.docx")
    assert result.exit_code == 1
    assert "this cannot be written: No such file or directory; choose a folder" in result.stderr


def test_a_template_is_begun_with_the_blocks_that_it_has_to_state(tmp_path: Path) -> None:
    """A new template lacks no statement and no entry; only words have to be written."""
    target = tmp_path / "appeal-acknowledgement.docx"
    args = ("letters", "new", "appeal-acknowledgement", "--procedure", "ldpp", "-o", target)
    assert run(*args).output == f"wrote {target}\n"
    assert "{% block appeal_received %}" in run("letters", "text", target).output
    check = run("letters", "check", target, "--procedure", "ldpp")
    assert check.output == "0 errors in 1 templates\n"


@pytest.mark.parametrize("procedure", ["ldpp", "localgov-digital", "lrs", "pi31"])
def test_every_letter_can_be_begun(tmp_path: Path, procedure: str) -> None:
    """The beginning of each document passes the check."""
    from toolkit.letters.template.checking import check_files
    from toolkit.letters.template.skeleton import skeleton
    from toolkit.procedure.library import load

    held = load(procedure)
    files = []
    for letter in held.letters.values():
        file = tmp_path / f"{letter.id}.docx"
        file.write_bytes(draft(skeleton(letter), f"{letter.id}.md"))
        files.append(file)
    assert check_files(held, files).problems == ()


def test_a_template_with_a_mistake_ends_in_bad_data(tmp_path: Path) -> None:
    """The check names the file, the paragraph and what to write."""
    (tmp_path / "draft.md").write_text(DRAFT)
    target = tmp_path / "letter.docx"
    new = ("letters", "new", "appeal-acknowledgement", "--procedure", "ldpp")
    run(*new, "--draft", tmp_path / "draft.md", "-o", target)
    args = ("letters", "check", target, "--procedure", "ldpp", "--letter", "appeal-acknowledgement")
    result = run(*args)
    assert result.exit_code == 3
    assert "paragraph 2: there is no field 'recipient.greting'; did you mean 'greeting'?" in (
        result.output
    )
    codes = {each["code"] for each in json.loads(run(*args, "--json").output)["errors"]}
    assert codes == {"unknown-field", "statement-missing"}


@pytest.mark.parametrize("part", ["word/header1.xml", "word/footer1.xml"])
@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("{{ organisation.nmae }}", "there is no field 'organisation.nmae'; did you mean 'name'?"),
        ("{{ ''.__class__ }}", "a tag uses the name '__class__', which a letter may not"),
        ("{{ organisation.name()}}", "a tag uses calling something, which a letter may not"),
    ],
)
def test_a_letterhead_is_held_to_the_same_rules(
    tmp_path: Path, part: str, tag: str, said: str
) -> None:
    """A hostile or misspelt tag in a header or footer is refused as in the text."""
    from toolkit.letters.word.letterhead import letterhead

    package = read_package(letterhead(), "h.docx")
    parts = dict(package.parts)
    parts[part] = parts[part].replace(b"</w:p>", f"<w:r><w:t>{tag}</w:t></w:r></w:p>".encode(), 1)
    own = tmp_path / "own.docx"
    own.write_bytes(write_package(Package(parts)))
    result = make(tmp_path / "x.docx", "--letterhead", own)
    assert result.exit_code == 3
    assert f"{part[5:11]}, paragraph 1: {said}" in result.stderr


def test_a_file_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    """Reading the text of something else is refused."""
    other = tmp_path / "x.docx"
    other.write_text("hello")
    result = run("letters", "text", other)
    assert result.exit_code == 3
    assert "this is no Word file; save it as .docx" in result.stderr
