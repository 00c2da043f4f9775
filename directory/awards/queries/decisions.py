"""What is read of a decision: by its officers all, by a bidder its own summary, by anybody the notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.accounts.models import Person
from directory.awards.deciding import contracts_of, decisions_of, standing_decision
from directory.awards.models import Award, Challenge, Contract, Decision, Summary
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.standstill import Standstill
from directory.awards.told import Told, told
from directory.bids.models import OpenedBid
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.tenders.models import Tender
from directory.tenders.queries import owned_tender
from directory.tenders.rules.areas import area_words

P = Permission


@dataclass(frozen=True)
class Standing:
    """A decision as its officers see it, with the names of those who made it and what came against it."""

    decision: Decision
    summaries: tuple[Told, ...]
    names: dict[UUID, str]
    challenges: tuple[Challenge, ...]


def decision_of(actor: Actor, tender_id: UUID) -> Standing | None:
    """Give the decision that stands for the authority's own tender; None where there is none. Raises NotFound."""
    require(actor, P.AWARD_PROPOSE)
    decision = standing_decision(owned_tender(actor, tender_id))
    if decision is None:
        return None
    found = db.session.scalars(select(Summary).where(Summary.decision_id == decision.id)).all()
    ordered = sorted(found, key=lambda one: one.bid.number)
    challenges = db.session.scalars(
        select(Challenge).where(Challenge.decision_id == decision.id).order_by(Challenge.recorded_at, Challenge.id)
    ).all()
    ids = {decision.proposed_by, decision.approved_by, decision.announced_by}
    ids |= {one.recorded_by for one in challenges} | {one.lifted_by for one in challenges}
    people = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(ids - {None})).order_by(Person.id))
    return Standing(
        decision, tuple(told(decision, one) for one in ordered), {row.id: row.name for row in people}, tuple(challenges)
    )


def earlier_decisions(actor: Actor, tender_id: UUID) -> Sequence[Decision]:
    """Give the decisions of the authority's own tender that do not stand any more, the latest first."""
    require(actor, P.AWARD_PROPOSE)
    return [one for one in decisions_of(owned_tender(actor, tender_id)) if one.reopened_at is not None]


def own_summary(actor: Actor, tender_id: UUID) -> tuple[Tender, Told]:
    """Give what the actor's own organisation was told of its bid, the latest; nobody else's. Raises NotFound."""
    require(actor, P.BID_DRAFT)
    rows = db.session.execute(
        select(Summary, Decision)
        .join(Decision, Decision.id == Summary.decision_id)
        .where(
            Summary.tender_id == tender_id,
            Summary.organisation_id == actor.organisation_id,
            Summary.sent_at.is_not(None),
        )
        .order_by(Decision.number.desc())
    ).all()
    if not rows or actor.organisation_id is None:
        raise NotFound
    summary, decision = rows[0]
    return db.session.get_one(Tender, tender_id), told(decision, summary)


def has_summary(actor: Actor, tender_id: UUID) -> bool:
    """Say whether the actor's own organisation was told of its bid."""
    if not actor.may(P.BID_DRAFT) or actor.organisation_id is None:
        return False
    mine = (Summary.tender_id == tender_id, Summary.organisation_id == actor.organisation_id)
    return db.session.scalar(select(Summary.id).where(*mine, Summary.sent_at.is_not(None)).limit(1)) is not None


def bidders(actor: Actor, tender_id: UUID) -> Sequence[UUID]:
    """Give whose bids were opened, by id, for the jobs that tell them."""
    require(actor, P.TENDER_PUBLISH)
    return db.session.scalars(
        select(OpenedBid.organisation_id).where(OpenedBid.tender_id == tender_id).order_by(OpenedBid.organisation_id)
    ).all()


@dataclass(frozen=True)
class NoticeLot:
    """What the award notice says of a lot: who gets it for how much, or why nobody does."""

    lot: int
    title: str
    awards: tuple[Award, ...]
    reason: str


@dataclass(frozen=True)
class AwardNotice:
    """One announced award as everybody reads it: no losing bidder, no officer, nothing of a challenge but the wait."""

    announced_at: datetime
    standstill: Standstill
    standstill_reason: str
    ends_at: datetime | None
    withdrawn_at: datetime | None
    lots: tuple[NoticeLot, ...]


@dataclass(frozen=True)
class ContractNotice:
    """A contract details notice as everybody reads it."""

    lot: int
    title: str
    provider: str
    buyers: tuple[str, ...]
    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    value_pence: int | None
    extension_months: int
    published_at: datetime
    changes: int
    ended_on: date | None


def public_award_notices(tender: Tender) -> list[AwardNotice]:
    """Give a tender's announced awards, the latest first; nothing before the announcement."""
    titles = {row.number: row.title for row in tender.lots}
    found = []
    for one in decisions_of(tender):
        if one.announced_at is None:
            continue
        lots = tuple(
            NoticeLot(
                lot.lot,
                titles[lot.lot],
                tuple(award for award in one.awards if award.lot == lot.lot),
                "" if lot.winners else lot.reason,
            )
            for lot in one.lots
        )
        stands = one.reopened_at is None
        ends_at = tender.standstill_ends_at if stands else one.first_ends_at
        found.append(
            AwardNotice(one.announced_at, one.standstill, one.standstill_reason, ends_at, one.reopened_at, lots)
        )
    return found


def public_contract_notices(tender: Tender) -> list[ContractNotice]:
    """Give the contract details notices of a tender, by lot; nothing of a contract before its notice."""
    titles = {row.number: row.title for row in tender.lots}
    return [_contract_notice(one, titles) for one in contracts_of(tender) if one.notice_at is not None]


def _contract_notice(one: Contract, titles: dict[int, str]) -> ContractNotice:
    if one.notice_at is None:
        raise NotFound
    return ContractNotice(
        lot=one.lot,
        title=titles[one.lot],
        provider=one.organisation.name,
        buyers=(one.authority.name, *(area_words(code) for code in one.joint_buyers)),
        signed_on=one.signed_on,
        starts_on=one.starts_on,
        ends_on=one.ends_on,
        value_pence=one.value_pence,
        extension_months=one.extension_months,
        published_at=one.notice_at,
        changes=len(one.changes),
        ended_on=one.ended_on if one.status == ContractStatus.ENDED else None,
    )
