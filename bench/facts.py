"""What the peers keep of each service, as numbers, and the answer that all engines give in the same words.

The peers take nothing from our engine but how it reads a text (stems of words), so that totals can be compared.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Engine, select

from directory.codes import LANGUAGES, REGIONS, Freshness, Gender, Rating, ServiceType, Specialism
from directory.geo.authorities import all_authorities
from directory.kit import clock
from directory.search.embedded.analysis import stem, words
from directory.search.embedded.chord import to_ecef
from directory.search.embedded.feed import text_of
from directory.search.models import SearchDocument
from directory.search.port import BANDS_MILES

NEVER = -(2**40)
NO_DAY = 2**31 - 1
NOT_COUNTED = -1
TYPES = [each.value for each in ServiceType]
GENDERS = [each.value for each in Gender]
RATINGS = [each.value for each in Rating]
SPECIALISMS = [each.value for each in Specialism]
SPOKEN = list(LANGUAGES)
AUTHORITIES = [each.gss for each in all_authorities()]
FRESH = [Freshness.CURRENT.value, Freshness.AGEING.value, Freshness.STALE.value]
CODES: dict[str, list[str]] = {
    "type": TYPES, "gender": GENDERS, "rating": RATINGS, "freshness": FRESH, "region": list(REGIONS),
    "authority": AUTHORITIES, "specialism": SPECIALISMS, "language": SPOKEN,
}  # fmt: skip
NUMBERS = {name: {value: place for place, value in enumerate(values)} for name, values in CODES.items()}

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Answer:
    """What an engine found. ``rows``: ids of the services shown, in order."""

    total: int
    facets: Counts
    rows: list[str]


class Facts(NamedTuple):
    """One service as numbers; ``number`` rises with its id, so that ties are broken as our engine breaks them."""

    number: int
    type: int
    gender: int
    rating: int
    region: int
    authority: int
    youngest: int
    oldest: int
    available: int
    starts: int
    confirmed: int
    hidden: int
    owner: int
    x: float
    y: float
    z: float
    radius: float
    name_rank: int
    specs: int
    langs: int


def owner_number(organisation_id: UUID) -> int:
    return organisation_id.int >> 66


def seconds(instant: datetime | None) -> int:
    return NEVER if instant is None else int(instant.timestamp())


def today(now: datetime) -> date:
    return clock.in_london(now).date()


@lru_cache(maxsize=1_000_000)
def _stem(word: str) -> str:
    return " ".join(stem(each) for each in words(word))


_WORD = re.compile(r"\w+")


def stems(text: str) -> list[str]:
    """Give the stems of a text as our engine reads it."""
    return [each for each in map(_stem, _WORD.findall(text.lower())) if each]


def facts_of(number: int, row: Any, name_rank: int) -> Facts:
    known = [NUMBERS["specialism"][each] for each in row.specialisms]
    spoken = [NUMBERS["language"][each] for each in row.languages]
    return Facts(
        number,
        NUMBERS["type"][row.service_type.value],
        NUMBERS["gender"][row.gender.value],
        NUMBERS["rating"][row.rating.value],
        NUMBERS["region"].get(row.region, -1),
        NUMBERS["authority"].get(row.authority, -1),
        row.age_minimum,
        row.age_maximum,
        NOT_COUNTED if row.available is None else row.available,
        NO_DAY if row.available_from is None else row.available_from.toordinal(),
        seconds(row.confirmed_at),
        int(row.confidential),
        owner_number(row.organisation_id),
        *to_ecef(row.latitude, row.longitude),
        row.radius_miles,
        name_rank,
        sum(1 << each for each in known),
        sum(1 << each for each in spoken),
    )


def all_facts(database: Engine) -> Iterator[tuple[Facts, Any, list[list[str]]]]:
    """Give each service by id: its facts, its row, and its stems by field (name, organisation, description, labels)."""
    table = SearchDocument.__table__
    with database.connect() as connection:
        names = connection.execute(select(table.c.name, table.c.service_id)).all()
        order = sorted((name.casefold(), each.bytes) for name, each in names)
        ranks = {each: rank for rank, (_, each) in enumerate(order)}
        del names, order
    with database.connect().execution_options(yield_per=2_000) as connection:
        for number, row in enumerate(connection.execute(select(table).order_by(table.c.service_id)), 1):
            yield facts_of(number, row, ranks[row.service_id.bytes]), row, [stems(text) for text in text_of(row)]


def claims_of(row: Any) -> Iterator[tuple[int, int]]:
    """Give each specialism of a row, and until which day it is assured (0: it is not)."""
    for code, until in row.specialisms.items():
        yield NUMBERS["specialism"][code], date.fromisoformat(until).toordinal() if until else 0


def named(name: str, counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Give counts of numbers as counts of what they stand for."""
    values, found = CODES[name], dict[int, int]()
    for code, count in counts:
        found[code] = found.get(code, 0) + count
    if name == "gender":
        both = found.get(0, 0)
        found = {code: count + (both if code else 0) for code, count in ({1: 0, 2: 0} | found).items()}
    return {values[code]: count for code, count in found.items() if code >= 0 and count}


def ages(counts: Iterable[tuple[int, int, int]]) -> dict[str, int]:
    """Give how many take each age, from (youngest, oldest, how many)."""
    changes = [0] * 27
    for youngest, oldest, count in counts:
        changes[youngest] += count
        changes[min(oldest, 25) + 1] -= count
    found, total = {}, 0
    for age, change in enumerate(changes[:26]):
        total += change
        if total:
            found[str(age)] = total
    return found


def bands(counts: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Give how many lie within each usual distance, from (how many of them are passed, how many rows)."""
    within = [0] * (len(BANDS_MILES) + 1)
    for passed, count in counts:
        within[passed] += count
    totals = accumulate(within)
    return {str(edge): total for edge, total in zip(BANDS_MILES, totals, strict=False) if total}
