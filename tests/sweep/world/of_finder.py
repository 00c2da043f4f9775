"""Saved searches and shortlists: private and shared ones, of people of both authorities and of a provider."""

from directory.access import Kind, Permission, Role
from directory.codes import ServiceType
from directory.finder.actions import shortlist
from directory.kit import clock
from tests import make_saved, make_services
from tests.sweep.expect import Item, Persona, Sees
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

KEEPERS = (OF_NORTHMOOR[Role.SOCIAL_WORKER], OF_SOUTHMOOR[Role.PLACEMENTS_MANAGER])
PROVIDER = OF_NORTHMOOR[Role.PROVIDER_STAFF]


def fill(world: World) -> None:
    """Make them by the actions that people use."""
    for keeper in KEEPERS:
        for shared in (False, True):
            _saved(world, keeper, shared=shared)
            _list(world, keeper, shared=shared)
    for keeper in (*KEEPERS, PROVIDER):
        service = make_services.service(HERE[Kind.PROVIDER], type=ServiceType.ADVOCACY)
        made = shortlist.keep(world.actor(keeper), service.id, now=clock.now())
        item = _item(world, keeper, {"service_id": service.id}, "service that somebody keeps")
        world.add(Thing.KEPT_SERVICE, item)
        both: dict[str, object] = {"shortlist_id": made.id, "service_id": service.id}
        world.add(Thing.NOTED_SERVICE, _item(world, keeper, both, "service on a list"))


def _item(world: World, keeper: Persona, values: dict[str, object], words: str) -> Item:
    return Item(values, keeper.organisation, Sees.SELF, person=world.people[keeper], words=words)


def _saved(world: World, keeper: Persona, *, shared: bool) -> None:
    made = make_saved.saved_search(world.actor(keeper), shared=shared, type=["childrens_home"])
    values: dict[str, object] = {"saved_search_id": made.id}
    words = f"{'shared' if shared else 'private'} saved search of {keeper.organisation}"
    own = _item(world, keeper, values, words)
    world.add(Thing.OWN_SAVED_SEARCH, own)
    world.add(Thing.SAVED_SEARCH, Item(values, keeper.organisation, words=words) if shared else own)


def _list(world: World, keeper: Persona, *, shared: bool) -> None:
    made = shortlist.make_list(world.actor(keeper), name="PR-2026-0001", shared=shared, now=clock.now())
    values: dict[str, object] = {"shortlist_id": made.id}
    words = f"{'shared' if shared else 'private'} shortlist of {keeper.organisation}"
    own = _item(world, keeper, values, words)
    world.add(Thing.OWN_SHORTLIST, own)
    needs = frozenset({Permission.SEARCH_SAVE})
    world.add(Thing.SHORTLIST, Item(values, keeper.organisation, needs=needs, words=words) if shared else own)
