"""Makers of requests: brought to any state by the same actions that people use.

``request(at=Status.SEARCHING, released=True)`` with ``matching_service()`` made before it.
"""

from datetime import date
from typing import Any
from uuid import UUID

from directory.access import Actor
from directory.codes import Gender, Rating, ServiceType, Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.providers.models import Registration, Service
from directory.requests import actions
from directory.requests.actions.offers import Terms
from directory.requests.identifying import identifying, mark_of
from directory.requests.models import Offer, Request
from directory.requests.rules.lifecycle import Status, UnmetReason, Urgency, WithdrawalReason
from directory.requests.rules.particulars import Particulars
from directory.requests.rules.screening import Level, Strength
from tests import make, make_services

SUMMARY = "A quiet young person who likes football and needs calm evenings."
JUDGEMENT = "The account is consistent and no adult controls the child as far as can be seen."


STATES = (
    Status.DRAFT,
    Status.SCREENING,
    Status.AWAITING_APPROVAL,
    Status.SEARCHING,
    Status.WITHDRAWN,
    Status.UNMET,
)
"""Those that a request reaches without a hold; ``make_placements`` makes the others."""


def said(**more: Any) -> Particulars:
    """Give complete particulars: a boy of 15 who needs a children's home near LS1 in a week."""
    whole: Particulars = {
        "urgency": Urgency.PLANNED,
        "needed_by": date(2026, 11, 30),
        "age": 15,
        "gender": Gender.MALE,
        "siblings": 0,
        "unaccompanied": False,
        "service_types": ["childrens_home"],
        "specialisms": ["trafficking"],
        "languages": [],
        "near": "LS1",
        "within": 40.0,
        "avoid": [],
        "summary": SUMMARY,
    }
    return {**whole, **more}  # type: ignore[typeddict-item]


def matching_service(of: str | None = None, **more: Any) -> Service:
    """Give a registered children's home in Leeds that knows trafficking."""
    given: dict[str, Any] = {
        "type": ServiceType.CHILDRENS_HOME,
        "registration": Registration.ACTIVE,
        "rating": Rating.GOOD,
        "specialisms": [Specialism.TRAFFICKING],
        **more,
    }
    return make_services.service(of, **given)


def screened(actor: Actor, reference: str) -> Request:
    """Screen a request."""
    return actions.screen(
        actor,
        reference,
        indicators={"debt": Strength.WEAK},
        level=Level.LOW,
        judgement=JUDGEMENT,
        now=clock.now(),
    )


def request(at: Status = Status.DRAFT, *, of: str | None = None, released: bool = False, **more: Any) -> Request:
    """Give a request of the authority named ``of``, brought to ``at`` by its own actions."""
    worker, manager = make.social_worker(of), make.placements_manager(of)
    now = clock.now()
    if at is Status.SCREENING:
        more["unaccompanied"] = True
    made = actions.draft(worker, said=said(**more), now=now)
    reference = made.reference
    if at is Status.WITHDRAWN:
        return actions.withdraw(worker, reference, reason=WithdrawalReason.NOT_NEEDED, now=now)
    if at is Status.DRAFT:
        return made
    made = actions.submit(worker, reference, now=now)
    if at in (Status.SCREENING, Status.AWAITING_APPROVAL):
        return made
    if made.status is Status.SCREENING:
        screened(worker, reference)
    made = actions.approve(manager, reference, now=now)
    if released:
        made = actions.release(manager, reference, now=now)
    if at is Status.UNMET:
        return actions.close_unmet(manager, reference, reason=UnmetReason.NO_OFFER, now=now)
    return made


TERMS = Terms(
    weekly_fee_pence=4_500_00,
    available_on=date(2026, 11, 27),
    place="Bedroom 2",
    inclusions="Transport to school",
    matching_statement="Two older boys live here and it is calm in the evening.",
)


def offer(actor: Actor, reference: str, service_id: UUID, **more: Any) -> Offer:
    """Offer a place."""
    terms = Terms(**{**TERMS.__dict__, **more})
    return actions.offer(actor, reference, service_id=service_id, terms=terms, now=clock.now())


def reread(made: Request) -> Request:
    """Give the request as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Request, made.id)


def marks_of(made: Request) -> list[str]:
    """Give the marks of what may identify in a request, each to be overruled by itself, in the order of the page."""
    found = identifying(reread(made), clock.now())
    return list(dict.fromkeys(mark_of(field, each) for field, findings in found.items() for each in findings))
