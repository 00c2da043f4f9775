"""What a member of a framework answers to a call-off: that it takes it, or not; and what happens if it does neither."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Actor, Kind, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.tenders.actions.inviting import follow, tell_officers
from directory.tenders.models import Invitation, Tender
from directory.tenders.objections import in_the_way_of_declining
from directory.tenders.queries.calling_off import members_invited, own_turn, still_invited
from directory.tenders.rules import Procedure, takes_bids
from directory.tenders.rules.calling_off import DECLINED_WORDS, LONGEST_WORDS, Declined


def _held(actor: Actor, tender_id: UUID, now: datetime) -> tuple[Tender, Invitation]:
    """Give a call-off that takes bids, held, and the actor's own invitation while it stands."""
    require(actor, Permission.BID_SUBMIT)
    if actor.kind != Kind.PROVIDER or actor.person_id is None:
        raise NotAllowed("Only people of a provider answer an invitation")
    tender, turn = own_turn(actor, tender_id, lock=True)
    if not takes_bids(tender.phase(now)):
        raise WrongState("Bids have closed, so there is nothing to answer any more")
    if not turn.stands or still_invited(actor, tender, now) is None:
        raise WrongState("Your invitation does not stand any more")
    return tender, turn


@atomic
def take(actor: Actor, tender_id: UUID, *, now: datetime) -> Invitation:
    """Say in a direct award that one's provider takes the call-off: it may bid then. Twice is once.

    The authority is told. Raises NotAllowed, NotFound, WrongState where no answer is asked for or the time is over.
    """
    tender, turn = _held(actor, tender_id, now)
    if turn.answer_by_at is None:
        raise WrongState("You need not say that you take it: bid for it")
    if turn.taken_at is not None:
        return turn
    if now >= turn.answer_by_at:
        raise WrongState("Your time to answer is over, by the clock of this site. The next member is invited")
    turn.taken_at, turn.taken_by = now, actor.person_id
    audit.record(actor, "tender:taken", tender, at=now, organisation=turn.organisation_id, rank=turn.rank)
    tell_officers(tender, f"{turn.organisation.name} takes the call-off {tender.title}, and bids for it", now)
    return turn


@atomic
def decline(actor: Actor, tender_id: UUID, *, because: Declined, words: str = "", now: datetime) -> Invitation:
    """Say that one's provider does not take a call-off, or does not bid for it: for good. The authority reads why.

    In a direct award the next in rank is invited. Raises NotAllowed, NotFound, WrongState while a bid is submitted,
    Invalid (``words``).
    """
    tender, turn = _held(actor, tender_id, now)
    if in_the_way := in_the_way_of_declining(actor, tender):
        raise WrongState(in_the_way)
    said = words.strip()
    if because is Declined.OTHER and not said:
        raise Invalid.field("words", "Say what the reason is")
    if len(said) > LONGEST_WORDS:
        raise Invalid.field("words", f"Use {LONGEST_WORDS:,} characters or fewer")
    turn.declined_because, turn.declined_words = because, said
    turn.declined_at, turn.declined_by = now, actor.person_id
    facts = {"organisation": turn.organisation_id, "rank": turn.rank, "because": because}
    audit.record(actor, "tender:declined", tender, at=now, **facts)
    text = f"{turn.organisation.name} declines the call-off {tender.title}: {DECLINED_WORDS[because].lower()}"
    tell_officers(tender, text, now)
    if tender.procedure == Procedure.DIRECT:
        follow(tender, turn, now)
    return turn


@atomic
def lapse(tender_id: UUID, *, now: datetime) -> Invitation | None:
    """End the turn of a member that did not answer in time, and invite the next; None where there is nothing to end.

    Done twice it is done once: the turn that has ended is not the one that is looked at the second time.
    """
    held = select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender)
    tender = db.session.scalar(held.execution_options(populate_existing=True))
    if tender is None or not takes_bids(tender.phase(now)):
        return None
    turn = next((one for one in members_invited(SYSTEM, tender) if one.stands), None)
    if turn is None or turn.answer_by_at is None or turn.taken_at is not None or now < turn.answer_by_at:
        return None
    turn.lapsed_at = now
    audit.record(SYSTEM, "tender:answer_lapsed", tender, at=now, organisation=turn.organisation_id, rank=turn.rank)
    tell_officers(tender, f"{turn.organisation.name} did not answer in time: {tender.title}", now)
    follow(tender, turn, now)
    return turn
