"""The static check of a template: what it speaks of, must say, and whether Word can open it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2 import TemplateSyntaxError, nodes

from toolkit.letters.fields import Fields, fields_of
from toolkit.letters.form import entries
from toolkit.letters.statements import DEMANDS, block_name
from toolkit.letters.template.compiled import is_filled
from toolkit.letters.template.places import numbered, part_name, places, words
from toolkit.letters.template.sandbox import Machine, forbidden
from toolkit.letters.template.variables import Reader, Reading, blocks, says_something
from toolkit.letters.word.package import CORE, DOCUMENT, Package
from toolkit.problem import Problem
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter

_TAG = re.compile(r"\{\{|\{%|\{#|%\}|\}\}")
_CELL = re.compile(r"<w:tc>(?:(?!<w:tc>).)*?</w:tc>", re.DOTALL)
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_UNBALANCED = {
    "Unexpected end of template": (
        "a tag is opened and not closed: {% if %} needs {% endif %}, {% for %} {% endfor %}, "
        "{% block %} {% endblock %}"
    ),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a template, its paragraphs on lines of their own."""

    name: str
    xml: str
    patched: str

    def place(self, line: int) -> str:
        """Name the place of a line of the patched text."""
        named = places(self.xml)
        number = line - 2
        where = named[number] if 0 <= number < len(named) else ""
        within = part_name(self.name)
        return f"{within}, {where}" if within and where else within or where

    def excerpt(self, line: int) -> str:
        """Give the words of the paragraph at a line."""
        held = words(self.xml)
        return held[line - 2][:80] if 0 <= line - 2 < len(held) else ""


def check_template(
    procedure: Procedure, letter: Letter | None, package: Package, file: str
) -> list[Problem]:
    """Give everything that is wrong with a template.

    Args:
        procedure: The procedure of the letter.
        letter: The letter; ``None`` for a letterhead.
        package: The template, joined with its letterhead or not.
        file: Its name, for messages.
    """
    return sorted(
        _Check(procedure, letter, package, file).problems(),
        key=lambda problem: (problem.line, problem.code),
    )


