"""From a folder of structured Markdown to a `Procedure`, or to every problem it has at once."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from pydantic import ValidationError

from toolkit.problem import BadData, Problem
from toolkit.procedure.base import Model
from toolkit.procedure.document import Block, Passage, Text, read_text
from toolkit.procedure.explain import HIDDEN, mistakes
from toolkit.procedure.procedure import Clause, Header, Procedure
from toolkit.procedure.questions import questions
from toolkit.procedure.rule import KINDS, AnyRule
from toolkit.procedure.shape import Rule
from toolkit.procedure.strict_yaml import Document, read_documents, read_one


def parse_folder(folder: Path) -> tuple[Procedure, tuple[Text, ...]]:
    """Read a procedure from its folder.

    Args:
        folder: Holds Markdown files in reading order by name; the first has the front matter.

    Returns:
        The procedure, and its files as read (which the lock compares with the source).

    Raises:
        BadData: With every problem of every file.
    """
    paths = sorted(folder.glob("*.md"))
    if not paths:
        raise BadData(
            [Problem("no-files", f"there is no Markdown file in {folder.name}/", folder.name)]
        )
    return parse_files([(f"{folder.name}/{path.name}", _read(path)) for path in paths])


def _read(path: Path) -> str:
    """Read a file, with or without the mark that some editors put at a file's beginning."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"this cannot be read as UTF-8 text: {error}"
        file = f"{path.parent.name}/{path.name}"
        raise BadData([Problem("unreadable", message, file)]) from None


def parse_files(files: Iterable[tuple[str, str]]) -> tuple[Procedure, tuple[Text, ...]]:
    """Read a procedure from the names and texts of its files, in reading order.

    Raises:
        BadData: With every problem of every file.
    """
    problems: list[Problem] = []
    header: Header | None = None
    texts: list[Text] = []
    rules: list[Rule] = []
    for name, source in files:
        if _unclosed(source):
            problems.append(
                Problem(
                    "no-front-matter",
                    "the front matter is not closed",
                    name,
                    1,
                    "",
                    "end it with a line that holds only ---",
                )
            )
            texts.append(Text(name))
            continue
        front, header_here = _front(source, name, problems, first=not texts)
        header = header or header_here
        prefix = front.get("prefix") or (
            header.abbreviation if header else front.get("abbreviation", "")
        )
        text = read_text(source, name, str(prefix))
        texts.append(text)
        problems.extend(text.problems)
        for block in text.blocks:
            rules.extend(_rules(block, text.file, problems))
    clauses = _clauses((passage, text.file) for text in texts for passage in text.passages)
    problems.extend(_duplicates(clauses, rules))
    asked = questions(
        (block for text in texts for block in text.asked),
        (clause.ref for clause in clauses),
        problems,
    )
    if header is None or any(problem.level == "error" for problem in problems):
        order = [text.file for text in texts]
        raise BadData(sorted(problems, key=lambda each: (order.index(each.file), each.line)))
    procedure = Procedure.model_construct(
        header=header,
        clauses=tuple(clauses),
        rules=cast(tuple[AnyRule, ...], tuple(rules)),
        questions=asked,
    )
    return procedure, tuple(texts)


def _unclosed(source: str) -> bool:
    return source.startswith("---\n") and "\n---" not in source[4:]


def _front(
    source: str, file: str, problems: list[Problem], *, first: bool
) -> tuple[dict[str, Any], Header | None]:
    """Read a file's front matter; the first file's is the procedure's header."""
    if not source.startswith("---\n"):
        if first:
            keys = Header.model_fields
            problems.append(
                Problem(
                    "no-front-matter",
                    "the first file has no front matter",
                    file,
                    1,
                    "",
                    "begin it with a line ---, the keys "
                    f"{', '.join(name for name, key in keys.items() if key.is_required())}, "
                    "and a line ---",
                )
            )
        return {}, None
    end = source.find("\n---", 4)
    try:
        document = read_one(source[4:end], file, first_line=2)
    except BadData as error:
        problems.extend(error.problems)
        return {}, None
    if not first:
        return document.data, None
    try:
        return document.data, Header.model_validate(document.data)
    except ValidationError as error:
        problems.extend(_explain(error, Header, document, file, ""))
        return document.data, None


def _rules(block: Block, file: str, problems: list[Problem]) -> list[Rule]:
    try:
        documents = read_documents(block.yaml, file, block.line, block.clause)
    except BadData as error:
        problems.extend(error.problems)
        return []
    if not documents:
        message = f"this {block.kind} block is empty"
        hint = "write its keys, or take the block away"
        problems.append(Problem("empty-block", message, file, block.line - 1, block.clause, hint))
    found = []
    for document in documents:
        if (rule := _rule(block, document, file, problems)) is not None:
            found.append(rule)
    return found


def _rule(block: Block, document: Document, file: str, problems: list[Problem]) -> Rule | None:
    kind = KINDS[block.kind]
    if forbidden := set(HIDDEN) & document.data.keys():
        key = min(forbidden)
        problems.append(
            Problem(
                "unknown-key",
                f"a {block.kind} has no key '{key}'",
                file,
                document.keys[key],
                block.clause,
                "leave it out; it follows from where the block stands",
            )
        )
        return None
    place = {"file": file, "line": document.line, "clause": block.clause, "keys": document.keys}
    try:
        return kind.model_validate({**document.data, "place": place})
    except ValidationError as error:
        problems.extend(_explain(error, kind, document, file, block.clause, block.kind))
        return None


def _explain(
    error: ValidationError,
    model: type[Model],
    document: Document,
    file: str,
    clause: str,
    kind: str = "",
) -> list[Problem]:
    """Turn pydantic's errors into problems that an author can mend."""
    name = document.data.get("id")
    whole = f"{kind} '{name}'" if isinstance(name, str) else f"a {kind}"
    return [
        Problem(
            mistake.code,
            f"{whole if kind else 'the front matter'}{mistake.message}",
            file,
            document.line_of(mistake.path),
            clause,
            mistake.suggestion,
        )
        for mistake in mistakes(error, model, document.data)
    ]


def _clauses(passages: Iterable[tuple[Passage, str]]) -> list[Clause]:
    return [
        Clause(
            ref=passage.ref,
            path=passage.path,
            text="\n\n".join(passage.parts),
            file=file,
            line=passage.line,
            placed=passage.placed,
            whole=passage.whole,
        )
        for passage, file in passages
        if passage.ref
    ]


def _duplicates(clauses: Iterable[Clause], rules: Iterable[Rule]) -> list[Problem]:
    problems = []
    first_clause: dict[str, Clause] = {}
    for clause in clauses:
        if (other := first_clause.setdefault(clause.ref, clause)) is not clause:
            problems.append(
                Problem(
                    "duplicate-clause",
                    f"the clause {clause.ref} stands here a second time",
                    clause.file,
                    clause.line,
                    clause.ref,
                    f"the first is at {other.file}:{other.line}",
                )
            )
    first_rule: dict[str, Rule] = {}
    for rule in rules:
        earlier = first_rule.setdefault(rule.id, rule)
        if earlier is not rule:
            problems.append(
                Problem(
                    "duplicate-id",
                    f"the id '{rule.id}' is taken",
                    rule.place.file,
                    rule.place.line_of("id"),
                    rule.place.clause,
                    f"the other stands at {earlier.place.file}:{earlier.place.line}",
                )
            )
    return problems
