"""Names of files that can be read by people and written on every system."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
"""Letters of a file name, its number and ending included."""

_PART = 48
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


def plain_name(words: str, longest: int = _PART) -> str:
    """Give words as a part of a file name.

    Letters and digits of every script stay; whatever else there is becomes a hyphen. Marks that
    steer the direction of writing, pictures and control characters go.

    Args:
        words: The words.
        longest: How many letters it may have; it is cut at the end of a word where that is near.
    """
    composed = unicodedata.normalize("NFC", words)
    kept = "".join(
        "" if letter in "'’" or unicodedata.category(letter) in ("Cf", "Cc", "Cs", "Co", "Cn")
        else letter if letter.isalnum() or unicodedata.category(letter).startswith("M")
        else " "
        for letter in composed
    )  # fmt: skip
    name = "-".join(kept.split())
    if len(name.encode()) > longest * 2 or len(name) > longest:
        name = _cut(name, longest)
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def _cut(name: str, longest: int) -> str:
    """Shorten a name in letters and in bytes, at a hyphen where one is near."""
    short = name[:longest].encode()[: longest * 2].decode(errors="ignore")
    head, hyphen, _ = short.rpartition("-")
    return (head if hyphen and len(head) > len(short) // 2 else short).rstrip("-")


def numbered_name(number: int, parts: tuple[str, ...], ending: str) -> str:
    """Give the name of a file of a pack, such as ``01-Invitation--Sam-Example.docx``.

    Args:
        number: Its place in the pack.
        parts: What it is, and for whom; parts of which nothing is left are passed over.
        ending: The ending with its full stop.
    """
    words = "--".join(name for part in parts if (name := plain_name(part)))
    return f"{number:02}-{words or 'file'}{ending}"


def safe_ending(name: str) -> str:
    """Give the ending of a file of the user's, with its full stop, or nothing."""
    found = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    return f".{found[1].lower()}" if found else ""
