from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from directory import jobs
from directory.bids import actions
from directory.bids.models import TenderKey
from directory.kit import clock
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Status


@jobs.handler("bids.prepare")
def prepare(tender_id: str) -> None:
    """Lay out the envelopes of a tender that was just published."""
    actions.prepare(UUID(tender_id), now=clock.now())


@jobs.handler("bids.make_room")
def make_room(tender_id: str) -> None:
    """Seal all envelopes of an amended tender anew, as large as what it asks for now may need."""
    actions.reseal(UUID(tender_id), now=clock.now())


@jobs.every(timedelta(hours=1), "bids.prepare_open")
def prepare_open() -> None:
    """Lay out the envelopes of open tenders that have none: those that were published before there were any."""
    none = Tender.id.not_in(select(TenderKey.tender_id))
    chosen = select(Tender.id).where(Tender.status == Status.OPEN, Tender.closes_at > clock.now(), none)
    for tender_id in db.session.scalars(chosen.order_by(Tender.reference)).all():
        actions.prepare(tender_id, now=clock.now())


@jobs.every(timedelta(hours=12), "bids.reseal")
def reseal() -> None:
    """Seal the envelopes of open tenders anew."""
    chosen = select(Tender.id).where(Tender.status == Status.OPEN, Tender.id.in_(select(TenderKey.tender_id)))
    for tender_id in db.session.scalars(chosen.order_by(Tender.reference)).all():
        actions.reseal(tender_id, now=clock.now())
