"""Centre and radius of every outward code, sector, authority and region, from the postcodes in them."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from directory.codes import REGIONS
from directory.geo.authorities import all_authorities
from directory.geo.columns import NO_AUTHORITY, Columns, Floats

EARTH_MILES = 3958.7613
SMALLEST_RADIUS = 0.1
POINT_ERROR = 0.001  # miles; points are kept as float32
MARGIN = 1.005  # a sphere is up to 0.4% short of the ellipsoid over Britain

AREA = np.dtype(
    [
        ("code", "S5"),
        ("latitude", "f8"),
        ("longitude", "f8"),
        ("radius", "f4"),  # miles; holds every postcode but strays
        ("reach", "f4"),  # miles; holds every postcode
        ("start", "u4"),  # rows of its postcodes
        ("stop", "u4"),
        ("authority", "u2"),  # the one with most of its postcodes
    ]
)
Table = npt.NDArray[np.void]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Circles:
    """Centres in degrees and radii in miles, one row an area; ``size`` counts its postcodes."""

    latitude: Floats
    longitude: Floats
    radius: Floats
    reach: Floats
    size: Ints


def miles_on_sphere(
    latitude_a: Floats, longitude_a: Floats, latitude_b: Floats | float, longitude_b: Floats | float
) -> Floats:
    """Give great-circle miles between points in degrees: fast, within 0.5% of the geodesic."""
    a, b = np.radians(latitude_a), np.radians(latitude_b)
    east = np.sin((np.radians(longitude_b) - np.radians(longitude_a)) / 2)
    chord = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * east**2
    return np.asarray(2 * EARTH_MILES * np.arcsin(np.sqrt(np.minimum(chord, 1.0))), dtype=np.float64)


def circles(columns: Columns, group: Ints, count: int, *, without_strays: bool) -> Circles:
    """Draw a circle about each of ``count`` groups; ``group`` (n,) says which a postcode is in, -1 none.

    The centre is the mean of the postcodes. A stray lies further out than three times
    the distance within which 95% lie, and a mile: large users' postcodes are plotted
    where their mail is sorted, up to 90 miles away. An empty group has a centre of NaN.
    """
    rows = np.flatnonzero(group >= 0)
    group, latitude, longitude = group[rows], columns.latitude[rows], columns.longitude[rows]
    size = np.bincount(group, minlength=count)
    with np.errstate(invalid="ignore"):
        centre_latitude = np.bincount(group, latitude, count) / size
        centre_longitude = np.bincount(group, longitude, count) / size
    out = miles_on_sphere(latitude, longitude, centre_latitude[group], centre_longitude[group]) * MARGIN
    order = np.lexsort((out, group))
    by_distance, start = out[order], np.cumsum(size) - size
    reach, radius = np.zeros(count), np.zeros(count)
    full = size > 0
    last = (start + size - 1)[full]
    reach[full] = by_distance[last]
    if without_strays:
        usual = by_distance[(start + (size - 1) * 95 // 100)[full]]
        limit = np.zeros(count)
        limit[full] = usual * 3 + 1
        np.maximum.at(radius, group, np.where(out <= limit[group], out, 0.0))
    else:
        radius = reach
    # Never 0: the postcodes of large users all lie at one point, and an area is not a point.
    radius = np.maximum(np.ceil(radius * 10) / 10, SMALLEST_RADIUS)
    return Circles(centre_latitude, centre_longitude, radius, reach + POINT_ERROR, size)


def prefix_table(columns: Columns, length: int) -> Table:
    """Summarise postcodes by the first ``length`` characters of their keys: 4 outward codes, 5 sectors."""
    codes, start, group = np.unique(columns.keys.astype(f"S{length}"), return_index=True, return_inverse=True)
    drawn = circles(columns, group.astype(np.int64), len(codes), without_strays=True)
    table = np.zeros(len(codes), dtype=AREA)
    table["code"] = codes
    table["latitude"], table["longitude"] = drawn.latitude, drawn.longitude
    table["radius"], table["reach"] = drawn.radius, drawn.reach
    table["start"], table["stop"] = start, start + drawn.size
    table["authority"] = _with_most(columns, group.astype(np.int64), len(codes))
    return table


def _with_most(columns: Columns, group: Ints, count: int) -> npt.NDArray[np.uint16]:
    """Give the authority with most postcodes of each group; the first by code where two have as many."""
    authorities = len(all_authorities())
    known = columns.authority != NO_AUTHORITY
    cells = np.bincount(group[known] * authorities + columns.authority[known], minlength=count * authorities)
    cells = cells.reshape(count, authorities)
    return np.where(cells.any(axis=1), cells.argmax(axis=1), NO_AUTHORITY).astype(np.uint16)


Circle = tuple[float, float, float]


def authority_circles(columns: Columns) -> dict[str, Circle]:
    """Give latitude, longitude and radius in miles of each authority that has postcodes, under its code."""
    group = np.where(columns.authority == NO_AUTHORITY, -1, columns.authority.astype(np.int64))
    names = [authority.gss for authority in all_authorities()]
    return _named(circles(columns, group, len(names), without_strays=False), names)


def region_circles(columns: Columns) -> dict[str, Circle]:
    """Give latitude, longitude and radius in miles of each region that has postcodes, under its name."""
    region_of = np.array([REGIONS.index(authority.region) for authority in all_authorities()], dtype=np.int64)
    known = columns.authority != NO_AUTHORITY
    group = np.full(len(columns), -1, dtype=np.int64)
    group[known] = region_of[columns.authority[known]]
    return _named(circles(columns, group, len(REGIONS), without_strays=False), list(REGIONS))


def _named(drawn: Circles, names: list[str]) -> dict[str, Circle]:
    return {
        name: (
            round(float(drawn.latitude[row]), 6),
            round(float(drawn.longitude[row]), 6),
            round(float(drawn.radius[row]), 1),
        )
        for row, name in enumerate(names)
        if drawn.size[row]
    }
