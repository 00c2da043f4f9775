"""Drafting what an amendment changes in the terms of a published tender: nobody else sees it before it is published."""

from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, Stale
from directory.tenders.actions.refusing import refuse, refuse_problems
from directory.tenders.models import AmendmentDraft, Tender
from directory.tenders.queries import amendable
from directory.tenders.rules import Conditions, Criterion, Lot, check_criterion, check_lot, check_section, mark
from directory.tenders.rules.amending import terms_problems
from directory.tenders.rules.terms import Terms, terms_of
from directory.tenders.rules.values import MOST_ROWS

R = TypeVar("R", Lot, Criterion)


@atomic
def draft_conditions(
    actor: Actor, tender_id: UUID, conditions: Conditions, *, read: str | None = None, now: datetime
) -> None:
    """Draft other conditions of participation. Raises Invalid, Stale where they were changed since ``read``."""
    tender, terms = _begun(actor, tender_id, now)
    refuse(check_section(conditions))
    _same(read, terms.conditions, conditions)
    _keep(actor, tender, replace(terms, conditions=conditions), now)


@atomic
def draft_lot(
    actor: Actor, tender_id: UUID, number: int | None, lot: Lot, *, read: str | None = None, now: datetime
) -> None:
    """Draft another lot (``number`` None) or a change of one. Raises Invalid for what may not change, Stale."""
    tender, terms = _begun(actor, tender_id, now, lot=number)
    refuse(check_lot(lot))
    _keep(actor, tender, replace(terms, lots=_put(terms.lots, number, lot, read, "title")), now)


@atomic
def draft_criterion(
    actor: Actor, tender_id: UUID, number: int | None, criterion: Criterion, *, read: str | None = None, now: datetime
) -> None:
    """Draft another criterion (``number`` None) or a change of one. Raises Invalid for what may not change, Stale."""
    tender, terms = _begun(actor, tender_id, now, criterion=number)
    refuse(check_criterion(criterion))
    _keep(actor, tender, replace(terms, criteria=_put(terms.criteria, number, criterion, read, "name")), now)


@atomic
def draft_lot_removal(actor: Actor, tender_id: UUID, number: int, *, now: datetime) -> None:
    """Draft that a lot is taken away; one that was only drafted goes. Raises NotFound, Invalid."""
    tender, terms = _begun(actor, tender_id, now, lot=number)
    _keep(actor, tender, replace(terms, lots=_away(terms.lots, number, len(tender.lots))), now)


@atomic
def draft_criterion_removal(actor: Actor, tender_id: UUID, number: int, *, now: datetime) -> None:
    """Draft that a criterion is taken away; one that was only drafted goes. Raises NotFound."""
    tender, terms = _begun(actor, tender_id, now, criterion=number)
    _keep(actor, tender, replace(terms, criteria=_away(terms.criteria, number, len(tender.criteria))), now)


@atomic
def drop_draft(actor: Actor, tender_id: UUID, *, now: datetime) -> None:
    """Forget what was drafted: the terms stay as they are published."""
    tender, _ = _begun(actor, tender_id, now)
    kept = db.session.get(AmendmentDraft, tender.id)
    if kept is not None:
        db.session.delete(kept)
    audit.record(actor, "tender:amendment_dropped", tender, at=now)


def _begun(
    actor: Actor, tender_id: UUID, now: datetime, *, lot: int | None = None, criterion: int | None = None
) -> tuple[Tender, Terms]:
    require(actor, Permission.TENDER_PUBLISH)
    return amendable(actor, tender_id, now, lot=lot, criterion=criterion, lock=True)


def _same(read: str | None, kept: Conditions | Lot | Criterion, new: Conditions | Lot | Criterion) -> None:
    if read is not None and read != mark(kept) and kept != new:
        raise Stale


def _put(rows: tuple[R, ...], number: int | None, row: R, read: str | None, field: str) -> tuple[R, ...]:
    written = list(rows)
    if number is not None:
        _same(read, rows[number - 1], row)
        written[number - 1] = row
    elif len(rows) < MOST_ROWS:
        written.append(row)
    else:
        raise Invalid.field(field, f"A tender has {MOST_ROWS} of these at most, those taken away too")
    return tuple(written)


def _away(rows: tuple[R, ...], number: int, published: int) -> tuple[R, ...]:
    written = list(rows)
    if number <= published:
        written[number - 1] = replace(rows[number - 1], removed=True)
    else:
        del written[number - 1]
    return tuple(written)


def _keep(actor: Actor, tender: Tender, terms: Terms, now: datetime) -> None:
    refuse_problems(terms_problems(tender.notice(), terms))
    if actor.person_id is None:
        raise NotAllowed
    kept = db.session.get(AmendmentDraft, tender.id)
    if kept is None:
        kept = AmendmentDraft(tender_id=tender.id, begun_from=terms_of(tender.notice()).mark())
        db.session.add(kept)
    kept.terms, kept.edited_by, kept.edited_at = terms.as_json(), actor.person_id, now
    audit.record(actor, "tender:amendment_drafted", tender, at=now)
