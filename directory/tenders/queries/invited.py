"""Whether a call-off is for a reader: the members of its framework that it invites, and all once it is awarded."""

from sqlalchemy import ColumnElement, select

from directory.access import Actor, Kind
from directory.kit.db import db
from directory.tenders.models import Invitation, Tender
from directory.tenders.rules import Kind as TenderKind


def public_once_awarded(tender: Tender) -> bool:
    """Say whether a call-off is public: once its award is announced.

    Tender notices are not published for call-offs; the award notice is.
    """
    return tender.kind != TenderKind.CALL_OFF or tender.announced_at is not None


def invitation_to(actor: Actor, tender: Tender) -> Invitation | None:
    """Give the actor's provider's invitation; None where it has none."""
    if actor.kind != Kind.PROVIDER:
        return None
    mine = (Invitation.tender_id == tender.id, Invitation.organisation_id == actor.organisation_id)
    # as it is now: whoever waited for the tender's lock must not act on what was read before
    return db.session.scalar(select(Invitation).where(*mine).execution_options(populate_existing=True))


def invited_of(actor: Actor) -> ColumnElement[bool]:
    """Give the condition in SQL that the actor's provider is invited to a tender."""
    mine = Invitation.organisation_id == (actor.organisation_id if actor.kind == Kind.PROVIDER else None)
    return select(Invitation.id).where(Invitation.tender_id == Tender.id, mine).exists()
