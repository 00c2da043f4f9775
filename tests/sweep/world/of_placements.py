"""Requests of both authorities with offers, holds and what follows; the provider of all of them is Harbour Care."""

from directory.access import Kind, Permission
from directory.requests.rules.lifecycle import Status
from tests import make_disclosure, make_placements
from tests.make_placements import Offered, reread
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
        for maker in (make_placements.offered, make_placements.shortlisted, make_placements.held):
            made = maker(home, by=PROVIDER, of=authority)
            words = f"{maker.__name__} request of {authority}"
            _request(world, authority, made, words)
            values: dict[str, object] = {"reference": made.reference, "offer_id": made.offer_id}
            world.add(Thing.OFFER_TO_READ, Item(values, authority, words=f"offer of the {words}"))
        make_disclosure.address(home, by=PROVIDER)
        world.add(Thing.KEPT_ADDRESS, Item({"service_id": home}, PROVIDER, words=f"address of a home {authority} uses"))
        for maker in (make_placements.agreed, make_placements.placed, make_placements.ended):
            made = maker(home, by=PROVIDER, of=authority)
            words = f"{maker.__name__} request of {authority}"
            _request(world, authority, made, words)
            _placement(world, authority, made, words, missing=maker is make_placements.placed)


def _request(world: World, authority: str, made: Offered, words: str) -> None:
    values: dict[str, object] = {"reference": made.reference}
    world.add(Thing.REQUEST, Item(values, authority, also=frozenset({PROVIDER}), needs=SEES, words=words))


SEES = frozenset({Permission.REQUEST_READ, Permission.OFFER_MAKE})


def _placement(world: World, authority: str, made: Offered, words: str, *, missing: bool) -> None:
    one: dict[str, object] = {"reference": made.reference}
    world.add(Thing.PLACEMENT, Item(one, authority, words=words))
    world.add(Thing.PLACEMENT_TO_READ, Item(one, authority, also=frozenset({PROVIDER}), words=words))
    review = make_placements.placement(made).reviews[0].id
    world.add(Thing.REVIEW, Item({**one, "review_id": review}, authority, words=f"review of the {words}"))
    if reread(made).status is Status.AGREED:
        file = make_disclosure.pack(made, of=authority).files[0]
        values = {**one, "file_id": file.file_id}
        world.add(Thing.PACK_FILE, Item(values, authority, also=frozenset({PROVIDER}), words=f"pack of the {words}"))
    if missing:
        episode = make_placements.missing(made, of=authority).id
        world.add(Thing.EPISODE, Item({**one, "episode_id": episode}, authority, words=f"episode of the {words}"))