class _Check:
    """One template under check."""

    def __init__(
        self, procedure: Procedure, letter: Letter | None, package: Package, file: str
    ) -> None:
        self._procedure = procedure
        self._letter = letter
        self._package = package
        self._file = file
        self._clause = letter.place.clause if letter is not None else ""

    def problems(self) -> Iterator[Problem]:
        reading = Reading()
        trees: list[tuple[Part, nodes.Template]] = []
        broken = False
        for part in _parts(self._package):
            tree = self._parsed(part)
            if isinstance(tree, Problem):
                broken = True
                yield tree
                continue
            trees.append((part, tree))
            yield from self._foreign(part, tree)
            before = len(reading.troubles)
            Reader(self._letter, reading).read(tree)
            for trouble in reading.troubles[before:]:
                yield self._problem(
                    trouble.code, trouble.message, trouble.suggestion, part, trouble.line
                )
            yield from self._cells(part)
        yield from self._unfilled()
        if self._letter is not None and not broken:
            yield from self._statements(trees, reading)
            yield from self._unused(reading)
            yield from self._clauses(trees)

    def _problem(
        self, code: str, message: str, suggestion: str, part: Part | None = None, line: int = 0
    ) -> Problem:
        place = part.place(line) if part is not None else ""
        return Problem(
            code,
            f"{place}: {message}" if place else message,
            self._file,
            clause=self._clause,
            suggestion=suggestion,
            excerpt=part.excerpt(line) if part is not None else "",
        )

    def _parsed(self, part: Part) -> nodes.Template | Problem:
        try:
            return Machine().parse(part.patched)
        except TemplateSyntaxError as error:
            said = (error.message or "the tag cannot be read").rstrip(".")
            hint = next(
                (hint for start, hint in _UNBALANCED.items() if said.startswith(start)),
                "look at the tags of this paragraph, and that each that opens is closed",
            )
            said = said[0].lower() + said[1:].partition(". ")[0]
            return self._problem(
                "bad-tag", f"a tag cannot be read: {said}", hint, part, error.lineno
            )

    def _foreign(self, part: Part, tree: nodes.Template) -> Iterator[Problem]:
        for line, what in forbidden(tree):
            yield self._problem(
                "not-allowed",
                f"a tag uses {what}, which a letter may not",
                "print fields, ask about them, and go through lists; nothing else",
                part,
                line,
            )

    def _cells(self, part: Part) -> Iterator[Problem]:
        """Find table cells that can end without a paragraph, which Word calls a broken file."""
        at = 0
        for cell in _CELL.finditer(part.patched):
            line = part.patched.count("\n", at, cell.start()) + 1
            rest = _without_conditions(cell[0])
            tail = rest.rpartition("</w:p>")[2] if "</w:p>" in rest else rest
            if "<w:p" not in rest or "<w:tbl" in tail:
                yield self._problem(
                    "empty-cell",
                    "this table cell can end up without a paragraph; Word then refuses the file",
                    "put the tag into the line: {% if … %}words{% endif %} instead of {%p if … %}",
                    part,
                    line + 1,
                )

    def _unfilled(self) -> Iterator[Problem]:
        """Find tags where nothing fills them: properties, settings, notes."""
        for name, content in self._package.parts.items():
            if is_filled(name) or not name.endswith(".xml"):
                continue
            plain = re.sub(r"<[^>]*>", " ", content.decode("utf-8", "replace"))
            if found := _TAG.search(plain):
                where = "the document's properties" if name == CORE else name
                yield self._problem(
                    "tag-outside",
                    f"there is a tag in {where}, where none is filled: "
                    f"{plain[found.start() :][:40].strip()!r}",
                    "write plain words there",
                )

    def _statements(
        self, trees: list[tuple[Part, nodes.Template]], reading: Reading
    ) -> Iterator[Problem]:
        assert self._letter is not None
        found = {
            block.name: (part, block, top) for part, tree in trees for block, top in blocks(tree)
        }
        for statement in self._letter.says:
            name = block_name(statement)
            if name not in found:
                yield self._problem(
                    "statement-missing",
                    f"'{self._letter.id}' has to state '{statement}', and no block does",
                    f"write it between {{% block {name} %}} and {{% endblock %}}",
                )
                continue
            part, block, top = found[name]
            if not top or part.name != DOCUMENT:
                yield self._problem(
                    "statement-conditional",
                    f"the block '{name}' stands within a condition, a loop, a header or a footer, "
                    f"so that '{statement}' may go unsaid",
                    "move the block outside; put the condition inside it",
                    part,
                    block.lineno,
                )
            if not says_something(block.body):
                yield self._problem(
                    "statement-empty",
                    f"the block '{name}' can end up saying nothing beside a heading",
                    "say it in words, in each way of a condition",
                    part,
                    block.lineno,
                )
            used = reading.used.get(name, set())
            for several in DEMANDS.get(statement, ()):
                if not any(_among(path, used) for path in several):
                    yield self._problem(
                        "statement-hollow",
                        f"the block '{name}' does not print {' or '.join(several)}, so it does not "
                        f"state '{statement}'",
                        f"print {{{{ {several[0]} }}}}, or go through it",
                        part,
                        block.lineno,
                    )

    def _unused(self, reading: Reading) -> Iterator[Problem]:
        assert self._letter is not None
        used = reading.all_used() | reading.asked
        for name, field in entries(self._letter).items():
            if field.type != "signature" and f"form.{name}" not in used:
                yield self._problem(
                    "entry-unused",
                    f"the entry '{field.name}' (form.{name}) is declared, and the template does "
                    "not print it",
                    f"print {{{{ form.{name} }}}}, or take it out of the letter's fields",
                )

    def _clauses(self, trees: list[tuple[Part, nodes.Template]]) -> Iterator[Problem]:
        """Find references in brackets that are no clause of the procedure."""
        for part, _ in trees:
            for number, paragraph in enumerate(re.split(r"(?=<w:p[ >])", part.xml)[1:]):
                said = "".join(_WORDS.findall(paragraph))
                for bracket in _BRACKETS.findall(said):
                    for ref in re.split(r"[,;]| and ", bracket):
                        if self._unknown(ref.strip()):
                            yield self._problem(
                                "unknown-clause",
                                f"'{ref.strip()}' is no clause of {self._procedure.id}",
                                "write the reference as the procedure does",
                                part,
                                number + 2,
                            )

    def _unknown(self, ref: str) -> bool:
        """Whether words in brackets look like a reference and are none."""
        known = self._procedure.clause_by_ref
        heads = {each.rpartition(" ")[0].split(" ")[0] for each in known}
        first, _, rest = ref.partition(" ")
        if first not in heads or not rest or not any(each.isdigit() for each in rest):
            return False
        return ref not in known and not any(
            each.startswith((f"{ref}.", f"{ref} ", f"{ref}¶")) for each in known
        )


def _among(path: str, used: set[str]) -> bool:
    return any(each == path or each.startswith((f"{path}.", f"{path}[")) for each in used)


def _parts(package: Package) -> Iterator[Part]:
    from docxtpl import DocxTemplate

    for name in package.parts:
        if is_filled(name):
            xml = numbered(package.text(name))
            yield Part(name, xml, DocxTemplate.patch_xml(None, xml))


def _without_conditions(xml: str) -> str:
    """Give a piece of patched text without what stands in conditions and loops."""
    pattern = re.compile(
        r"\{%-?\s*(if|for)\b(?:(?!\{%-?\s*(?:if|for)\b).)*?\{%-?\s*end\1\s*-?%\}", re.DOTALL
    )
    while (shorter := pattern.sub("", xml)) != xml:
        xml = shorter
    return xml


def field_paths() -> Iterator[tuple[str, str, str, str]]:
    """Yield every field: path, type, who fills it, what it is."""
    yield from _paths(Fields, "")


def _paths(shape: type, under: str) -> Iterator[tuple[str, str, str, str]]:
    for name, field in fields_of(shape).items():
        path = f"{under}{name}{'[]' if field.many else ''}"
        if field.shape is None:
            kind = f"list of {field.kind}" if field.many else field.kind
            yield path.removesuffix("[]"), kind, field.about.by, field.about.words
        else:
            yield from _paths(field.shape, f"{path}.")
