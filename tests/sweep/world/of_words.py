"""Groups of words that are found in each other's place: in force, and retired; the terms of our vocabulary."""

from datetime import datetime

from directory.access import SYSTEM
from directory.api.openreferral.terms import TERMS
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
    term = TERMS[0]
    world.add(Thing.TERM, Item({"term_id": term.id}, "", Sees.EVERYBODY, words="term"))
    world.add(Thing.TAXONOMY, Item({"taxonomy_id": term.taxonomy.id}, "", Sees.EVERYBODY, words="list of terms"))
