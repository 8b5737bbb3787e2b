"""A finished letter, read back: nothing left over or blank, and all in it that has to be."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from toolkit.letters.word.package import DOCUMENT, read_package
from toolkit.problem import Problem
from toolkit.procedure.rule import Letter

_TEXT = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>|</w:(p|tc)>")
_LEFT = re.compile(r"\{\{|\}\}|\{%|%\}|\{#")
_NOTHING = re.compile(r"(?:^|[:(] *)(None|nan|NaN|undefined)\)? *$", re.MULTILINE)
_TWICE = re.compile(r"[^\s]  +[^\s]")
_HEADING = re.compile(r"<w:pStyle w:val=\"(?:Heading\d|Title)\"/>.*?</w:p>", re.DOTALL)
_SHOWN = re.compile(r"<w:t(?: [^>]*)?>\s*[^<\s]")
_MARKUP = re.compile(r"<(?:(w:(?:br|tab)/)|(/w:(?:p|tc)))?[^>]*(?:>|\Z)|\A[^<>]*>")


def words_of(xml: str) -> str:
    """Give the words of a part of a Word file, a line a paragraph."""
    pieces: list[str] = []
    for found in _TEXT.finditer(xml):
        text, within, _ = found.groups()
        pieces.append(text if text is not None else (" " if within else "\n"))
    return html.unescape("".join(pieces))


def words_of_piece(xml: str) -> str:
    """Give the words of a stretch of a part that may begin or end within a text, still escaped."""
    return _MARKUP.sub(lambda found: " " if found[1] else "\n" if found[2] else "", xml)


def prove(
    letter: Letter,
    data: Mapping[str, Any],
    parts: Mapping[str, str],
    file: str,
    words: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Give everything that is wrong with a finished letter.

    Args:
        letter: The letter.
        data: The fields that it was filled with.
        parts: Text of its filled parts by name.
        file: Its name, for messages.
        words: The words of those parts, where they are known.
    """
    if words is None:
        words = {name: words_of(xml) for name, xml in parts.items() if "<w:t" in xml}
    return list(_problems(letter, data, parts[DOCUMENT], words, file))


def read_back(letter: Letter, data: Mapping[str, Any], content: bytes, file: str) -> list[Problem]:
    """Read a finished Word file back and give everything that is wrong with it."""
    package = read_package(content, file)
    parts = {name: package.text(name) for name in package.parts if name.endswith(".xml")}
    return prove(letter, data, parts, file)


def _problems(
    letter: Letter, data: Mapping[str, Any], document: str, words: Mapping[str, str], file: str
) -> Iterator[Problem]:
    said = words.get(DOCUMENT, "")
    everywhere = "\n".join(words.values())
    braces = "{" in everywhere or "}" in everywhere
    if braces and (found := _LEFT.search(everywhere)) and not _written(_LEFT, data):
        at = everywhere[max(0, found.start() - 20) : found.end() + 20].strip()
        yield _problem(letter, "left-over", f"a tag is left over: {at!r}", file)
    maybe = "None" in said or "nan" in said or "NaN" in said or "undefined" in said
    if maybe and (nothing := _NOTHING.search(said)) and not _written(_NOTHING, data):
        yield _problem(
            letter, "nothing", f"it says '{nothing[0]}', which is no word of a letter", file
        )
    if "  " in said and (twice := _TWICE.search(said)) and not _written(_TWICE, data):
        at = said[max(0, twice.start() - 20) : twice.end() + 20].strip()
        yield _problem(
            letter, "gap", f"there is a gap in a line, where something may be missing: {at!r}", file
        )
    for heading in _HEADING.findall(document):
        if not _SHOWN.search(heading) and not words_of(heading).strip():
            yield _problem(letter, "empty-heading", "a heading is empty", file)
    evened = " ".join(said.split())
    for what, value in expected(letter, data):
        if " ".join(value.split()) not in evened:
            yield _problem(letter, "not-said", f"it does not say {what}: '{value}'", file)


def _written(fault: re.Pattern[str], data: Mapping[str, Any]) -> bool:
    """Whether somebody wrote what looks like a fault, so that it is none."""
    return any(fault.search(value) for value in _values(data))


def _problem(letter: Letter, code: str, message: str, file: str) -> Problem:
    return Problem(
        code,
        f"'{letter.name}' is not right: {message}",
        file,
        clause=letter.place.clause,
        suggestion="mend the template, or what the case says, and make it again",
    )


def expected(letter: Letter, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what a finished letter has to say word for word: what it is, and the words."""
    says = letter.says
    if letter.sort == "letter" and (name := _at(data, "recipient.name")) and not letter.incoming:
        yield "the recipient's name", name
    if letter.sort == "letter" and not letter.incoming:
        yield "its date", data["letter"]["date"]
    if "date-time-place" in says:
        for path in ("meeting.date", "meeting.time", "meeting.place"):
            if value := _at(data, path):
                yield f"the {path.replace('.', ' ')}", value
    if "appeal-limit" in says and (value := _at(data, "appeal.by")):
        yield "the last day for an appeal", value
    if "sanction-name" in says and (value := _at(data, "sanction.name")):
        yield "the sanction", value
    if "allegation" in says:
        for item in data.get("allegations") or ():
            if value := item.get("what"):
                yield "what is alleged", value


def _at(data: Mapping[str, Any], path: str) -> str | None:
    held: Any = data
    for name in path.split("."):
        held = held.get(name) if isinstance(held, Mapping) else None
    return held if isinstance(held, str) and held else None


def _values(held: Any) -> tuple[str, ...]:
    """Give every text of the data: what somebody wrote may look like a fault and be none."""
    if isinstance(held, str):
        return (held,)
    if isinstance(held, Mapping):
        return tuple(text for value in held.values() for text in _values(value))
    if isinstance(held, (list, tuple)):
        return tuple(text for value in held for text in _values(value))
    return ()
