"""Who sits where: the tenders somebody judges, and the people who may be asked to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select

from directory.access import GRANTS, Actor, Permission, Role, require
from directory.accounts.models import Membership, Person
from directory.awards.models import Declaration, DeclaredInterest, PanelMember
from directory.awards.rules.panel import Ruling
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.needs import Need
from directory.organisations.models import Organisation
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Status

SCORERS = [role for role in Role if Permission.BID_SCORE in GRANTS[role]]


def seat_of(actor: Actor, tender_id: UUID) -> PanelMember | None:
    """Give the actor's own place on the panel of a tender; none once they have left it."""
    return db.session.scalar(
        select(PanelMember).where(
            PanelMember.tender_id == tender_id,
            PanelMember.person_id == actor.person_id,
            PanelMember.left_at.is_(None),
        )
    )


def judged_tender(actor: Actor, tender_id: UUID) -> Tender:
    """Give a tender that the actor judges: of the own authority's commissioners, or as one of the panel.

    Raises NotAllowed without bid:score, NotFound for everybody else's.
    """
    require(actor, Permission.BID_SCORE)
    if actor.may(Permission.BID_MODERATE):
        try:
            return owned_tender(actor, tender_id)
        except NotFound:
            pass
    tender = db.session.get(Tender, tender_id) if seat_of(actor, tender_id) else None
    if tender is None:
        raise NotFound
    return tender


def candidates(actor: Actor, tender: Tender) -> Sequence[Person]:
    """Give who may be appointed: people of the authority or of a joint buyer whose role lets them score, by name."""
    require(actor, Permission.BID_MODERATE)
    buyers = {code for lot in tender.lots if not lot.removed for code in lot.joint_buyers}
    theirs = select(Organisation.id).where(
        or_(Organisation.id == tender.authority_id, Organisation.gss_code.in_(buyers))
    )
    scorers = select(Membership.person_id).where(Membership.role.in_(SCORERS))
    return db.session.scalars(
        select(Person)
        .where(Person.active, Person.organisation_id.in_(theirs), Person.id.in_(scorers))
        .order_by(Person.name, Person.id)
    ).all()


def seats(actor: Actor) -> Sequence[PanelMember]:
    """Give the actor's places on panels where they have not finished, the oldest first."""
    return db.session.scalars(
        select(PanelMember)
        .where(
            PanelMember.person_id == actor.person_id,
            PanelMember.left_at.is_(None),
            PanelMember.finished_at.is_(None),
        )
        .order_by(PanelMember.appointed_at, PanelMember.id)
    ).all()


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor among bids that are judged: to score, to decide about interests, to agree."""
    del now
    found = []
    for seat in seats(actor):
        tender = db.session.get_one(Tender, seat.tender_id)
        if tender.status == Status.EVALUATING:
            arguments = {"tender_id": tender.id}
            found.append(
                Need(f"Score the bids for {tender.title} ({tender.reference})", "awards.evaluation", arguments)
            )
    if not actor.may(Permission.BID_MODERATE):
        return found
    pending = db.session.execute(
        select(Tender.id, Tender.title, func.count())
        .join(Declaration, Declaration.tender_id == Tender.id)
        .join(DeclaredInterest, DeclaredInterest.declaration_id == Declaration.id)
        .where(
            Tender.authority_id == actor.organisation_id,
            Tender.status == Status.EVALUATING,
            DeclaredInterest.ruling == Ruling.PENDING,
            Declaration.person_id != actor.person_id,
        )
        .group_by(Tender.id, Tender.title)
        .order_by(Tender.title, Tender.id)
    )
    for tender_id, title, number in pending:
        text = f"Decide about a declared interest: {title}"
        found.append(Need(text, "awards.panel", {"tender_id": tender_id}, count=number))
    return found
