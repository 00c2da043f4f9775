import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.geo.authorities import all_authorities
from directory.geo.distance import OfflineGeocoder, miles_between
from directory.geo.gazetteer import Gazetteer, NoGazetteer, gazetteer_at
from directory.geo.rules import Point, parse_postcode
from directory.geo.summaries import miles_on_sphere
from tests.geo.gazetteer_fixture import built_gazetteer

Rows = list[dict[str, str]]
BRITAIN = st.builds(Point, st.floats(49.8, 60.9), st.floats(-8.2, 1.8))


@pytest.mark.parametrize(
    ("code", "latitude", "longitude"),
    [("SW1A", 51.502, -0.134), ("LS1", 53.797, -1.553), ("EH1", 55.952, -3.192), ("BT1", 54.599, -5.928)],
)
def test_outward_codes_are_centred_where_they_are(
    gazetteer: Gazetteer, code: str, latitude: float, longitude: float
) -> None:
    area = gazetteer.outcode(code)
    assert area is not None
    assert area.centre.latitude == pytest.approx(latitude, abs=0.001)
    assert area.centre.longitude == pytest.approx(longitude, abs=0.001)


def test_leeds_is_as_far_from_westminster_as_it_is(gazetteer: Gazetteer) -> None:
    leeds, westminster = gazetteer.outcode("LS1"), gazetteer.outcode("SW1A")
    assert leeds is not None
    assert westminster is not None
    assert miles_between(leeds.centre, westminster.centre) == pytest.approx(169.6, abs=0.05)


def test_outward_codes_agree_with_a_published_list(gazetteer: Gazetteer, known_outcodes: Rows) -> None:
    """Measured: half within 0.12 miles, 95% within 0.51, 99% within 1.41; the worst, CA5, 8.1 miles."""
    ours = {area.code: area for area in gazetteer.outcodes()}
    away, outside = [], 0
    for row in known_outcodes:
        area = ours.get(row["postcode"])
        if area is not None:
            miles = miles_between(area.centre, Point(float(row["latitude"]), float(row["longitude"])))
            away.append(miles)
            outside += miles > area.radius_miles
    assert len(away) >= 2_819  # the others are of the Crown dependencies, and undivided districts of London
    half, most, nearly_all = np.percentile(away, [50, 95, 99])
    assert half < 0.15
    assert most < 0.6
    assert nearly_all < 1.6
    assert outside <= 3


def test_every_postcode_lies_in_its_authority_and_almost_every_one_in_its_outward_code(gazetteer: Gazetteer) -> None:
    maps = gazetteer._maps
    latitude, longitude = maps.points[:, 0].astype(float), maps.points[:, 1].astype(float)
    strays = 0
    for row in maps.outcodes[::40]:
        part = slice(int(row["start"]), int(row["stop"]))
        out = miles_on_sphere(latitude[part], longitude[part], float(row["latitude"]), float(row["longitude"]))
        assert float(out.max()) <= float(row["reach"])
        strays += int((out > row["radius"]).sum())
    assert strays < 0.002 * len(gazetteer) / 40
    for place, authority in list(enumerate(all_authorities()))[::20]:
        area = gazetteer.authority(authority.gss)
        assert area is not None
        part_of = maps.authority == place
        out = miles_on_sphere(latitude[part_of], longitude[part_of], area.centre.latitude, area.centre.longitude)
        assert float(out.max()) <= area.radius_miles


def test_every_authority_and_region_has_an_area_about_itself(gazetteer: Gazetteer) -> None:
    for authority in gazetteer.authorities():
        area, region = gazetteer.authority(authority.gss), gazetteer.region(authority.region)
        assert area is not None, authority.name
        assert region is not None, authority.region
        assert 0 < area.radius_miles < 110, authority.name
        assert miles_between(area.centre, region.centre) <= region.radius_miles + 1
    lancashire, preston = gazetteer.authority("E10000017"), gazetteer.authority("E07000123")
    assert lancashire == preston
    assert gazetteer.authority("E99999999") is None
    assert gazetteer.region("Mercia") is None


@pytest.mark.parametrize(
    ("text", "label", "kind", "gss"),
    [
        ("sw1a1aa", "SW1A 1AA", "postcode", "E09000033"),
        (" ls1  4AP ", "LS1 4AP", "postcode", "E08000035"),
        ("bt1 5gs", "BT1 5GS", "postcode", "N09000003"),
        ("LS1", "LS1", "outcode", "E08000035"),
        ("ec1", "EC1", "outcode", "E09000019"),
        ("W1", "W1", "outcode", "E09000033"),
        ("E1", "E1", "outcode", "E09000030"),
        ("LS1 4", "LS1 4", "sector", "E08000035"),
        ("LS2 8ZZ", "LS2 8", "sector", "E08000035"),
        ("County Durham", "Durham", "authority", "E06000047"),
        ("lancashire county council", "Lancashire", "authority", "E10000017"),
        ("Yorkshire and the Humber", "Yorkshire and The Humber", "region", None),
        ("53.8,-1.55", "53.8000, -1.5500", "point", "E08000035"),
        ("48.85,2.35", "48.8500, 2.3500", "point", None),
    ],
)
def test_what_people_type_is_understood(
    gazetteer: Gazetteer, text: str, label: str, kind: str, gss: str | None
) -> None:
    found = gazetteer.locate(text)
    assert found is not None
    assert (found.label, found.kind, found.authority_gss) == (label, kind, gss)


