"""The demonstration's frameworks: a closed ranked one, one that may be joined, and call-offs under them."""

from datetime import datetime, timedelta
from uuid import UUID

from directory.access import Actor, Kind, Role
from directory.bids import actions as bids
from directory.bids.rules.content import Answer, Insurance, Price
from directory.bids.rules.parts import Cover, Lots, Prices
from directory.cli.demo.asks import actor, said
from directory.cli.demo.notices import CONDITIONS, DAY, GUIDE, NORTH
from directory.codes import PriceUnit, ServiceType
from directory.frameworks.actions import joining, membership
from directory.frameworks.actions.establishing import NewMember, establish
from directory.frameworks.models import Framework
from directory.frameworks.queries import members
from directory.frameworks.rules.joining import Assessment, Said
from directory.frameworks.rules.members import Move, Rate
from directory.frameworks.rules.terms import Ceiling, Conditions, FrameworkKind, NewFramework, NewLot, Question
from directory.kit import clock
from directory.organisations.queries import public_named
from directory.requests import actions as requests
from directory.requests.rules.lifecycle import Tier
from directory.tenders import actions
from directory.tenders.rules import (
    Criterion,
    CriterionKind,
    Deadlines,
    Details,
    Lot,
    Notice,
    PriceFormula,
    PriceLine,
    Procedure,
    suggest,
)
from directory.tenders.rules import Kind as TenderKind
from directory.tenders.rules.calling_off import Declined

HERE, THERE = "Northmoor Council", "Eastvale Council"
BEGAN = timedelta(days=300)
FEE = "Fee for a place"
HOUR = "An hour of advocacy"
SAFETY, PRICE = "Keeping children safe", "Price"
FOSTERING = (ServiceType.FOSTER_CARE, ServiceType.FOSTERING_AGENCY)
ADVOCACY = (ServiceType.ADVOCACY, ServiceType.TRAFFICKING_GUARDIAN)
CRITERIA = (
    Criterion(CriterionKind.QUALITY, SAFETY, 7000, "How do you keep these children safe from day one?", 500, GUIDE),
    Criterion(CriterionKind.PRICE, PRICE, 3000, formula=PriceFormula.LOWEST_OVER_PRICE),
)


def _id(name: str, kind: Kind = Kind.PROVIDER) -> UUID:
    found = public_named(name, kind)
    if found is None:
        raise LookupError(name)
    return found.id


def _member(name: str, pence: int, *, rank: int | None = None, hourly: bool = False) -> NewMember:
    rate = Rate(HOUR, PriceUnit.HOUR, pence) if hourly else Rate(FEE, PriceUnit.WEEK, pence)
    return NewMember(1, _id(name), rank, (rate,))


def add_frameworks(now: datetime) -> int:
    """Make the frameworks, their members, applications and call-offs; give how many frameworks."""
    first, second = actor(Role.COMMISSIONER, HERE), actor(Role.COMMISSIONER, HERE, 2)
    ranked = _ranked(first, now)
    joinable = _joinable(first, second, now)
    _call_offs(first, second, ranked, joinable, now)
    _released(now)
    return 2


def _ranked(first: Actor, now: datetime) -> Framework:
    began = now - BEGAN
    today = clock.in_london(now).date()
    lot = NewLot("Foster homes in the north", FOSTERING, (NORTH,), ceilings=(Ceiling(FEE, PriceUnit.WEEK),))
    new = NewFramework(
        title="Specialist fostering in the north",
        lots=(lot,),
        starts_on=clock.in_london(began).date(),
        ends_on=today + timedelta(days=900),
        ranked=True,
        value_pence=9_000_000_00,
        criteria=(SAFETY, PRICE),
    )
    entering = (
        _member("Lantern Fostering", 935_00, rank=1),
        _member("Harbour Light Care", 912_00, rank=2),
        _member("Westward Fostering", 990_00, rank=3),
    )
    made = establish(first, new, entering, now=began)
    third = members(first, made)[1][2]
    reason = "Three emergencies in May were not answered. To be looked at again in the autumn."
    membership.move(first, made.reference, third.id, Move.SUSPEND, reason=reason, now=now - 20 * DAY)
    return made


def _joinable(first: Actor, second: Actor, now: datetime) -> Framework:
    began = now - BEGAN
    question = Question(SAFETY, "How do you keep these children safe from day one?", GUIDE, 300)
    lot = NewLot(
        "Advocates and guardians",
        ADVOCACY,
        (),
        buyer_ids=(_id(THERE, Kind.AUTHORITY),),
        ceilings=(Ceiling(HOUR, PriceUnit.HOUR, 48_00),),
    )
    new = NewFramework(
        title="Advocates and guardians, joined at any time",
        lots=(lot,),
        starts_on=clock.in_london(began).date(),
        ends_on=clock.in_london(now).date() + timedelta(days=1200),
        kind=FrameworkKind.JOINABLE,
        value_pence=2_400_000_00,
        criteria=(SAFETY, PRICE),
        questions=(question,),
        conditions=Conditions(public_liability_pence=5_000_000_00, policies=("safeguarding", "modern_slavery")),
    )
    entering = (
        _member("Safe Passage Guardians", 44_50, hourly=True),
        _member("Open Door Advocacy", 41_50, hourly=True),
    )
    made = establish(first, new, entering, now=began)
    answer = (
        "A guardian meets the child within a day, agrees on a plan for the first 72 hours and looks at it each morning."
    )
    for name, pence, decided in (("Harbour Light Care", 43_50, True), ("Stillwater Therapy", 47_00, False)):
        insured = {"public_liability_pence": 5_000_000_00}
        wish = Said((answer,), (pence,), insured, new.conditions.policies, declared=True)
        bidder, at = actor(Role.PROVIDER_ADMIN, name), now - 9 * DAY
        sent = joining.apply(bidder, made.reference, 1, wish, now=at)
        found = Assessment((True,), ("It says who does what by when.",), True, "Its register entry was seen.")
        joining.assess(first, made.reference, sent.id, found, now=at + DAY)
        if decided:
            joining.confirm(second, made.reference, sent.id, now=at + 2 * DAY)
    return made


