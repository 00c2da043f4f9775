"""Bids for programs: a provider's own until they are opened, and the opening by two officers."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue

from directory.access import Actor, Kind, Permission, current_actor, guarded
from directory.api.bid_models import (
    BidAnswer,
    BidBody,
    BidsAnswer,
    OpenedAnswer,
    ReceiptAnswer,
    SubmissionBody,
    UnsealingAnswer,
    UnsealingBody,
)
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, OrganisationAnswer
from directory.api.views import v1
from directory.bids import actions, queries
from directory.bids.rules.check import problems
from directory.bids.rules.states import Move
from directory.bids.unsealing import unseal
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.telemetry import logged_as
from directory.tenders.queries import owned_tender, tender_for

P = Permission
MAY_CONFLICT = (404, 409)
LOGGED = "/api/v1/(bid)"
NOUNS = {Move.SUBMIT: "submission", Move.WITHDRAW: "withdrawal"}


def whole(actor: Actor, tender_id: UUID, now: datetime) -> BidAnswer:
    """Give the actor's own bid. Raises NotFound."""
    tender, held = tender_for(actor, tender_id), queries.own_bid(actor, tender_id)
    found = problems(held.bid, tender.notice())
    receipt = held.entry.receipt
    return BidAnswer(
        id=held.row.id,
        tender_id=tender.id,
        status=held.entry.status.value,
        draft=held.bid.as_json(),
        problems=[one.words for one in found if not one.advice],
        advice=[one.words for one in found if one.advice],
        receipt=ReceiptAnswer(received_at=receipt.at, digest=receipt.digest) if receipt else None,
        moves=[NOUNS[move] for move in queries.moves(actor, tender, held, now)],
    )


@v1.get("/tenders/<uuid:tender_id>/bids")
@guarded(P.BID_DRAFT, P.BID_UNSEAL)
@described("Read your own bid, or what was opened", answer=BidsAnswer, refusals=(404,))
@logged_as(LOGGED)
def get_bids(tender_id: UUID) -> ResponseReturnValue:
    """Before two officers have opened them, nobody but its provider learns that a bid is there."""
    actor = current_actor()
    if actor.kind == Kind.PROVIDER:
        tender_for(actor, tender_id)
        try:
            return answered(BidsAnswer(items=[whole(actor, tender_id, clock.now())], opened=[]))
        except NotFound:
            return answered(BidsAnswer(items=[], opened=[]))
    opened = [
        OpenedAnswer(
            number=row.number,
            bidder=OrganisationAnswer(id=row.organisation_id, name=row.organisation.name, gss_code=None),
            received_at=row.received_at,
            digest=row.digest,
        )
        for row in queries.opened_bids(actor, tender_id)
    ]
    return answered(BidsAnswer(items=[], opened=opened))


@v1.post("/tenders/<uuid:tender_id>/bids")
@guarded(P.BID_DRAFT)
@described("Draft a bid", body=BidBody, answer=BidAnswer, status=201, refusals=MAY_CONFLICT)
@logged_as(LOGGED)
def post_bid(tender_id: UUID) -> ResponseReturnValue:
    """It is your provider's one bid for the tender, drafted anew each time. What was submitted stands until then."""
    actor, given = current_actor(), body(BidBody)
    held = actions.begin(actor, tender_id, now=clock.now())
    actions.save(actor, tender_id, *given.parts(held.bid), now=clock.now())
    return answered(whole(actor, tender_id, clock.now()), 201)


def _own(actor: Actor, tender_id: UUID, bid_id: UUID) -> None:
    """Raise NotFound unless this is the actor's own bid."""
    if queries.own_bid(actor, tender_id).row.id != bid_id:
        raise NotFound


@v1.post("/tenders/<uuid:tender_id>/bids/<uuid:bid_id>/submission")
@guarded(P.BID_SUBMIT)
@described("Submit a bid", body=SubmissionBody, answer=BidAnswer, status=201, refusals=MAY_CONFLICT)
@logged_as(LOGGED)
def post_bid_submission(tender_id: UUID, bid_id: UUID) -> ResponseReturnValue:
    """It is in time if all of it is here before the deadline, by this site's clock; the receipt says when it came."""
    actor, given = current_actor(), body(SubmissionBody)
    _own(actor, tender_id, bid_id)
    actions.submit(actor, tender_id, declared=given.declared, now=clock.now())
    return answered(whole(actor, tender_id, clock.now()), 201)


@v1.post("/tenders/<uuid:tender_id>/bids/<uuid:bid_id>/withdrawal")
@guarded(P.BID_SUBMIT)
@described("Withdraw a submitted bid", body=NothingBody, answer=BidAnswer, status=201, refusals=MAY_CONFLICT)
@logged_as(LOGGED)
def post_bid_withdrawal(tender_id: UUID, bid_id: UUID) -> ResponseReturnValue:
    """Until the deadline. The draft stays and may be submitted again in time."""
    body(NothingBody)
    actor = current_actor()
    _own(actor, tender_id, bid_id)
    actions.withdraw(actor, tender_id, now=clock.now())
    return answered(whole(actor, tender_id, clock.now()), 201)


@v1.post("/tenders/<uuid:tender_id>/unsealing")
@guarded(P.BID_UNSEAL)
@described(
    "Begin to open the bids, or open them as the second officer",
    body=UnsealingBody,
    answer=UnsealingAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_tender_unsealing(tender_id: UUID) -> ResponseReturnValue:
    """Two officers, each with a fresh code of the second factor, from the deadline on."""
    actor, given = current_actor(), body(UnsealingBody)
    opened = unseal(actor, tender_id, code=given.code, now=clock.now())
    tender = owned_tender(actor, tender_id)
    return answered(UnsealingAnswer(tender_id=tender.id, opened=opened, phase=tender.phase(clock.now()).value), 201)
