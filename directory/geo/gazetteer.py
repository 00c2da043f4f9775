"""The gazetteer: postcodes, areas and places in memory-mapped files that all processes share.

Built once by ``directory.geo.build``; opening it maps the files and reads nothing else.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np

from directory.geo.authorities import Authority, all_authorities, authority_named, by_code, light, region_named
from directory.geo.columns import NO_AUTHORITY
from directory.geo.maps import PostcodeMaps
from directory.geo.place_names import PlaceNames
from directory.geo.places import Place
from directory.geo.rules import Area, Point, Postcode, parse_lat_lon, parse_outward, parse_postcode, parse_sector
from directory.geo.summaries import Table, miles_on_sphere

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
        self.source: str = about["source"]
        self._maps = PostcodeMaps(folder)
        self._authority_circles: dict[str, list[float]] = about["authorities"]
        self._region_circles: dict[str, list[float]] = about["regions"]
        self._gss: list[str] = about["order"]
        places = folder / "places.json"
        self._places = PlaceNames(places.read_bytes() if places.exists() else b"[]")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Map the gazetteer in ``path``; raises NoGazetteer where there is none to read."""
        try:
            return cls._open(path)
        except FileNotFoundError:
            # A new one may have taken its place between the two reads: look once more.
            try:
                return cls._open(path)
            except FileNotFoundError as missing:
                raise NoGazetteer(f"there is no gazetteer in {path}: build it first") from missing

    @classmethod
    def _open(cls, path: Path) -> Self:
        about = json.loads((path / ABOUT).read_bytes())
        if about["format"] != FORMAT:
            raise NoGazetteer(f"the gazetteer in {path} is of another format: build it again")
        return cls(path / about["data"], about)

    def __len__(self) -> int:
        return len(self._maps.keys)

    @property
    def has_places(self) -> bool:
        """Say whether towns and villages are known; without network at set-up they are not."""
        return bool(self._places)

    def places(self) -> tuple[Place, ...]:
        """Give every town and village, most inhabitants first."""
        return self._places.all

    # What is at a code

    def postcode(self, text: str) -> Located | None:
        """Find a postcode, however written; None if it is not one or not known."""
        postcode = parse_postcode(text)
        row = self._maps.postcode_row(postcode) if postcode else None
        return None if row is None else self._at_row(row)

    def outcode(self, code: str) -> Area | None:
        """Give the area of an outward code such as ``LS1``."""
        outward = parse_outward(code)
        row = self._maps.outcode_row(outward) if outward else None
        return None if row is None else self._outcode_area(row)

    def outcode_authority(self, code: str) -> Authority | None:
        """Give the authority with most postcodes of an outward code."""
        outward = parse_outward(code)
        row = self._maps.outcode_row(outward) if outward else None
        return None if row is None else self._authority(self._maps.outcodes["authority"][row])

    def outcodes(self) -> Iterator[Area]:
        """Give the area of every outward code, ordered by code."""
        return (self._outcode_area(row) for row in range(len(self._maps.outcodes)))

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

    def authorities(self) -> tuple[Authority, ...]:
        """Give every authority, ordered by code."""
        return all_authorities()

    def authority_named(self, text: str) -> Authority | None:
        """Find an authority by name; see ``directory.geo.authorities``."""
        return authority_named(text)

    # What is at a point

    def nearest(self, point: Point) -> Located | None:
        """Find the nearest postcode; None where none is within ten miles."""
        row = self._maps.nearest_row(point, NEAREST_WITHIN_MILES)
        return None if row is None else self._at_row(row)

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
        if len(text) > LONGEST_TEXT or not light(text):
            return []
        code = self._point(text) or self._code(text)
        return [code] if code else self._named(text)

    def suggest(self, prefix: str, limit: int = 10) -> list[str]:
        """Give labels that ``locate`` understands and that begin with ``prefix``: large places first."""
        start = light(prefix) if len(prefix) <= LONGEST_TEXT else ""
        if not start or limit < 1:
            return []
        if any(character.isdigit() for character in start):
            return self._maps.outcodes_from(start.upper(), limit)
        found = dict.fromkeys(islice(self._places.starting(start), limit))
        for authority in all_authorities():
            if light(authority.short_name).startswith(start):
                found.setdefault(authority.short_name)
        if len(start) <= 2:
            found |= dict.fromkeys(self._maps.outcodes_from(start.upper(), limit))
        return list(found)[:limit]

    def _point(self, text: str) -> Located | None:
        point = parse_lat_lon(text)
        if point is None:
            return None
        authority = self.authority_at(point)
        label = f"{point.latitude:.4f}, {point.longitude:.4f}"
        return Located(label, "point", point, 0.0, authority.gss if authority else None)

    def _code(self, text: str) -> Located | None:
        outward = parse_outward(text)
        if outward:
            split, row = self._split_outcode(outward), self._maps.outcode_row(outward)
            return split or (None if row is None else self._located(self._maps.outcodes, row, "outcode"))
        postcode = parse_postcode(text)
        return (postcode and self.postcode(text)) or self._sector(postcode.sector if postcode else parse_sector(text))

    def _sector(self, sector: str | None) -> Located | None:
        row = self._maps.sector_row(sector) if sector else None
        return None if row is None else self._located(self._maps.sectors, row, "sector")

    def _split_outcode(self, code: str) -> Located | None:
        """Draw one circle about the outward codes that ``EC1`` or ``SW1`` is split into; ``E1`` beside E1W is not."""
        parts = self._maps.outcodes[self._maps.rows_within(code)]
        weight = (parts["stop"] - parts["start"]).astype(np.float64)
        row = self._maps.outcode_row(code)
        own = 0 if row is None else int(self._maps.outcodes["stop"][row] - self._maps.outcodes["start"][row])
        if weight.sum() <= 20 * own:
            return None
        latitude = float(np.average(parts["latitude"], weights=weight))
        longitude = float(np.average(parts["longitude"], weights=weight))
        out = miles_on_sphere(parts["latitude"], parts["longitude"], latitude, longitude) + parts["radius"]
        authority = self._authority(parts["authority"][weight.argmax()])
        return Located(
            code,
            "outcode",
            Point(latitude, longitude),
            round(float(out.max()), 1),
            authority.gss if authority else None,
        )

    def _named(self, text: str) -> list[Located]:
        """Give a region, then the place an authority is named after, then the authority, then other places."""
        region, authority = self.region(text), authority_named(text)
        area = self.authority(authority.gss) if authority else None
        places = self._places.called(text)
        found = [
            Located(self._places.label(each), "place", Point(each.latitude, each.longitude), 0.0, each.authority_gss)
            for each in places
        ]
        if area:
            seat = bool(places) and places[0].authority_gss == area.code
            found.insert(1 if seat else 0, Located(area.name, "authority", area.centre, area.radius_miles, area.code))
        if region:
            found.insert(0, Located(region.name, "region", region.centre, region.radius_miles, None))
        return found

    def _outcode_area(self, row: int) -> Area:
        found = self._located(self._maps.outcodes, row, "outcode")
        return Area("outcode", found.label, found.label, found.point, found.radius_miles)

    def _located(self, table: Table, row: int, kind: Literal["outcode", "sector"]) -> Located:
        area = table[row]
        code = area["code"].decode()
        label = code.strip() if kind == "outcode" else f"{code[:4].strip()} {code[4]}"
        authority = self._authority(area["authority"])
        point = Point(float(area["latitude"]), float(area["longitude"]))
        return Located(label, kind, point, round(float(area["radius"]), 1), authority.gss if authority else None)

    def _at_row(self, row: int) -> Located:
        key = self._maps.keys[row].decode()
        latitude, longitude = (float(part) for part in self._maps.points[row])
        authority = self._authority(self._maps.authority[row])
        label = str(Postcode(key[:4].strip(), key[4:]))
        return Located(label, "postcode", Point(latitude, longitude), 0.0, authority.gss if authority else None)

    def _authority(self, place: np.uint16) -> Authority | None:
        return None if place == NO_AUTHORITY else by_code()[self._gss[int(place)]]


def _area(kind: Literal["authority", "region"], code: str, name: str, circle: list[float]) -> Area:
    return Area(kind, code, name, Point(circle[0], circle[1]), circle[2])


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
