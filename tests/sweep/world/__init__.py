"""The world of the sweep: people and things of two authorities and two providers, in every state."""

from directory.kit import clock
from tests.sweep.expect import Item, Sees
from tests.sweep.routes import Thing
from tests.sweep.world import (
    of_accounts,
    of_bids,
    of_deciding,
    of_finder,
    of_frameworks,
    of_judging,
    of_placements,
    of_providers,
    of_questions,
    of_requests,
    of_searches,
    of_tenders,
    of_webhooks,
    of_words,
)
from tests.sweep.world.kept import World

__all__ = ["World", "made"]


def made() -> World:
    """Make it all in the database of the running application."""
    world = World()
    world.add(Thing.FILE, Item({"filename": "vendor/govuk-frontend.min.css"}, "", Sees.EVERYBODY, words="file"))
    of_accounts.fill(world)
    of_providers.fill(world)
    of_finder.fill(world)
    of_requests.fill(world)
    of_placements.fill(world)
    of_tenders.fill(world)
    of_judging.fill(world)
    of_deciding.fill(world)
    of_bids.fill(world)
    of_frameworks.fill(world)
    of_questions.fill(world)
    of_searches.fill(world)
    of_words.fill(world, clock.now())
    of_webhooks.fill(world)
    of_requests.of_their_own(world)
    of_requests.notices(world)
    return world
