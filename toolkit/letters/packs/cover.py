"""What a cover e-mail says: whom it is to, what goes with it, and from whom it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.letters.make import Made
from toolkit.letters.packs.matrix import Row
from toolkit.letters.template.proof import words_of
from toolkit.letters.word.package import DOCUMENT, read_package


def cover(
    rows: Sequence[Row], made: Mapping[tuple[str, str], Made], attached: Sequence[str]
) -> str:
    """Give the words of an e-mail.

    A document that is an e-mail itself says its own words; for others there are a few lines that
    name what is attached.

    Args:
        rows: What goes to one person.
        made: The finished documents, by letter and recipient.
        attached: Names of the attached files.
    """
    own = [row for row in rows if row.is_email]
    if own:
        return "\n\n".join(_words(made[row.letter, row.recipient]) for row in own) + "\n"
    return "\n".join(_cover(rows, made, attached)) + "\n"


def _words(made: Made) -> str:
    text = words_of(read_package(made.content, made.letter.id).text(DOCUMENT))
    return "\n\n".join(line.strip() for line in text.splitlines() if line.strip())


def _cover(
    rows: Sequence[Row], made: Mapping[tuple[str, str], Made], attached: Sequence[str]
) -> Iterator[str]:
    first = rows[0]
    data = made[first.letter, first.recipient].data
    greeting = first.name if first.copy else (data.get("recipient") or {}).get("greeting")
    yield f"Dear {greeting or first.name}"
    yield ""
    yield "Please read what is attached:"
    for row in rows:
        ground = f", {row.ground}" if row.ground else ""
        copy = f" (a copy for you{ground})" if row.copy else ""
        yield f"- {row.document}{copy}"
    for name in dict.fromkeys(each.name for row in rows for each in row.enclosures):
        yield f"- {name}"
    if any(name.endswith(".ics") for name in attached):
        yield "- an entry for your calendar"
    sender = data.get("sender") or {}
    organisation = data.get("organisation") or {}
    signed = (sender.get("name"), sender.get("role"), organisation.get("name"))
    contact = data.get("contact") or {}
    ways = " or ".join(each for each in (contact.get("phone"), contact.get("email")) if each)
    if contact.get("name") and ways:
        yield ""
        yield f"If you have a question or need help, ask {contact['name']}: {ways}."
    yield ""
    yield "Yours sincerely"
    yield ""
    yield from (line for line in signed if line)