@pytest.mark.parametrize(
    "text", ["", " ", "!!!", "nowhere at all", "ZZ99 9ZZ", "ZZ9", "ZZ9 9", "91,0", "Cumbria", "L" * 9999]
)
def test_what_is_unknown_is_none(gazetteer: Gazetteer, text: str) -> None:
    assert gazetteer.locate(text) is None
    assert gazetteer.locate_all(text) == []


def test_a_place_is_found_and_the_largest_of_a_name_is_meant(gazetteer: Gazetteer) -> None:
    if not gazetteer.has_places:
        pytest.skip("this gazetteer was built without network, so without places")
    found = {name: gazetteer.locate(name) for name in ("Huddersfield", "Luton", "Leeds", "Newport", "king's lynn")}
    assert {name: (each.kind, each.authority_gss) for name, each in found.items() if each} == {
        "Huddersfield": ("place", "E08000034"),
        "Luton": ("place", "E06000032"),
        "Leeds": ("place", "E08000035"),
        "Newport": ("place", "W06000022"),
        "king's lynn": ("place", "E10000020"),
    }
    labels = [each.label for each in gazetteer.locate_all("Newport")]
    assert "Newport, Isle of Wight" in labels
    island = gazetteer.locate("newport, isle of wight")
    assert island is not None
    assert island.authority_gss == "E06000046"


def test_what_is_suggested_is_understood(gazetteer: Gazetteer) -> None:
    for prefix in ("l", "LS", "LS1", "new", "st", "richm", "kingst", "hal"):
        suggested = gazetteer.suggest(prefix, 8)
        assert 0 < len(suggested) <= 8
        for label in suggested:
            assert gazetteer.locate(label) is not None, label
    assert gazetteer.suggest("LS1", 3) == ["LS1", "LS10", "LS11"]
    assert gazetteer.suggest("", 5) == gazetteer.suggest("zzzz", 5) == gazetteer.suggest("leeds", 0) == []


@given(st.text(max_size=30))
def test_no_text_breaks_the_gazetteer(text: str) -> None:
    gazetteer = gazetteer_at(built_gazetteer())
    found = gazetteer.locate(text)
    assert found is None or found.radius_miles >= 0
    gazetteer.suggest(text, 5)


@given(BRITAIN)
def test_the_nearest_postcode_is_the_nearest_of_all(point: Point) -> None:
    gazetteer = gazetteer_at(built_gazetteer())
    points = gazetteer._maps.points
    close = np.flatnonzero((abs(points[:, 0] - point.latitude) < 0.15) & (abs(points[:, 1] - point.longitude) < 0.31))
    near = points[close].astype(float)
    away = miles_on_sphere(near[:, 0], near[:, 1], point.latitude, point.longitude)
    found = gazetteer.nearest(point)
    if len(away) == 0 or away.min() >= 10:
        assert found is None
    else:
        assert found is not None
        assert miles_between(found.point, point) == pytest.approx(float(away.min()), rel=0.006, abs=0.001)


def test_the_authority_at_a_postcode_is_its_own(gazetteer: Gazetteer) -> None:
    for text in ("SW1A 1AA", "LS1 4AP", "EH1 1YZ", "CF10 1EP", "BT1 5GS"):
        found = gazetteer.postcode(text)
        assert found is not None
        authority = gazetteer.authority_at(found.point)
        assert authority is not None
        assert authority.gss == found.authority_gss


def test_postcodes_are_sorted_and_none_is_there_twice(gazetteer: Gazetteer) -> None:
    keys = gazetteer._maps.keys
    assert len(gazetteer) > 1_500_000
    assert bool((keys[1:] > keys[:-1]).all())
    for key in keys[::5000]:
        postcode = parse_postcode(key.decode())
        assert postcode is not None
        assert postcode.key == key.decode()
    codes = [area.code for area in gazetteer.outcodes()]
    assert all(f"{a:<4}" < f"{b:<4}" for a, b in pairwise(codes))


def test_the_register_s_postcodes_are_known(gazetteer: Gazetteer, register_rows: Rows) -> None:
    shown = [row["Postcode"] for row in register_rows if row["Postcode"] not in ("REDACTED", "")]
    unknown = [text for text in shown if gazetteer.postcode(text) is None]
    assert len(shown) > 600
    assert len(unknown) <= len(shown) // 100, unknown


def test_opening_reads_nothing_and_takes_no_time(gazetteer: Gazetteer) -> None:
    folder = built_gazetteer()
    best = min(_seconds_to_open(folder) for _ in range(5))
    assert best < 0.05


def _seconds_to_open(folder: Path) -> float:
    started = time.perf_counter()
    Gazetteer.open(folder)
    return time.perf_counter() - started


def test_a_folder_without_gazetteer_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoGazetteer, match="build it first"):
        Gazetteer.open(tmp_path)
    with pytest.raises(NoGazetteer, match="build it first"):
        gazetteer_at(tmp_path / "nothing")


def test_geopy_s_geocoder_answers_offline(gazetteer: Gazetteer) -> None:
    geocoder = OfflineGeocoder(gazetteer)
    location = geocoder.geocode("LS1 4AP")
    assert not isinstance(location, list)
    assert location is not None
    assert location.address == "LS1 4AP"
    assert geocoder.geocode("nowhere at all") is None
    for query in (Point(location.latitude, location.longitude), (location.latitude, location.longitude)):
        back = geocoder.reverse(query, exactly_one=False)
        assert isinstance(back, list)
        assert back[0].latitude == pytest.approx(location.latitude, abs=0.001)
    assert geocoder.reverse(Point(0.0, 0.0)) is None
