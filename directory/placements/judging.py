"""The guards of a hold, an agreement and a start, judged anew each time: matches were frozen at the first release."""

from dataclasses import dataclass

from directory.access import Actor, Permission
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.providers.models import Service
from directory.requests.models import Request
from directory.requests.rules.matching import for_a_director, forbidden
from directory.requests.search import as_now, wanted, zones_touched

SHORTEST_REASON = 10


@dataclass(frozen=True)
class Guarded:
    """What stands against a service now: what nobody may set aside, and what a director may, with a reason."""

    forbidden: tuple[str, ...]
    for_a_director: tuple[str, ...]

    @property
    def clear(self) -> bool:
        """Say whether nothing stands against it."""
        return not self.forbidden and not self.for_a_director


def judged(request: Request, service: Service) -> Guarded:
    """Judge a service as it is now: its registration, rating and ages, and the request's exclusion zones."""
    now = as_now(request, service)
    return Guarded(tuple(forbidden(wanted(request), now)), (*zones_touched(request, service), *for_a_director(now)))


def allow(actor: Actor, request: Request, service: Service, *, override: str, settled: bool = False) -> str:
    """Give the reason to keep with the hold, empty where nothing stands against the service.

    ``settled``: a director has set aside for this hold what a director may; nobody asks again.

    Raises WrongState where something forbids it or only a director may set it aside, NotAllowed where a reason comes
    from somebody else, Invalid where the reason is too short to be one.
    """
    found = judged(request, service)
    if found.forbidden:
        raise WrongState(f"{service.name} cannot be used for this child: {'; '.join(found.forbidden)}")
    if not found.for_a_director or settled:
        return ""
    words = f"{service.name}: {'; '.join(found.for_a_director)}"
    if not override.strip():
        who = "Give your reason" if actor.may(Permission.RULE_OVERRIDE) else "Only a director may set this aside"
        raise WrongState(f"{words}. {who}, with a reason, or choose another offer")
    if not actor.may(Permission.RULE_OVERRIDE):
        raise NotAllowed("Only a director may set this aside")
    if len(override.strip()) < SHORTEST_REASON:
        raise Invalid.field("override", f"Say why in at least {SHORTEST_REASON} characters")
    return override.strip()
