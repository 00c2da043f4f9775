"""The demonstration's tenders, in each state, made by the same actions as on the pages."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from directory.access import Role
from directory.cli.demo.asks import actor
from directory.cli.demo.questions import add_questions, add_specification
from directory.codes import ServiceType
from directory.kit import clock
from directory.tenders import actions
from directory.tenders.rules import (
    Conditions,
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Kind,
    Lot,
    Notice,
    Policy,
    PriceFormula,
    PriceLine,
    PriceUnit,
    suggest,
)

GUIDE = "0: not answered\n1: poor\n2: some of it is answered\n3: good\n4: very good\n5: excellent, with evidence"
NORTH, LUTON = "Yorkshire and The Humber", "East of England"
DAY = timedelta(days=1)

QUALITY = (
    Criterion(
        CriterionKind.QUALITY,
        "Keeping children safe from those who exploited them",
        3500,
        "How do you keep a trafficked child safe in the first 72 hours and after?",
        1000,
        GUIDE,
    ),
    Criterion(
        CriterionKind.QUALITY,
        "Staff who know this work",
        2000,
        "How do you choose, train and supervise staff for children who were exploited?",
        750,
        GUIDE,
    ),
    Criterion(
        CriterionKind.SOCIAL_VALUE, "Social value", 1000, "What lasting good will this do in the area?", 500, GUIDE
    ),
    Criterion(CriterionKind.PRICE, "Price", 3500, formula=PriceFormula.LOWEST_OVER_PRICE),
)
CONDITIONS = Conditions(
    public_liability_pence=5_000_000_00,
    employers_liability_pence=10_000_000_00,
    policies=(Policy.SAFEGUARDING, Policy.MISSING_CHILDREN, Policy.MODERN_SLAVERY, Policy.SAFER_RECRUITMENT),
)


WEEKS = 3 * 52


def _priced(lot: Lot) -> Lot:
    """Give a lot that asks for a price of a place or of an hour, reckoned over three years."""
    if lot.places:
        return replace(lot, price_lines=(PriceLine("Fee for a place", PriceUnit.WEEK, lot.places * WEEKS),))
    return replace(lot, price_lines=(PriceLine("An hour", PriceUnit.HOUR, (lot.weekly_hours or 1) * WEEKS),))


def _notice(
    now: datetime, title: str, description: str, lots: tuple[Lot, ...], *, kind: Kind = Kind.CONTRACT
) -> Notice:
    year = clock.in_london(now).year + 1
    details = Details(
        title=title,
        description=description,
        kind=kind,
        cpv_codes=("85311300-5",),
        value_minimum_pence=400_000_00,
        value_maximum_pence=1_600_000_00,
        starts_on=date(year, 9, 1),
        ends_on=date(year + 3, 8, 31),
        extension_months=24,
    )
    advised = suggest(now, details)
    deadlines = Deadlines(advised.questions_close_at, advised.answers_by_at, advised.closes_at)
    return Notice(details, deadlines, CONDITIONS, tuple(_priced(lot) for lot in lots), QUALITY)


def add_tenders(now: datetime) -> int:
    """Make a tender in each state; give how many."""
    first, second = (actor(Role.COMMISSIONER, "Northmoor Council", number) for number in (1, 2))
    other, checker = (actor(Role.COMMISSIONER, "Eastvale Council", number) for number in (1, 2))
    guardians = _notice(
        now - 2 * DAY,
        "Guardians for trafficked children",
        "An independent guardian for each child who may be a victim of trafficking, from the first day.",
        (
            Lot("Guardianship", "A guardian within 24 hours.", (ServiceType.TRAFFICKING_GUARDIAN,), None, 60, (NORTH,)),
            Lot("Advocacy", "Advocates in the child’s language.", (ServiceType.ADVOCACY,), None, 40, (NORTH,)),
        ),
    )
    fostering = _notice(
        now - DAY,
        "Framework for specialist fostering",
        "Foster carers for children who were exploited or came to this country alone.",
        (
            Lot("Children alone", "", (ServiceType.FOSTER_CARE, ServiceType.FOSTERING_AGENCY), 30, None, (LUTON,)),
            Lot("Parent and child", "", (ServiceType.PARENT_AND_CHILD_FOSTER_CARE,), 8, None, (LUTON,)),
        ),
        kind=Kind.FRAMEWORK,
    )
    therapy = _notice(
        now,
        "Therapy after trafficking",
        "Trauma-focused therapy for children and young people, with interpreters.",
        (Lot("Therapy", "", (ServiceType.THERAPY,), None, 50, (NORTH,)),),
    )
    lodgings = replace(
        therapy,
        details=replace(therapy.details, title="Supported lodgings for young people"),
        lots=(_priced(Lot("Lodgings", "", (ServiceType.SUPPORTED_LODGINGS,), 12, None, (NORTH,))),),
    )
    for notice, drafter, approver, at in (
        (guardians, first, second, now - 2 * DAY),
        (fostering, other, checker, now - DAY),
    ):
        made = actions.create(drafter, notice, now=at).id
        if notice is guardians:
            add_specification(drafter, made, at)
        actions.submit(drafter, made, now=at)
        actions.approve(approver, made, now=at)
        actions.publish(approver, made, now=at)
        if notice is guardians:
            add_questions(approver, made, at)
    waiting = actions.create(first, therapy, now=now).id
    actions.submit(first, waiting, now=now)
    approved = actions.create(second, lodgings, now=now).id
    actions.submit(second, approved, now=now)
    actions.approve(first, approved, now=now)
    actions.create(first, Notice(Details(title="Return home interviews"), criteria=QUALITY[:2]), now=now)
    withdrawn = actions.create(
        other, replace(fostering, details=replace(fostering.details, title="Short breaks at weekends")), now=now - DAY
    ).id
    actions.submit(other, withdrawn, now=now - DAY)
    actions.approve(checker, withdrawn, now=now - DAY)
    actions.publish(checker, withdrawn, now=now - DAY)
    actions.withdraw(checker, withdrawn, reason="The two lots will be tendered apart next year.", now=now)
    return 6
