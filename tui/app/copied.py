"""What is copied: the words, and where they are from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copied:
    """A text for the clipboard.

    Attributes:
        text: The words.
        source: Where they are from, such as ``LDPP 5.13, Learner Disciplinary Policy and Procedure
            (version 2019-09)``; empty for words of no clause.
        what: What it is called in the note that it was copied.
    """

    text: str
    source: str = ""
    what: str = ""

    def whole(self) -> str:
        """Give the words with their citation under them."""
        return f"{self.text}\n\n— {self.source}\n" if self.source else f"{self.text}\n"
