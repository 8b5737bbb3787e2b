"""Drafts of e-mails, with their attachments inside: files that a mail program opens, unsent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

_KINDS = {
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".ics": ("text", "calendar"),
    ".jpeg": ("image", "jpeg"),
    ".jpg": ("image", "jpeg"),
    ".pdf": ("application", "pdf"),
    ".png": ("image", "png"),
}
_MORNING = time(9)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Somebody with an e-mail address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An e-mail to be looked at and sent by hand.

    Attributes:
        to: To whom.
        sender: From whom; ``None`` where their address is not known.
        subject: What it is about; the marking comes before it.
        marking: How it has to be marked, or empty.
        words: What it says.
        attached: Name and content of each file that goes with it.
        on: Its day.
    """

    to: Mailbox
    sender: Mailbox | None
    subject: str
    words: str
    attached: tuple[tuple[str, bytes], ...]
    on: date
    marking: str = ""


def address_problem(email: str) -> bool:
    """Whether something is no e-mail address."""
    try:
        address = Address(addr_spec=email)
    except (ValueError, IndexError):
        return True
    return not (address.username and "." in address.domain and email.isascii())


def write_draft(draft: Draft) -> bytes:
    """Give a draft as the bytes of an ``.eml`` file; the same draft gives the same bytes."""
    message = EmailMessage(policy=SMTP.clone(max_line_length=78))
    subject = f"{draft.marking}: {draft.subject}" if draft.marking else draft.subject
    message["Subject"] = _line(subject)
    if draft.sender is not None:
        message["From"] = _address(draft.sender)
    message["To"] = _address(draft.to)
    message["Date"] = datetime.combine(draft.on, _MORNING, UTC)
    identity = _identity(draft)
    message["Message-ID"] = f"<{identity}@draft.invalid>"
    message["X-Unsent"] = "1"
    if draft.marking:
        message["X-Protective-Marking"] = _line(draft.marking)
        message["Sensitivity"] = "Company-Confidential"
    marked = draft.words.startswith(draft.marking)
    words = draft.words if marked else f"{draft.marking}\n\n{draft.words}"
    message.set_content(words, cte="quoted-printable")
    for name, content in draft.attached:
        main, sub = _KINDS.get(
            f".{name.rpartition('.')[2].lower()}", ("application", "octet-stream")
        )
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if draft.attached:
        message.set_boundary(f"=_{identity}")
    return message.as_bytes()


def _address(mailbox: Mailbox) -> Address:
    return Address(display_name=_line(mailbox.name), addr_spec=mailbox.email)


def _line(words: str) -> str:
    return " ".join(words.split())


def _identity(draft: Draft) -> str:
    digest = sha256()
    for piece in _pieces(draft):
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()[:32]


def _pieces(draft: Draft) -> Iterable[bytes]:
    sender = draft.sender
    for words in (
        draft.to.email,
        sender.email if sender is not None else "",
        draft.marking,
        draft.subject,
        draft.words,
        draft.on.isoformat(),
    ):
        yield words.encode("utf-8", "replace")
    for name, content in draft.attached:
        yield name.encode("utf-8", "replace")
        yield content
