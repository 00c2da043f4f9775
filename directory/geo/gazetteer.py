"""The gazetteer: postcodes, areas and places in memory-mapped files that all processes share.

Built once by ``directory.geo.build``; opening it maps the files and reads nothing else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import numpy.typing as npt

from directory.geo.authorities import Authority, all_authorities, authority_named, by_code, light, region_named
from directory.geo.columns import NO_AUTHORITY, Floats
from directory.geo.places import Place
from directory.geo.rules import Area, Point, parse_lat_lon, parse_outward, parse_postcode, parse_sector
from directory.geo.summaries import EARTH_MILES, Table, miles_on_sphere

FORMAT = 1
ABOUT = "about.json"
NEAREST_WITHIN_MILES = 10.0
LONGEST_TEXT = 120

Kind = Literal["point", "postcode", "outcode", "sector", "place", "authority", "region"]


class NoGazetteer(Exception):  # it says what is missing
    """There is no gazetteer in this folder, or it is of an older format: build it."""


@dataclass(frozen=True, slots=True)
class Located:
    """What a text was understood as; ``radius_miles`` is 0 for a point, a postcode and a place."""

    label: str
    kind: Kind
    point: Point
    radius_miles: float
    authority_gss: str | None


class Gazetteer:
    """Answers where something is. Immutable: safe to share between threads."""

    def __init__(self, folder: Path, about: dict[str, Any]) -> None:
        def column(name: str) -> npt.NDArray[Any]:
            return np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r"))

        self.source: str = about["source"]
        self.version: str = about["data"]
        self._keys = column("keys")
        self._points = column("points")
        self._authority_of = column("authority")
        self._outcodes: Table = column("outcodes")
        self._sectors: Table = column("sectors")
        self._authority_circles: dict[str, list[float]] = about["authorities"]
        self._region_circles: dict[str, list[float]] = about["regions"]
        self._gss: list[str] = about["order"]
        places = folder / "places.json"
        self._places_text = places.read_bytes() if places.exists() else b"[]"

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the gazetteer in ``path``; raises NoGazetteer where there is none to read."""
        for attempt in (1, 2):
            try:
                about = json.loads((path / ABOUT).read_bytes())
                if about["format"] != FORMAT:
                    raise NoGazetteer(f"the gazetteer in {path} is of another format: build it again")
                return cls(path / about["data"], about)
            except FileNotFoundError as missing:
                # A new one may have taken its place between the two reads: look once more.
                if attempt == 2:
                    raise NoGazetteer(f"there is no gazetteer in {path}: build it first") from missing
        raise AssertionError

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def has_places(self) -> bool:
        """Say whether towns and villages are known; without network at set-up they are not."""
        return len(self._places_text) > 2

    def places(self) -> tuple[Place, ...]:
        """Give every town and village, most inhabitants first."""
        return self._places

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        return tuple(Place(*row) for row in json.loads(self._places_text))

    @cached_property
    def _keyed_places(self) -> list[tuple[str, Place]]:
        return [(light(place.name), place) for place in self._places]

    @cached_property
    def _places_by_name(self) -> dict[str, list[Place]]:
        table: dict[str, list[Place]] = {}
        for key, place in self._keyed_places:
            table.setdefault(key, []).append(place)
        return table

    # What is at a code

    def postcode(self, text: str) -> Located | None:
        """Find a postcode, however written; None if it is not one or not known."""
        postcode = parse_postcode(text)
        if postcode is None:
            return None
        row = _row_of(self._keys, postcode.key.encode())
        return None if row is None else self._at_row(row)

    def outcode(self, code: str) -> Area | None:
        """Give the area of an outward code such as ``LS1``."""
        row = self._area_row(self._outcodes, parse_outward(code))
        return None if row is None else self._outcode_area(row)

    def authority(self, gss: str) -> Area | None:
        """Give the area of an authority by its code, or by that of a district or of one it replaced."""
        authority = by_code().get(gss)
        circle = self._authority_circles.get(authority.gss) if authority else None
        return _area("authority", authority.gss, authority.short_name, circle) if authority and circle else None

    def region(self, name: str) -> Area | None:
        """Give the area of a region by its name; its code is its name."""
        region = region_named(name)
        circle = self._region_circles.get(region) if region else None
        return _area("region", region, region, circle) if region and circle else None

    def outcode_authority(self, code: str) -> Authority | None:
        """Give the authority with most postcodes of an outward code."""
        row = self._area_row(self._outcodes, parse_outward(code))
        return None if row is None else self._authority_at_place(int(self._outcodes["authority"][row]))

    def authorities(self) -> tuple[Authority, ...]:
        """Give every authority, ordered by code."""
        return all_authorities()

    def authority_named(self, text: str) -> Authority | None:
        """Find an authority by name; see ``directory.geo.authorities``."""
        return authority_named(text)

    def outcodes(self) -> Iterator[Area]:
        """Give the area of every outward code, ordered by code."""
        return (self._outcode_area(row) for row in range(len(self._outcodes)))

    # What is at a point

    def nearest(self, point: Point) -> Located | None:
        """Find the nearest postcode; None where none is within ten miles.

        Exact (on the sphere): sectors are looked through in the order of how near any of
        their postcodes could be, until none can be nearer than the best.
        """
        sectors, (towards, reach) = self._sectors, self._sector_directions
        at = _direction(np.array([point.latitude]), np.array([point.longitude]))[0]
        straight = EARTH_MILES * np.sqrt(np.maximum(2 - 2 * (towards @ at), 0.0))  # never more than over ground
        at_least = straight - reach
        best, best_row = NEAREST_WITHIN_MILES, -1
        near = np.flatnonzero(at_least < best)
        for sector in near[np.argsort(at_least[near])]:
            if at_least[sector] > best:
                break
            start, stop = int(sectors["start"][sector]), int(sectors["stop"][sector])
            points = self._points[start:stop].astype(np.float64)
            miles = miles_on_sphere(points[:, 0], points[:, 1], point.latitude, point.longitude)
            row = int(miles.argmin())
            if miles[row] < best:
                best, best_row = float(miles[row]), start + row
        return None if best_row < 0 else self._at_row(best_row)

    @cached_property
    def _sector_directions(self) -> tuple[Floats, Floats]:
        """Unit vectors to the centres of sectors (n, 3), and how far out their postcodes lie, in miles."""
        sectors = self._sectors
        return _direction(sectors["latitude"], sectors["longitude"]), sectors["reach"].astype(np.float64)

    def authority_at(self, point: Point) -> Authority | None:
        """Give the authority of the nearest postcode: right but within a street or so of a boundary."""
        nearest = self.nearest(point)
        return by_code()[nearest.authority_gss] if nearest and nearest.authority_gss else None

    # What people type

    def locate(self, text: str) -> Located | None:
        """Understand a postcode, outward code, sector, place, authority, region or ``lat,lon``; None if unknown.

        A postcode newer than the data is taken as its sector. Of several places of one name
        the one with most inhabitants is meant: ``locate_all`` gives the others too.
        """
        found = self.locate_all(text)
        return found[0] if found else None

    def locate_all(self, text: str) -> list[Located]:
        """Give everything a text may mean, the likeliest first."""
        if len(text) > LONGEST_TEXT or not text.strip():
            return []
        code = self._point(text) or self._code(text)
        return [code] if code else self._named(text)

    def suggest(self, prefix: str, limit: int = 10) -> list[str]:
        """Give labels that ``locate`` understands and that begin with ``prefix``: large places first."""
        start = light(prefix) if len(prefix) <= LONGEST_TEXT else ""
        if not start or limit < 1:
            return []
        found: dict[str, None] = {}
        if any(character.isdigit() for character in start):
            codes = self._outcodes["code"]
            first = int(np.searchsorted(codes, np.array(start.upper().encode(), dtype=codes.dtype)))
            near = [code.decode().strip() for code in codes[first : first + limit]]
            return [code for code in near if code.startswith(start.upper())]
        for key, place in self._keyed_places:
            if len(found) >= limit:
                break
            if key.startswith(start):
                found[self._place_label(place)] = None
        for authority in all_authorities():
            if light(authority.short_name).startswith(start):
                found.setdefault(authority.short_name)
        return list(found)[:limit]

    # Inside

    def _point(self, text: str) -> Located | None:
        point = parse_lat_lon(text)
        if point is None:
            return None
        authority = self.authority_at(point)
        label = f"{point.latitude:.4f}, {point.longitude:.4f}"
        return Located(label, "point", point, 0.0, authority.gss if authority else None)

    def _code(self, text: str) -> Located | None:
        row = self._area_row(self._outcodes, parse_outward(text))
        if row is not None:
            return self._located(self._outcodes, row, "outcode")
        exact = self.postcode(text)
        if exact:
            return exact
        postcode = parse_postcode(text)
        sector = postcode.sector if postcode else parse_sector(text)
        if sector is None:
            return None
        outward, digit = sector.split()
        row = self._area_row(self._sectors, f"{outward:<4}{digit}")
        return None if row is None else self._located(self._sectors, row, "sector")

    def _named(self, text: str) -> list[Located]:
        """Give a region, then the place an authority is named after, then the authority, then other places."""
        region = self.region(text)
        authority = authority_named(text)
        places = self._places_called(text)
        found: list[Located] = []
        if region:
            found.append(Located(region.name, "region", region.centre, region.radius_miles, None))
        area = self.authority(authority.gss) if authority else None
        if area:
            seat = places and light(text) == light(places[0].name) and places[0].authority_gss == area.code
            at = 1 if seat else 0
            listed = [self._place(place) for place in places]
            listed.insert(at, Located(area.name, "authority", area.centre, area.radius_miles, area.code))
            return found + listed
        return found + [self._place(place) for place in places]

    def _places_called(self, text: str) -> list[Place]:
        """Find places by name, or as ``name, authority``."""
        places = self._places_by_name.get(light(text), [])
        name, comma, where = text.rpartition(",")
        if places or not comma:
            return places
        authority = authority_named(where)
        return [
            place
            for place in self._places_by_name.get(light(name), [])
            if authority and place.authority_gss == authority.gss
        ]

    def _place(self, place: Place) -> Located:
        point = Point(place.latitude, place.longitude)
        return Located(self._place_label(place), "place", point, 0.0, place.authority_gss)

    def _place_label(self, place: Place) -> str:
        """Give the name alone where it means this place, else with its authority."""
        if self._places_by_name[light(place.name)][0] == place or not place.authority_gss:
            return place.name
        return f"{place.name}, {by_code()[place.authority_gss].short_name}"

    def _area_row(self, table: Table, code: str | None) -> int | None:
        return None if code is None else _row_of(table["code"], f"{code:<4}".encode())

    def _outcode_area(self, row: int) -> Area:
        found = self._located(self._outcodes, row, "outcode")
        return Area("outcode", found.label, found.label, found.point, found.radius_miles)

    def _located(self, table: Table, row: int, kind: Kind) -> Located:
        area = table[row]
        code = area["code"].decode()
        label = code.strip() if kind == "outcode" else f"{code[:4].strip()} {code[4]}"
        authority = self._authority_at_place(int(area["authority"]))
        point = Point(float(area["latitude"]), float(area["longitude"]))
        return Located(label, kind, point, round(float(area["radius"]), 1), authority.gss if authority else None)

    def _at_row(self, row: int) -> Located:
        key = self._keys[row].decode()
        latitude, longitude = (float(part) for part in self._points[row])
        authority = self._authority_at_place(int(self._authority_of[row]))
        label = f"{key[:4].strip()} {key[4:]}"
        return Located(label, "postcode", Point(latitude, longitude), 0.0, authority.gss if authority else None)

    def _authority_at_place(self, place: int) -> Authority | None:
        return None if place == NO_AUTHORITY else by_code()[self._gss[place]]


