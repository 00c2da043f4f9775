"""Who visits: a stranger, each role in one organisation, their like in another, and those who must not get in."""

from directory.access import ROLE_KIND, Kind, Role
from tests.sweep.expect import Persona

HERE = {Kind.AUTHORITY: "Northmoor Council", Kind.PROVIDER: "Harbour Care", Kind.OPERATOR: "Fairhaven"}
THERE = {Kind.AUTHORITY: "Southmoor Council", Kind.PROVIDER: "Seaview Care"}
ROLES_THERE = (Role.PLACEMENTS_MANAGER, Role.COMMISSIONER, Role.AUTHORITY_ADMIN, Role.PROVIDER_ADMIN)

STRANGER = Persona("stranger")


def of(role: Role, organisation: str) -> Persona:
    """Give the persona with this role there."""
    return Persona(f"{role.value} of {organisation}", organisation, frozenset({role}))


OF_NORTHMOOR = {role: of(role, HERE[ROLE_KIND[role]]) for role in Role}
OF_SOUTHMOOR = {role: of(role, THERE[ROLE_KIND[role]]) for role in ROLES_THERE}
SECOND_COMMISSIONER = Persona("second commissioner", HERE[Kind.AUTHORITY], frozenset({Role.COMMISSIONER}))
NARROW_TOKEN = Persona(
    "token that may search only", HERE[Kind.PROVIDER], frozenset({Role.PROVIDER_ADMIN}), frozenset({"service:search"})
)
NO_SECOND_FACTOR = Persona(
    "person whose second factor is not set up", HERE[Kind.AUTHORITY], frozenset({Role.SOCIAL_WORKER}), may_enter=False
)
INACTIVE = Persona(
    "inactive person", HERE[Kind.PROVIDER], frozenset({Role.PROVIDER_ADMIN}), may_enter=False, dead_token=True
)

EVERYBODY: tuple[Persona, ...] = (
    STRANGER,
    *OF_NORTHMOOR.values(),
    *OF_SOUTHMOOR.values(),
    SECOND_COMMISSIONER,
    NARROW_TOKEN,
    NO_SECOND_FACTOR,
    INACTIVE,
)
