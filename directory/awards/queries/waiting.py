"""What waits for somebody between a proposed award and the end of a contract."""

from datetime import datetime, timedelta

from sqlalchemy import select

from directory.access import Actor, Permission
from directory.awards.models import Decision
from directory.awards.queries.contracts import rows
from directory.awards.rules.due import What
from directory.awards.rules.standstill import london_day
from directory.kit.days import london_instant
from directory.kit.db import db
from directory.kit.needs import Need
from directory.tenders.models import Tender
from directory.tenders.rules import Phase, Status

P = Permission
MOST_NEEDS = 20
SOON = timedelta(days=30)
WORDS = {
    What.NOTICE: "Publish the contract details notice",
    What.REVIEW: "Look at the performance",
    What.EXTENSION: "Decide about the extension",
    What.TERMINATION: "Publish the termination notice on the central platform",
}


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor: awards to approve and announce, contracts to sign, what is due of contracts."""
    if not actor.may(P.CONTRACT_SIGN):
        return []
    return [*_awards(actor), *_contracts(actor, now)][:MOST_NEEDS]


def _awards(actor: Actor) -> list[Need]:
    waiting = db.session.execute(
        select(Tender, Decision)
        .join(Decision, Decision.tender_id == Tender.id)
        .where(
            Tender.authority_id == actor.organisation_id,
            Tender.status == Status.AWARD_PROPOSED,
            Decision.reopened_at.is_(None),
            Decision.announced_at.is_(None),
        )
        .order_by(Decision.proposed_at, Tender.reference)
        .limit(MOST_NEEDS)
    )
    found = []
    for tender, decision in waiting:
        named = f"{tender.title} ({tender.reference})"
        arguments = {"tender_id": tender.id}
        if decision.approved_at is not None:
            found.append(Need(f"Announce the award for {named}", "awards.announcement", arguments))
        elif decision.proposed_by != actor.person_id:
            found.append(Need(f"Read and approve the award for {named}", "awards.award_approval", arguments))
    return found


def _contracts(actor: Actor, now: datetime) -> list[Need]:
    found = []
    today = london_day(now)
    for row in rows(actor, now):
        one = row.contract
        if one.authority_id != actor.organisation_id:
            continue
        named = f"{one.tender.title}, {one.organisation.name}"
        arguments = {"contract_id": one.id}
        for due in row.due:
            if due.what == What.SIGNING and one.tender.phase(now) == Phase.AWARDABLE:
                found.append(Need(f"Record the signing: {named}", "contracts.show", arguments))
            elif due.what in WORDS and due.on <= today + SOON:
                due_at = london_instant(due.on, datetime.max.time().replace(microsecond=0))
                text = f"{WORDS[due.what]}: {named}"
                found.append(Need(text, "contracts.show", arguments, due_at=due_at, urgent=due.on < today))
    return found
