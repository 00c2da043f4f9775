"""Taking a file for an answer: what it is, whether a virus is in it, then into the envelope in one transaction."""

import hashlib
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from directory.access import Actor
from directory.bids.actions.attaching import ask_to_attach, attach
from directory.bids.rules.check import MOST_FILE_BYTES
from directory.bids.rules.content import Attachment
from directory.files import EVIDENCE, clamd
from directory.files.contents import taken
from directory.files.rules import clean_name, kind_of, words_of
from directory.files.rules.pdf import wrong_with_pdf
from directory.kit.errors import Invalid

INFECTED = "A virus was found in this file, so it is not taken"
NOT_SCANNED = "The file could not be checked for viruses just now. Try again in a minute"


def take_file(
    actor: Actor, tender_id: UUID, *, criterion: int, stream: BinaryIO, name: str, now: datetime
) -> Attachment:
    """Put a file into the actor's draft. Nothing of it is written anywhere else, so nobody else learns of it.

    Raises Invalid (``file``) for what is empty, too large, of no known kind, or infected, and as ``attach``.
    """
    ask_to_attach(actor, tender_id, criterion=criterion, now=now)
    content = taken(stream, MOST_FILE_BYTES)
    kind = kind_of(content)
    if kind is None or kind not in EVIDENCE:
        raise Invalid.field("file", f"The file must be a {words_of(EVIDENCE)} that opens. Save it as one and try again")
    if (wrong := wrong_with_pdf(content) if content.startswith(b"%PDF-") else "") != "":
        raise Invalid.field("file", f"We cannot take this PDF: {wrong}. Print it to a new PDF and send that")
    if clamd.configured():
        _scan(content)
    made = Attachment(
        criterion=criterion,
        name=clean_name(name, kind),
        media_type=kind.value,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        pieces=(),
    )
    return attach(actor, tender_id, made, content, now=now)


def _scan(content: bytes) -> None:
    try:
        found = clamd.finding(content)
    except clamd.ScannerFault:
        raise Invalid.field("file", NOT_SCANNED) from None
    if found:
        raise Invalid.field("file", INFECTED)
