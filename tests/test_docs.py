"""The guide for authors says what the models say, and its examples are rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from test_walk import CODES

from toolkit.check import check
from toolkit.plain import kebab
from toolkit.procedure.base import Model
from toolkit.procedure.limit import Limit
from toolkit.procedure.parse import parse_folder
from toolkit.procedure.procedure import Header
from toolkit.procedure.rule import KINDS
from toolkit.procedure.shape import (
    Approval,
    At,
    Body,
    Check,
    Composition,
    Copy,
    Data,
    Deliberate,
    Derivation,
    Enclosure,
    Field_,
    HoldBack,
    Item,
    MayReplace,
    Result,
    Rule,
    Side,
    Together,
    Who,
)
from toolkit.procedure.strict_yaml import read_documents

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
TOKENS = MarkdownIt("commonmark").enable("table").parse(GUIDE)

PARTS: dict[str, type[Model]] = {
    "Front matter": Header,
    "Keys of every kind": Rule,
    "Who acts": Who,
    "A body": Body,
    "Composition": Composition,
    "A result": Result,
    "Where an outcome is imposed": At,
    "Together": Together,
    "Approval": Approval,
    "Holding back": HoldBack,
    "Replacing": MayReplace,
    "Data": Data,
    "A copy": Copy,
    "An enclosure": Enclosure,
    "A field": Field_,
    "A point of an agenda": Item,
    "A check of the panel": Check,
    "A side": Side,
    "A derivation": Derivation,
    "An exception on purpose": Deliberate,
    "A limit": Limit,
}
"""The model of each table, by its heading; those of kinds have the kind for a heading."""

MODELS: dict[str, type[Model]] = {**PARTS, **{f"`{kind}`": model for kind, model in KINDS.items()}}


@cache
def sections() -> dict[str, tuple[Token, ...]]:
    """Give what stands under each heading, up to the next one."""
    starts = [at for at, token in enumerate(TOKENS) if token.type == "heading_open"]
    return {
        TOKENS[at + 1].content: tuple(
            takewhile(lambda token: token.type != "heading_open", TOKENS[at + 3 :])
        )
        for at in starts
    }


def rows(tokens: tuple[Token, ...]) -> Iterator[tuple[str, str]]:
    """Yield the first two cells of each row of the tables among tokens, without their headers."""
    for at, token in enumerate(tokens):
        if token.type == "td_open" and tokens[at - 1].type == "tr_open":
            cells = [other.content for other in tokens[at : at + 6] if other.type == "inline"]
            yield cells[0], cells[1]


def fences(kind: str) -> list[Token]:
    return [token for token in TOKENS if token.type == "fence" and token.info == kind]


def written(model: type[Model]) -> dict[str, bool]:
    """Give the keys that an author writes, and whether each is needed."""
    shared = set(Rule.model_fields) if issubclass(model, Rule) and model is not Rule else set()
    return {
        kebab(name): info.is_required()
        for name, info in model.model_fields.items()
        if name not in {"place", "kind", *shared}
    }


@pytest.mark.parametrize("heading", MODELS)
def test_a_table_has_the_keys_of_its_model(heading: str) -> None:
    """Each table has every key once and no other, and says which are needed."""
    table = [(key.strip("`"), words) for key, words in rows(sections()[heading])]
    keys = {key: "**needed.**" in words for key, words in table}
    assert len(keys) == len(table)
    assert keys == written(MODELS[heading])


@pytest.mark.parametrize("heading", MODELS)
def test_the_words_of_a_key_are_named(heading: str) -> None:
    """Where a key takes one of some words, its row names each of them."""
    table = {key.strip("`"): words for key, words in rows(sections()[heading])}
    for key, schema in MODELS[heading].model_json_schema()["properties"].items():
        for word in choices(schema) if key in table else ():
            assert f"`{word}`" in table[key] or table[key] == "As for a step", (key, word)


def choices(schema: object) -> Iterator[str]:
    """Yield the words that a JSON schema allows, its parts included."""
    if isinstance(schema, dict):
        yield from schema.get("enum", ())
        yield from (schema["const"],) if "const" in schema else ()
        for part in schema.values():
            yield from choices(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from choices(part)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_is_a_rule(kind: str) -> None:
    """Each kind has an example under its own heading, and its model accepts all of them."""
    here = [token.info for token in sections()[f"`{kind}`"] if token.type == "fence"]
    assert here == [kind]
    for fence in fences(kind):
        for document in read_documents(fence.content, "authoring.md"):
            place = {"file": "authoring.md", "line": document.line, "clause": ""}
            KINDS[kind].model_validate({**document.data, "place": place})


def test_the_examples_are_taken_from_procedures() -> None:
    """Each example is about a rule of its kind in a procedure of the library or of the tests."""
    folders = (ROOT / "procedures" / "ldpp", ROOT / "tests" / "procedures" / "club")
    known = {(rule.kind, rule.id) for folder in folders for rule in parse_folder(folder)[0].rules}
    shown = {
        (kind, document.data["id"])
        for kind in KINDS
        for fence in fences(kind)
        for document in read_documents(fence.content, "authoring.md")
    }
    assert shown - known == set()


def test_the_whole_procedure_passes_the_check(tmp_path: Path) -> None:
    """The small procedure of the guide has no fault and no bare clause, and its text is locked."""
    (source,), (text,) = fences("text"), fences("markdown")
    folder = tmp_path / "reading-room"
    folder.mkdir()
    (folder / "source.txt").write_bytes(source.content.encode())
    (folder / "01-rules.md").write_bytes(text.content.encode())
    report = check(folder)
    assert report.problems == ()
    assert report.words == report.locked > 0


def test_the_messages_of_the_guide_are_ours() -> None:
    """Each message that the guide explains is one that the check gives."""
    files = (
        *(ROOT / "tests" / "bad").glob("*.txt"),
        ROOT / "tests" / "test_lock.py",
        ROOT / "toolkit" / "check.py",
    )
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    messages = [message.strip("`") for message, _ in rows(sections()["The commonest messages"])]
    assert len(messages) > 20
    assert [message for message in messages if not any(has(line, message) for line in lines)] == []


def test_the_guide_names_every_check_of_the_paths() -> None:
    """Each check of every path is in the guide once, and the guide names no other."""
    names = [name.strip("`") for name, _ in rows(sections()["Every path walked"])]
    assert sorted(names) == sorted(CODES)
    (example,) = (
        token for token in TOKENS if token.type == "fence" and "- check:" in token.content
    )
    (document,) = read_documents(example.content, "authoring.md")
    for item in document.data["deliberate"]:
        assert Deliberate.model_validate(item).check in CODES


def has(line: str, message: str) -> bool:
    """Tell whether a line has the parts of a message, which a "…" keeps apart, in their order."""
    at = 0
    for part in message.split("…"):
        at = line.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True