def _area(kind: Literal["authority", "region"], code: str, name: str, circle: list[float]) -> Area:
    return Area(kind, code, name, Point(circle[0], circle[1]), circle[2])


def _direction(latitude: Floats, longitude: Floats) -> Floats:
    """Give unit vectors (n, 3) from the middle of the earth to points in degrees."""
    up, round_ = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(up) * np.cos(round_), np.cos(up) * np.sin(round_), np.sin(up)])


def _row_of(sorted_codes: npt.NDArray[Any], code: bytes) -> int | None:
    """Find a code in a sorted column; of one type, or NumPy would copy the whole column."""
    wanted = np.array(code, dtype=sorted_codes.dtype)
    row = int(np.searchsorted(sorted_codes, wanted))
    return row if row < len(sorted_codes) and sorted_codes[row] == code else None


@lru_cache(maxsize=4)
def _opened(path: Path, changed_ns: int) -> Gazetteer:
    del changed_ns  # only to open again what was built anew
    return Gazetteer.open(path)


def gazetteer_at(path: Path) -> Gazetteer:
    """Give the gazetteer in ``path``, opened once a process and again when a new one was built."""
    try:
        return _opened(path, (path / ABOUT).stat().st_mtime_ns)
    except FileNotFoundError as missing:
        raise NoGazetteer(f"there is no gazetteer in {path}: build it first") from missing
