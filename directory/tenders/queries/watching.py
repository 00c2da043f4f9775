from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from directory.access import GRANTS, Actor, Kind, Permission, Role, require
from directory.accounts.models import Membership, Person
from directory.kit.db import db
from directory.tenders.models import Alert, Question, Tender, Watch
from directory.tenders.rules import Status
from directory.tenders.rules.questions import QuestionStatus

SOON = timedelta(days=2)
# these have a mail of their organisation's already, where it was told of the tender
MAILED = [role for role in Role if Permission.BID_SUBMIT in GRANTS[role]]


def own_watch(actor: Actor, tender: Tender) -> Watch | None:
    """Give that the actor watches a tender; None where it does not."""
    return db.session.scalar(select(Watch).where(Watch.tender_id == tender.id, Watch.person_id == actor.person_id))


def may_watch(actor: Actor, tender: Tender) -> bool:
    """Say whether the actor may watch a tender that it sees: people of providers and authorities, published ones."""
    of_one = actor.kind in {Kind.PROVIDER, Kind.AUTHORITY} and actor.person_id is not None
    return of_one and tender.published_at is not None


def watched(actor: Actor) -> Sequence[Tender]:
    """Give the tenders that the actor watches, the soonest deadline first."""
    mine = select(Watch.tender_id).where(Watch.person_id == actor.person_id)
    chosen = select(Tender).where(Tender.id.in_(mine)).order_by(Tender.closes_at.desc(), Tender.reference)
    return db.session.scalars(chosen).all()


def watchers(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give, for the site itself, the watches of a tender, but of those whom their organisation's mail reaches."""
    require(actor, Permission.TENDER_PUBLISH)
    told = select(Alert.organisation_id).where(Alert.tender_id == tender.id)
    mailed = select(Membership.person_id).where(Membership.role.in_(MAILED))
    chosen = (
        select(Watch.id)
        .join(Person, Person.id == Watch.person_id)
        .where(
            Watch.tender_id == tender.id,
            Person.active,
            ~(Person.organisation_id.in_(told) & Person.id.in_(mailed)),
        )
    )
    return db.session.scalars(chosen.order_by(Watch.id)).all()


def watching_people(actor: Actor, tender: Tender) -> Sequence[UUID]:
    """Give, for the site itself, all people who watch a tender."""
    require(actor, Permission.TENDER_PUBLISH)
    chosen = select(Person.id).join(Watch, Watch.person_id == Person.id).where(Watch.tender_id == tender.id)
    return db.session.scalars(chosen.where(Person.active).order_by(Person.id)).all()


def closing_soon(actor: Actor, now: datetime) -> Sequence[Tender]:
    """Give, for the site itself, the open tenders whose bids close within two days, soonest first."""
    require(actor, Permission.TENDER_PUBLISH)
    soon = (Tender.status == Status.OPEN, Tender.closes_at > now, Tender.closes_at <= now + SOON)
    return db.session.scalars(select(Tender).where(*soon).order_by(Tender.closes_at, Tender.reference)).all()


def with_questions(actor: Actor, now: datetime) -> Sequence[Tender]:
    """Give, for the site itself, the open tenders in which questions wait."""
    require(actor, Permission.TENDER_PUBLISH)
    waiting = select(Question.tender_id).where(Question.status == QuestionStatus.ASKED)
    chosen = (Tender.status == Status.OPEN, Tender.closes_at > now, Tender.id.in_(waiting))
    return db.session.scalars(select(Tender).where(*chosen).order_by(Tender.reference)).all()
