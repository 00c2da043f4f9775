"""Distances of many rows at once: the straight line through the earth, turned into miles on the ground.

Within 0.02 m of geopy's geodesic up to 100 miles, which is asked where that could matter.
"""

import math
from functools import lru_cache

import numpy as np

from directory.geo.distance import miles_between
from directory.geo.rules import MILE_METRES, Point
from directory.search.embedded.arrays import Array, Floats, Mask
from directory.search.port import FURTHEST_MILES

EQUATOR_METRES = 6378137.0
FLATTENING = 1 / 298.257223563
ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING)
MEAN_METRES = 6.385e6
"""Radius of curvature about the latitudes of the United Kingdom."""
_FAR_METRES = 650_000.0
"""Up to here the straight line gives the distance between two places at home within 2 m."""
_TENTHS_IN_DOUBT = 0.02
"""So many tenths of a mile (3 m) from where one tenth becomes the next."""


def to_ecef(latitude: float, longitude: float) -> tuple[float, float, float]:
    """Turn degrees (WGS84) into metres from the earth's centre."""
    phi, lam = math.radians(latitude), math.radians(longitude)
    normal = EQUATOR_METRES / math.sqrt(1 - ECCENTRICITY_SQUARED * math.sin(phi) ** 2)
    across = normal * math.cos(phi)
    return across * math.cos(lam), across * math.sin(lam), normal * (1 - ECCENTRICITY_SQUARED) * math.sin(phi)


_ecef = lru_cache(maxsize=50_000)(to_ecef)


def chord_squared(x: Array, y: Array, z: Array, point: Point) -> Floats:
    """Give the squared straight line (m2) from a point to each row."""
    px, py, pz = to_ecef(point.latitude, point.longitude)
    a, b, c = x - px, y - py, z - pz
    total: Floats = a * a + b * b + c * c
    return total


def miles_of(squared: Array) -> Floats:
    """Give the miles on the ground of squared straight lines (m2)."""
    half = np.minimum(1.0, np.sqrt(squared) / (2 * MEAN_METRES))
    miles: Floats = 2 * MEAN_METRES * np.arcsin(half) / MILE_METRES
    return miles


def squared_of(miles: Array | float) -> Array | float:
    """Give the squared straight line (m2) of miles on the ground."""
    if isinstance(miles, float | int):  # a tenth of what NumPy takes for one number
        return (2 * MEAN_METRES * math.sin(min(math.pi / 2, miles * (MILE_METRES / (2 * MEAN_METRES))))) ** 2
    half = np.minimum(math.pi / 2, np.multiply(miles, MILE_METRES / (2 * MEAN_METRES)))
    squared: Array = (2 * MEAN_METRES * np.sin(half)) ** 2
    return squared


def slack_miles(miles: Array | float) -> Array | float:
    """Give how far from the truth the straight line may be: 5 m, growing with the third power of the distance.

    Bounded, so that no distance makes every row be measured with geopy; queries reach ``FURTHEST_MILES`` at most.
    """
    share = miles / FURTHEST_MILES
    share = min(share, 1.0) if isinstance(share, float) else np.minimum(share, 1.0)
    return (5.0 + 60.0 * share**3) / MILE_METRES


@lru_cache(maxsize=50_000)
def exact_miles(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Give geopy's distance, the arbiter; many confidential services share a published centre."""
    return miles_between(Point(latitude, longitude), Point(to_latitude, to_longitude))


def shown_miles(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """Give a distance to be shown: to a tenth of a mile always geopy's, at home within 2 m of it.

    geopy takes a tenth of a millisecond for each row of a page, ten times as long as all else about the row, so it is
    asked only where 2 m could make it another tenth.
    """
    x, y, z = _ecef(to_latitude, to_longitude)
    px, py, pz = _ecef(latitude, longitude)
    straight = math.sqrt((x - px) ** 2 + (y - py) ** 2 + (z - pz) ** 2)
    if straight > _FAR_METRES or not (_at_home(latitude, longitude) and _at_home(to_latitude, to_longitude)):
        return exact_miles(latitude, longitude, to_latitude, to_longitude)
    miles = 2 * MEAN_METRES * math.asin(straight / (2 * MEAN_METRES)) / MILE_METRES
    if abs(miles * 10 % 1 - 0.5) < _TENTHS_IN_DOUBT:
        return exact_miles(latitude, longitude, to_latitude, to_longitude)
    return miles


def _at_home(latitude: float, longitude: float) -> bool:
    return 49.0 <= latitude <= 61.5 and -9.5 <= longitude <= 3.0


def within(
    point: Point,
    squared: Array,
    latitude: Array,
    longitude: Array,
    reach: Array | float,
    *,
    rows: Array | None = None,
) -> Mask:
    """Say of each row whether it lies within ``reach`` miles (one for all, or one for each row).

    Rows so near to the edge that the straight line may err are measured with geopy. A row without a place is not.
    ``rows``: where each stands in ``latitude`` and ``longitude``, if not beside ``squared``.
    """
    inside, doubtful = _compared(squared, reach)
    for row in np.flatnonzero(doubtful).tolist():
        place = row if rows is None else rows[row]
        there = exact_miles(point.latitude, point.longitude, float(latitude[place]), float(longitude[place]))
        inside[row] = there <= (reach if isinstance(reach, float | int) else reach[row])
    return inside


def _compared(squared: Array, reach: Array | float) -> tuple[Mask, Mask]:
    """Say which rows lie within reach surely, and which may."""
    inside: Mask
    if isinstance(reach, float | int):
        slack = float(slack_miles(reach))
        inside = squared < (squared_of(reach - slack) if reach > slack else 0.0)
        return inside, (squared <= squared_of(reach + slack)) & ~inside
    slack = float(slack_miles(reach.max(initial=0.0)))
    beyond = miles_of(squared) - reach
    inside = beyond < -slack
    return inside, (beyond <= slack) & ~inside
