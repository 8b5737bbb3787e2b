"""How a paragraph and its runs look in the end: what styles and direct formatting come to."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from toolkit.letters.word.styles import W

_W = f"{{{W}}}"
_WORDS_DEFAULT = "20"


class Look:
    """The styles of one Word file."""

    def __init__(self, styles: Element) -> None:
        self.styles = {each.get(_W + "styleId", ""): each for each in styles.findall(_W + "style")}
        self.run_defaults = styles.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self.paragraph_defaults = styles.find(f"{_W}docDefaults/{_W}pPrDefault/{_W}pPr")
        self.normal = next(
            (
                name
                for name, style in self.styles.items()
                if style.get(_W + "type") == "paragraph" and style.get(_W + "default") == "1"
            ),
            "",
        )

    def style_of(self, paragraph: Element) -> str:
        """Give the id of a paragraph's style."""
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.normal if named is None else named.get(_W + "val", "")

    def lineage(self, style: str) -> Iterator[Element]:
        """Give a style and those that it is based on, nearest first."""
        seen = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            yield self.styles[style]
            based = self.styles[style].find(_W + "basedOn")
            style = "" if based is None else based.get(_W + "val", "")

    def named(self, style: str) -> str:
        """Give the name of the nearest style with a name, in lower case."""
        names = (each.find(_W + "name") for each in self.lineage(style))
        return next((name.get(_W + "val", "").lower() for name in names if name is not None), "")

    def level(self, paragraph: Element) -> int:
        """Give the level of a heading, from 1; 0 for other paragraphs."""
        own = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        lines = [own] if own is not None else []
        for style in self.lineage(self.style_of(paragraph)):
            found = style.find(f"{_W}pPr/{_W}outlineLvl")
            lines += [] if found is None else [found]
        number = int(lines[0].get(_W + "val", "9")) if lines else 9
        return number + 1 if number < 9 else 0

    def of_paragraph(self, paragraph: Element, name: str) -> Element | None:
        """Give the property of a paragraph that holds in the end, such as ``jc``."""
        own = paragraph.find(f"{_W}pPr/{_W}{name}")
        if own is not None:
            return own
        for style in self.lineage(self.style_of(paragraph)):
            found = style.find(f"{_W}pPr/{_W}{name}")
            if found is not None:
                return found
        return None if self.paragraph_defaults is None else self.paragraph_defaults.find(_W + name)

    def of_run(self, paragraph: Element, run: Element, name: str) -> Element | None:
        """Give the property of a run that holds in the end, such as ``sz``."""
        own = run.find(f"{_W}rPr/{_W}{name}")
        if own is not None:
            return own
        named = run.find(f"{_W}rPr/{_W}rStyle")
        character = "" if named is None else named.get(_W + "val", "")
        for style in (*self.lineage(character), *self.lineage(self.style_of(paragraph))):
            found = style.find(f"{_W}rPr/{_W}{name}")
            if found is not None:
                return found
        return None if self.run_defaults is None else self.run_defaults.find(_W + name)

    def is_on(self, paragraph: Element, run: Element, name: str) -> bool:
        """Say whether a property such as ``caps`` or ``u`` holds for a run."""
        found = self.of_run(paragraph, run, name)
        return found is not None and found.get(_W + "val", "1") not in ("0", "false", "off", "none")

    def points(self, paragraph: Element, run: Element) -> float:
        """Give the size of a run's letters."""
        found = self.of_run(paragraph, run, "sz")
        return float(_WORDS_DEFAULT if found is None else found.get(_W + "val", "")) / 2
