"""A template and its letterhead, joined to one Word file.

The template gives the words; the letterhead gives headers, footers, the page, and the look of every
style that both have. So one changed letterhead changes every letter.
"""

from __future__ import annotations

import posixpath
from typing import Any

from toolkit.letters.word.package import DOCUMENT, Package
from toolkit.problem import BadData, Problem

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STYLES = "word/styles.xml"
_DOCUMENT_RELS = "word/_rels/document.xml.rels"
_PAGE = ("headerReference", "footerReference")
_OF_LETTERHEAD = ("pgSz", "pgMar", "titlePg")
_ORDER = (
    "headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar",
    "paperSrc", "pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote",
    "titlePg", "textDirection", "bidi", "rtlGutter", "docGrid",
)  # fmt: skip


def join(template: Package, letterhead: Package, file: str) -> Package:
    """Give a template with the headers, footers, page and styles of a letterhead.

    Args:
        template: The template.
        letterhead: The letterhead; what its body says is not used.
        file: The template's name, for messages.

    Raises:
        BadData: The XML of one of them is broken.
    """
    try:
        return _joined(template, letterhead)
    except _etree().XMLSyntaxError as error:
        raise BadData(
            [
                Problem(
                    "broken-xml",
                    f"a part of the template or its letterhead is broken: {error.msg}",
                    file,
                    suggestion="open both in Word and save them again",
                )
            ]
        ) from None


def _joined(template: Package, letterhead: Package) -> Package:
    parts = dict(template.parts)
    document = _parse(parts[DOCUMENT])
    theirs = _parse(letterhead.parts[DOCUMENT])
    rels = _relations(template, _DOCUMENT_RELS)
    types = _parse(parts["[Content_Types].xml"])
    ours = _section(document)
    for name in (*_PAGE, *_OF_LETTERHEAD):
        for old in ours.findall(f"{{{W}}}{name}"):
            ours.remove(old)
    _drop_pages(parts, rels, types)
    head_rels = {each.get("Id"): each for each in _relations(letterhead, _DOCUMENT_RELS)}
    section = _section(theirs)
    grafted: dict[str, str] = {}
    for child in section:
        local = _local(child)
        if local in _OF_LETTERHEAD:
            ours.append(child)
        elif local in _PAGE:
            named = child.get(f"{{{R}}}id")
            if named not in grafted:
                grafted[named] = _graft(head_rels[named], letterhead, parts, rels, types)
            child.set(f"{{{R}}}id", grafted[named])
            ours.append(child)
    ours[:] = sorted(ours, key=lambda child: _ORDER.index(_local(child)))
    parts[DOCUMENT] = _written(document)
    parts[_DOCUMENT_RELS] = _written(rels)
    parts["[Content_Types].xml"] = _written(types)
    if _STYLES in letterhead.parts:
        parts[_STYLES] = _styles(parts.get(_STYLES), letterhead.parts[_STYLES])
    return Package(parts)


def _graft(
    relation: Any, letterhead: Package, parts: dict[str, bytes], rels: Any, types: Any
) -> str:
    """Take a header or footer over, with what it relates to; give the id of its relation."""
    source = posixpath.normpath(posixpath.join("word", relation.get("Target")))
    name = f"word/letterhead-{posixpath.basename(source)}"
    parts[name] = letterhead.parts[source]
    _declare(types, letterhead, source, name)
    inner = f"word/_rels/{posixpath.basename(source)}.rels"
    if inner in letterhead.parts:
        held = _parse(letterhead.parts[inner])
        for each in held:
            target = posixpath.normpath(posixpath.join("word", each.get("Target")))
            moved = f"word/media/letterhead-{posixpath.basename(target)}"
            parts[moved] = letterhead.parts[target]
            _declare(types, letterhead, target, moved)
            each.set("Target", f"media/letterhead-{posixpath.basename(target)}")
        parts[f"word/_rels/letterhead-{posixpath.basename(source)}.rels"] = _written(held)
    identity = f"rIdLetterhead{len(rels) + 1}"
    made = _etree().SubElement(rels, f"{{{_RELS}}}Relationship")
    made.set("Id", identity)
    made.set("Type", relation.get("Type"))
    made.set("Target", posixpath.basename(name))
    return identity


def _declare(types: Any, letterhead: Package, source: str, name: str) -> None:
    """Declare the type of a part taken over, as the letterhead declares it."""
    theirs = _parse(letterhead.parts["[Content_Types].xml"])
    ending = source.rpartition(".")[2]
    for each in theirs:
        if each.get("PartName") == f"/{source}":
            made = _etree().SubElement(types, f"{{{_TYPES}}}Override")
            made.set("PartName", f"/{name}")
            made.set("ContentType", each.get("ContentType"))
        elif each.get("Extension") == ending and not any(
            mine.get("Extension") == ending for mine in types
        ):
            made = _etree().Element(f"{{{_TYPES}}}Default")
            made.set("Extension", ending)
            made.set("ContentType", each.get("ContentType"))
            types.insert(0, made)


def _drop_pages(parts: dict[str, bytes], rels: Any, types: Any) -> None:
    """Take a template's own headers and footers out."""
    for each in list(rels):
        if each.get("Type", "").rpartition("/")[2] in ("header", "footer"):
            rels.remove(each)
            name = posixpath.normpath(posixpath.join("word", each.get("Target")))
            parts.pop(name, None)
            parts.pop(f"word/_rels/{posixpath.basename(name)}.rels", None)
            for declared in list(types):
                if declared.get("PartName") == f"/{name}":
                    types.remove(declared)


def _styles(ours: bytes | None, theirs: bytes) -> bytes:
    """Give the letterhead's styles, and those that only the template has."""
    if ours is None:
        return theirs
    look = _parse(theirs)
    known = {each.get(f"{{{W}}}styleId") for each in look.iter(f"{{{W}}}style")}
    for style in _parse(ours).iter(f"{{{W}}}style"):
        if style.get(f"{{{W}}}styleId") not in known:
            look.append(style)
    return _written(look)


def _section(document: Any) -> Any:
    """Give the last section's properties of a document, making them where there are none."""
    body = document.find(f"{{{W}}}body")
    found = body.find(f"{{{W}}}sectPr")
    return _etree().SubElement(body, f"{{{W}}}sectPr") if found is None else found


def _relations(package: Package, name: str) -> Any:
    if name in package.parts:
        return _parse(package.parts[name])
    return _etree().Element(f"{{{_RELS}}}Relationships", nsmap={None: _RELS})


def _local(element: Any) -> str:
    return str(_etree().QName(element).localname)


def _parse(content: bytes) -> Any:
    etree = _etree()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(content, parser)


def _written(element: Any) -> bytes:
    written = _etree().tostring(element, encoding="UTF-8", xml_declaration=True, standalone=True)
    assert isinstance(written, bytes)
    return written


def _etree() -> Any:
    """Give lxml's tree, loaded only where a template is compiled."""
    from lxml import etree

    return etree
