"""What a lot covers: types of service, and areas as GSS codes or regions."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from directory.codes import ServiceType
from directory.geo.authorities import by_code


def region_of(code: str) -> str | None:
    """Give the region of a GSS code; None for what is none."""
    known = by_code().get(code)
    return known.region if known else None


def covers(
    lot_types: Collection[str], lot_areas: Collection[str], types: Iterable[ServiceType], areas: Iterable[str]
) -> bool:
    """Say whether a lot covers all of these types in all of these areas.

    A lot without areas is for anywhere; one for a region covers the authorities in it.
    """
    if not set(types) <= set(lot_types):
        return False
    return not lot_areas or all(area in lot_areas or region_of(area) in lot_areas for area in areas)


def may_lie_in(lot_areas: Collection[str], authority: str | None, region: str | None) -> bool:
    """Say whether a service, as far as it is published where it is, may lie in a lot's areas.

    Where only its region is published the answer is the same for all of that region, so it tells nothing more.
    """
    if not lot_areas or region in lot_areas or authority in lot_areas:
        return True
    return authority is None and region is not None and any(region_of(area) == region for area in lot_areas)


@dataclass(frozen=True)
class Standing:
    """That a provider is a current member of a lot that an authority may use."""

    provider_id: UUID
    reference: str
    title: str
    lot: int
    rank: int | None
    service_types: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def words(self) -> str:
        """Give it in words, for the reasons of a match."""
        rank = "" if self.rank is None else f", rank {self.rank}"
        return f"member of framework {self.reference}, lot {self.lot}{rank}"
