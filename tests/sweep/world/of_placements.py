"""Requests of both authorities with offers, holds and what follows; the provider of one of them is Harbour Care."""

from directory.access import Kind
from tests import make_placements
from tests.make_requests import matching_service
from tests.sweep.expect import Item
from tests.sweep.people import HERE, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

PROVIDER = HERE[Kind.PROVIDER]


def fill(world: World) -> None:
    """Bring them there by the actions that people use."""
    for authority in (HERE[Kind.AUTHORITY], THERE[Kind.AUTHORITY]):
        home = matching_service(PROVIDER, places=9).id
        for stage, maker in (("offered", make_placements.offered), ("held", make_placements.held)):
            made = maker(home, by=PROVIDER, of=authority)
            words = f"{stage} request of {authority}"
            world.add(
                Thing.REQUEST, Item({"reference": made.reference}, authority, also=frozenset({PROVIDER}), words=words)
            )
            values: dict[str, object] = {"reference": made.reference, "offer_id": made.offer_id}
            world.add(Thing.OFFER_TO_READ, Item(values, authority, words=f"offer of the {words}"))
