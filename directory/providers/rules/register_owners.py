"""Which organisation owns a service, as far as the register says."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from directory.access import Kind
from directory.geo.authorities import Authority, authority_named, light
from directory.organisations.rules import name_key, tidy

LONGEST = 300
_AS_GOOD_AS_THE_SAME = 0.9


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation by what tells it apart: an authority by its code, a provider by its name as compared."""

    kind: Kind
    name: str
    gss: str | None = None

    @property
    def key(self) -> tuple[Kind, str]:
        """Give what two owners that are one have in common."""
        return (self.kind, self.gss or name_key(self.name))


def owner_of(owner: str, sector: str, name: str, urn: str, where: Authority) -> Owner:
    """Give the owner of a service in authority ``where``; ``name`` is the service's, empty if it is redacted.

    An authority is one by the sector "Local Authority" or because it calls itself a council. A service without an
    owner belongs to an organisation of its own, so that no two strangers ever share one.
    """
    owner = tidy(owner)
    if tidy(sector).lower() == "local authority" or "council" in owner.lower():
        authority = authority_named(owner) or _meant(owner, where)
        if authority:
            return Owner(Kind.AUTHORITY, authority.name, authority.gss)
    return Owner(Kind.PROVIDER, (owner or tidy(name) or f"Owner of URN {urn}, not named in the register")[:LONGEST])


def _meant(owner: str, where: Authority) -> Authority | None:
    """Give the authority of the service where the owner is a department of it, or its name misspelt."""
    if f" {light(where.short_name)} " in f" {light(owner)} " and _is_of_the_council(owner):
        return where
    alike = SequenceMatcher(None, light(owner), light(where.name)).ratio()
    return where if alike > _AS_GOOD_AS_THE_SAME else None


def _is_of_the_council(owner: str) -> bool:
    """Tell "Oldham Children's Social Care" from a trust or company that only has the place in its name."""
    words = set(light(owner).split())
    return bool(words & {"council", "la", "mbc", "authority", "social", "service", "services"}) and not words & {
        "trust",
        "academy",
        "limited",
        "ltd",
        "cic",
    }
