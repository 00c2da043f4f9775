"""A tender's envelopes: laid out before anybody bids, taken by those who do, each always looking like the others."""

import json
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import NOBODY, Actor
from directory.bids import sealing
from directory.bids.models import Envelope, TenderKey
from directory.bids.rules.asked import for_lots_that_stand
from directory.bids.rules.content import Bid
from directory.bids.rules.entries import Entry
from directory.bids.rules.padding import ENTRY_BYTES, NOTE_BYTES, room_for
from directory.kit.canonical import text_of
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.tenders.models import Tender

LAID_OUT = 32
_KEY_BYTES = 32
_EMPTY = "null"


@dataclass(frozen=True)
class Held:
    """An envelope that a provider holds, opened with the tender's key: what it says and what is drafted."""

    row: Envelope
    key: bytes
    room_bytes: int
    entry: Entry
    bid: Bid

    def keep(self, *, entry: Entry | None = None, bid: Bid | None = None) -> "Held":
        """Within an action that holds the row: seal what changed; give what is held now."""
        kept = replace(self, entry=entry or self.entry, bid=bid or self.bid)
        if entry is not None:
            self.row.entry = seal_entry(self.key, self.row.id, entry)
        if bid is not None:
            self.row.draft = sealing.filled(self.key, bid.text(), self.room_bytes, place=f"bid draft:{self.row.id}")
        return kept

    def put_content(self, content: str) -> None:
        """Within an action that holds the row: seal what is submitted, in place of what was."""
        self.row.content = sealing.filled(self.key, content, self.room_bytes, place=f"bid content:{self.row.id}")

    def clear_content(self) -> None:
        """Within an action that holds the row: nothing is submitted any more."""
        self.row.content = sealing.nothing(self.room_bytes)

    def content(self) -> str:
        """Give what was submitted. Raises Unreadable."""
        return sealing.emptied(self.key, self.row.content, place=f"bid content:{self.row.id}")

    def submitted(self) -> Bid | None:
        """Give what stands submitted; None where nothing does. Raises Unreadable."""
        return Bid.of(json.loads(self.content())) if self.entry.receipt else None


def room_of(tender: Tender) -> int:
    """Give the size to which a bid for this tender is filled up now: all of its envelopes have it."""
    kept = db.session.get(TenderKey, tender.id)
    return kept.room_bytes if kept and kept.room_bytes else room_needed(tender)


def room_needed(tender: Tender) -> int:
    """Give the size that answers to all that this tender ever asked take."""
    return room_for(criterion.word_limit for criterion in tender.criteria)


def key_of(tender_id: UUID) -> bytes | None:
    """Give the tender's key; None before its envelopes are laid out. Raises Unreadable where its key is lost."""
    kept = db.session.get(TenderKey, tender_id)
    return sealing.unwrapped(kept.wrapped, kept.kept_by, tender_id) if kept else None


def lay_out(tender: Tender) -> bytes:
    """Within an action that holds the tender: make its key and its envelopes where there are none; give the key."""
    key = key_of(tender.id)
    if key is None:
        key = os.urandom(_KEY_BYTES)
        whole, kept_by = sealing.wrapped(key, tender.id)
        room = room_needed(tender)
        db.session.add(TenderKey(tender_id=tender.id, wrapped=whole, kept_by=kept_by, room_bytes=room))
        db.session.flush()
        _add(tender, key)
    return key


def _add(tender: Tender, key: bytes) -> None:
    room = room_of(tender)
    for _ in range(LAID_OUT):
        row = Envelope(id=UUID(bytes=os.urandom(16), version=4), tender_id=tender.id, owner=sealing.nobody())
        row.entry = seal_entry(key, row.id, None)
        row.draft, row.content = sealing.nothing(room), sealing.nothing(room)
        db.session.add(row)
    db.session.flush()


def seal_entry(key: bytes, envelope_id: UUID, entry: Entry | None) -> bytes:
    """Give the small part of an envelope; None for one that holds nothing."""
    text = text_of(entry.as_json()) if entry else _EMPTY
    return sealing.filled(key, text, ENTRY_BYTES, place=f"bid entry:{envelope_id}")


def entry_of(key: bytes, row: Envelope) -> Entry | None:
    """Give what the small part says; None for an envelope that holds nothing. Raises Unreadable."""
    kept = json.loads(sealing.emptied(key, row.entry, place=f"bid entry:{row.id}"))
    return Entry.of(kept) if kept else None


def draft_of(key: bytes, row: Envelope) -> Bid:
    """Give what is drafted. Raises Unreadable."""
    return Bid.of(json.loads(sealing.emptied(key, row.draft, place=f"bid draft:{row.id}")))


def held_by(organisation_id: UUID, tender: Tender, *, lock: bool = False) -> Held | None:
    """Give the provider's own envelope; None where it has none. ``lock`` holds it until the action ends."""
    key = key_of(tender.id)
    if key is None:
        return None
    owner = sealing.owner_hash(key, organisation_id)
    asked = select(Envelope).where(Envelope.tender_id == tender.id, Envelope.owner == owner)
    row = db.session.scalar(asked.with_for_update() if lock else asked)
    entry = entry_of(key, row) if row else None
    if row is None or entry is None:
        return None
    drafted = for_lots_that_stand(draft_of(key, row), tender.notice())
    return Held(row, key, room_of(tender), entry, drafted)


def take(organisation_id: UUID, tender: Tender) -> Held:
    """Within an action that holds the tender: give the provider's envelope, or one at random that held nothing."""
    key = lay_out(tender)
    there = held_by(organisation_id, tender, lock=True)
    if there:
        return there
    if not (empty := _empty(tender, key)):
        _add(tender, key)
        empty = _empty(tender, key)
    row = secrets.choice(empty)
    row.owner = sealing.owner_hash(key, organisation_id)
    held = Held(row, key, room_of(tender), Entry(organisation_id), Bid())
    return held.keep(entry=held.entry, bid=held.bid)


def _empty(tender: Tender, key: bytes) -> list[Envelope]:
    return [row for row in rows(tender) if _holds_nothing(key, row)]


def _holds_nothing(key: bytes, row: Envelope) -> bool:
    try:
        return entry_of(key, row) is None
    except Unreadable:
        return False


def rows(tender: Tender) -> list[Envelope]:
    """Give all envelopes of a tender in an order that tells nothing."""
    return list(db.session.scalars(select(Envelope).where(Envelope.tender_id == tender.id).order_by(Envelope.id)))


def bids_in(tender: Tender, key: bytes) -> Iterator[tuple[Envelope, Entry | None]]:
    """Give the envelopes that hold something, with what they say; None where that cannot be read."""
    for row in rows(tender):
        try:
            entry = entry_of(key, row)
        except (Unreadable, ValueError):
            yield row, None
        else:
            if entry is not None:
                yield row, entry


def note(tender: Tender, key: bytes, actor: Actor, what: str, *, at: datetime, **facts: str) -> None:
    """Record within the running action that something was done among the tender's envelopes: who did what is sealed.

    Every change has the same words in the record, whoever makes it, and so has sealing them anew.
    """
    from_whom = {"person": actor.person_id, "organisation": actor.organisation_id, "what": what, **facts}
    said = sealing.filled(key, text_of(from_whom), NOTE_BYTES, place=f"bid note:{tender.id}")
    audit.record(NOBODY, "bids:kept", tender, at=at, sealed=said.hex())
