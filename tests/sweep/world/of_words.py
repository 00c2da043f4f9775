"""Groups of words that are found in each other's place: in force, and retired."""

from datetime import datetime

from directory.access import SYSTEM
from directory.search.synonyms import built_in
from directory.search.wording.actions import retire
from tests.sweep.expect import Item, Sees
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World


def fill(world: World, now: datetime) -> None:
    """Retire one of ours."""
    first, second, *_ = built_in()
    retire(SYSTEM, second.id, now=now)
    world.add(Thing.SYNONYMS, Item({"group_id": first.id}, "", Sees.EVERYBODY, words="group of words"))
    world.add(Thing.RETIRED_SYNONYMS, Item({"group_id": second.id}, "", Sees.EVERYBODY, words="retired group"))
