"""The way of most actions to a placement: of one's own authority, its request locked, and running."""

from collections.abc import Set as AbstractSet

from directory.access import Actor, require
from directory.kit.errors import WrongState
from directory.kit.lifecycle import words
from directory.placements.models import Placement
from directory.placements.queries.placing import own_placement
from directory.placements.rules.lifecycle import RULES, PlacementMove
from directory.requests.rules.lifecycle import Status


def placement_for(actor: Actor, reference: str, move: PlacementMove) -> Placement:
    """Give a placement to whom the table lets make ``move`` with it now.

    Raises NotAllowed, NotFound, WrongState where it is in another state.
    """
    rule = RULES[move]
    require(actor, rule.needs)
    placement = own_placement(actor, reference, lock=True)
    refuse_unless(placement, rule.sources)
    return placement


def refuse_unless(placement: Placement, states: AbstractSet[Status]) -> None:
    """Raise WrongState unless a placement is in one of these states."""
    if placement.request.status not in states:
        raise WrongState(f"This placement is {words(placement.request.status)}, so this cannot be done now")
