"""Which area may stand for each confidential service, so that no subtraction leaves a small crowd.

Whoever sees everything published can take the services of all narrower areas away from a wider one. What is left must
still be a crowd. So it is not enough that an authority *holds* three: three must be *published as it* (ADR 15).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from directory.providers.rules.words import AreaKind

SMALLEST_CROWD = 3
"""How many organisations, each counted once, must share a published area.

Organisations, not services: a provider knows its own, so its own hide nobody from it, and it could list as many as it
needs to narrow the area of the only other one there.
"""


class Cell(NamedTuple):
    """What is known here of where services are: all of one cell are published alike. ``outcode`` None: not known."""

    region: str
    authority: str
    outcode: str | None


@dataclass(frozen=True, slots=True)
class Crowd:
    """Some confidential services: how many, and the organisations that count among theirs."""

    services: int = 0
    organisations: frozenset[UUID] = frozenset()

    def __or__(self, other: "Crowd") -> "Crowd":
        return Crowd(self.services + other.services, self.organisations | other.organisations)

    @property
    def hides(self) -> bool:
        """Say whether none of these stands out."""
        return len(self.organisations) >= SMALLEST_CROWD


def together(crowds: Iterable[Crowd]) -> Crowd:
    """Give all of them as one."""
    whole = Crowd()
    for crowd in crowds:
        whole |= crowd
    return whole


def kinds(crowds: Mapping[Cell, Crowd]) -> dict[Cell, AreaKind]:
    """Give how wide the published area of each cell is: the narrowest that leaves no small crowd anywhere.

    In each authority the outward codes that hold a crowd stand for themselves, the rest for the authority. Where that
    rest is no crowd the smallest of those outward codes joins it; where there is none, the rest stands for the region.
    There the same is done with the smallest of what stands for an authority (or, without any, for an outward code).
    One is always enough: any crowd joined by others is a crowd. Only where a whole region holds none is its area, the
    widest there is, shared by fewer. Whole regions must be given; the order they come in does not matter.
    """
    given: dict[Cell, AreaKind] = {}
    for region in sorted({cell.region for cell in crowds}):
        given |= _in_region({cell: crowd for cell, crowd in crowds.items() if cell.region == region})
    return given


def _in_region(crowds: Mapping[Cell, Crowd]) -> dict[Cell, AreaKind]:
    given: dict[Cell, AreaKind] = {}
    by_authority: defaultdict[str, list[Cell]] = defaultdict(list)
    for cell in crowds:
        by_authority[cell.authority].append(cell)
    for cells in by_authority.values():
        given |= _in_authority({cell: crowds[cell] for cell in cells})
    rest = together(crowds[cell] for cell, kind in given.items() if kind is AreaKind.REGION)
    if rest.services and not rest.hides:
        for cell in _smallest(given, crowds):
            given[cell] = AreaKind.REGION
    return given


def _in_authority(crowds: Mapping[Cell, Crowd]) -> dict[Cell, AreaKind]:
    alone = sorted(
        (cell for cell in crowds if cell.outcode and crowds[cell].hides),
        key=lambda cell: (crowds[cell].services, cell),
    )
    rest = together(crowds[cell] for cell in crowds if cell not in alone)
    if rest.services and not rest.hides and alone:
        rest |= crowds[alone.pop(0)]
    wide = AreaKind.AUTHORITY if rest.hides else AreaKind.REGION
    return {cell: AreaKind.OUTCODE if cell in alone else wide for cell in crowds}


def _smallest(given: Mapping[Cell, AreaKind], crowds: Mapping[Cell, Crowd]) -> list[Cell]:
    """Give the cells of the smallest crowd that may join the region's, of the widest kind there is."""
    for kind in (AreaKind.AUTHORITY, AreaKind.OUTCODE):
        groups: defaultdict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in crowds:
            if given[cell] is kind:
                groups[cell.authority, cell.outcode or "" if kind is AreaKind.OUTCODE else ""].append(cell)
        if groups:
            chosen = min(groups, key=lambda name: (together(crowds[cell] for cell in groups[name]).services, name))
            return groups[chosen]
    return []
