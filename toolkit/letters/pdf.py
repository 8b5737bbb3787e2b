"""PDF files made from Word files by LibreOffice: tagged, for everybody to read."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path

from toolkit.letters.watch import Watch
from toolkit.problem import Problem, Refused

_FILTER = 'pdf:writer_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}'
_START, _EACH = 60.0, 10.0
"""Seconds that LibreOffice may take: to start, and for each file."""

_LOOK = 0.05

_MADE = re.compile(rb"(/CreationDate\(D:)\d{14}")
_CREATED = re.compile(rb"(<xmp:CreateDate>)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_IDENTITY = re.compile(rb"(/ID \[ <)[0-9A-F]{32}(>\s*<)[0-9A-F]{32}")
_CHECK = re.compile(rb"(/DocChecksum /)[0-9A-F]{32}")


def to_pdf(
    files: Sequence[Path],
    folder: Path,
    watch: Watch | None = None,
    limit: float | None = None,
    on: date | None = None,
) -> list[Path]:
    """Make a PDF of each Word file, with one start of LibreOffice for all of them.

    LibreOffice gets a profile of its own, so that one that is open on the screen does not matter.
    The PDFs are tagged (PDF/UA), with the language and title of the documents.

    Args:
        files: The Word files.
        folder: Where the PDFs go, each under the name of its Word file.
        watch: May stop the work.
        limit: Seconds that it may take; by default a minute and ten seconds for each file.
        on: The day that the PDFs say they were made on, so that the same files give the same
            bytes; the moment itself where there is none.

    Returns:
        The PDFs, in the order of the files.

    Raises:
        Refused: LibreOffice is not installed, takes too long, or cannot make one of them.
        Stopped: Whoever watched stopped it.
    """
    if not files:
        return []
    program = _program()
    allowed = _START + _EACH * len(files) if limit is None else limit
    with tempfile.TemporaryDirectory(prefix="toolkit-pdf-") as held:
        work = Path(held)
        made = work / "made"
        sources = _numbered(files, work)
        command = [
            program,
            f"-env:UserInstallation={(work / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--convert-to",
            _FILTER,
            "--outdir",
            str(made),
            *map(str, sources),
        ]
        said = _run(command, allowed, watch or Watch(), work / "said.txt")
        found = [made / f"{source.stem}.pdf" for source in sources]
        missing = [str(file) for file, pdf in zip(files, found, strict=True) if not pdf.is_file()]
        if missing:
            raise Refused(
                [
                    Problem(
                        "no-pdf",
                        f"LibreOffice made no PDF of this ({said or 'it does not say why'})",
                        file,
                        suggestion="open the Word file and look whether it is whole",
                    )
                    for file in missing
                ]
            )
        targets = [folder / f"{file.stem}.pdf" for file in files]
        for pdf, target in zip(found, targets, strict=True):
            content = pdf.read_bytes()
            target.write_bytes(content if on is None else _settled(content, on))
    return targets


def _settled(content: bytes, on: date) -> bytes:
    """Give a PDF with a day in the place of the moment at which it was made.

    Each is replaced by as many bytes, so that what the PDF says of its own layout stays true.
    """
    content = _MADE.sub(lambda found: found[1] + f"{on:%Y%m%d}000000".encode(), content)
    content = _CREATED.sub(lambda found: found[1] + f"{on.isoformat()}T00:00:00".encode(), content)
    content = _CHECK.sub(lambda found: found[1] + b"0" * 32, content)
    identity = sha256(_IDENTITY.sub(b"", content)).hexdigest()[:32].upper().encode()
    return _IDENTITY.sub(lambda found: found[1] + identity + found[2] + identity, content)


def _program() -> str:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise Refused(
            [
                Problem(
                    "no-libreoffice",
                    "a PDF needs LibreOffice, and it is not installed",
                    suggestion="install it (Debian and Ubuntu: apt-get install "
                    "libreoffice-writer-nogui; others: libreoffice.org), or leave out --pdf",
                )
            ]
        )
    return program


def _numbered(files: Sequence[Path], work: Path) -> list[Path]:
    """Copy the files under plain names, so that no name is read as an option or occurs twice."""
    sources = []
    for number, file in enumerate(files, 1):
        source = work / f"{number:05}{file.suffix}"
        shutil.copyfile(file, source)
        sources.append(source)
    return sources


def _run(command: Sequence[str], limit: float, watch: Watch, said: Path) -> str:
    """Run LibreOffice to its end, or end it with all that it started; give what it said."""
    with said.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=out,
            env={**os.environ, "TZ": "UTC"},
            start_new_session=True,
        )
        try:
            _wait(process, limit, watch)
        except BaseException:
            _end(process)
            raise
    lines = said.read_text(errors="replace").split("\n")
    return next((line.strip() for line in lines if line.startswith("Error")), "")


def _wait(process: subprocess.Popen[bytes], limit: float, watch: Watch) -> None:
    until = time.monotonic() + limit
    while process.poll() is None:
        watch.check()
        if time.monotonic() > until:
            raise Refused(
                [
                    Problem(
                        "pdf-too-slow",
                        f"LibreOffice did not finish within {limit:.0f} seconds",
                        suggestion="try again, or make the PDFs from the Word files by hand",
                    )
                ]
            )
        time.sleep(_LOOK)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and its children; on systems without sessions, itself."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (AttributeError, OSError):
        process.kill()
    process.wait()