def _notice(framework: Framework, title: str, lot: Lot, at: datetime, procedure: Procedure) -> Notice:
    starts_on = clock.in_london(at).date() + timedelta(days=60)
    details = Details(
        title=title,
        description="Called off for children who were exploited or came to this country alone.",
        kind=TenderKind.CALL_OFF,
        procedure=procedure,
        cpv_codes=("85311300-5",),
        value_maximum_pence=400_000_00,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=365),
        framework_reference=framework.reference,
        answer_days=3 if procedure is Procedure.DIRECT else None,
    )
    advised = suggest(at, details)
    deadlines = Deadlines(advised.questions_close_at, advised.answers_by_at, advised.closes_at)
    return Notice(details, deadlines, CONDITIONS, (lot,), CRITERIA)


def _call_offs(first: Actor, second: Actor, ranked: Framework, joinable: Framework, now: datetime) -> None:
    """Make a call-off in each state that members or officers meet first: a draft, open, bids to open, by rank."""
    foster = Lot(
        "Foster homes", "", FOSTERING[:1], 3, None, (NORTH,), price_lines=(PriceLine(FEE, PriceUnit.WEEK, 156),)
    )
    hours = Lot("Advocates", "", ADVOCACY[:1], None, 20, (NORTH,), price_lines=(PriceLine(HOUR, PriceUnit.HOUR, 1040),))
    actions.create(first, _notice(ranked, "Foster homes for siblings", foster, now, Procedure.OPEN), now=now)
    opened = _published(
        first, second, _notice(joinable, "Advocates in two homes", hours, now - DAY, Procedure.OPEN), now - DAY
    )
    _bid("Open Door Advocacy", opened, 41_00, now)
    began = now - 20 * DAY
    closed = _notice(joinable, "An advocate for night calls", hours, began, Procedure.OPEN)
    if closed.deadlines.closes_at is None:
        raise LookupError("no deadline is suggested")
    _bid("Open Door Advocacy", _published(first, second, closed, began), 43_00, closed.deadlines.closes_at - DAY)
    turn = _notice(ranked, "A foster home for one child", foster, now - DAY, Procedure.DIRECT)
    direct = _published(first, second, turn, now - DAY)
    words = "No carer is free before spring."
    actions.decline(
        actor(Role.PROVIDER_ADMIN, "Lantern Fostering"), direct, because=Declined.NO_PLACES, words=words, now=now
    )
    taken = _notice(ranked, "A foster home for a boy who likes dogs", foster, now - DAY, Procedure.DIRECT)
    actions.take(actor(Role.PROVIDER_ADMIN, "Lantern Fostering"), _published(first, second, taken, now - DAY), now=now)
    actions.decline(actor(Role.PROVIDER_ADMIN, "Safe Passage Guardians"), opened, because=Declined.DATES, now=now)


def _published(first: Actor, second: Actor, notice: Notice, at: datetime) -> UUID:
    with clock.fixed(at):
        made = actions.create(first, notice, now=at).id
        actions.approve(second, made, now=at)
        actions.publish(second, made, now=at)
    return made


def _bid(name: str, tender_id: UUID, pence: int, at: datetime) -> None:
    bidder = actor(Role.PROVIDER_ADMIN, name)
    cover = Cover(Insurance(5_000_000_00, 10_000_000_00), tuple(CONDITIONS.policies))
    answer = Answer(1, "An advocate comes within the hour by day and by night, in the child’s language.")
    with clock.fixed(at):
        bids.save(bidder, tender_id, Lots((1,)), answer, Prices((Price(1, 1, pence),)), cover, now=at)
        bids.submit(bidder, tender_id, declared=True, now=at)


def _released(now: datetime) -> None:
    """Release a request to one's own services and to the members of the framework; a timer asks the others."""
    worker, manager = actor(Role.SOCIAL_WORKER, HERE), actor(Role.PLACEMENTS_MANAGER, HERE)
    begun = now - timedelta(hours=5)
    reference = requests.draft(worker, said=said(now, age=13, within=60.0), now=begun).reference
    requests.submit(worker, reference, now=begun)
    requests.approve(manager, reference, now=begun)
    requests.release(manager, reference, tier=Tier.FRAMEWORK, next_tier_after_hours=24, now=begun)
