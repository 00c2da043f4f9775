from datetime import datetime, timedelta

from sqlalchemy import or_, select

from directory.access import Actor, Kind, Permission
from directory.bids.envelopes import Held, held_by
from directory.bids.models import TenderKey, Unsealing
from directory.bids.rules.states import Status
from directory.kit.db import db
from directory.kit.needs import Need
from directory.tenders.models import Tender
from directory.tenders.rules import Status as TenderStatus

SOON = timedelta(days=14)
URGENT = timedelta(days=2)
MOST_NEEDS = 20


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor among bids: drafts and bids to look at again; for officers, bids to open."""
    if actor.may(Permission.BID_UNSEAL):
        return _to_open(actor, now)
    return _drafts(actor, now) if actor.may(Permission.BID_DRAFT) and actor.kind == Kind.PROVIDER else []


def _drafts(actor: Actor, now: datetime) -> list[Need]:
    if actor.organisation_id is None:
        return []
    soon = or_(Tender.closes_at <= now + SOON, Tender.amendments.any())
    live = (Tender.status == TenderStatus.OPEN, Tender.closes_at > now, soon)
    laid_out = select(TenderKey.tender_id)
    chosen = select(Tender).where(*live, Tender.id.in_(laid_out)).order_by(Tender.closes_at, Tender.reference)
    found = []
    for tender in db.session.scalars(chosen):
        held = held_by(actor.organisation_id, tender)
        text = _to_do(held, tender) if held else None
        if text is None or tender.closes_at is None:
            continue
        urgent = tender.closes_at - now <= URGENT
        found.append(Need(text, "bids.show", {"tender_id": tender.id}, due_at=tender.closes_at, urgent=urgent))
    return found[:MOST_NEEDS]


def _to_do(held: Held, tender: Tender) -> str | None:
    """Give what is to do about a bid: submit it, or look at it again where the tender was amended since."""
    if held.entry.status == Status.DRAFT:
        amended = ", and the tender was amended" if tender.amendments else ""
        return f"Submit your bid for {tender.title} ({tender.reference}): it is a draft{amended}"
    receipt = held.entry.receipt
    if receipt and any(one.amended_at >= receipt.at for one in tender.amendments):
        return f"Look again at your bid for {tender.title} ({tender.reference}): the tender was amended since"
    return None


def _to_open(actor: Actor, now: datetime) -> list[Need]:
    """Give the own tenders that have closed: not whether anybody bid."""
    closed = (Tender.authority_id == actor.organisation_id, Tender.status == TenderStatus.OPEN, Tender.closes_at <= now)
    begun = {row.tender_id: row.begun_by for row in db.session.scalars(select(Unsealing).order_by(Unsealing.tender_id))}
    chosen = select(Tender).where(*closed).order_by(Tender.closes_at, Tender.reference).limit(MOST_NEEDS)
    found = []
    for tender in db.session.scalars(chosen):
        if begun.get(tender.id) == actor.person_id:
            continue
        text = f"Open the bids for {tender.title} ({tender.reference})"
        hint = "A first officer has begun: you would be the second" if tender.id in begun else "Two officers open them"
        found.append(Need(text, "bids.unsealing", {"tender_id": tender.id}, hint=hint, due_at=tender.closes_at))
    return found
