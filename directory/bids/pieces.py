"""The bytes of a file in a bid, in and out of their sealed pieces."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from uuid import UUID

from sqlalchemy import delete

from directory.bids import sealing
from directory.bids.envelopes import Held
from directory.bids.models import Piece
from directory.bids.rules.content import Attachment, Bid
from directory.bids.rules.padding import PIECE_BYTES
from directory.bids.rules.states import Status
from directory.kit.crypto import Unreadable
from directory.kit.db import db

_LENGTH = 4
_ROOM = PIECE_BYTES - _LENGTH


def pieces_of(content: bytes) -> Iterator[bytes]:
    """Give the pieces of some bytes; all but the last are full, and ``seal_piece`` fills that one up."""
    for start in range(0, len(content), _ROOM):
        yield content[start : start + _ROOM]


def seal_piece(key: bytes, piece_id: UUID, part: bytes) -> bytes:
    """Give a piece sealed: always of one size."""
    whole = (len(part).to_bytes(_LENGTH, "big") + part).ljust(PIECE_BYTES, b"\0")
    return sealing.sealed(key, whole, place=f"bid piece:{piece_id}")


def read_file(key: bytes, file: Attachment) -> bytes:
    """Give the bytes of a file. Raises Unreadable where a piece is missing, moved or changed."""
    found = []
    for name in file.pieces:
        piece = db.session.get(Piece, UUID(name))
        if piece is None:
            raise Unreadable("a piece of a file is missing")
        whole = sealing.opened(key, piece.content, place=f"bid piece:{piece.id}")
        found.append(whole[_LENGTH : _LENGTH + int.from_bytes(whole[:_LENGTH], "big")])
    content = b"".join(found)
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise Unreadable("a file is not what was sent")
    return content


def named_in(bid: Bid) -> set[str]:
    """Give the pieces of a bid's files."""
    return {piece for file in bid.files for piece in file.pieces}


def submitted_pieces(held: Held) -> set[str]:
    """Give the pieces of what is submitted; none where nothing is."""
    return named_in(Bid.of(json.loads(held.content()))) if held.entry.status == Status.SUBMITTED else set()


def forget(pieces: Iterable[str]) -> None:
    """Within an action: forget pieces that no bid names any more."""
    ids = [UUID(piece) for piece in pieces]
    if ids:
        db.session.execute(delete(Piece).where(Piece.id.in_(ids)))
