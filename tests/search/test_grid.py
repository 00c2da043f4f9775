"""A radius takes in what geopy's geodesic says, to the last of a hundred thousand places."""

import numpy as np
import pytest

from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.search.embedded.chord import to_ecef
from directory.search.embedded.grid import Grid, Places

MANY = 100_000
EARTH_MILES = 3958.76
MOST_WRONG = 0.006
"""The share by which a sphere's distances differ from the ellipsoid's at most."""


@pytest.fixture(scope="module")
def places() -> Places:
    numbers = np.random.default_rng(3)
    latitude, longitude = numbers.uniform(49.9, 60.9, MANY), numbers.uniform(-8.2, 1.8, MANY)
    # half of them in and around towns, as people live
    latitude[::2] = 51.5 + numbers.normal(0, 0.5, MANY // 2)
    longitude[::2] = -0.1 + numbers.normal(0, 0.8, MANY // 2)
    latitude[7], longitude[7] = np.nan, np.nan
    earth = np.array([to_ecef(*each) for each in zip(latitude.tolist(), longitude.tolist(), strict=True)]).T
    return Places(latitude, longitude, *(axis.copy() for axis in earth))


def truth(places: Places, point: Point, miles: float) -> set[int]:
    """Give the rows within, by geopy where a sphere leaves any doubt."""
    phi, lam = np.radians(places.latitude), np.radians(places.longitude)
    here, along = np.radians(point.latitude), np.radians(point.longitude)
    half = np.sin((phi - here) / 2) ** 2 + np.cos(here) * np.cos(phi) * np.sin((lam - along) / 2) ** 2
    sphere = 2 * EARTH_MILES * np.arcsin(np.sqrt(half))
    within = set(np.flatnonzero(sphere < miles * (1 - MOST_WRONG)).tolist())
    for row in np.flatnonzero(np.abs(sphere - miles) <= miles * MOST_WRONG).tolist():
        there = Point(float(places.latitude[row]), float(places.longitude[row]))
        if miles_between(point, there) <= miles:
            within.add(row)
    return within


@pytest.mark.parametrize("miles", [5.0, 25.0, 100.0])
@pytest.mark.parametrize("point", [Point(51.507, -0.128), Point(53.797, -1.553)], ids=["London", "Leeds"])
def test_no_membership_is_wrong(places: Places, point: Point, miles: float) -> None:
    found = Grid(places, MANY).within(point, miles).tolist()
    assert len(found) == len(set(found))
    assert set(found) == truth(places, point, miles)


def test_rows_that_moved_are_found_where_they_are_now(places: Places) -> None:
    latitude, longitude, x, y, z = (axis.copy() for axis in places)
    grid, leeds = Grid(Places(latitude, longitude, x, y, z), MANY), Point(53.797, -1.553)
    moved = np.arange(0, 400, 2)
    latitude[moved], longitude[moved] = 53.8, -1.55
    x[moved], y[moved], z[moved] = to_ecef(53.8, -1.55)
    latitude[moved[0]] = longitude[moved[0]] = x[moved[0]] = np.nan
    grid.move(moved)
    found = grid.within(leeds, 5.0).tolist()
    assert len(found) == len(set(found))
    assert set(found) & set(moved.tolist()) == set(moved[1:].tolist())
    radius = np.zeros(MANY)
    radius[moved] = 9.0
    assert set(moved[1:].tolist()) <= set(grid.within(Point(53.9, -1.55), 1.0, radius).tolist())


def test_a_grid_of_nothing_finds_nothing() -> None:
    nowhere = np.full(64, np.nan)
    assert len(Grid(Places(nowhere, nowhere, nowhere, nowhere, nowhere), 64).within(Point(51, 0), 600.0)) == 0
