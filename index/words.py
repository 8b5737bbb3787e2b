"""Text becomes words: in small letters, without marks, hyphens opened, apostrophes closed."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHE = re.compile(r"(?<=[a-z])['’](?=[a-z])")

_MARK = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
"""Accents and the like, once they stand apart from their letters."""

LONGEST = 40
"""Longer runs of letters are no words."""

_STOP = """
    a about after all also am an and any anyone anything are as at be because been before being
    both but by can cannot cant come could couldnt did didnt do does doesnt doing done dont each
    either else ever every for from get gets getting give given go goes going gone got had has
    hasnt have havent having he her here hers herself him himself his how however i id if im in
    into is isnt it its itself ive just keep kind know let lets like long look made make makes
    many may maybe me mean means might more most much must my myself need needs no nor not now of
    off ok okay on once one only onto or other our ours out over own per please put really said
    same say says she should shouldnt so some somebody someone something still such sure take
    takes tell than that thats the their them then there these they theyre thing things think
    this those though through to too under until up upon us very want wants was wasnt way we well
    were werent what whats when where whether which while who whole whom whose why will with
    without wont would wouldnt yes yet you your youre yours
"""

STOP = frozenset(_STOP.split())
"""Words that questions are made of, and that say nothing about which clause answers them."""


def plain(text: str) -> str:
    """Give a text in small letters, accents and apostrophes taken away."""
    if not text.isascii():
        text = _MARK.sub("", unicodedata.normalize("NFKD", text))
    text = text.lower()
    return _APOSTROPHE.sub("", text) if "'" in text or "’" in text else text


def words(text: str) -> list[str]:
    """Give the words of a text in order."""
    return [word for word in _WORD.findall(plain(text)) if len(word) <= LONGEST]


def telling(found: list[str]) -> list[str]:
    """Give the words that say what a text is about; all of them, where none would be left."""
    return [word for word in found if word not in STOP] or found
