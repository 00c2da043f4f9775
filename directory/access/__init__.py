"""Who may do what: one matrix of roles, one actor, one guard on every route."""

from directory.access.actor import NOBODY, SYSTEM, Actor, require
from directory.access.guards import Guard, anyone, current_actor, guarded, signed_in
from directory.access.matrix import GRANTS, ROLE_KIND, SECOND_FACTOR_KINDS, Kind, Permission, Role, permissions_of

__all__ = [
    "GRANTS",
    "NOBODY",
    "ROLE_KIND",
    "SECOND_FACTOR_KINDS",
    "SYSTEM",
    "Actor",
    "Guard",
    "Kind",
    "Permission",
    "Role",
    "anyone",
    "current_actor",
    "guarded",
    "permissions_of",
    "require",
    "signed_in",
]
