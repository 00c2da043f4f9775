"""Who acts: a person in an organisation with roles, or nobody, or the site itself."""

from dataclasses import dataclass, field
from uuid import UUID

from directory.access.matrix import Kind, Permission, Role, permissions_of
from directory.kit.errors import NotAllowed, NotSignedIn


@dataclass(frozen=True)
class Actor:
    """Who asks, as far as the rules care. ``scopes`` narrows an API token; None is no narrowing."""

    person_id: UUID | None = None
    organisation_id: UUID | None = None
    kind: Kind | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    scopes: frozenset[str] | None = None
    system: bool = False
    name: str = ""

    @property
    def signed_in(self) -> bool:
        """Say whether a person (or a person's token) acts."""
        return self.person_id is not None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Give what the actor may do; a token never more than its scopes (which are permissions by name)."""
        if self.system:
            return frozenset(Permission)
        granted = permissions_of(self.roles)
        return granted if self.scopes is None else frozenset(p for p in granted if p.value in self.scopes)

    def may(self, permission: Permission) -> bool:
        """Say whether the actor's role allows it (tenancy is asked of the query that loads the thing)."""
        return permission in self.permissions

    @property
    def sees_confidential(self) -> bool:
        """Say whether confidential services may appear to this actor (areas only)."""
        return self.may(Permission.CONFIDENTIAL_SEARCH)


NOBODY = Actor()
SYSTEM = Actor(system=True, name="Fairhaven")


def require(actor: Actor, permission: Permission) -> None:
    """Raise NotSignedIn or NotAllowed unless the actor may."""
    if actor.may(permission):
        return
    if not actor.signed_in:
        raise NotSignedIn
    raise NotAllowed
