"""Points, areas and the words people type for them: pure, no framework, no file, no clock."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

MILE_METRES = 1609.344

AreaKind = Literal["outcode", "authority", "region"]

_OUTWARD = r"(?:GIR|[A-Z]{1,2}[0-9](?:[0-9]|[A-Z])?)"
_FULL = re.compile(rf"^({_OUTWARD})([0-9])([ABD-HJLNP-UW-Z]{{2}})$")
_OUTWARD_ONLY = re.compile(rf"^{_OUTWARD}$")
_SECTOR = re.compile(rf"^({_OUTWARD})\s+([0-9])$")
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_LAT_LON = re.compile(rf"^\s*({_NUMBER})\s*,\s*({_NUMBER})\s*$", re.ASCII)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the earth, in degrees, WGS84."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.latitude) and -90 <= self.latitude <= 90):
            raise ValueError("a latitude lies between -90 and 90 degrees")
        if not (math.isfinite(self.longitude) and -180 <= self.longitude <= 180):
            raise ValueError("a longitude lies between -180 and 180 degrees")


@dataclass(frozen=True, slots=True)
class Area:
    """A circle that stands for an outward code, an authority or a region; it holds every postcode of it."""

    kind: AreaKind
    code: str
    name: str
    centre: Point
    radius_miles: float


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode in its parts: ``SW1A 1AA`` is outward ``SW1A``, sector ``SW1A 1``, unit ``AA``."""

    outward: str
    inward: str

    @property
    def sector(self) -> str:
        """Give the outward code and first digit: ``SW1A 1``."""
        return f"{self.outward} {self.inward[0]}"

    @property
    def key(self) -> str:
        """The seven characters by which postcodes are sorted: sectors and outward codes stay together."""
        return f"{self.outward:<4}{self.inward}"

    def __str__(self) -> str:
        return f"{self.outward} {self.inward}"


def parse_postcode(text: str) -> Postcode | None:
    """Give the postcode written in ``text``, however spaced or cased; None if it is not one."""
    found = _FULL.match("".join(text.split()).upper()) if len(text) <= 20 else None
    return Postcode(found[1], found[2] + found[3]) if found else None


def parse_outward(text: str) -> str | None:
    """Give the outward code (``LS1``, ``SW1A``) written in ``text``; None if it is not one."""
    code = text.strip().upper()
    return code if len(code) <= 4 and _OUTWARD_ONLY.match(code) else None


def parse_sector(text: str) -> str | None:
    """Give the sector (``LS1 4``) written in ``text``; the space is needed, for ``LS14`` is an outward code."""
    found = _SECTOR.match(text.strip().upper()) if len(text) <= 20 else None
    return f"{found[1]} {found[2]}" if found else None


def parse_lat_lon(text: str) -> Point | None:
    """Give the point written as ``latitude,longitude`` in degrees; None if it is not one or off the globe."""
    found = _LAT_LON.match(text) if len(text) <= 60 else None
    if not found:
        return None
    try:
        return Point(float(found[1]), float(found[2]))
    except ValueError:
        return None


def may_touch(
    area: Area, zone_centre: Point, zone_radius_miles: float, distance: Callable[[Point, Point], float]
) -> bool:
    """Say whether any part of ``area`` may lie in the zone; ``distance`` gives miles between two points.

    A service is excluded by this, never by its true place: a yes or no about the true
    point gives that point away (DESIGN section 5).
    """
    return distance(area.centre, zone_centre) <= zone_radius_miles + area.radius_miles
