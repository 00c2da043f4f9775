"""Submitting and withdrawing, until the deadline: the clock is read once everything is there and held."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from directory.access import Actor, Permission, require
from directory.bids.envelopes import note
from directory.bids.pieces import forget, named_in, submitted_pieces
from directory.bids.queries import ready_to
from directory.bids.rules.check import problems
from directory.bids.rules.content import Bid
from directory.bids.rules.entries import Receipt
from directory.bids.rules.states import LIFECYCLE, Move
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.errors import Invalid, NotAllowed
from directory.tenders.queries import held_tender


def finished(bid: Bid) -> Bid:
    """Give the bid as it is submitted: declared, and with prices of the chosen lots only."""
    return replace(bid, declared=True, prices=tuple(one for one in bid.prices if one.lot in bid.lots))


@atomic
def submit(actor: Actor, tender_id: UUID, *, declared: bool, now: datetime) -> Receipt:
    """Seal the draft as the provider's bid, in place of one it submitted before; give the receipt.

    It is in time if the server has all of it, and holds its envelope, before the deadline: the clock is read then.
    Raises Invalid where something is missing or the declaration is not made, WrongState at the deadline or later.
    """
    require(actor, Permission.BID_SUBMIT)
    tender = held_tender(actor, tender_id)
    at = max(now, clock.now())
    held = ready_to(actor, tender, Move.SUBMIT, at, lock=True)
    wrong = {one.section.value: one.words for one in reversed(problems(held.bid, tender.notice())) if not one.advice}
    if not declared:
        wrong["declared"] = "Confirm the declaration"
    if wrong:
        raise Invalid("", wrong)
    if actor.person_id is None:
        raise NotAllowed
    whole = finished(held.bid)
    receipt = Receipt(Move.SUBMIT, at, whole.digest(), actor.person_id)
    before = submitted_pieces(held)
    held.put_content(whole.text())
    held.keep(entry=held.entry.moved(LIFECYCLE.after(held.entry.status, Move.SUBMIT), receipt))
    forget(before - named_in(whole))
    note(tender, held.key, actor, "submitted", at=at, digest=receipt.digest)
    return receipt


@atomic
def withdraw(actor: Actor, tender_id: UUID, *, now: datetime) -> Receipt:
    """Take the submitted bid back: it will never be opened. The draft stays, and may be submitted again in time."""
    require(actor, Permission.BID_SUBMIT)
    tender = held_tender(actor, tender_id)
    at = max(now, clock.now())
    held = ready_to(actor, tender, Move.WITHDRAW, at, lock=True)
    if actor.person_id is None:
        raise NotAllowed
    stood = held.entry.receipt
    receipt = Receipt(Move.WITHDRAW, at, stood.digest if stood else "", actor.person_id)
    forget(submitted_pieces(held) - named_in(held.bid))
    held.clear_content()
    held.keep(entry=held.entry.moved(LIFECYCLE.after(held.entry.status, Move.WITHDRAW), receipt))
    note(tender, held.key, actor, "withdrawn", at=at, digest=receipt.digest)
    return receipt
