"""The map beside the list: public services as points, confidential ones as their published areas, counted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.search import Hit, Near

MILES_PER_DEGREE = 69.0
WIDTH, HEIGHT, MARGIN = 400, 400, 30
SMALLEST_SPAN_MILES = 10.0


@dataclass
class Area:
    """A published area and the confidential services in it."""

    name: str
    latitude: float
    longitude: float
    radius_miles: float
    services: list[dict[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Circle:
    """A circle of the drawing, in its own units."""

    x: float
    y: float
    radius: float
    text: str
    kind: str


def areas(hits: Sequence[Hit]) -> list[Area]:
    """Give each published area once, in the order of the list, with the services of this page in it."""
    found: dict[tuple[str, float, float, float], Area] = {}
    for hit in hits:
        one = hit.document
        if one.confidential and one.latitude is not None and one.longitude is not None:
            key = (one.area, one.latitude, one.longitude, one.radius_miles)
            area = found.setdefault(key, Area(*key))
            area.services.append({"id": str(one.service_id), "name": one.name})
    return list(found.values())


def points(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Give the public services of this page that have a place."""
    return [
        {
            "id": str(one.service_id),
            "name": one.name,
            "latitude": round(one.latitude, 5),
            "longitude": round(one.longitude, 5),
        }
        for one in (hit.document for hit in hits)
        if not one.confidential and one.latitude is not None and one.longitude is not None
    ]


def data(hits: Sequence[Hit], near: Near | None, within_miles: float | None, tile_url: str) -> dict[str, Any]:
    """Give what the map's script draws."""
    centre = {"label": near.label, "latitude": near.latitude, "longitude": near.longitude} if near else None
    return {
        "points": points(hits),
        "areas": [vars(area) for area in areas(hits)],
        "near": centre and {**centre, "within_miles": within_miles},
        "tiles": tile_url,
    }


def drawing(hits: Sequence[Hit], near: Near | None) -> list[Circle]:
    """Give the same as circles on a plain square, for those without JavaScript; empty where nothing has a place."""
    circles = [(area.latitude, area.longitude, area.radius_miles, _counted(area), "area") for area in areas(hits)]
    circles += [(one["latitude"], one["longitude"], 0.0, str(one["name"]), "point") for one in points(hits)]
    if not circles:
        return []
    if near:
        circles.append((near.latitude, near.longitude, 0.0, near.label, "near"))
    middle = sum(latitude for latitude, *_ in circles) / len(circles)
    east = MILES_PER_DEGREE * math.cos(math.radians(middle))
    flat = [(lon * east, -lat * MILES_PER_DEGREE, radius, text, kind) for lat, lon, radius, text, kind in circles]
    left, right = min(x - r for x, _, r, _, _ in flat), max(x + r for x, _, r, _, _ in flat)
    top, bottom = min(y - r for _, y, r, _, _ in flat), max(y + r for _, y, r, _, _ in flat)
    span = max(right - left, bottom - top, SMALLEST_SPAN_MILES)
    scale = (WIDTH - 2 * MARGIN) / span
    across, down = (left + right) / 2, (top + bottom) / 2
    return [
        Circle(
            round(WIDTH / 2 + (x - across) * scale, 1),
            round(HEIGHT / 2 + (y - down) * scale, 1),
            round(max(radius * scale, 6.0), 1),
            text,
            kind,
        )
        for x, y, radius, text, kind in flat
    ]


def _counted(area: Area) -> str:
    number = len(area.services)
    return f"{area.name}: {number} service{'' if number == 1 else 's'} somewhere in this area"
