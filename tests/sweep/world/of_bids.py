"""Bids of both providers, submitted with a file, and tenders whose bids were opened."""

import io
from datetime import timedelta

from directory.access import Kind, Role
from directory.bids import actions, attaching, queries
from directory.kit import clock
from tests.bids import writing
from tests.bids.test_pages import PDF
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, SECOND_COMMISSIONER, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

PROVIDERS = frozenset({HERE[Kind.PROVIDER], THERE[Kind.PROVIDER]})


def fill(world: World) -> None:
    """Have each provider bid in a tender of its own, and two officers open those of a third."""
    now, authority = clock.now(), HERE[Kind.AUTHORITY]
    first, second = world.actor(OF_NORTHMOOR[Role.COMMISSIONER]), world.actor(SECOND_COMMISSIONER)
    for bidder in (OF_NORTHMOOR[Role.PROVIDER_ADMIN], OF_SOUTHMOOR[Role.PROVIDER_ADMIN]):
        tender, actor = writing.open_tender(of=authority), world.actor(bidder)
        actions.save(actor, tender.id, *writing.whole(), now=now)
        attaching.take_file(actor, tender.id, criterion=1, stream=io.BytesIO(PDF), name="plan.pdf", now=now)
        writing.submit(actor, tender.id)
        held = queries.own_bid(actor, tender.id)
        values: dict[str, object] = {"tender_id": tender.id, "number": 1, "bid_id": held.row.id}
        values["sha256"] = held.bid.files[0].sha256
        world.add(Thing.BID, Item(values, bidder.organisation, words=f"bid of {bidder.organisation}"))
        one: dict[str, object] = {"tender_id": tender.id}
        world.add(Thing.TENDER_BIDS, Item(one, authority, also=PROVIDERS, words="tender with a bid"))
    with clock.fixed(now - timedelta(days=60)):
        closed = writing.open_tender(of=authority)
    world.add(Thing.TENDER, Item({"tender_id": closed.id}, authority, words="tender whose bids are sealed"))
    opened = writing.open_tender(of=authority)
    actions.save(world.actor(OF_NORTHMOOR[Role.PROVIDER_ADMIN]), opened.id, *writing.whole(), now=now)
    writing.submit(world.actor(OF_NORTHMOOR[Role.PROVIDER_ADMIN]), opened.id)
    for officer in (first, second):
        actions.open_bids(officer, opened.id, now=writing.closing(opened))
    world.add(Thing.OPENED_TENDER, Item({"tender_id": opened.id}, authority, words="tender whose bids are open"))
