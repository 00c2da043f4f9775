"""Files of a bid: sealed in pieces of one size with the tender's key, and known to the bid alone."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from directory.access import Actor
from directory.bids.envelopes import note
from directory.bids.holding import held_for_writing
from directory.bids.models import Piece
from directory.bids.pieces import forget, pieces_of, seal_piece, submitted_pieces
from directory.bids.queries import own_bid, why_no_bid
from directory.bids.rules.check import MOST_FILES, questions
from directory.bids.rules.content import Attachment
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound
from directory.tenders.models import Tender
from directory.tenders.queries import tender_for


def _refuse_unasked(tender: Tender, criterion: int) -> None:
    if criterion not in dict(questions(tender.notice())):
        raise NotFound


@atomic
def ask_to_attach(actor: Actor, tender_id: UUID, *, criterion: int, now: datetime) -> None:
    """Say whether a file might be attached, before it is looked at. Raises as ``attach``."""
    tender = tender_for(actor, tender_id)
    _refuse_unasked(tender, criterion)
    refusal = why_no_bid(actor, tender, now)
    if refusal is not None:
        raise refusal
    own_bid(actor, tender_id)


@atomic
def attach(actor: Actor, tender_id: UUID, file: Attachment, content: bytes, *, now: datetime) -> Attachment:
    """Put a file that ``bids.attaching`` has looked at into the draft. Raises Invalid (``file``) for one too many."""
    tender, held = held_for_writing(actor, tender_id, now)
    _refuse_unasked(tender, file.criterion)
    if len(held.bid.files) >= MOST_FILES:
        raise Invalid.field("file", f"A bid has {MOST_FILES} files at most. Remove one first")
    ids = []
    for part in pieces_of(content):
        piece = Piece(id=uuid4())
        piece.content = seal_piece(held.key, piece.id, part)
        db.session.add(piece)
        ids.append(str(piece.id))
    made = replace(file, pieces=tuple(ids))
    held.keep(bid=replace(held.bid, files=(*held.bid.files, made)))
    note(tender, held.key, actor, "saved", at=now)
    return made


@atomic
def detach(actor: Actor, tender_id: UUID, sha256: str, *, now: datetime) -> None:
    """Take a file out of the draft. Its bytes go with it, unless they are in what is submitted. Raises NotFound."""
    tender, held = held_for_writing(actor, tender_id, now)
    left = tuple(one for one in held.bid.files if one.sha256 != sha256)
    if len(left) == len(held.bid.files):
        raise NotFound
    gone = [piece for one in held.bid.files if one.sha256 == sha256 for piece in one.pieces]
    held.keep(bid=replace(held.bid, files=left))
    forget(set(gone) - submitted_pieces(held))
    note(tender, held.key, actor, "saved", at=now)
