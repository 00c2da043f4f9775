import math
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geo.distance import miles_between
from directory.geo.rules import (
    Area,
    Point,
    may_touch,
    parse_lat_lon,
    parse_outward,
    parse_postcode,
    parse_sector,
)

letters = st.sampled_from(string.ascii_uppercase)
digits = st.sampled_from(string.digits)
outwards = st.one_of(
    st.builds("{}{}".format, letters, digits),
    st.builds("{}{}{}".format, letters, digits, digits),
    st.builds("{}{}{}".format, letters, letters, digits),
    st.builds("{}{}{}{}".format, letters, letters, digits, digits),
    st.builds("{}{}{}".format, letters, digits, letters),
    st.builds("{}{}{}{}".format, letters, letters, digits, letters),
)
units = st.text(alphabet="ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2)
points = st.builds(Point, st.floats(-89, 89), st.floats(-179, 179))


@given(outwards, digits, units, st.sampled_from(["", " ", "  ", "\t"]), st.booleans())
def test_a_postcode_is_understood_however_it_is_spaced_and_cased(
    outward: str, digit: str, unit: str, gap: str, lower: bool
) -> None:
    text = f" {outward}{gap}{digit}{unit} "
    postcode = parse_postcode(text.lower() if lower else text)
    assert postcode is not None
    assert str(postcode) == f"{outward} {digit}{unit}"
    assert postcode.sector == f"{outward} {digit}"
    assert postcode.key == f"{outward:<4}{digit}{unit}"
    assert parse_postcode(str(postcode)) == postcode
    assert parse_outward(postcode.outward) == outward
    assert parse_sector(postcode.sector) == postcode.sector


@given(st.text(max_size=40))
def test_no_text_breaks_the_parsers_and_what_they_accept_is_plain(text: str) -> None:
    postcode = parse_postcode(text)
    assert postcode is None or (str(postcode).isascii() and len(postcode.key) == 7)
    outward = parse_outward(text)
    assert outward is None or (outward.isascii() and len(outward) <= 4)
    sector = parse_sector(text)
    assert sector is None or parse_outward(sector.split()[0])
    parse_lat_lon(text)


@pytest.mark.parametrize(
    "text", ["", "LS1", "LS1 44P", "1LS 4AP", "LS1 4A", "LS1 4APX", "LS1 4CI", "LS1-4AP", "L" * 999]
)
def test_what_is_not_a_postcode_is_none(text: str) -> None:
    assert parse_postcode(text) is None


def test_a_sector_needs_its_space_for_without_it_it_is_another_outward_code() -> None:
    assert parse_sector("LS1 4") == "LS1 4"
    assert parse_sector("LS14") is None
    assert parse_outward("LS14") == "LS14"


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_a_latitude_and_longitude_are_read_back_as_written(latitude: float, longitude: float) -> None:
    read = parse_lat_lon(f"{latitude:.7f}, {longitude:.7f}")
    assert read is not None
    assert math.isclose(read.latitude, latitude, abs_tol=1e-6)
    assert math.isclose(read.longitude, longitude, abs_tol=1e-6)


@pytest.mark.parametrize(
    "text",
    [
        "91,0",
        "0,181",
        "nan,0",
        "inf,0",
        "1e1,2",
        "53.8",
        "53.8,-1.5,2",
        "53.8 -1.5",
        "53,8,-1,5",
        "٥٣,١",
        "1" * 70 + ",1",
    ],
)
def test_what_is_not_a_point_on_the_globe_is_none(text: str) -> None:
    assert parse_lat_lon(text) is None


@pytest.mark.parametrize(("latitude", "longitude"), [(90.1, 0.0), (0.0, -180.1), (math.nan, 0.0), (0.0, math.inf)])
def test_a_point_off_the_globe_cannot_be_made(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="lies between"):
        Point(latitude, longitude)


@given(points, points)
def test_distance_is_the_same_both_ways_and_nothing_to_itself(a: Point, b: Point) -> None:
    assert miles_between(a, b) == pytest.approx(miles_between(b, a), abs=1e-6)
    assert miles_between(a, a) == 0


NEARBY = st.builds(Point, st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))


@given(NEARBY, NEARBY, st.floats(0, 100), st.floats(0, 100))
def test_whatever_lies_in_both_area_and_zone_is_excluded(
    place: Point, zone_centre: Point, area_radius: float, zone_radius: float
) -> None:
    area = Area("outcode", "X1", "X1", Point(0.0, 0.0), area_radius)
    in_area = miles_between(place, area.centre) <= area_radius
    in_zone = miles_between(place, zone_centre) <= zone_radius
    touches = may_touch(area, zone_centre, zone_radius, miles_between)
    assert touches or not (in_area and in_zone)


@pytest.mark.parametrize(("away_miles", "touches"), [(29.9, True), (30.1, False)])
def test_an_area_is_excluded_up_to_where_its_edge_meets_the_zone(away_miles: float, touches: bool) -> None:
    area = Area("outcode", "X1", "X1", Point(0.0, 0.0), 10.0)
    assert may_touch(area, Point(0.0, 1.0), 20.0, lambda _a, _b: away_miles) is touches
