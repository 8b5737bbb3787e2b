"""The parts of a Word file around its text: only those that Word needs."""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from toolkit.letters.word.package import Package, write_package
from toolkit.letters.word.styles import LANGUAGE, W, styles_xml

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
MARKUP = "http://schemas.openxmlformats.org/markup-compatibility/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_PARTS = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1304" w:bottom="1134"'
    ' w:left="1304" w:header="680" w:footer="567" w:gutter="0"/>'
)
"""A4 with its margins."""


def packed(
    title: str,
    document: str,
    *,
    numbering: str = "",
    parts: Mapping[str, str] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
) -> bytes:
    """Give the bytes of a Word file.

    Args:
        title: The title in its properties.
        document: The XML of ``word/document.xml``.
        numbering: The XML of ``word/numbering.xml``, if there is any.
        parts: Headers and footers by name, such as ``header1``, which is their relationship too.
        pictures: PNG files by name, such as ``logo``.
        links: By header or footer, the name of its picture, which is the relationship too.
    """
    parts, pictures, links = parts or {}, pictures or {}, links or {}
    named = ["styles", "settings", *(["numbering"] if numbering else []), *parts]
    kinds = {name: name.rstrip("0123456789") for name in named}
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(kinds, bool(pictures)),
        "_rels/.rels": _relationships(
            ("document", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(title),
        "word/document.xml": document,
        "word/_rels/document.xml.rels": _relationships(
            *((name, f"{OFFICE}/{kinds[name]}", f"{name}.xml") for name in named)
        ),
        "word/styles.xml": styles_xml(),
        "word/settings.xml": _SETTINGS,
    }
    if numbering:
        files["word/numbering.xml"] = numbering
    files |= {f"word/{name}.xml": xml for name, xml in parts.items()}
    for name, picture in links.items():
        link = (picture, f"{OFFICE}/image", f"media/{picture}.png")
        files[f"word/_rels/{name}.xml.rels"] = _relationships(link)
    files |= {f"word/media/{name}.png": data for name, data in pictures.items()}
    encoded = {
        name: content if isinstance(content, bytes) else (_HEAD + content).encode()
        for name, content in files.items()
    }
    return write_package(Package(encoded))


def _content_types(kinds: Mapping[str, str], pictures: bool) -> str:
    image = '<Default Extension="png" ContentType="image/png"/>' if pictures else ""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_PARTS}{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{image}'
        f'<Override PartName="/word/document.xml" ContentType="{_PARTS}document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )


def _relationships(*links: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{name}" Type="{kind}" Target="{target}"/>'
        for name, kind, target in links
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core(title: str) -> str:
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title><dc:language>{LANGUAGE}</dc:language>"
        "</cp:coreProperties>"
    )


_SETTINGS = (
    f'<w:settings xmlns:w="{W}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    f'<w:themeFontLang w:val="{LANGUAGE}"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def numbering_xml(series: int) -> str:
    """Give ``word/numbering.xml``: bullets as 1, and from 2 on each numbered list, begun at 1.

    Args:
        series: How many numbered lists there are.
    """

    def level(number: int, form: str, mark: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
            f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="454" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum>'
        )

    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbers = "".join(
        f'<w:num w:numId="{number + 1}"><w:abstractNumId w:val="1"/>{restart}</w:num>'
        for number in range(1, series + 1)
    )
    return (
        f'<w:numbering xmlns:w="{W}">{level(0, "bullet", "•")}{level(1, "decimal", "%1.")}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{numbers}</w:numbering>'
    )
