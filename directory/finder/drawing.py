"""The map as a plain drawing, for those without JavaScript."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from directory.finder.atlas import Area, areas, flat, points, rings
from directory.finder.outline import BOX
from directory.search import Hit, Near, Zone

WIDTH, HEIGHT, MARGIN = 400, 400, 24
SMALLEST_SPAN_MILES = 10.0
WIDEST_RING_MILES = 120.0
SMALLEST_RADIUS = {"area": 6.0, "point": 5.0, "near": 5.0}


@dataclass(frozen=True)
class Circle:
    """A circle of the drawing, in its own units. ``kind``: area, point, near, ring or zone."""

    x: float
    y: float
    radius: float
    text: str
    kind: str


@dataclass(frozen=True)
class Drawing:
    """Circles, the names of towns as (x, y, name), and where the outline of the land lies (x, y, width, height)."""

    circles: Sequence[Circle]
    towns: Sequence[tuple[float, float, str]]
    land: tuple[float, float, float, float]

    def of(self, kind: str) -> list[Circle]:
        """Give the circles of a kind."""
        return [circle for circle in self.circles if circle.kind == kind]


Round = tuple[float, float, float, str, str]


def drawing(
    hits: Sequence[Hit],
    near: Near | None = None,
    within_miles: float | None = None,
    zones: Sequence[Zone] = (),
    named: Sequence[Mapping[str, Any]] = (),
) -> Drawing | None:
    """Give what the map shows, as circles on a plain square; None where nothing has a place."""
    rows = list(_rows(hits))
    if not rows and not zones:
        return None
    around = [*rows, *_around(near, within_miles), *_zones(zones)]
    placed = [(*flat(latitude, longitude), radius, text, kind) for latitude, longitude, radius, text, kind in around]
    framed = [each for each in placed if each[4] != "ring"]
    left, right = min(x - r for x, _, r, _, _ in framed), max(x + r for x, _, r, _, _ in framed)
    top, bottom = min(y - r for _, y, r, _, _ in framed), max(y + r for _, y, r, _, _ in framed)
    scale = (WIDTH - 2 * MARGIN) / max(right - left, bottom - top, SMALLEST_SPAN_MILES)
    across, down = (left + right) / 2, (top + bottom) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return round(WIDTH / 2 + (x - across) * scale, 1), round(HEIGHT / 2 + (y - down) * scale, 1)

    circles = [
        Circle(*at(x, y), round(max(radius * scale, SMALLEST_RADIUS.get(kind, 0.0)), 1), text, kind)
        for x, y, radius, text, kind in placed
    ]
    towns = [(*at(*flat(one["latitude"], one["longitude"])), str(one["name"])) for one in named]
    west, north, wide, high = BOX
    land = (*at(west, north), round(wide * scale, 1), round(high * scale, 1))
    return Drawing(circles, [one for one in towns if 0 < one[0] < WIDTH - MARGIN and MARGIN < one[1] < HEIGHT], land)


def _rows(hits: Sequence[Hit]) -> Iterator[Round]:
    for area in areas(hits):
        yield area.latitude, area.longitude, area.radius_miles, _counted(area), "area"
    for one in points(hits):
        yield one["latitude"], one["longitude"], 0.0, str(one["name"]), "point"


def _around(near: Near | None, within_miles: float | None) -> Iterator[Round]:
    if near is None:
        return
    yield near.latitude, near.longitude, 0.0, near.label, "near"
    if within_miles and within_miles <= WIDEST_RING_MILES:
        for miles in (*rings(within_miles), within_miles):
            yield near.latitude, near.longitude, miles, f"{miles:g} miles", "ring"


def _zones(zones: Sequence[Zone]) -> Iterator[Round]:
    for zone in zones:
        text = f"Kept away from: within {zone.within_miles:g} miles of {zone.near.label}"
        yield zone.near.latitude, zone.near.longitude, zone.within_miles, text, "zone"


def _counted(area: Area) -> str:
    number = len(area.services)
    return f"{area.name}: {number} service{'' if number == 1 else 's'} somewhere in this area"
