"""Writing a bid, part by part. Several people of a provider may write at once: nobody's words are lost in silence."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from directory.access import Actor
from directory.bids.envelopes import Held, note
from directory.bids.holding import held_for_writing
from directory.bids.queries import own_services
from directory.bids.rules.check import check_part
from directory.bids.rules.parts import Lots, Part, Registrations, kept_in, mark, put_in
from directory.kit.atomic import atomic
from directory.kit.errors import Invalid, Stale
from directory.tenders.models import Tender
from directory.tenders.queries import invitation_to


@atomic
def begin(actor: Actor, tender_id: UUID, *, now: datetime) -> Held:
    """Begin a bid for the actor's own provider; where it has one, that is given. Nobody else learns of it."""
    tender, held = held_for_writing(actor, tender_id, now)
    note(tender, held.key, actor, "begun", at=now)
    return held


@atomic
def save(actor: Actor, tender_id: UUID, *parts: Part, read: str | None = None, now: datetime) -> Held:
    """Keep parts of the draft; what was submitted stands as it was. What is written may be incomplete, not wrong.

    ``read`` is the mark of what the writer saw, for one part. Raises Invalid, Stale where somebody changed that since.
    """
    tender, held = held_for_writing(actor, tender_id, now)
    _refuse_wrong(actor, tender, parts)
    bid = held.bid
    for part in parts:
        there = kept_in(bid, part)
        if read is not None and read != mark(there) and there != part:
            raise Stale
        bid = put_in(bid, part)
    kept = held.keep(bid=bid)
    note(tender, held.key, actor, "saved", at=now)
    return kept


def _open_lots(actor: Actor, tender: Tender, number: int) -> set[int]:
    """Give the lots that the actor's provider may bid for: of a call-off those of the framework lots it is in."""
    invitation = invitation_to(actor, tender)
    return set(range(1, number + 1)) if invitation is None else set(invitation.lots)


def _refuse_wrong(actor: Actor, tender: Tender, parts: Sequence[Part]) -> None:
    notice, wrong = tender.notice(), dict[str, str]()
    for part in parts:
        wrong |= check_part(part, notice)
        if isinstance(part, Lots) and set(part.numbers) - _open_lots(actor, tender, len(notice.lots)):
            wrong["lots"] = "Choose from the lots that you are invited to bid for"
        if isinstance(part, Registrations):
            known = {str(service.id) for service in own_services(actor)}
            if set(part.services) - known:
                wrong["services"] = "Choose from your own published services"
    if wrong:
        raise Invalid("", wrong)
