"""The world of the sweep: people and things of two authorities and two providers, in every state."""

from dataclasses import dataclass, field
from uuid import UUID

from directory.access import ROLE_KIND
from tests import make
from tests.sweep.expect import Item, Persona
from tests.sweep.people import EVERYBODY, NO_SECOND_FACTOR, STRANGER, INACTIVE
from tests.sweep.routes import Thing


@dataclass
class World:
    """Who there is and what there is of each kind."""

    people: dict[Persona, UUID] = field(default_factory=dict)
    tokens: dict[Persona, str] = field(default_factory=dict)
    items: dict[Thing, list[Item]] = field(default_factory=dict)

    def add(self, thing: Thing, item: Item) -> None:
        """Note one more thing."""
        self.items.setdefault(thing, []).append(item)

    def acting(self, persona: Persona, *, for_programs: bool) -> Persona:
        """Give who asks: a token is nobody on pages, and whoever has no token is nobody for programs."""
        if for_programs and persona.dead_token:
            return persona
        narrowed = persona.scopes is not None
        if for_programs != narrowed and not (for_programs and persona in self.tokens):
            return STRANGER
        if for_programs and not narrowed:
            scopes = frozenset(p.value for p in persona.permissions - NEVER_A_SCOPE)
            return replace(persona, scopes=scopes)
        return persona


def made() -> World:
    """Make it all in the database of the running application."""
    world = World()
    return world
