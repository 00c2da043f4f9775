"""The bytes of a file, in and out of their sealed parts."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import select

from directory.files.models import PART_BYTES, FilePart, StoredFile
from directory.files.rules import size_words
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.kit.errors import Invalid


def taken(stream: BinaryIO, most_bytes: int) -> bytes:
    """Give what a stream holds, reading never more than is allowed. Raises Invalid for too much, or nothing."""
    content = stream.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise Invalid.field("file", f"The file must be smaller than {size_words(most_bytes)}")
    if not content:
        raise Invalid.field("file", "The file is empty. Choose another")
    return content


def parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the parts of some bytes, numbered."""
    for number, start in enumerate(range(0, len(content), PART_BYTES)):
        yield number, content[start : start + PART_BYTES]


def read(file: StoredFile) -> bytes:
    """Give the bytes of a file, as they were sent. Raises Unreadable where parts are missing, moved or changed.

    For the site itself, such as a scanner or a pack for a provider: whoever hands them to a person uses ``hand_out``.
    """
    chosen = select(FilePart.content).where(FilePart.file_id == file.id).order_by(FilePart.number)
    content = b"".join(db.session.scalars(chosen))
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Unreadable("a file's parts are not what was stored")
    return content
