"""The map beside the list: public services as points, confidential ones as their published areas, counted.

Beyond the rows of the page everything found is counted by authority, as the filters count it: an authority holds at
least the crowd of any published area in it. Exclusion zones are drawn too, in pages that were posted.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from directory.geo.distance import miles_between
from directory.geo.gazetteer import Gazetteer
from directory.geo.rules import Point
from directory.search import Hit, Near, Zone
from directory.search.port import BANDS_MILES

MOST_TOWNS = 60
TOWNS_APART_MILES = 22.0
LARGEST_PLACES = 400


@dataclass
class Area:
    """A published area and the confidential services in it."""

    name: str
    latitude: float
    longitude: float
    radius_miles: float
    services: list[dict[str, str]] = field(default_factory=list)


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


def wholes(counts: Sequence[tuple[str, int]], gazetteer: Gazetteer | None) -> list[dict[str, Any]]:
    """Give how many services each authority holds, at its middle; ``counts`` by GSS code."""
    middles = _middles(gazetteer) if gazetteer else {}
    return [{"gss": gss, "count": count, **middles[gss]} for gss, count in counts if gss in middles]


@lru_cache(2)
def _middles(gazetteer: Gazetteer) -> Mapping[str, Mapping[str, Any]]:
    found = (gazetteer.authority(authority.gss) for authority in gazetteer.authorities())
    return {area.code: _place(area.name, area.centre) for area in found if area}


@lru_cache(2)
def towns(gazetteer: Gazetteer | None) -> Sequence[Mapping[str, Any]]:
    """Give the names that a plain map is read by: the largest places, none too close to a larger one."""
    chosen: list[tuple[str, Point]] = []
    for place in gazetteer.places()[:LARGEST_PLACES] if gazetteer else ():
        there = Point(place.latitude, place.longitude)
        if len(chosen) < MOST_TOWNS and all(miles_between(there, other) > TOWNS_APART_MILES for _, other in chosen):
            chosen.append((place.name, there))
    return [_place(name, there) for name, there in chosen]


def _place(name: str, point: Point) -> dict[str, Any]:
    return {"name": name, "latitude": round(point.latitude, 3), "longitude": round(point.longitude, 3)}


def rings(within_miles: float | None) -> Iterator[int]:
    """Give the distances to draw round the place that was named: three at most, the outer one being what was asked."""
    inner = [edge for edge in BANDS_MILES if edge < (within_miles or 0) <= 8 * edge]
    yield from inner[-2:]


def data(
    hits: Sequence[Hit],
    near: Near | None,
    within_miles: float | None,
    tile_url: str,
    *,
    zones: Sequence[Zone] = (),
    everything: Sequence[Mapping[str, Any]] = (),
    named: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Give what the map's script draws."""
    centre = {"label": near.label, "latitude": near.latitude, "longitude": near.longitude} if near else None
    return {
        "points": points(hits),
        "areas": [vars(area) for area in areas(hits)],
        "near": centre and {**centre, "within_miles": within_miles, "rings": list(rings(within_miles))},
        "zones": [
            {"label": zone.near.label, "miles": zone.within_miles, **_place("", _centre(zone))} for zone in zones
        ],
        "wholes": list(everything),
        "towns": list(named),
        "tiles": tile_url,
    }


def _centre(zone: Zone) -> Point:
    return Point(zone.near.latitude, zone.near.longitude)


MILES_PER_DEGREE = 69.0
EAST = MILES_PER_DEGREE * math.cos(math.radians(54.5))
"""Miles of a degree of longitude about the middle of the United Kingdom: a plain drawing is no survey."""


def flat(latitude: float, longitude: float) -> tuple[float, float]:
    """Give a point in miles on the plane, rightwards and downwards."""
    return longitude * EAST, -latitude * MILES_PER_DEGREE
