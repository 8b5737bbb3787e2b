"""A field that nobody filled: false to a question, a note of what is missing to a print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NoReturn

from markupsafe import Markup


class Missed(list[str]):
    """The fields that a letter asked for and did not get, each once, in order."""

    def note(self, path: str) -> None:
        """Note a field by its path."""
        if path not in self:
            self.append(path)


class Blank:
    """A field that is not filled.

    It is false to a question, so that a template can ask first. Printing it, going through it or
    asking for something within it notes its path, so that all that is missing is said at once.
    """

    __slots__ = ("_many", "_missed", "_path")

    def __init__(self, path: str, missed: Missed, many: bool = False) -> None:
        self._path = path
        self._missed = missed
        self._many = many

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        self._missed.note(self._path)
        return ""

    def __html__(self) -> Markup:
        self._missed.note(self._path)
        return Markup("")

    def __iter__(self) -> Iterator[Any]:
        self._missed.note(self._path)
        return iter(())

    def __len__(self) -> int:
        self._missed.note(self._path)
        return 0

    def __eq__(self, other: object) -> bool:
        self._missed.note(self._path)
        return False

    def __hash__(self) -> int:
        return hash(self._path)

    def __getitem__(self, key: object) -> Blank:
        return Blank(f"{self._path}.{key}", self._missed)

    def __getattr__(self, name: str) -> Blank:
        if name.startswith("_"):
            raise AttributeError(name)
        return self if name in ("short", "iso") else Blank(f"{self._path}.{name}", self._missed)

    def __call__(self, *args: object, **kwargs: object) -> NoReturn:
        """Refuse to be called."""
        raise TypeError(f"{self._path} is a field and cannot be called")
