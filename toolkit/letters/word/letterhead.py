"""A letterhead to begin with: logo, name, address, and a footer with reference and page.

It is a Word file like any other: once made, it is edited in Word. Without a name and an address it
prints those that the case gives for its organisation.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from toolkit.letters.word.file import paragraph_xml
from toolkit.letters.word.parts import OFFICE, PAGE, numbering_xml, packed
from toolkit.letters.word.sheet import Paragraph, Words
from toolkit.letters.word.styles import W
from toolkit.problem import BadData, Problem

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PNG = b"\x89PNG\r\n\x1a\n"
_NAME = "{{ organisation.name }}"
_ADDRESS = (
    "{% for line in organisation.address %}{{ line }}"
    "{% if not loop.last %}, {% endif %}{% endfor %}"
)
_ADDRESSED = "organisation.address"
_REACHED = "organisation.phone or organisation.email"
_REACH = (
    "{% if organisation.phone %}{{ organisation.phone }}{% endif %}"
    "{% if organisation.phone and organisation.email %} · {% endif %}"
    "{% if organisation.email %}{{ organisation.email }}{% endif %}"
)
_REFERENCE = "{{ letter.reference }}"
_BELOW = '<w:spacing w:after="360"/>'
_HEIGHT = 468_000  # 1.3 cm, in the drawing's units of 1/360,000 cm
_WIDEST = 1_980_000
_SIDE = 180


def letterhead(
    name: str = "",
    address: Sequence[str] = (),
    *,
    logo: bytes | None = None,
    alt: str = "Logo of the organisation",
) -> bytes:
    """Give a letterhead as a Word file: whole on the first page, the name on those after it.

    Args:
        name: The organisation's name; that of the case where empty.
        address: Lines under the name; address, telephone and e-mail of the case where empty.
        logo: A PNG file; none where left out.
        alt: What the logo shows, for those who cannot see it.

    Raises:
        BadData: The logo is no PNG file, or has no words that say what it shows.
    """
    shown = "" if logo is None else f"<w:r><w:tab/></w:r>{_picture(logo, alt)}"
    lines = [escape(line) for line in address]
    named = f"{_run(escape(name) or _NAME)}{shown}"
    header = _lined("HeaderName", named) + (_written(lines) if lines else _asked())
    pages = f"{_run('Page ')}{_counted('PAGE')}{_run(' of ')}{_counted('NUMPAGES')}"
    footer = _lined("Footer", f"{_run(_REFERENCE)}<w:r><w:tab/></w:r>{pages}")
    spaces = f'xmlns:w="{W}" xmlns:r="{OFFICE}"'
    later = _lined("Header", _run(escape(name) or _NAME))
    references = "".join(
        f'<w:{edge}Reference w:type="{page}" r:id="{part}"/>'
        for edge, page, part in (
            ("header", "first", "header1"),
            ("header", "default", "header2"),
            ("footer", "first", "footer1"),
            ("footer", "default", "footer1"),
        )
    )
    body = "".join(paragraph_xml(paragraph) for paragraph in _BODY)
    return packed(
        "Letterhead",
        f"<w:document {spaces}><w:body>{body}"
        f"<w:sectPr>{references}{PAGE}<w:titlePg/></w:sectPr></w:body></w:document>",
        numbering=numbering_xml(1),
        parts={
            "header1": f"<w:hdr {spaces}>{header}</w:hdr>",
            "header2": f"<w:hdr {spaces}>{later}</w:hdr>",
            "footer1": f"<w:ftr {spaces}>{footer}</w:ftr>",
        },
        pictures={} if logo is None else {"logo": logo},
        links={} if logo is None else {"header1": "logo"},
    )


def _written(lines: Sequence[str]) -> str:
    """Give the lines of an address that the letterhead itself holds."""
    *first, last = lines
    return "".join(_lined("Header", _run(line)) for line in first) + _lined(
        "Header", _run(last), _BELOW
    )


def _asked() -> str:
    """Give the lines of the case's own organisation, those that it has."""
    return "".join(
        _lined("Header", _run(f"{{%p if {asked} %}}"))
        + _lined("Header", _run(line), _BELOW if line is _REACH else "")
        + _lined("Header", _run("{%p endif %}"))
        for asked, line in ((_ADDRESSED, _ADDRESS), (_REACHED, _REACH))
    )


_BODY = (
    Paragraph((Words("Letterhead"),), "Heading1"),
    Paragraph(
        (
            Words(
                "Header, footer, page and styles of this file are joined to every letter. "
                "What stands here is not."
            ),
        )
    ),
)


def mark(colour: str) -> bytes:
    """Give a plain mark as a PNG file, to stand where the organisation's own logo will.

    Args:
        colour: Its colour as six hexadecimal digits.
    """
    ink, paper = bytes.fromhex(colour), b"\xff\xff\xff"
    middle = _SIDE // 2
    rows = []
    for y in range(_SIDE):
        row = bytearray(b"\0")
        for x in range(_SIDE):
            far = (x - middle) ** 2 + (y - middle) ** 2
            ring = (middle * 0.52) ** 2 < far < (middle * 0.68) ** 2
            outside = far > (middle * 0.98) ** 2
            row += paper if outside or ring else ink
        rows.append(bytes(row))

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)
    drawn = zlib.compress(b"".join(rows), 9)
    return _PNG + chunk(b"IHDR", head) + chunk(b"IDAT", drawn) + chunk(b"IEND", b"")


def _picture(logo: bytes, alt: str) -> str:
    if logo[:8] != _PNG or logo[12:16] != b"IHDR":
        raise BadData([Problem("not-png", "the logo is no PNG file", suggestion="save it as PNG")])
    if not alt.strip():
        hint = "say what it shows, such as 'Logo of Riverside College'"
        raise BadData([Problem("no-alt-text", "the logo has no alternative text", suggestion=hint)])
    wide, high = struct.unpack(">II", logo[16:24])
    width, height = _HEIGHT * wide // max(high, 1), _HEIGHT
    if width > _WIDEST:
        width, height = _WIDEST, _WIDEST * high // wide
    named = f'id="1" name="Logo" descr={quoteattr(alt.strip())}'
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr {named}/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/>'
        '</pic:nvPicPr><pic:blipFill><a:blip r:embed="logo"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/>'
        '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _lined(style: str, inner: str, more: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{inner}</w:p>'


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _counted(field: str) -> str:
    """Give a field that Word counts itself: the page, or how many there are."""
    return f'<w:fldSimple w:instr=" {field} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
