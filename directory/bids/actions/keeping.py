"""Keeping envelopes: laid out when a tender is published, sealed anew by the clock, their keys wrapped anew."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM
from directory.bids import sealing
from directory.bids.envelopes import entry_of, key_of, lay_out, note, room_needed, room_of, rows, seal_entry
from directory.bids.models import Envelope, TenderKey
from directory.kit.atomic import atomic
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.queries import held_tender


@atomic
def prepare(tender_id: UUID, *, now: datetime) -> None:
    """Lay out the envelopes of a published tender, where there are none."""
    tender = held_tender(SYSTEM, tender_id)
    if key_of(tender.id) is None:
        note(tender, lay_out(tender), SYSTEM, "laid out", at=now)


@atomic
def reseal(tender_id: UUID, *, now: datetime) -> None:
    """Seal every envelope of a tender anew, so that two copies of the database do not show which ones were written."""
    tender = held_tender(SYSTEM, tender_id)
    key = key_of(tender.id)
    if key is None:
        return
    # where an amendment asks for more, all envelopes grow at once: one that grew alone would show that it is written in
    room = max(room_of(tender), room_needed(tender))
    db.session.get_one(TenderKey, tender.id).room_bytes = room
    for row in rows(tender):
        _seal_anew(row, key, room)
    note(tender, key, SYSTEM, "sealed anew", at=now)


def _seal_anew(row: Envelope, key: bytes, room_bytes: int) -> None:
    try:
        row.entry = seal_entry(key, row.id, entry_of(key, row))
    except Unreadable:
        return  # kept as it is for the opening record, which names it
    for column in ("draft", "content"):
        place = f"bid {column}:{row.id}"
        try:
            clear = sealing.emptied(key, getattr(row, column), place=place)
        except (Unreadable, ValueError):
            # what opens with no key held nothing, or is broken: only the first may be made anew
            if entry_of(key, row) is None:
                setattr(row, column, sealing.nothing(room_bytes))
            continue
        setattr(row, column, sealing.filled(key, clear, room_bytes, place=place))


@atomic
def rewrap(*, now: datetime) -> int:
    """Wrap every tender's key with the present key of the settings; give how many were wrapped by another."""
    present = sealing.check_value(sealing.masters()[0])
    chosen = select(TenderKey).where(TenderKey.kept_by != present).order_by(TenderKey.tender_id).with_for_update()
    changed = 0
    for kept in db.session.scalars(chosen):
        key = sealing.unwrapped(kept.wrapped, kept.kept_by, kept.tender_id)
        kept.wrapped, kept.kept_by = sealing.wrapped(key, kept.tender_id)
        audit.record(SYSTEM, "bids:rewrapped", db.session.get_one(Tender, kept.tender_id), at=now)
        changed += 1
    return changed
