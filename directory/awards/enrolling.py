"""What the signing of a framework's contract makes of it: the framework itself with the first, a member with each."""

from datetime import datetime

from sqlalchemy import select

from directory.access import Actor
from directory.awards.models import Contract
from directory.frameworks.actions.establishing import NewMember, enter, establish
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Rate
from directory.frameworks.rules.terms import Ceiling, Conditions, FrameworkKind, NewFramework, NewLot, Question
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import CriterionKind, Lot, Notice, Regime, numbered


def enrol(actor: Actor, contract: Contract, now: datetime) -> None:
    """Within the action that signs: establish the tender's framework if it is not there, and enter the winner.

    With its rank where the notice ranks members, and the prices of its bid as those that it agreed to.
    """
    tender = contract.tender
    made = db.session.scalar(select(Framework).where(Framework.tender_id == tender.id))
    if made is None:
        made = establish(actor, framework_of(tender, contract), now=now)
    rank = contract.award.rank if made.ranked else None
    member = NewMember(contract.lot, contract.organisation_id, rank, _rates(contract, tender.notice()))
    enter(actor, made.reference, member, now=now)


def framework_of(tender: Tender, contract: Contract) -> NewFramework:
    """Give the framework that a tender's notice promised; it runs as its first signed contract says."""
    notice = tender.notice()
    details = notice.details
    if contract.starts_on is None or contract.ends_on is None:
        raise ValueError("a signed contract says from when until when it runs")
    kind = FrameworkKind.JOINABLE if details.joinable else FrameworkKind.CLOSED
    return NewFramework(
        title=details.title,
        lots=tuple(_lot(number, lot) for number, lot in numbered(notice.lots)),
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        kind=FrameworkKind.OPEN if details.open_scheme else kind,
        # whoever joins a joinable one has no rank, so nobody has
        ranked=details.ranked and not details.joinable,
        light_touch=details.regime == Regime.LIGHT_TOUCH,
        value_pence=details.value_maximum_pence,
        criteria=tuple(one.name for _, one in numbered(notice.criteria)),
        questions=tuple(
            Question(one.name, one.question, one.guide, one.word_limit or 750)
            for _, one in numbered(notice.criteria)
            if one.kind != CriterionKind.PRICE
        ),
        conditions=_conditions(notice),
        tender_id=tender.id,
        tender_reference=tender.reference,
        earlier=details.earlier_framework,
    )


def _lot(number: int, lot: Lot) -> NewLot:
    ceilings = tuple(Ceiling(one.description, one.unit, one.most_pence) for one in lot.price_lines)
    return NewLot(lot.title, lot.service_types, lot.areas, lot.joint_buyers, ceilings=ceilings, number=number)


def _conditions(notice: Notice) -> Conditions:
    asked = notice.conditions
    return Conditions(
        asked.needs_active_registration,
        asked.refuses_inadequate,
        asked.public_liability_pence,
        asked.employers_liability_pence,
        asked.professional_indemnity_pence,
        tuple(one.value for one in asked.policies),
    )


def _rates(contract: Contract, notice: Notice) -> tuple[Rate, ...]:
    given = {one.line: one.pence for one in contract.award.bid.bid().prices if one.lot == contract.lot}
    lines = enumerate(notice.lots[contract.lot - 1].price_lines, 1)
    return tuple(Rate(line.description, line.unit, given[number]) for number, line in lines if number in given)
