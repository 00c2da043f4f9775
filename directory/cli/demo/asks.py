"""The demonstration's placement requests, in each state, made by the same actions as on the pages."""

from datetime import datetime, timedelta

from directory.access import Actor, Role
from directory.accounts.models import Person
from directory.cli.demo.people import email_of
from directory.codes import Gender, ServiceType, Specialism
from directory.kit import clock
from directory.kit.db import db
from directory.requests import actions
from directory.requests.actions.offers import Terms
from directory.requests.models import Request
from directory.requests.queries.requests import asked_request, questions
from directory.requests.rules.details import (
    AdultRatio,
    AgeBand,
    Alongside,
    LegalStatus,
    Risk,
    RiskLevel,
    Setting,
    Siblings,
    Suitability,
)
from directory.requests.rules.lifecycle import DeclineReason, Tier, Urgency, WithdrawalReason
from directory.requests.rules.particulars import Particulars
from directory.requests.rules.protection import Guardian, Measure, Protection, Referral
from directory.requests.rules.screening import Level, Seen, Source, Strength

HOUR = timedelta(hours=1)


def actor(role: Role, organisation: str, number: int = 1) -> Actor:
    """Give somebody of the demonstration as an actor."""
    person = db.session.query(Person).filter_by(email=email_of(role, organisation, number)).one()
    return person.actor()


def said(now: datetime, **more: object) -> Particulars:
    """Give what a request of the demonstration says unless told otherwise."""
    given: Particulars = {
        "urgency": Urgency.PLANNED,
        "needed_by": clock.in_london(now).date() + timedelta(days=14),
        "age": 15,
        "gender": Gender.MALE,
        "siblings": 0,
        "unaccompanied": False,
        "service_types": [ServiceType.FOSTER_CARE],
        "specialisms": [],
        "languages": [],
        "near": "LS8",
        "within": 40.0,
        "avoid": [],
        "summary": "Needs calm carers who set clear limits. Likes football and cooking. Has settled well in school.",
    }
    given.update(more)  # type: ignore[typeddict-item]
    return given


def add_requests(now: datetime) -> int:
    """Make a request in each state for the first authority, and one for the second; give how many."""
    worker = actor(Role.SOCIAL_WORKER, "Northmoor Council")
    manager = actor(Role.PLACEMENTS_MANAGER, "Northmoor Council")
    made = [
        _searching(worker, manager, now),
        _waiting(worker, now),
        _to_screen(worker, now),
        _draft(worker, now),
        _withdrawn(worker, now),
        _of_the_other_authority(now),
    ]
    return len(made)


