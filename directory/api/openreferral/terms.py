"""Service types and specialisms as two taxonomies. Their ids are made from their names, so they are always the same."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID, uuid5

from directory.codes import ServiceType, Specialism, label

NAMESPACE = UUID("6f2b6ad4-3f0e-5d5b-9a54-0d6f1c0a7e11")


def made_id(*parts: object) -> UUID:
    """Give the id of what has none of its own here: of the same parts always the same."""
    return uuid5(NAMESPACE, "/".join(str(part) for part in parts))


@dataclass(frozen=True)
class Taxonomy:
    """One list of terms."""

    name: str
    description: str
    codes: type[StrEnum]

    @property
    def id(self) -> UUID:
        """Give its id."""
        return made_id("taxonomy", self.name)


@dataclass(frozen=True)
class Term:
    """One value of a taxonomy."""

    taxonomy: Taxonomy
    code: StrEnum

    @property
    def id(self) -> UUID:
        """Give its id."""
        return made_id("term", self.taxonomy.name, self.code.value)


TYPES = Taxonomy("Fairhaven service types", "What a service for children is", ServiceType)
SPECIALISMS = Taxonomy("Fairhaven specialisms", "What a service for children knows well", Specialism)
TAXONOMIES = (TYPES, SPECIALISMS)
TERMS = tuple(Term(taxonomy, code) for taxonomy in TAXONOMIES for code in taxonomy.codes)
BY_ID = {term.id: term for term in TERMS}


def taxonomy_block(taxonomy: Taxonomy) -> dict[str, object]:
    """Give a taxonomy in the standard's words."""
    return {"id": str(taxonomy.id), "name": taxonomy.name, "description": taxonomy.description, "version": "1"}


def term_block(term: Term) -> dict[str, object]:
    """Give a term in the standard's words; ``term`` is our code for it."""
    return {
        "id": str(term.id),
        "name": label(term.code),
        "description": label(term.code),
        "taxonomy": term.taxonomy.name,
        "taxonomy_id": str(term.taxonomy.id),
        "term": term.code.value,
    }
