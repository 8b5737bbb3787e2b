"""PDF files of letters, by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from toolkit.letters.pdf import to_pdf
from toolkit.letters.watch import Stopped, Watch
from toolkit.letters.word.draft import draft
from toolkit.problem import Refused

installed = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdfinfo")),
    reason="LibreOffice and Poppler are not installed",
)


def word(folder: Path, name: str, title: str) -> Path:
    text = f"---\ntitle: {title}\n---\n# {title}\n\nDear Sam\n"
    path = folder / name
    path.write_bytes(draft(text, name))
    return path


@installed
def test_one_start_makes_tagged_pdfs_that_are_the_same_each_time(tmp_path: Path) -> None:
    """Each has its title, is tagged, and bears the day that was asked for."""
    files = [word(tmp_path, "-one.docx", "First"), word(tmp_path, "zwei ü.docx", "Second")]
    first = to_pdf(files, tmp_path, on=date(2026, 3, 16))
    assert [path.name for path in first] == ["-one.pdf", "zwei ü.pdf"]
    told = subprocess.run(["pdfinfo", "./-one.pdf"], capture_output=True, text=True, cwd=tmp_path)
    about = dict(line.split(":", 1) for line in told.stdout.splitlines() if ":" in line)
    assert about["Title"].strip() == "First" and about["Tagged"].strip() == "yes"
    assert "Mar 16" in about["CreationDate"]
    kept = first[0].read_bytes()
    assert b"pdfuaid" in kept and b"/Lang(en-GB)" in kept
    assert to_pdf(files[:1], tmp_path, on=date(2026, 3, 16))[0].read_bytes() == kept


@installed
def test_a_file_that_is_no_letter_is_named(tmp_path: Path) -> None:
    """What LibreOffice cannot read is said by its own name."""
    broken = tmp_path / "broken.docx"
    broken.write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(Refused, match=r"broken\.docx: LibreOffice made no PDF of this"):
        to_pdf([broken], tmp_path)
    assert list(tmp_path.iterdir()) == [broken]


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    program = folder / "bin" / "soffice"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")


def test_without_libreoffice_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the package."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused) as caught:
        to_pdf([tmp_path / "a.docx"], tmp_path)
    assert str(caught.value) == (
        "a PDF needs LibreOffice, and it is not installed; install it (Debian and Ubuntu: apt-get "
        "install libreoffice-writer-nogui; others: libreoffice.org), or leave out --pdf"
    )


def test_it_does_not_wait_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A LibreOffice that hangs is ended, with whatever it has started."""
    pretend(tmp_path, monkeypatch, "sleep 60 & sleep 60")
    file = word(tmp_path, "a.docx", "A")
    with pytest.raises(Refused, match="LibreOffice did not finish within 0 seconds; try again"):
        to_pdf([file], tmp_path, limit=0.1)


def test_it_stops_when_it_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopping does not wait for LibreOffice."""
    pretend(tmp_path, monkeypatch, "sleep 60")
    stop = Event()
    stop.set()
    with pytest.raises(Stopped):
        to_pdf([word(tmp_path, "a.docx", "A")], tmp_path, Watch(stop=stop))
    assert not (tmp_path / "a.pdf").exists()


def test_nothing_to_make_starts_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file, no LibreOffice."""
    monkeypatch.setenv("PATH", "")
    assert to_pdf([], tmp_path) == []
