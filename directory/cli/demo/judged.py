"""The demonstration's tenders whose bids are judged: one while people score alone, one ready to decide."""

from datetime import date, datetime, timedelta
from uuid import UUID

from directory.access import Actor, Role
from directory.awards.actions import deciding_gates, moderating, panel, scoring
from directory.awards.queries.case import case_of
from directory.bids import actions as bids
from directory.bids.rules.content import Answer, Insurance, Price
from directory.bids.rules.parts import Cover, Lots, Prices
from directory.cli.demo.asks import actor
from directory.cli.demo.notices import CONDITIONS, DAY, NORTH, QUALITY
from directory.codes import ServiceType
from directory.kit import clock
from directory.tenders import actions
from directory.tenders.queries import owned_tender
from directory.tenders.rules import Deadlines, Details, Lot, Notice, PriceLine, PriceUnit, suggest

HERE = "Northmoor Council"
BEGAN = timedelta(days=75)
EVALUATORS = (Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR)
# who bids: what it asks for an hour, how its answers begin, and how the panel scored it (by criterion)
BIDDERS: tuple[tuple[str, int, str, tuple[int, int, int]], ...] = (
    ("Open Door Advocacy", 41_50, "We have done this work in the north for nine years.", (5, 4, 3)),
    ("Harbour Light Care", 38_00, "Our homes know these children, and so do our advocates.", (3, 4, 4)),
    ("Stillwater Therapy", 44_00, "Each advocate is trained by our therapists.", (4, 3, 5)),
)
ANSWER = (
    "{begin} An advocate meets the child within 24 hours, in the child’s language, alone.\n\n"
    "We agree on a plan for the first 72 hours with the social worker and the police, and look at it each morning. "
    "An advocate who is ill is replaced the same day by one whom the child has met."
)
COMMENTS = (
    "Names who does what by when. Says how it is checked.",
    "Good on the first days, thin on what follows.",
    "Evidence from other work is given and fits.",
)


def _person(who: Actor) -> UUID:
    if who.person_id is None:
        raise LookupError(who.name)
    return who.person_id


def _notice(title: str, at: datetime) -> Notice:
    year = clock.in_london(at).year + 1
    details = Details(
        title=title,
        description="Advocates who stand by children that were exploited, from the first day until they are settled.",
        cpv_codes=("85311300-5",),
        value_minimum_pence=300_000_00,
        value_maximum_pence=900_000_00,
        starts_on=date(year, 9, 1),
        ends_on=date(year + 2, 8, 31),
        extension_months=12,
    )
    advised = suggest(at, details)
    lot = Lot(
        "Advocacy",
        "Advocates for children",
        (ServiceType.ADVOCACY,),
        None,
        60,
        (NORTH,),
        price_lines=(PriceLine("An hour of advocacy", PriceUnit.HOUR, 3_120),),
    )
    deadlines = Deadlines(advised.questions_close_at, advised.answers_by_at, advised.closes_at)
    return Notice(details, deadlines, CONDITIONS, (lot,), QUALITY)


def _opened(title: str, began: datetime, officers: tuple[Actor, Actor]) -> UUID:
    """Publish, let providers bid, and open the bids, each at its own time."""
    first, second = officers
    written = _notice(title, began)
    closes_at = written.deadlines.closes_at
    if closes_at is None:
        raise LookupError("no deadline is suggested")
    with clock.fixed(began):
        tender_id = actions.create(first, written, now=began).id
        actions.submit(first, tender_id, now=began)
        actions.approve(second, tender_id, now=began)
        actions.publish(second, tender_id, now=began)
    for at, (name, pence, begin, _) in enumerate(BIDDERS):
        bidder, when = actor(Role.PROVIDER_ADMIN, name), closes_at - (at + 2) * DAY
        answers = [Answer(n, ANSWER.format(begin=begin)) for n, one in enumerate(QUALITY, 1) if one.kind != "price"]
        cover = Cover(Insurance(5_000_000_00, 10_000_000_00), tuple(CONDITIONS.policies))
        with clock.fixed(when):
            bids.save(bidder, tender_id, Lots((1,)), *answers, Prices((Price(1, 1, pence),)), cover, now=when)
            bids.submit(bidder, tender_id, declared=True, now=when)
    for n, officer in enumerate(officers):
        when = closes_at + timedelta(hours=1, minutes=n)
        with clock.fixed(when):
            bids.open_bids(officer, tender_id, now=when)  # without a code: an app gives none of the past
    return tender_id


