from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Kind, Permission
from directory.bids.envelopes import Held, held_by
from directory.bids.rules.states import LIFECYCLE, Move, Status
from directory.kit.db import db
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.providers.models import Status as ServiceStatus
from directory.tenders.models import Tender
from directory.tenders.objections import objection_to_declining
from directory.tenders.queries import still_invited, tender_for
from directory.tenders.rules import Kind as TenderKind
from directory.tenders.rules import takes_bids

CLOSED = "Bids have closed. A bid that is complete at the deadline or later is late, by the clock of this site"
PERMISSION = {Move.SUBMIT: Permission.BID_SUBMIT, Move.WITHDRAW: Permission.BID_SUBMIT}


def why_no_bid(actor: Actor, tender: Tender, now: datetime) -> Refusal | None:
    """Give why the actor's organisation may not write a bid now; None where it may."""
    if not actor.may(Permission.BID_DRAFT) or actor.person_id is None or actor.kind != Kind.PROVIDER:
        return NotAllowed("Only people of a provider write bids")
    if tender.kind == TenderKind.CALL_OFF:
        invited = still_invited(actor, tender, now)
        if invited is None:
            return NotAllowed(
                "Only current members of the framework whom the authority invited may bid for this call-off"
            )
        if not invited.may_bid:
            return WrongState("Say first that you take this call-off. Then you can bid for it")
    if not takes_bids(tender.phase(now)):
        return WrongState(CLOSED if tender.published_at else "This tender takes no bids")
    return None


def own_bid(actor: Actor, tender_id: UUID, *, lock: bool = False) -> Held:
    """Give the actor's own organisation's bid; ``lock`` holds it until the action ends. Raises NotFound."""
    tender = tender_for(actor, tender_id)
    if actor.organisation_id is None or actor.kind != Kind.PROVIDER or not actor.may(Permission.BID_DRAFT):
        raise NotFound
    held = held_by(actor.organisation_id, tender, lock=lock)
    if held is None:
        raise NotFound
    return held


def may_move(actor: Actor, tender: Tender, held: Held, move: Move, now: datetime) -> Refusal | None:
    """Give why the provider may not make this move now; None where it may."""
    if not actor.may(PERMISSION[move]):
        return NotAllowed("Only somebody who may bind your organisation submits or withdraws its bid")
    refusal = why_no_bid(actor, tender, now)
    if refusal is None:
        try:
            LIFECYCLE.after(held.entry.status, move)
        except WrongState as wrong:
            return wrong
    return refusal


def moves(actor: Actor, tender: Tender, held: Held, now: datetime) -> tuple[Move, ...]:
    """Give what this actor may do to its bid now."""
    return tuple(move for move in PERMISSION if may_move(actor, tender, held, move, now) is None)


def ready_to(actor: Actor, tender: Tender, move: Move, now: datetime, *, lock: bool = False) -> Held:
    """Give the actor's bid if this move may be made now. Raises what stands against it."""
    held = own_bid(actor, tender.id, lock=lock)
    refusal = may_move(actor, tender, held, move, now)
    if refusal is not None:
        raise refusal
    return held


def own_services(actor: Actor) -> Sequence[Service]:
    """Give the published services of the actor's provider, by name: those that a bid may name."""
    mine = (Service.organisation_id == actor.organisation_id, Service.status == ServiceStatus.PUBLISHED)
    return db.session.scalars(select(Service).where(*mine).order_by(Service.name, Service.id)).all()


def own_name(actor: Actor) -> str:
    """Give the name of the actor's organisation."""
    mine = db.session.get(Organisation, actor.organisation_id)
    return mine.name if mine else ""


@objection_to_declining
def submitted_already(actor: Actor, tender: Tender) -> str | None:
    """Give what a provider's own submitted bid has against its declining; only the provider is asked and told."""
    held = held_by(actor.organisation_id, tender) if actor.organisation_id else None
    if held is None or held.entry.status != Status.SUBMITTED:
        return None
    return "You have submitted a bid for this call-off. Withdraw it first, then decline"
