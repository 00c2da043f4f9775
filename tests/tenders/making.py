"""Makers of tenders: whole ones that may be published, brought to a status by the real actions."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Actor
from directory.codes import ServiceType
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.tenders import actions
from directory.tenders.models import JointBuyer, Tender
from directory.tenders.rules import (
    Conditions,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Lot,
    Notice,
    Policy,
    PriceFormula,
    PriceLine,
    PriceUnit,
    Status,
    suggest,
)
from directory.tenders.rules.joint import JointStatus
from tests import make

LEEDS = "E08000035"


def notice(now: datetime, **details: Any) -> Notice:
    """Give a whole notice that may be published at ``now``; ``details`` change fields of that section."""
    written = replace(
        Details(
            title="Supported accommodation for young people",
            description="Homes for young people aged 16 and 17.\n\nStaff know the signs of trafficking.",
            cpv_codes=("85311300-5",),
            value_minimum_pence=1_000_000_00,
            value_maximum_pence=2_000_000_00,
            starts_on=date(2027, 6, 1),
            ends_on=date(2030, 5, 31),
            extension_months=24,
        ),
        **details,
    )
    advised = suggest(now, written)
    return Notice(
        details=written,
        deadlines=Deadlines(advised.questions_close_at, advised.answers_by_at, advised.closes_at),
        conditions=Conditions(public_liability_pence=5_000_000_00, policies=(Policy.SAFEGUARDING,)),
        lots=(
            Lot(
                title="North",
                service_types=(ServiceType.SUPPORTED_ACCOMMODATION,),
                places=12,
                areas=(LEEDS,),
                price_lines=(PriceLine("Fee for a place", PriceUnit.WEEK, 624),),
            ),
            Lot(
                title="Advocacy",
                service_types=(ServiceType.ADVOCACY,),
                weekly_hours=20,
                areas=("North West",),
                price_lines=(PriceLine("Hour of an advocate", PriceUnit.HOUR, 3_120),),
            ),
        ),
        criteria=(
            Criterion(
                CriterionKind.QUALITY, "Safety", 6000, "How do you keep young people safe?", 750, "0: no\n5: yes"
            ),
            Criterion(CriterionKind.SOCIAL_VALUE, "Social value", 1050, "What else do you give?", 300, "0: no\n5: yes"),
            Criterion(CriterionKind.PRICE, "Price", 2950, formula=PriceFormula.LOWEST_OVER_PRICE),
        ),
    )


def tender(status: Status = Status.OPEN, *, of: str | None = None, by: Actor | None = None, **details: Any) -> Tender:
    """Give a whole tender of the authority named ``of``, brought to ``status`` by two commissioners."""
    now = clock.now()
    drafter = by or make.commissioner(of)
    made = actions.create(drafter, notice(now, **details), now=now)
    second = make.commissioner(of)
    published = ("submit", "approve", "publish")
    path = {
        Status.DRAFT: (),
        Status.AWAITING_APPROVAL: ("submit",),
        Status.APPROVED: ("submit", "approve"),
        Status.OPEN: published,
        Status.WITHDRAWN: (*published, "withdraw"),
        Status.CANCELLED: (*published, "cancel"),
    }.get(status, published)
    for step in path:
        if step == "submit":
            actions.submit(drafter, made.id, now=now)
        elif step == "approve":
            actions.approve(second, made.id, now=now)
        elif step == "publish":
            actions.publish(second, made.id, now=now)
        else:
            {"withdraw": actions.withdraw, "cancel": actions.cancel}[step](
                second, made.id, reason="Plans changed", now=now
            )
    if status not in {made.status, Status.OPEN}:
        beyond(made, status)
    return made


@atomic
def bought_with(tender: Tender, code: str) -> None:
    """Have an authority that exists buy the first lot together with the lead, as if it had agreed before."""
    buyer = db.session.scalars(select(Organisation).where(Organisation.gss_code == code)).one()
    tender = db.session.get_one(Tender, tender.id)
    tender.lots[0].joint_buyers = [code]
    row = JointBuyer(gss_code=code, organisation_id=buyer.id, status=JointStatus.AGREED, note="")
    row.asked_by, row.asked_at = tender.drafted_by, tender.drafted_at
    tender.joint_buyers.append(row)
    audit.record(SYSTEM, "tender:joint_buyer_agreed", tender, at=clock.now())


@atomic
def beyond(tender: Tender, status: Status) -> None:
    """Put a published tender into a state that bids and awards bring it to; their moves are tested with them."""
    now = clock.now()
    tender.status, tender.closes_at = status, now - timedelta(hours=1)
    if status not in {Status.UNSEALED, Status.EVALUATING, Status.AWARD_PROPOSED}:
        tender.announced_at = now
    if status == Status.UNSUCCESSFUL:
        tender.ended_at, tender.ended_reason = now, "No bid met the conditions"
    audit.record(SYSTEM, f"tender:{status.value}", tender, at=now)


DAY = timedelta(days=1)
