"""Saving a draft, section by section. Two may write at once: nobody's words are lost in silence."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from directory import audit
from directory.access import Actor, Kind, Permission, require
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from directory.kit.lifecycle import words
from directory.tenders.actions.refusing import refuse
from directory.tenders.models import Tender, TenderCriterion, TenderLot, write
from directory.tenders.queries import owned_tender
from directory.tenders.rules import (
    Conditions,
    Criterion,
    Deadlines,
    Details,
    Lot,
    Notice,
    Status,
    check_criterion,
    check_lot,
    check_section,
    differences,
    mark,
)
from directory.tenders.rules.terms import terms_of
from directory.tenders.rules.values import MOST_ROWS, wrong_terms

# no letters or digits that are taken for one another when read aloud
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def _reference(now: datetime) -> str:
    return f"T-{clock.in_london(now).year}-" + "".join(secrets.choice(_ALPHABET) for _ in range(6))


def _wrong(notice: Notice) -> dict[str, str]:
    """Give what is wrong anywhere by path: ``lots.1.title``."""
    return check_section(notice.details) | check_section(notice.deadlines) | wrong_terms(terms_of(notice))


def _editable(actor: Actor, tender_id: UUID, now: datetime) -> Tender:
    require(actor, Permission.TENDER_DRAFT)
    tender = owned_tender(actor, tender_id, lock=True)
    if tender.status != Status.DRAFT:
        raise WrongState(f"This is {words(tender.status)}, so it cannot be changed. Make it a draft again first")
    if actor.person_id is None:
        raise NotAllowed
    tender.edited_by, tender.edited_at = actor.person_id, now
    return tender


@atomic
def create(actor: Actor, notice: Notice, *, now: datetime) -> Tender:
    """Begin a draft for the actor's own authority. What is written may be incomplete, not wrong (Invalid)."""
    require(actor, Permission.TENDER_DRAFT)
    if actor.person_id is None or actor.organisation_id is None or actor.kind != Kind.AUTHORITY:
        raise NotAllowed("Only a person of an authority drafts a tender")
    refuse(_wrong(notice))
    tender = Tender(
        authority_id=actor.organisation_id,
        reference=_reference(now),
        status=Status.DRAFT,
        drafted_by=actor.person_id,
        drafted_at=now,
        edited_by=actor.person_id,
        edited_at=now,
    )
    for part in (notice.details, notice.deadlines, notice.conditions):
        write(tender, part)
    for number, lot in enumerate(notice.lots, 1):
        row = TenderLot(number=number)
        write(row, lot)
        tender.lots.append(row)
    for number, criterion in enumerate(notice.criteria, 1):
        judged = TenderCriterion(number=number)
        write(judged, criterion)
        tender.criteria.append(judged)
    db.session.add(tender)
    db.session.flush()
    audit.record(actor, "tender:drafted", tender, at=now, reference=tender.reference, title=tender.title)
    return tender


@atomic
def save(
    actor: Actor, tender_id: UUID, section: Details | Deadlines | Conditions, *, read: str | None, now: datetime
) -> Tender:
    """Keep a section. ``read`` is the mark of what the writer saw; Stale where somebody changed that since."""
    tender = _editable(actor, tender_id, now)
    refuse(check_section(section))
    kept = kept_section(tender, section)
    if read is not None and read != mark(kept) and kept != section:
        raise Stale
    changed = [one.field for one in differences(kept, section)]
    write(tender, section)
    name = type(section).__name__.lower()
    audit.record(actor, "tender:changed", tender, at=now, section=name, fields=changed)
    return tender


@atomic
def put_lot(
    actor: Actor, tender_id: UUID, lot_id: UUID | None, lot: Lot, *, read: str | None = None, now: datetime
) -> TenderLot:
    """Add a lot (``lot_id`` None) or change one; Stale where it was changed since it was read."""
    tender = _editable(actor, tender_id, now)
    refuse(check_lot(lot))
    row = _row(tender.lots, lot_id) if lot_id else TenderLot(number=_next(tender.lots, "title"))
    if lot_id and read is not None and read != mark(row.value()) and row.value() != lot:
        raise Stale
    write(row, lot)
    if not lot_id:
        tender.lots.append(row)
    audit.record(actor, "tender:changed", tender, at=now, section="lots", number=row.number)
    return row


@atomic
def put_criterion(
    actor: Actor,
    tender_id: UUID,
    criterion_id: UUID | None,
    criterion: Criterion,
    *,
    read: str | None = None,
    now: datetime,
) -> TenderCriterion:
    """Add a criterion (``criterion_id`` None) or change one; Stale where it was changed since it was read."""
    tender = _editable(actor, tender_id, now)
    refuse(check_criterion(criterion))
    row = (
        _row(tender.criteria, criterion_id) if criterion_id else TenderCriterion(number=_next(tender.criteria, "name"))
    )
    if criterion_id and read is not None and read != mark(row.value()) and row.value() != criterion:
        raise Stale
    write(row, criterion)
    if not criterion_id:
        tender.criteria.append(row)
    audit.record(actor, "tender:changed", tender, at=now, section="criteria", number=row.number)
    return row


@atomic
def remove_lot(actor: Actor, tender_id: UUID, lot_id: UUID, *, now: datetime) -> Tender:
    """Take a lot away; those after it move up."""
    tender = _editable(actor, tender_id, now)
    gone = _row(tender.lots, lot_id)
    tender.lots.remove(gone)
    audit.record(actor, "tender:changed", tender, at=now, section="lots", removed=gone.title)
    _renumber(tender.lots)
    return tender


@atomic
def remove_criterion(actor: Actor, tender_id: UUID, criterion_id: UUID, *, now: datetime) -> Tender:
    """Take a criterion away; those after it move up."""
    tender = _editable(actor, tender_id, now)
    gone = _row(tender.criteria, criterion_id)
    tender.criteria.remove(gone)
    audit.record(actor, "tender:changed", tender, at=now, section="criteria", removed=gone.name)
    _renumber(tender.criteria)
    return tender


def kept_section(tender: Tender, section: Details | Deadlines | Conditions) -> Details | Deadlines | Conditions:
    """Give what the tender holds in place of ``section``."""
    if isinstance(section, Details):
        return tender.details()
    return tender.deadlines() if isinstance(section, Deadlines) else tender.conditions()


R = TypeVar("R", TenderLot, TenderCriterion)


def _row(rows: Sequence[R], row_id: UUID) -> R:
    for row in rows:
        if row.id == row_id:
            return row
    raise NotFound


def _next(rows: Sequence[TenderLot] | Sequence[TenderCriterion], field: str) -> int:
    if len(rows) >= MOST_ROWS:
        raise Invalid.field(field, f"A tender has {MOST_ROWS} of these at most")
    return len(rows) + 1


def _renumber(rows: Sequence[R]) -> None:
    """Close the gap, one row at a time: two rows never bear the same number, not even on the way."""
    db.session.flush()
    for number, row in enumerate(rows, 1):
        row.number = number
        db.session.flush()
