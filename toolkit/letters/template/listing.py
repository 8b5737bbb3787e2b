"""Line breaks, tabs and right-to-left words inside a run of Word text."""

from __future__ import annotations

import re

RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]")

_RUN = re.compile(r"<w:r(?: [^>]*)?>.*?</w:r>", re.DOTALL)
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)
_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)(.*?)(</w:t>)", re.DOTALL)
_SPACED = '<w:t xml:space="preserve">'
_STRETCH = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff]"
    r"(?:[^A-Za-z0-9<>&;]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff])*"
)
_AFTER_RTL = re.compile(r"<w:(?:cs|em|lang|eastAsianLayout|specVanish|oMath)\b")


def with_breaks(xml: str) -> str:
    """Turn line breaks and tabs within texts into Word's own, as docxtpl does."""
    return _RUN.sub(_broken, xml)


def _broken(run: re.Match[str]) -> str:
    whole = run[0]
    if "\n" not in whole and "\t" not in whole:
        return whole
    found = _PROPERTIES.search(whole)
    properties = found[0] if found else ""

    def text(match: re.Match[str]) -> str:
        words = match[0].replace(
            "\t",
            f"</w:t></w:r><w:r>{properties}<w:tab/></w:r><w:r>{properties}{_SPACED}",
        )
        return words.replace("\n", f"</w:t><w:br/>{_SPACED}")

    return _TEXT.sub(text, whole)


def with_directions(xml: str) -> str:
    """Put words that run from right to left into runs that are marked so."""
    return _RUN.sub(_directed, xml)


def _directed(run: re.Match[str]) -> str:
    whole = run[0]
    if not RIGHT_TO_LEFT.search(whole):
        return whole
    found = _PROPERTIES.search(whole)
    properties = found[0] if found else ""
    marked = _marked(properties)

    def text(match: re.Match[str]) -> str:
        pieces: list[str] = []
        at = 0
        words = match[2]
        for stretch in _STRETCH.finditer(words):
            pieces.append(words[at : stretch.start()] + "</w:t></w:r>")
            pieces.append(f"<w:r>{marked}{_SPACED}{stretch[0]}</w:t></w:r>")
            pieces.append(f"<w:r>{properties}{_SPACED}")
            at = stretch.end()
        return f"{_SPACED}{''.join(pieces)}{words[at:]}{match[3]}"

    directed = _TEXT.sub(text, whole)
    return directed.replace(f"<w:r>{properties}{_SPACED}</w:t></w:r>", "")


def _marked(properties: str) -> str:
    """Give run properties with the mark for right-to-left, at its place in the schema's order."""
    if not properties:
        return "<w:rPr><w:rtl/></w:rPr>"
    if "<w:rtl" in properties:
        return properties
    after = _AFTER_RTL.search(properties)
    at = after.start() if after else len(properties) - len("</w:rPr>")
    return f"{properties[:at]}<w:rtl/>{properties[at:]}"