def _panel(tender_id: UUID, officers: tuple[Actor, Actor], now: datetime) -> list[Actor]:
    first, second = officers
    panel.begin(first, tender_id, now=now)
    evaluators = [actor(role, HERE) for role in EVALUATORS]
    for who in evaluators:
        panel.appoint(first, tender_id, person_id=_person(who), criteria=[1, 2, 3], now=now)
    for officer in (first, second):
        panel.declare(officer, tender_id, {}, now=now)
    return evaluators


def _agreed(commissioner: Actor, tender_id: UUID, bid: int) -> tuple[int, int, int]:
    """Give the panel's scores of the bid with this number: numbers are given in a random order when bids are opened."""
    case = case_of(commissioner, owned_tender(commissioner, tender_id))
    name = next(one.name for one in case.bids if one.number == bid)
    return next(scores for known, _, _, scores in BIDDERS if known == name)


def _score(who: Actor, commissioner: Actor, tender_id: UUID, shift: int, now: datetime, *, most: int = 99) -> None:
    case = case_of(commissioner, owned_tender(commissioner, tender_id))
    member = next(one for one in case.panel if one.person_id == who.person_id)
    for n, cell in enumerate(case.to_score(member)[:most]):
        agreed = _agreed(commissioner, tender_id, cell.bid)[cell.criterion - 1]
        score = min(5, max(0, agreed + (shift if (n + cell.bid) % 3 == 0 else 0)))
        scoring.score(who, tender_id, cell, score=score, comment=COMMENTS[n % len(COMMENTS)], now=now)


def add_judged(now: datetime) -> int:
    """Make a tender whose bids are scored just now, and one ready to decide; give how many."""
    officers = actor(Role.COMMISSIONER, HERE), actor(Role.COMMISSIONER, HERE, 2)
    first = officers[0]
    scored = _opened("Advocates in children’s homes", now - BEGAN, officers)
    ready = _opened("Advocates for trafficked children", now - BEGAN - 3 * DAY, officers)

    evaluators = _panel(scored, officers, now - 2 * DAY)
    for who in evaluators[:2]:
        panel.declare(who, scored, {}, now=now - DAY)
    panel.declare(evaluators[2], scored, {2: "I sat on its board until last year"}, now=now - DAY)
    _score(evaluators[0], first, scored, 1, now - DAY)
    scoring.finish(evaluators[0], scored, now=now - DAY)
    _score(evaluators[1], first, scored, -1, now - DAY, most=4)

    bring_to_decision(ready, officers, now - 5 * DAY)
    return 2


def opened_and_judged(title: str, published: datetime, judged: datetime, officers: tuple[Actor, Actor]) -> UUID:
    """Make a tender that was published and judged then, and is ready to be decided; give its id."""
    made = _opened(title, published, officers)
    bring_to_decision(made, officers, judged)
    return made


def bring_to_decision(ready: UUID, officers: tuple[Actor, Actor], began: datetime) -> None:
    """Let a panel score an opened tender's bids and agree, then open the prices."""
    first, second = officers
    for n, who in enumerate(_panel(ready, officers, began)):
        panel.declare(who, ready, {}, now=began)
        _score(who, first, ready, n - 1, began)
        scoring.finish(who, ready, now=began)
    _decided(first, ready, began)
    case = case_of(first, owned_tender(first, ready))
    agreements = [
        moderating.Agreement(
            cell,
            _agreed(first, ready, cell.bid)[cell.criterion - 1],
            "The panel agrees: the answer says who does it and by when. It would score more with evidence of results.",
        )
        for cell in case.cells()
    ]
    moderating.agree(second, ready, agreements, now=began + DAY)
    moderating.open_prices(second, ready, now=began + DAY)


def _decided(commissioner: Actor, tender_id: UUID, now: datetime) -> None:
    """Decide about each condition that the directory does not show."""
    case = case_of(commissioner, owned_tender(commissioner, tender_id))
    for one in case.bids:
        for found in case.findings(one):
            if not found.met:
                deciding_gates.decide_gate(
                    commissioner,
                    tender_id,
                    bid=one.number,
                    gate=found.gate,
                    lot=found.lot,
                    passes=True,
                    reason="Advocacy needs no registration with the regulator.",
                    now=now,
                )
