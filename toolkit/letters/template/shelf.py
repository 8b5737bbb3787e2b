"""Where templates lie, and having them compiled quickly.

A compiled template is kept in the user's cache folder under a key made from the toolkit's code and
every byte of template and letterhead. What is kept is Jinja's text, never code; a file with
another key, or a broken one, is passed over and written anew.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from toolkit.files import cache_folder, write_atomically
from toolkit.letters.template.compiled import Compiled, Source
from toolkit.letters.word.package import Package, read_package
from toolkit.problem import BadData, Problem, did_you_mean
from toolkit.procedure.procedure import Procedure
from toolkit.procedure.rule import Letter

LETTERHEAD = "letterhead"

Prove = Callable[[Package, str], list[Problem]]
"""Gives what is wrong with a template joined with its letterhead; takes the template's name too."""


def templates_folder() -> Path:
    """Give the folder of templates: ``TOOLKIT_LETTERS``, the wheel's own, or the checkout's."""
    if chosen := os.environ.get("TOOLKIT_LETTERS"):
        return Path(chosen)
    package = Path(__file__).resolve().parent.parent.parent
    inside = package / "_data" / "letter_templates"
    return inside if inside.is_dir() else package.parent / "letter_templates"


def template_path(procedure_id: str, letter_id: str) -> Path:
    """Give where the template of a letter lies; it need not exist."""
    return templates_folder() / procedure_id / f"{letter_id}.docx"


def letterhead_path(procedure_id: str) -> Path:
    """Give where the letterhead of a procedure's letters lies; it need not exist."""
    return template_path(procedure_id, LETTERHEAD)


def letter_named(procedure: Procedure, name: str) -> Letter:
    """Give a letter of a procedure by its id or name.

    Raises:
        BadData: There is no such letter.
    """
    wanted = name.strip().lower()
    for letter in procedure.letters.values():
        if wanted in (letter.id, letter.name.lower()):
            return letter
    raise BadData(
        [
            Problem(
                "no-such-letter",
                f"{procedure.id} has no letter '{name}'",
                suggestion=did_you_mean(wanted, procedure.letters)
                or f"toolkit letters list {procedure.id} shows them all",
            )
        ]
    )


def read_file(path: Path, what: str) -> bytes:
    """Give the bytes of a template or letterhead.

    Raises:
        BadData: It is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadData(
            [
                Problem(
                    "no-template",
                    f"there is no {what} here",
                    str(path),
                    suggestion="make one with: toolkit letters new",
                )
            ]
        ) from None
    except OSError as error:
        raise BadData([Problem("unreadable", f"this cannot be read: {error}", str(path))]) from None


def compiled(template: Path, letterhead: Path, prove: Prove, context: str = "") -> Compiled:
    """Give a template compiled with its letterhead.

    Args:
        template: The template's file.
        letterhead: The letterhead's file.
        prove: What a template has to pass before it is kept.
        context: What the proof depends on beside the two files, such as the procedure's content.

    Raises:
        BadData: One of the files is missing or unsafe, or the template does not pass.
    """
    ours = read_file(template, "template")
    theirs = read_file(letterhead, "letterhead")
    key = _key(ours, theirs, context)
    kept = cache_folder() / "letters" / f"{key}.json"
    source = _from_cache(kept)
    if source is None:
        joined = joined_package(ours, theirs, str(template), str(letterhead))
        if problems := prove(joined, str(template)):
            raise BadData(problems)
        from toolkit.letters.template.compiled import prepare

        source = prepare(joined)
        _to_cache(kept, source)
    return Compiled(source)


def joined_package(template: bytes, letterhead: bytes, file: str, head_file: str) -> Package:
    """Read a template and its letterhead with suspicion, and join them."""
    from toolkit.letters.template.join import join

    return join(read_package(template, file), read_package(letterhead, head_file), file)


def _key(template: bytes, letterhead: bytes, context: str) -> str:
    digest = sha256(context.encode())
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    for content in (template, letterhead):
        digest.update(sha256(content).digest())
    return digest.hexdigest()


def _from_cache(kept: Path) -> Source | None:
    try:
        check, _, body = kept.read_bytes().partition(b"\n")
        if check != sha256(body).hexdigest().encode():
            return None
        held = json.loads(body)
        fixed = {name: base64.b64decode(content) for name, content in held["fixed"].items()}
        return Source(dict(held["filled"]), fixed)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _to_cache(kept: Path, source: Source) -> None:
    fixed = {name: base64.b64encode(content).decode() for name, content in source.fixed.items()}
    body = json.dumps({"filled": source.filled, "fixed": fixed}, ensure_ascii=False)
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(kept, f"{sha256(body.encode()).hexdigest()}\n{body}")
    except (OSError, ValueError):
        return
