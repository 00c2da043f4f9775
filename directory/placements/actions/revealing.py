"""Reading the exact address of the service of an agreed placement."""

from datetime import datetime

from directory.access import Actor, Permission, require
from directory.kit import identifiers
from directory.kit.atomic import atomic
from directory.kit.clock import in_london
from directory.kit.errors import Invalid, WrongState
from directory.kit.lifecycle import words
from directory.placements.models import Placement
from directory.placements.moving import tell_of_placement
from directory.placements.queries.placing import own_placement
from directory.placements.rules.disclosing import LONGEST_WHY, OPEN_STATES, SHORTEST_WHY
from directory.providers.actions.addresses import reveal_address
from directory.providers.queries.addresses import is_kept


def _allowed(actor: Actor, reference: str, reason: str, *, lock: bool, now: datetime) -> tuple[Placement, str]:
    """Give the placement and the tidied reason where all but the second factor is right."""
    require(actor, Permission.ADDRESS_REVEAL)
    placement = own_placement(actor, reference, lock=lock)
    if placement.request.status not in OPEN_STATES:
        raise WrongState(f"This placement is {words(placement.request.status)}, so its address is not shown")
    if not is_kept(actor, placement.service_id):
        raise WrongState("The provider keeps no address here. Ask it where to bring the child")
    reason = " ".join(reason.split())
    if not SHORTEST_WHY <= len(reason) <= LONGEST_WHY:
        raise Invalid.field("reason", f"Say why you need it, in {SHORTEST_WHY} to {LONGEST_WHY} characters")
    if found := identifiers.find(reason, in_london(now).date()):
        raise Invalid.field("reason", "; ".join(finding.advice for finding in found))
    return placement, reason


@atomic
def ask_for_address(actor: Actor, reference: str, *, reason: str, now: datetime) -> None:
    """Say whether the address would be given, before a code is spent on it. Raises as ``read_address``."""
    _allowed(actor, reference, reason, lock=False, now=now)


@atomic
def read_address(actor: Actor, reference: str, *, reason: str, now: datetime) -> str:
    """Give the address and write down who read it and why. Called by ``placements.revealing`` alone, which has just
    asked for the second factor. Raises NotAllowed, NotFound, WrongState, Invalid (``reason``).
    """  # noqa: D205 - one sentence
    placement, reason = _allowed(actor, reference, reason, lock=True, now=now)
    address = reveal_address(actor, placement.service_id, now=now, request=placement.request.reference, reason=reason)
    tell_of_placement(placement, f"the address of {placement.service.name} was read", now=now)
    return address
