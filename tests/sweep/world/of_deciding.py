"""Tenders of both authorities that are decided: announced, challenged, signed."""

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Kind, Permission, Role
from directory.awards.actions import contracts, deciding, panel, reviewing
from directory.awards.models import Challenge, Decision
from directory.awards.rules.challenge import ClaimKind
from directory.awards.rules.contract import Rating
from directory.awards.rules.standstill import Rest, Standstill, london_day
from directory.kit.atomic import atomic
from directory.kit.db import db
from tests.awards import judging
from tests.awards.deciding import announced, contract, judged, proposed, signature
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, THERE
from tests.sweep.things import Thing
from tests.sweep.world.kept import World

COMMISSIONERS = frozenset({Permission.AWARD_PROPOSE})
READERS = frozenset({Permission.CONTRACT_READ})
AT_ONCE = Rest(Standstill.NONE, 0, "A child needs it now")


def fill(world: World) -> None:
    """Bring them there by the actions that commissioners use."""
    for names, people in ((HERE, OF_NORTHMOOR), (THERE, OF_SOUTHMOOR)):
        authority, provider = names[Kind.AUTHORITY], names[Kind.PROVIDER]
        made = judging.begun(of=authority, bidders=(provider, "Tern House"), evaluators=1)
        panel.declare(world.actor(people[Role.COMMISSIONER]), made.tender.id, {}, now=made.now)
        made.score_all({(1, 1): 5})
        made.agree_all({(1, 1): 5})
        made.open_prices()
        announced(made, rest=AT_ONCE)
        _decided(world, made, authority, provider)
        _signed(world, made, authority, provider)
        _on_the_way(world, authority, provider)


def _on_the_way(world: World, authority: str, provider: str) -> None:
    """Decide one that waits for its announcement, and one of which the first lot is signed and the second given up."""
    waiting = judged(of=authority, bidders=(provider,))
    proposed(waiting)
    deciding.approve(waiting.second, waiting.tender_id, now=waiting.now)
    tender: dict[str, object] = {"tender_id": waiting.tender_id}
    world.add(Thing.DECIDED, Item(tender, authority, needs=COMMISSIONERS, words=f"approved decision of {authority}"))
    half = judged(of=authority, bidders=(provider,), lots=2)
    announced(half, rest=AT_ONCE)
    tender = {"tender_id": half.tender_id}
    first, second = (contract(half, at) for at in range(2))
    unsigned = f"contract of {authority} that is to be signed"
    also = frozenset({provider})
    contracts.sign(half.second, first.id, signature(half, half.now), now=half.now)
    contracts.give_up(half.second, second.id, reason="They found no house", now=half.now)
    world.add(Thing.TENDER, Item(tender, authority, words=f"half contracted tender of {authority}"))
    open_one = judged(of=authority, bidders=(provider,))
    announced(open_one, rest=AT_ONCE)
    values: dict[str, object] = {"contract_id": contract(open_one).id}
    world.add(Thing.CONTRACT, Item(values, authority, also=also, needs=READERS, words=unsigned))


@atomic
def _challenged(made: judging.Judging) -> Challenge:
    """Give a challenge to an award, as if it had come in a standstill: how that stops the clock is tested elsewhere."""
    decision = db.session.scalars(select(Decision).where(Decision.tender_id == made.tender_id)).one()
    told = Challenge(
        decision_id=decision.id,
        kind=ClaimKind.LETTER,
        notified_at=made.now,
        what="A letter came",
        recorded_by=made.second.person_id,
        recorded_at=made.now,
    )
    db.session.add(told)
    audit.record(SYSTEM, "tender:award_challenged", made.tender, at=made.now)
    return told


def _decided(world: World, made: judging.Judging, authority: str, provider: str) -> None:
    tender: dict[str, object] = {"tender_id": made.tender.id}
    world.add(Thing.DECIDED, Item(tender, authority, needs=COMMISSIONERS, words=f"decision of {authority}"))
    world.add(Thing.ANNOUNCED, Item(tender, authority, needs=COMMISSIONERS, words=f"award of {authority}"))
    world.add(
        Thing.SUMMARY, Item({**tender, "bid": 1}, authority, needs=COMMISSIONERS, words=f"summary by {authority}")
    )
    world.add(Thing.ASSESSED, Item(tender, provider, words=f"summary for {provider}"))
    values = {**tender, "challenge_id": _challenged(made).id}
    world.add(Thing.CHALLENGE, Item(values, authority, needs=COMMISSIONERS, words=f"challenge of {authority}"))


def _signed(world: World, made: judging.Judging, authority: str, provider: str) -> None:
    one = contracts.sign(made.second, contract(made).id, signature(made, made.now), now=made.now)
    note = reviewing.note(
        made.second, one.id, rating=Rating.GOOD, noted_on=london_day(made.now), text="Visits kept", now=made.now
    )
    values: dict[str, object] = {"contract_id": one.id}
    also = frozenset({provider})
    world.add(Thing.CONTRACT, Item(values, authority, also=also, needs=READERS, words=f"contract of {authority}"))
    noted = {**values, "note_id": note.id}
    world.add(
        Thing.PERFORMANCE_NOTE, Item(noted, authority, needs=COMMISSIONERS, words=f"performance seen by {authority}")
    )
