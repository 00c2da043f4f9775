import math
import random

import numpy as np
import pytest

from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.search import SearchQuery, Viewer, Zone
from directory.search.embedded.arrays import Floats
from directory.search.embedded.chord import chord_squared, miles_of, shown_miles, slack_miles, to_ecef, within
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.port import Near
from tests.search import make_documents
from tests.search.make_documents import NOW, commit

EVERYBODY = Viewer(sees_confidential=True)
LEEDS = Near("Leeds", 53.797, -1.553)


def squared_to(start: Point, points: list[Point]) -> Floats:
    x, y, z = (np.array(axis) for axis in zip(*(to_ecef(p.latitude, p.longitude) for p in points), strict=True))
    return chord_squared(x, y, z, start)


def test_the_straight_line_errs_less_than_the_slack_wherever_it_is_asked() -> None:
    chance = random.Random(3)
    worst_at_home = 0.0
    for _ in range(1500):
        home = chance.random() < 0.5
        start = Point(chance.uniform(50, 60) if home else chance.uniform(-75, 75), chance.uniform(-8, 1.8))
        reach, way = chance.uniform(0, 600) / 69, chance.uniform(0, 2 * math.pi)
        east = reach * math.sin(way) / math.cos(math.radians(start.latitude))
        end = Point(max(-89, min(89, start.latitude + reach * math.cos(way))), start.longitude + east)
        truth = miles_between(start, end)
        guess = float(miles_of(squared_to(start, [end]))[0])
        assert abs(guess - truth) <= slack_miles(truth)
        if home and truth <= 100:
            worst_at_home = max(worst_at_home, abs(guess - truth) * 1609.344)
    assert worst_at_home < 0.1


def test_the_miles_shown_are_geopys_within_two_metres_and_exactly_so_abroad() -> None:
    chance = random.Random(8)
    for _ in range(600):
        home = (chance.uniform(49.2, 61), chance.uniform(-9, 2.8))
        there = (home[0] + chance.uniform(-2, 2), home[1] + chance.uniform(-3, 3))
        truth = miles_between(Point(*home), Point(*there))
        shown = shown_miles(*home, *there)
        assert abs(shown - truth) * 1609.344 < (0.1 if truth < 100 else 2.0)
        assert round(shown, 1) == round(truth, 1)
        abroad = (chance.uniform(-80, 80), chance.uniform(10, 170))
        assert shown_miles(*home, *abroad) == miles_between(Point(*home), Point(*abroad))


def test_membership_is_geopys_to_the_last_digit_of_the_radius() -> None:
    chance = random.Random(4)
    start = Point(LEEDS.latitude, LEEDS.longitude)
    points = [Point(chance.uniform(50, 58), chance.uniform(-6, 1)) for _ in range(300)]
    squared = squared_to(start, points)
    latitude, longitude = np.array([p.latitude for p in points]), np.array([p.longitude for p in points])
    truth = [miles_between(start, point) for point in points]
    for exact in truth[:60]:
        for radius in (exact, math.nextafter(exact, 0), math.nextafter(exact, 1e9), exact - 1e-6, exact + 1e-6):
            inside = within(start, squared, latitude, longitude, radius)
            assert inside.tolist() == [miles <= radius for miles in truth]


def test_a_zone_excludes_every_area_any_part_of_which_may_lie_in_it(lite_engine: EmbeddedEngine) -> None:
    chance = random.Random(5)
    edge = Point(54.2, -1.4)
    away = miles_between(Point(LEEDS.latitude, LEEDS.longitude), edge)
    at = {"latitude": edge.latitude, "longitude": edge.longitude, "confidential": True}
    touching = make_documents.document(chance, radius_miles=4.0, **at)
    clear = make_documents.document(chance, radius_miles=3.9, **at)
    nowhere = make_documents.document(chance, latitude=None, longitude=None)
    commit([touching, clear, nowhere])
    page = lite_engine.search(SearchQuery(avoid=(Zone(LEEDS, away - 4.0),)), EVERYBODY, NOW)
    assert [hit.document.service_id for hit in page.hits] == [clear.service_id]
    assert page.total == 1


@pytest.mark.parametrize("near", [Near("x", 90, 0), Near("x", -90, 180), Near("x", 0, -180), Near("x", 51.5, -0.1)])
def test_any_place_on_earth_may_be_searched_from(lite_engine: EmbeddedEngine, near: Near) -> None:
    commit(make_documents.documents(4, 20))
    for miles in (0.0, 600.0, 1e6):
        page = lite_engine.search(SearchQuery(near=near, within_miles=miles), EVERYBODY, NOW)
        assert (page.total > 0) == (miles > 1e5 or (miles > 0 and near.latitude == 51.5))
