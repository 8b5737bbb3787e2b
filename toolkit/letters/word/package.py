"""A Word file as a package of parts: read with suspicion, written the same every time."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from toolkit.problem import BadData, Problem

DOCUMENT = "word/document.xml"
CORE = "docProps/core.xml"

_LEVEL = 4  # takes two fifths less time than 6, and gives files three hundredths larger
_MOST_PARTS = 500
_MOST_BYTES = 40_000_000
_FOREIGN = re.compile(r"(?i)(vbaproject|activex|/embeddings/|/webextensions/)")
_EXTERNAL = re.compile(rb"<Relationship\b[^>]*\bTargetMode\s*=\s*[\"']External[\"'][^>]*>")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)[\"']")
_TEXT = (".xml", ".rels")


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by name, in the order of the file."""

    parts: dict[str, bytes]

    def text(self, name: str) -> str:
        """Give an XML part as text."""
        return self.parts[name].decode("utf-8")


def read_package(data: bytes, file: str) -> Package:
    """Take a Word file apart.

    Args:
        data: The file's bytes.
        file: Its name, for messages.

    Raises:
        BadData: It is no Word file, or holds what a letter must not hold: paths that lead out of
            it, a bomb, macros, embedded programs, links to the outside, document type definitions.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as held:
            entries = held.infolist()
            if problem := _entries_problem(entries):
                raise BadData([_problem(file, *problem)])
            parts = {entry.filename: held.read(entry) for entry in entries if not entry.is_dir()}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, EOFError, OSError):
        raise BadData(
            [_problem(file, "not-word", "this is no Word file", "save it as .docx")]
        ) from None
    problems = [
        _problem(file, *problem)
        for name, content in parts.items()
        if (problem := _part_problem(name, content))
    ]
    if not {DOCUMENT, "[Content_Types].xml"} <= parts.keys():
        problems.append(
            _problem(
                file,
                "not-word",
                "this is no Word document: its text (word/document.xml) is missing",
                "save it as .docx",
            )
        )
    if problems:
        raise BadData(problems)
    return Package(parts)


def _problem(file: str, code: str, message: str, suggestion: str) -> Problem:
    return Problem(code, message, file, suggestion=suggestion)


def _entries_problem(entries: list[zipfile.ZipInfo]) -> tuple[str, str, str] | None:
    """Give what is wrong with a zip's list of entries, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    for name in names:
        if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/"):
            return (
                "unsafe-path",
                f"it holds a part whose name leads out of the file: {name!r}",
                "do not use this file; make the template anew",
            )
    if len(set(names)) != len(names):
        return ("twice", "it holds a part twice", "open it in Word and save it again")
    if len(entries) > _MOST_PARTS:
        return (
            "too-large",
            f"it holds {len(entries)} parts; at most {_MOST_PARTS} are read",
            "take pictures out of the template",
        )
    if (size := sum(entry.file_size for entry in entries)) > _MOST_BYTES:
        return (
            "too-large",
            f"unpacked it would be {size // 1_000_000} MB; "
            f"at most {_MOST_BYTES // 1_000_000} MB are read",
            "take large pictures out of the template",
        )
    return None


def _part_problem(name: str, content: bytes) -> tuple[str, str, str] | None:
    if _FOREIGN.search(name):
        return (
            "program",
            f"it holds a program or an embedded file ({name})",
            "save it as .docx without macros and embedded objects",
        )
    if not name.endswith(_TEXT):
        return None
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return (
            "definitions",
            f"{name} holds a document type definition, which no Word file needs",
            "do not use this file; make the template anew",
        )
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return ("encoding", f"{name} is not UTF-8", "open it in Word and save it again")
    if (link := _EXTERNAL.search(content)) is not None:
        target = _TARGET.search(link[0])
        where = target[1].decode("utf-8", "replace") if target else "?"
        return (
            "external",
            f"it links to something outside the file: {where}",
            "write addresses as plain words; put pictures into the file",
        )
    return None


_LOCAL = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL = struct.Struct("<4sHHHHHHIIIHHHHHI")
_END = struct.Struct("<4sHHHHIIH")
_OFFSET = struct.Struct("<I")
_DAY = 0x0021
"""1 January 1980, the first day that a zip knows: a letter's bytes do not tell when it was made."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A part, ready to be written.

    Attributes:
        local: Its header and compressed bytes.
        central: Its entry in the zip's list up to its place, which is written behind it.
        name: Its name, which ends that entry.
    """

    local: bytes
    central: bytes
    name: bytes


def pack(name: str, content: bytes) -> Stored:
    """Compress a part, or keep it as it is where that is smaller."""
    machine = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    packed = machine.compress(content) + machine.flush()
    method = 8
    if len(packed) >= len(content):
        packed, method = content, 0
    of = name.encode()
    about = (0x800, method, 0, _DAY, zlib.crc32(content), len(packed), len(content), len(of))
    local = _LOCAL.pack(b"PK\x03\x04", 20, *about, 0)
    central = _CENTRAL.pack(b"PK\x01\x02", 20, 20, *about, 0, 0, 0, 0, 0)
    return Stored(b"".join((local, of, packed)), central, of)


def assemble(parts: Iterable[Stored]) -> bytes:
    """Put compressed parts together to the bytes of a Word file.

    The ``zipfile`` module can only compress again what is compressed already, which takes several
    times as long as the rest of a letter.
    """
    body: list[bytes] = []
    central: list[bytes] = []
    offset = 0
    for part in parts:
        body.append(part.local)
        central += (part.central, _OFFSET.pack(offset), part.name)
        offset += len(part.local)
    count = len(body)
    directory = b"".join(central)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return b"".join((*body, directory, end))


def write_package(package: Package) -> bytes:
    """Give the bytes of a Word file made of these parts, in this order."""
    return assemble(pack(name, content) for name, content in package.parts.items())
