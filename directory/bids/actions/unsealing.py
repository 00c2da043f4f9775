"""Opening the bids of a tender after its deadline: two officers, each with a fresh code."""

import json
import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from directory import audit, notify
from directory.access import Actor, Permission
from directory.bids.envelopes import Held, bids_in, draft_of, lay_out, room_of
from directory.bids.models import OpenedBid, Unsealing
from directory.bids.queries import ready_to_unseal
from directory.bids.rules.asked import as_judged
from directory.bids.rules.content import Bid
from directory.bids.rules.entries import Entry
from directory.bids.rules.states import LIFECYCLE, Move, Status
from directory.kit.atomic import atomic
from directory.kit.crypto import Unreadable
from directory.kit.db import db
from directory.kit.errors import NotAllowed
from directory.organisations.models import Organisation
from directory.tenders.models import Tender
from directory.tenders.moving import move_on
from directory.tenders.rules import Move as TenderMove

UNREADABLE_ENTRY = "An envelope cannot be read, nor whether it held a bid"
UNREADABLE_BID = "The bid was submitted in time and does not open"


@atomic
def ask_to_unseal(actor: Actor, tender_id: UUID, *, now: datetime) -> None:
    """Say whether the actor might open the bids, before a code is spent on it. Raises as ``open_bids``."""
    ready_to_unseal(actor, tender_id, now)


@atomic
def open_bids(actor: Actor, tender_id: UUID, *, now: datetime) -> bool:
    """Begin as the first officer, or open every bid as the second; give whether they are open now.

    Called by ``bids.unsealing`` alone, which has just asked for the second factor. What does not open is named in the
    record and keeps nothing else from opening. Raises NotAllowed (for the first officer too), NotFound, WrongState.
    """
    tender, begun = ready_to_unseal(actor, tender_id, now, lock=True)
    if actor.person_id is None:
        raise NotAllowed
    if begun is None:
        db.session.add(Unsealing(tender_id=tender.id, begun_by=actor.person_id, begun_at=now))
        audit.record(actor, "tender:unsealing_begun", tender, at=now)
        return False
    key = lay_out(tender)
    found, unopened = _opened(tender, key)
    notice = tender.notice()
    secrets.SystemRandom().shuffle(found)
    for number, (entry, content) in enumerate(found, 1):
        receipt = entry.receipt
        if receipt is None:
            continue
        db.session.add(
            OpenedBid(
                tender_id=tender.id,
                organisation_id=entry.organisation_id,
                number=number,
                received_at=receipt.at,
                opened_at=now,
                digest=receipt.digest,
                content=content,
            )
        )
        _tell(tender, entry, now, judged=bool(as_judged(Bid.of(json.loads(content)), notice).lots))
    begun.opened_by, begun.opened_at = actor.person_id, now
    begun.record = json.dumps({"unopened": unopened})
    facts = {"bids": len(found), "unopened": len(unopened), "begun_by": begun.begun_by}
    move_on(actor, tender, TenderMove.UNSEAL, now=now, event="tender:unsealed", **facts)
    return True


def _opened(tender: Tender, key: bytes) -> tuple[list[tuple[Entry, str]], list[dict[str, Any]]]:
    """Give what was submitted, with its words, and what does not open; the envelopes say so from now on."""
    found: list[tuple[Entry, str]] = []
    unopened: list[dict[str, Any]] = []
    for row, entry in bids_in(tender, key):
        if entry is None:
            unopened.append({"envelope": str(row.id), "words": UNREADABLE_ENTRY})
            continue
        if entry.status != Status.SUBMITTED or entry.receipt is None:
            continue
        try:
            held = Held(row, key, room_of(tender), entry, draft_of(key, row))
            content = held.content()
            if Bid.of(json.loads(content)).digest() != entry.receipt.digest:
                raise Unreadable("the content is not what was confirmed")  # noqa: TRY301 - the same to the record
        except (Unreadable, ValueError):
            named = db.session.get(Organisation, entry.organisation_id)
            facts = {"received_at": entry.receipt.at.isoformat(), "digest": entry.receipt.digest}
            who = named.name if named else ""
            unopened.append({"envelope": str(row.id), "words": UNREADABLE_BID, "organisation": who} | facts)
            continue
        held.keep(entry=entry.moved(LIFECYCLE.after(entry.status, Move.OPEN)))
        found.append((entry, content))
    return found, unopened


def _tell(tender: Tender, entry: Entry, now: datetime, *, judged: bool) -> None:
    gone = "" if judged else ". It is not judged: an amendment took away every lot that it was for"
    notify.notice(
        text=f"Your bid for {tender.title} ({tender.reference}) was opened{gone}",
        endpoint="bids.show",
        arguments={"tender_id": tender.id},
        organisation_id=entry.organisation_id,
        permission=Permission.BID_DRAFT,
        at=now,
    )
