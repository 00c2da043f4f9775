"""What the matrix expects of one request: by the guard's words, the grants of the roles, and whose the thing is.

Nothing here asks the guards of the application: the words stand in ``routes.py``, the roles in ``GRANTS``.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from directory.access import Permission, Role, permissions_of
from tests.sweep.routes import NO_GUARD, Route


class Sees(StrEnum):
    """Who but its owner may see a thing."""

    OWNER = "the organisation it belongs to"
    PERSON = "the one person it belongs to, and who manages tokens in their organisation"
    SELF = "the one person it belongs to"
    EVERYBODY = "everybody"
    CONFIDENTIAL = "whoever may see confidential services"


@dataclass(frozen=True)
class Persona:
    """One visitor. ``scopes`` narrows a token; ``dead_token``: theirs opens nothing any more, which is said at once."""

    name: str
    organisation: str = ""
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[str] | None = None
    may_enter: bool = True
    dead_token: bool = False

    @property
    def signed_in(self) -> bool:
        """Say whether the visitor is somebody."""
        return bool(self.roles) and self.may_enter

    @property
    def permissions(self) -> frozenset[Permission]:
        """Give what the visitor may do."""
        granted = permissions_of(self.roles if self.may_enter else ())
        return granted if self.scopes is None else frozenset(p for p in granted if p.value in self.scopes)


@dataclass(frozen=True)
class Item:
    """One thing in the world: the values that name it in a rule, whose it is and who else sees it.

    ``also``: organisations that were asked and so see it too; ``needs``: what is needed to see it, besides.
    """

    values: dict[str, object]
    owner: str
    sees: Sees = Sees.OWNER
    person: UUID | None = None
    also: frozenset[str] = frozenset()
    needs: frozenset[Permission] = field(default_factory=frozenset)
    words: str = ""


def permissions_named(guard: str) -> frozenset[Permission]:
    """Give the permissions that a guard's words name; none for "anyone" and "signed in"."""
    known = {permission.value: permission for permission in Permission}
    return frozenset(known[word] for word in guard.split(" or ") if word in known)


def may_enter(route: Route, persona: Persona) -> bool:
    """Say whether the guard lets this visitor in."""
    if route.guard in {"anyone", NO_GUARD}:
        return True
    return persona.signed_in and bool(
        route.guard == "signed in" or persona.permissions & permissions_named(route.guard)
    )


def sees(persona: Persona, item: Item, person_id: UUID | None) -> bool:
    """Say whether the thing exists for this visitor."""
    if item.sees is Sees.EVERYBODY:
        return True
    if item.sees is Sees.PERSON:
        manages = Permission.TOKEN_MANAGE in persona.permissions and persona.organisation == item.owner
        return manages or (person_id is not None and person_id == item.person)
    if item.sees is Sees.SELF:
        return person_id is not None and person_id == item.person
    if item.sees is Sees.CONFIDENTIAL and Permission.CONFIDENTIAL_SEARCH in persona.permissions:
        return True
    if not persona.signed_in or (item.needs and not item.needs & persona.permissions):
        return False
    return persona.organisation == item.owner or persona.organisation in item.also


READ = frozenset({200, 302, 303})
# 403 and 409: the state or the person (a second one must approve) does not allow it; 4xx else: what was sent is empty
REFUSED_IN_WORDS = frozenset({400, 403, 409, 412, 415, 422, 428})
DONE = frozenset({200, 201, 202, 204, 302, 303})


def expected(route: Route, method: str, persona: Persona, *, visible: bool) -> frozenset[int]:
    """Give the statuses that may answer. ``visible``: whether the thing exists for the visitor."""
    if route.for_programs and persona.dead_token:
        return frozenset({401})
    if not may_enter(route, persona):
        if persona.signed_in:
            return frozenset({403})
        return frozenset({401 if route.for_programs else 302})
    if route.alone:
        return frozenset({route.alone})
    if not visible:
        # a program's body is read before the thing is looked for: it is refused alike, whatever the id
        return frozenset({404, 422} if route.for_programs and method != "GET" else {404})
    return READ | {403, 409} if method == "GET" else DONE | REFUSED_IN_WORDS
