"""The demonstration's tenders that are decided: proposed, resting, challenged, to be signed, signed, ended."""

from datetime import datetime, timedelta
from uuid import UUID

from directory.access import Actor, Role
from directory.awards.actions import announcing, challenging, contracts, deciding, reviewing
from directory.awards.actions.contracts import Signature, Variation
from directory.awards.deciding import contracts_of
from directory.awards.rules.challenge import ClaimKind
from directory.awards.rules.contract import Ending, Rating
from directory.awards.rules.deciding import Choice
from directory.awards.rules.standstill import Rest, Standstill, london_day
from directory.cli.demo.asks import actor
from directory.cli.demo.judged import HERE, opened_and_judged
from directory.cli.demo.notices import DAY
from directory.kit import clock
from directory.tenders.queries import owned_tender

PUBLISHED = timedelta(days=75)  # before an award is proposed
YEAR = timedelta(days=365)


def _announced(title: str, at: datetime, officers: tuple[Actor, Actor]) -> UUID:
    """Bring a tender to an award that was announced then; give its id."""
    second = officers[1]
    tender_id = _proposed(title, at - DAY, officers)
    with clock.fixed(at):
        deciding.approve(second, tender_id, now=at)
        announcing.announce(second, tender_id, now=at)
    return tender_id


def _proposed(title: str, at: datetime, officers: tuple[Actor, Actor]) -> UUID:
    tender_id = opened_and_judged(title, at - PUBLISHED, at - 3 * DAY, officers)
    with clock.fixed(at):
        deciding.propose(officers[0], tender_id, [Choice(1, 1)], rest=Rest(Standstill.VOLUNTARY), now=at)
    return tender_id


def _signed(title: str, announced: datetime, officers: tuple[Actor, Actor]) -> tuple[UUID, datetime]:
    """Bring a tender to a contract that was signed when its standstill ended; give the contract's id and when."""
    first, second = officers
    tender_id = _announced(title, announced, officers)
    tender = owned_tender(first, tender_id)
    at = (tender.standstill_ends_at or announced) + timedelta(hours=10)
    today = london_day(at)
    one = contracts_of(tender)[0]
    value = one.value_pence
    with clock.fixed(at):
        given = Signature(today, today + 14 * DAY, today + 14 * DAY + 2 * YEAR, value, extension_months=12)
        contracts.sign(second, one.id, given, now=at)
    return one.id, at


def add_decided(now: datetime) -> int:
    """Make a tender in each state from a proposed award to a contract that has ended; give how many."""
    officers = actor(Role.COMMISSIONER, HERE), actor(Role.COMMISSIONER, HERE, 2)
    first, second = officers
    _proposed("Advocates in age assessments", now - DAY, officers)
    _announced("Advocates for children who go missing", now - 2 * DAY, officers)

    paused = _announced("Advocates for young mothers", now - 3 * DAY, officers)
    told = now - 2 * DAY
    challenging.challenge(
        first,
        paused,
        kind=ClaimKind.LETTER,
        notified_at=told,
        what="A bidder writes that its answer about nights was scored for what it does not say.",
        now=told,
    )

    _announced("Advocates for unaccompanied children", now - 25 * DAY, officers)

    running, signed_at = _signed("Advocates for children in secure homes", now - 90 * DAY, officers)
    contracts.publish_notice(second, running, now=signed_at + 3 * DAY)
    seen = signed_at + 40 * DAY
    reviewing.note(
        second,
        running,
        rating=Rating.APPROACHING_TARGET,
        noted_on=london_day(seen),
        text="Nine of ten children met an advocate within 24 hours. At weekends it took longer.",
        share=True,
        now=seen,
    )
    more = Variation(
        what="Ten more hours of advocacy a week until the end of March.",
        reason="More children came than were expected.",
        ends_on=None,
        value_pence=None,
        scope_changed=False,
        favours_provider=False,
    )
    contracts.vary(second, running, more, now=seen + DAY)

    ended, _ = _signed("Advocates on call at night", now - 300 * DAY, officers)
    contracts.end(
        second,
        ended,
        ended_on=london_day(now - 20 * DAY),
        ending=Ending.AGREED,
        reason="Both sides found that the service fits better into the one for the day.",
        now=now - 20 * DAY,
    )
    return 6
