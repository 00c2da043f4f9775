"""Generated services: places in clusters and between them, half of them confidential, under areas that three share."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Engine, insert, select, update

from bench.vocabulary import DOMAIN, Vocabulary
from directory.codes import (
    CONFIDENTIAL_BY_DEFAULT,
    LANGUAGES,
    REGIONS,
    TYPES_WITH_PLACES,
    Gender,
    Rating,
    ServiceType,
    Specialism,
)
from directory.geo.authorities import all_authorities
from directory.kit.db import Model
from directory.search.models import SearchDocument, SearchSequence

__all__ = ["CENTRES", "DOMAIN", "NOW", "OWN", "fill", "rows"]

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
OWN = UUID("5f4d9f80-3c1e-4a3b-9c55-0d6a51a1b0c7")
"""The largest provider: about one in a square root of services is its."""
AT_ONCE = 5_000
OUTCODES = 2_900
"""As many as the United Kingdom has: published areas never grow finer than that."""
SHARING = 3
"""So many confidential services at least share a published area."""
BETWEEN = 0.15
"""The share of places in small towns and between."""
POOL = 4_000

# latitude, longitude, weight, region
CENTRES = [
    (51.51, -0.12, 9, "London"), (52.48, -1.9, 4, "West Midlands"), (53.48, -2.24, 4, "North West"),
    (53.8, -1.55, 3, "Yorkshire and The Humber"), (53.41, -2.98, 2, "North West"),
    (53.38, -1.47, 2, "Yorkshire and The Humber"), (51.45, -2.59, 2, "South West"), (54.97, -1.61, 2, "North East"),
    (52.95, -1.15, 2, "East Midlands"), (52.64, -1.13, 2, "East Midlands"), (55.86, -4.25, 3, "Scotland"),
    (55.95, -3.19, 2, "Scotland"), (51.48, -3.18, 2, "Wales"), (54.6, -5.93, 1, "Northern Ireland"),
    (50.37, -4.14, 1, "South West"), (50.9, -1.4, 1, "South East"), (51.88, -0.42, 1, "East of England"),
    (52.63, 1.3, 1, "East of England"), (53.74, -0.33, 1, "Yorkshire and The Humber"), (50.82, -0.14, 1, "South East"),
    (52.41, -1.51, 1, "West Midlands"), (51.75, -1.26, 1, "South East"), (52.2, 0.12, 1, "East of England"),
    (53.96, -1.08, 1, "Yorkshire and The Humber"), (54.57, -1.23, 1, "North East"), (54.9, -2.93, 1, "North West"),
    (57.15, -2.1, 1, "Scotland"), (51.62, -3.94, 1, "Wales"), (53.0, -2.18, 1, "West Midlands"),
    (51.28, 0.52, 1, "South East"),
]  # fmt: skip

_TYPES = list(ServiceType)
_GENDERS = list(Gender)
_RATINGS = list(Rating)
_HOMES = np.array([each in CONFIDENTIAL_BY_DEFAULT for each in _TYPES])
_COUNTED = np.array([each in TYPES_WITH_PLACES for each in _TYPES])


def _falling(count: int) -> Any:
    """Give shares that fall as popularity does."""
    share = 1 / np.arange(2, count + 2)
    return share / share.sum()


class _Places:
    """Points of services: a public one's own, a confidential one's area's."""

    def __init__(self, chance: np.random.Generator, confidential: Any) -> None:
        self._chance = chance
        count, hidden = len(confidential), int(confidential.sum())
        self.latitude, self.longitude, near = self._points(count)
        areas = max(1, min(OUTCODES, hidden // (2 * SHARING)))
        latitude, longitude, centre = self._points(areas)
        # the first few share by turns, so that no area has fewer than three
        chosen = np.concatenate([np.arange(hidden)[: SHARING * areas] % areas, self._skewed(areas, hidden)])[:hidden]
        self._chance.shuffle(chosen)
        self.area = np.full(count, -1)
        self.area[confidential] = chosen
        self.latitude[confidential], self.longitude[confidential] = latitude[chosen], longitude[chosen]
        near[confidential] = centre[chosen]
        self.radius = np.zeros(count)
        self.radius[confidential] = chance.choice([1.5, 2.0, 3.0, 4.0, 6.0, 9.0], areas)[chosen]
        self._set_authorities(near)

    def _skewed(self, areas: int, count: int) -> Any:
        return (areas * self._chance.random(count) ** 1.5).astype(np.int64)

    def _points(self, count: int) -> tuple[Any, Any, Any]:
        chance, weights = self._chance, np.array([weight for _, _, weight, _ in CENTRES], float)
        near = chance.choice(len(CENTRES), count, p=weights / weights.sum())
        centres = np.array([(latitude, longitude) for latitude, longitude, _, _ in CENTRES])
        latitude = centres[near, 0] + chance.normal(0, 0.15, count)
        longitude = centres[near, 1] + chance.normal(0, 0.2, count)
        apart = np.flatnonzero(chance.random(count) < BETWEEN)
        latitude[apart], longitude[apart] = (
            chance.uniform(50.3, 57.6, len(apart)),
            chance.uniform(-4.6, 1.2, len(apart)),
        )
        away = (latitude[apart, None] - centres[:, 0]) ** 2 + ((longitude[apart, None] - centres[:, 1]) * 0.6) ** 2
        near[apart] = away.argmin(axis=1)
        return latitude, longitude, near

    def _set_authorities(self, near: Any) -> None:
        """Give each an authority of its region: which of them is left to chance."""
        of_region = {name: [one.gss for one in all_authorities() if one.region == name] for name in REGIONS}
        self.region = [CENTRES[each][3] for each in near.tolist()]
        drawn = self._chance.random(len(near)).tolist()
        self.authority = [
            of_region[name][int(part * len(of_region[name]))] for name, part in zip(self.region, drawn, strict=True)
        ]


def _pools(chance: np.random.Generator) -> tuple[list[dict[str, str | None]], list[list[str]]]:
    """Give sets of claims and of languages, of which each service has one."""
    specialisms, languages = [each.value for each in Specialism], [each for each in LANGUAGES if each != "eng"]
    claims: list[dict[str, str | None]] = []
    spoken: list[list[str]] = []
    for _ in range(POOL):
        size = chance.choice([0, 1, 2, 3, 5, 8])
        chosen = chance.choice(specialisms, size, replace=False, p=_falling(len(specialisms)))
        claims.append({each: "2027-06-01" if chance.random() < 0.5 else None for each in sorted(chosen.tolist())})
        more = chance.choice(languages, chance.choice([0, 0, 1, 2]), replace=False, p=_falling(len(languages)))
        spoken.append(sorted({"eng", *more.tolist()}))
    return claims, spoken


def _days() -> list[date]:
    return [(NOW + timedelta(days=day)).date() for day in range(1, 91)]


def rows(count: int, seed: int = 1) -> Iterator[list[dict[str, Any]]]:
    """Give so many rows of ``search_documents``, some thousands at a time."""
    chance, words = np.random.default_rng(seed), Vocabulary(count, seed)
    claims, spoken = _pools(chance)
    falling = np.arange(len(_TYPES), 0, -1.0)
    kinds = chance.choice(len(_TYPES), count, p=falling / falling.sum())
    confidential = _HOMES[kinds] & (chance.random(count) < 0.95)
    places = _Places(chance, confidential)
    owners = [OWN, *(UUID(bytes=chance.bytes(16), version=4) for _ in range(max(10, count // 12)))]
    called = [f"{name} Care" for name in words.phrases(len(owners), 2)]
    days, hours = _days(), [NOW - timedelta(hours=hour) for hour in range(1200)]
    for start in range(0, count, AT_ONCE):
        size = min(AT_ONCE, count - start)
        part = slice(start, start + size)
        youngest = np.array([0, 0, 5, 8, 11, 16])[chance.integers(0, 6, size)]
        columns = {
            "kind": kinds[part],
            "confidential": confidential[part],
            "latitude": places.latitude[part],
            "longitude": places.longitude[part],
            "radius": places.radius[part],
            "area": places.area[part],
            "owner": (len(owners) * chance.random(size) ** 2).astype(int),
            "claims": chance.integers(0, POOL, size),
            "spoken": chance.integers(0, POOL, size),
            "youngest": youngest,
            "oldest": youngest + (chance.random(size) * (19 - youngest)).astype(int),
            "gender": chance.choice(3, size, p=[0.75, 0.125, 0.125]),
            "free": np.array([0, 0, 0, 1, 2, 3])[chance.integers(0, 6, size)],
            "day": np.where(chance.random(size) < 0.8, -1, chance.integers(0, 90, size)),
            "hour": np.where(chance.random(size) < 0.2, -1, chance.integers(0, 1200, size)),
            "rating": chance.choice(5, size, p=[0.1, 0.5, 0.15, 0.05, 0.2]),
        }
        identities = chance.bytes(16 * size)
        named, described = words.phrases(size, 6), words.texts(chance.integers(80, 200, size).tolist())
        made: list[dict[str, Any]] = []
        for at, (name, description, facts) in enumerate(
            zip(named, described, zip(*(each.tolist() for each in columns.values()), strict=True), strict=True)
        ):
            f = dict(zip(columns, facts, strict=True))
            counted = bool(_COUNTED[f["kind"]])
            made.append(
                {
                    "service_id": UUID(bytes=identities[16 * at : 16 * at + 16], version=4),
                    "sequence": start + at + 1,
                    "text_sequence": start + at + 1,
                    "gone": False,
                    "organisation_id": owners[f["owner"]],
                    "organisation_name": called[f["owner"]],
                    "name": name,
                    "description": description,
                    "service_type": _TYPES[f["kind"]],
                    "specialisms": claims[f["claims"]],
                    "languages": spoken[f["spoken"]],
                    "age_minimum": f["youngest"],
                    "age_maximum": f["oldest"],
                    "gender": _GENDERS[f["gender"]],
                    "registered": 6 if counted else None,
                    "available": f["free"] if counted else None,
                    "available_from": days[f["day"]] if f["day"] >= 0 else None,
                    "confirmed_at": hours[f["hour"]] if f["hour"] >= 0 else None,
                    "rating": _RATINGS[f["rating"]],
                    "rating_on": None,
                    "authority": places.authority[start + at],
                    "region": places.region[start + at],
                    "confidential": f["confidential"],
                    "area": f"Outcode {f['area']}" if f["confidential"] else "High Street",
                    "latitude": f["latitude"],
                    "longitude": f["longitude"],
                    "radius_miles": f["radius"],
                }
            )
        yield made


def make_tables(database: Engine) -> None:
    """Make the tables that a search reads, those that are not there yet."""
    tables = [table for name, table in Model.metadata.tables.items() if name.startswith("search_")]
    Model.metadata.create_all(database, tables=tables)


def fill(database: Engine, count: int) -> None:
    """Make the tables and put so many services into them."""
    make_tables(database)
    counter = SearchSequence.__table__
    with database.connect() as connection:
        if database.dialect.name == "sqlite":
            # nothing is lost that cannot be made again
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA synchronous = OFF")
            driver.execute("PRAGMA cache_size = -400000")
        if connection.execute(select(counter.c.value)).scalar() is None:
            connection.execute(insert(counter).values(id=1, value=0))  # type: ignore[arg-type]
        for made in rows(count):
            connection.execute(insert(SearchDocument.__table__), made)  # type: ignore[arg-type]
            connection.commit()
        connection.execute(update(counter).values(value=count))  # type: ignore[arg-type]
        connection.commit()
