"""The styles of every letter: few, named for what they are for, with all spacing in them."""

from __future__ import annotations

from dataclasses import dataclass

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
"""The namespace of Word's own elements."""

LANGUAGE = "en-GB"
FONT = "Arial"
TEXT_WIDTH = 9298
"""Width of the text on the page, in twentieths of a point: A4 less two margins of 2.5 cm."""

INK, SOFT, LINE, SHADE = "1F3552", "595959", "A6B1BF", "EEF2F6"
"""Colours: headings, small print, lines, the header row of a table."""


@dataclass(frozen=True, slots=True)
class Style:
    """One paragraph style.

    Attributes:
        name: Its name in Word.
        paragraph: Its paragraph properties, as XML, in the order that Word demands.
        run: Its run properties, as XML.
        follows: The style of the next paragraph that is typed; its own where empty.
    """

    name: str
    paragraph: str = ""
    run: str = ""
    follows: str = ""
    own: bool = True


def _spacing(before: int, after: int, rest: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{rest}/>'


def _heading(level: int, before: int, after: int, size: int) -> Style:
    return Style(
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{_spacing(before, after)}<w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:bCs/><w:color w:val="{INK}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>',
        "Normal",
        own=False,
    )


def _list(name: str, number: int) -> Style:
    return Style(
        name,
        f'<w:numPr><w:numId w:val="{number}"/></w:numPr>{_spacing(40, 80)}',
        own=False,
    )


def _edge(side: str, size: int, space: int, colour: str = LINE) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


_SOFT = f'<w:color w:val="{SOFT}"/>'
_STACKED = "<w:contextualSpacing/>"
_TABS = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'

STYLES: dict[str, Style] = {
    "Normal": Style("Normal", _spacing(70, 70), own=False),
    "Heading1": _heading(1, 200, 160, 34),
    "Heading2": _heading(2, 220, 80, 27),
    "Heading3": _heading(3, 180, 60, 24),
    "ListBullet": _list("List Bullet", 1),
    "ListNumber": _list("List Number", 2),
    "Address": Style("Address", _spacing(0, 240) + _STACKED),
    "Reference": Style("Reference", _spacing(0, 200) + _STACKED),
    "Lead": Style(
        "Lead",
        "<w:keepLines/><w:pBdr>"
        + _edge("left", 24, 10, INK)
        + f"</w:pBdr>{_spacing(120, 180)}"
        + '<w:ind w:left="240"/>',
        "<w:b/><w:bCs/>",
        "Normal",
    ),
    "Note": Style("Note", _spacing(80, 120), _SOFT),
    "Signature": Style("Signature", f"<w:keepNext/><w:keepLines/>{_spacing(320, 0)}", own=False),
    "Copies": Style("Copies", f"<w:keepLines/>{_spacing(160, 60)}" + _STACKED),
    "WritingLine": Style(
        "Writing Line",
        "<w:pBdr>"
        + _edge("bottom", 6, 1, SOFT)
        + _edge("between", 6, 1, SOFT)
        + f"</w:pBdr>{_spacing(240, 0)}",
    ),
    "TableText": Style("Table Text", _spacing(60, 60, ' w:line="259" w:lineRule="auto"')),
    "TableHeading": Style(
        "Table Heading",
        f"<w:keepNext/>{_spacing(60, 60, ' w:line=' + chr(34) + '259' + chr(34))}",
        f'<w:b/><w:bCs/><w:color w:val="{INK}"/>',
    ),
    "Tag": Style("Tag", _spacing(0, 0), _SOFT, "Normal"),
    "Header": Style("header", _TABS + _spacing(0, 0), own=False),
    "HeaderName": Style(
        "Header Name",
        _TABS + _spacing(0, 60),
        f'<w:b/><w:bCs/><w:color w:val="{INK}"/><w:sz w:val="30"/><w:szCs w:val="30"/>',
    ),
    "Footer": Style(
        "footer",
        f"<w:pBdr>{_edge('top', 4, 6)}</w:pBdr>{_TABS}{_spacing(0, 0)}",
        _SOFT,
        own=False,
    ),
}
"""Paragraph styles by id."""


def styles_xml() -> str:
    """Give the whole ``word/styles.xml``."""
    fonts = " ".join(f'w:{script}="{FONT}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    return (
        f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>'
        f'<w:sz w:val="24"/><w:szCs w:val="24"/>'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        '</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:line="264" w:lineRule="auto"/>'
        "</w:pPr></w:pPrDefault></w:docDefaults>"
        + "".join(_paragraph_style(name, style) for name, style in STYLES.items())
        + _CHARACTER_AND_TABLE_STYLES
        + "</w:styles>"
    )


def _paragraph_style(name: str, style: Style) -> str:
    start = ' w:default="1"' if name == "Normal" else (' w:customStyle="1"' if style.own else "")
    based = "" if name == "Normal" else '<w:basedOn w:val="Normal"/>'
    follows = f'<w:next w:val="{style.follows}"/>' if style.follows else ""
    run = f"<w:rPr>{style.run}</w:rPr>" if style.run else ""
    return (
        f'<w:style w:type="paragraph"{start} w:styleId="{name}"><w:name w:val="{style.name}"/>'
        f"{based}{follows}<w:qFormat/><w:pPr>{style.paragraph}</w:pPr>{run}</w:style>"
    )


_CHARACTER_AND_TABLE_STYLES = (
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
    "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
    '<w:style w:type="character" w:customStyle="1" w:styleId="Blank"><w:name w:val="Blank"/>'
    f'<w:qFormat/><w:rPr><w:u w:val="single" w:color="{SOFT}"/></w:rPr></w:style>'
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
    '<w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
    '<w:left w:w="108" w:type="dxa"/><w:right w:w="108" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr></w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders>'
    + "".join(_edge(side, 4, 0) for side in ("top", "left", "bottom", "right"))
    + "".join(_edge(side, 4, 0) for side in ("insideH", "insideV"))
    + '</w:tblBorders></w:tblPr><w:tblStylePr w:type="firstRow"><w:tcPr>'
    f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr></w:style>'
)
