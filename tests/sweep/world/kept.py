from dataclasses import dataclass, field, replace
from uuid import UUID

from directory.access import Actor
from directory.accounts.models import Person
from directory.accounts.rules import NEVER_A_SCOPE
from directory.kit.db import db
from tests.sweep.expect import Item, Persona
from tests.sweep.people import STRANGER
from tests.sweep.routes import Thing


@dataclass
class World:
    """Who there is and what there is of each kind."""

    people: dict[Persona, UUID] = field(default_factory=dict)
    sessions: dict[Persona, UUID] = field(default_factory=dict)
    tokens: dict[Persona, str] = field(default_factory=dict)
    items: dict[Thing, list[Item]] = field(default_factory=dict)

    def add(self, thing: Thing, item: Item) -> None:
        """Note one more thing."""
        self.items.setdefault(thing, []).append(item)

    def actor(self, persona: Persona) -> Actor:
        """Give a persona as an actor, to make things with the features' own actions."""
        return db.session.get_one(Person, self.people[persona]).actor()

    def acting(self, persona: Persona, *, for_programs: bool) -> Persona:
        """Give who asks: a token is nobody on pages, and whoever has no token is nobody for programs."""
        if for_programs and persona.dead_token:
            return persona
        narrowed = persona.scopes is not None
        if not for_programs:
            return STRANGER if narrowed else persona
        if persona not in self.tokens:
            return STRANGER
        return persona if narrowed else replace(persona, scopes=_scopes(persona))


def _scopes(persona: Persona) -> frozenset[str]:
    return frozenset(permission.value for permission in persona.permissions - NEVER_A_SCOPE)