def _searching(worker: Actor, manager: Actor, now: datetime) -> Request:
    """Give the story's request: a trafficked boy of 15, tonight, with one offer and one decline."""
    begun = now - 3 * HOUR
    wanted = said(
        now,
        urgency=Urgency.EMERGENCY,
        needed_by=clock.in_london(now).date() + timedelta(days=1),
        unaccompanied=True,
        specialisms=[Specialism.TRAFFICKING],
        languages=["vie"],
        avoid=[{"near": "Luton", "within": 20.0}],
        summary="Found at work in a cannabis house. Speaks Vietnamese, little English. Afraid of debts. May go missing "
        "in the first days. Needs carers who know trafficking, and nobody else of risk in the home.",
        interpreter=True,
        culture="Likes rice and fish, and to cook. Lunar new year matters.",
        faith="Buddhist at home. A quiet corner is enough.",
        specialisms_preferred=[Specialism.DEBT_BONDAGE, Specialism.TRAUMA],
        suitability={Setting.FOSTER: Suitability.PREFERRED, Setting.SUPPORTED: Suitability.UNSUITABLE},
        alongside={Alongside.OLDER_CHILDREN: False, Alongside.SAME_AGE: True, Alongside.DOGS: False},
        adult_ratio=AdultRatio.ONE_TO_ONE,
        health_needs="A cough for months, to be seen by a doctor this week. Sleeps badly. Afraid of dogs.",
        education_needs="Seven years of school before the journey. Wants to learn English at once.",
        risks={
            Risk.MISSING: {"level": RiskLevel.HIGH, "note": "Most in the first three nights"},
            Risk.TRAFFICKED_AGAIN: {"level": RiskLevel.HIGH, "note": "Debts are not paid; a phone rings at night"},
            Risk.SELF_HARM: {"level": RiskLevel.LOW, "note": "Said once that nothing matters"},
            Risk.FIRE: {"level": RiskLevel.NONE_KNOWN, "note": ""},
        },
        legal_status=LegalStatus.SECTION_20,
        fee_ceiling_pence=1_800_00,
        answer_within_hours=6,
    )
    reference = actions.draft(worker, said=wanted, now=begun).reference
    actions.submit(worker, reference, now=begun)
    actions.screen(
        worker,
        reference,
        indicators={"arranged_journey": Seen(Strength.MODERATE, Source.HOME_OFFICE), "debt": Strength.WEAK},
        level=Level.MEDIUM,
        judgement="Told little on the first evening. A debt is likely. To be screened again with an interpreter.",
        now=begun + HOUR / 6,
    )
    today = clock.in_london(begun).date()
    actions.screen(
        worker,
        reference,
        indicators={
            "arranged_journey": Seen(Strength.STRONG, Source.CHILD, today),
            "debt": Seen(Strength.STRONG, Source.CHILD, today),
            "criminal": Seen(Strength.MODERATE, Source.POLICE, today),
            "phone": Seen(Strength.MODERATE, Source.SEEN_BY_US, today),
            "sexual": Strength.NOT_SEEN,
            "wants_to_leave": Seen(Strength.MODERATE, Source.CARER, today),
        },
        protection=Protection(
            referral=Referral.REFERRED,
            referred_on=today,
            guardian=Guardian.REQUESTED,
            guardian_requested_on=today,
            measures=(Measure.ADULT_AWAKE, Measure.NOT_ALONE, Measure.PHONE_AGREED, Measure.REPORT_AT_ONCE),
            safety_plan="Two adults take turns through the night. The duty desk is called after fifteen minutes.",
            exploited_near="Luton",
            exploited_within=20.0,
        ),
        level=Level.HIGH,
        judgement="The journey was arranged and is owed for; work in a cannabis house is likely to have been forced.",
        now=begun + HOUR / 4,
    )
    actions.approve(manager, reference, now=begun + HOUR / 2)
    request = actions.release(manager, reference, tier=Tier.WIDER, now=begun + HOUR)
    provider = actor(Role.PROVIDER_ADMIN, "Harbour Light Care")
    asked = [question.service.id for question in questions(provider, asked_request(provider, reference))]
    if asked:
        terms = Terms(
            weekly_fee_pence=912_00,
            available_on=clock.in_london(now).date(),
            place="One room of its own",
            inclusions="Placement support at any hour, Vietnamese-speaking carer, 72-hour safety plan.",
            matching_statement="The carers have looked after three trafficked boys and speak the language at home.",
        )
        actions.offer(provider, reference, service_id=asked[0], terms=terms, now=begun + 2 * HOUR)
    if len(asked) > 1:
        actions.decline(provider, reference, service_id=asked[1], reason=DeclineReason.STAFFING, now=begun + 2 * HOUR)
    return request


def _waiting(worker: Actor, now: datetime) -> Request:
    wanted = said(
        now,
        age=12,
        gender=Gender.FEMALE,
        siblings=1,
        specialisms=[Specialism.SIBLING_GROUPS],
        siblings_together=Siblings.TOGETHER,
        sibling_age_bands=[AgeBand.FROM_5],
        legal_status=LegalStatus.CARE_ORDER,
    )
    return actions.submit(worker, actions.draft(worker, said=wanted, now=now - 5 * HOUR).reference, now=now - 4 * HOUR)


def _to_screen(worker: Actor, now: datetime) -> Request:
    wanted = said(
        now,
        age=16,
        unaccompanied=True,
        service_types=[ServiceType.SUPPORTED_LODGINGS, ServiceType.FOSTER_CARE],
        languages=["sqi"],
        summary="Arrived last week. Wants to study. Needs an adult who has time in the evening.",
    )
    return actions.submit(
        worker, actions.draft(worker, said=wanted, now=now - 26 * HOUR).reference, now=now - 25 * HOUR
    )


def _draft(worker: Actor, now: datetime) -> Request:
    wanted: Particulars = {
        "urgency": Urgency.PLANNED,
        "age": 9,
        "gender": Gender.FEMALE,
        "near": "LS11",
        "culture": "Speaks two languages at home. Misses a grandmother’s cooking.",
    }
    return actions.draft(worker, said=wanted, now=now - 2 * HOUR)


def _withdrawn(worker: Actor, now: datetime) -> Request:
    reference = actions.draft(worker, said=said(now, age=11), now=now - 90 * HOUR).reference
    return actions.withdraw(worker, reference, reason=WithdrawalReason.FAMILY, now=now - 80 * HOUR)


def _of_the_other_authority(now: datetime) -> Request:
    worker = actor(Role.SOCIAL_WORKER, "Eastvale Council")
    wanted = said(now, near="LU1", within=60.0, age=17, service_types=[ServiceType.SUPPORTED_ACCOMMODATION])
    return actions.submit(worker, actions.draft(worker, said=wanted, now=now - 8 * HOUR).reference, now=now - 7 * HOUR)
