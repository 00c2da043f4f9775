"""Generated services: words as frequent as words are (Zipf), places in clusters, a third of them confidential."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import Engine, insert, select, update

from directory.codes import LANGUAGES, REGIONS, Gender, Rating, ServiceType, Specialism
from directory.kit.db import Model
from directory.search.models import SearchDocument, SearchSequence

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
WORDS = 30_000
AT_ONCE = 2_000
DOMAIN = (  # noqa: SIM905  # a list of 40 lines is no plainer
    "care children foster support placement family home school carers trauma young experienced therapy trafficking "
    "exploitation safe emergency unaccompanied asylum bondage refuge attachment autism remand missing sibling parent "
    "assessment garden bedroom staff rural mosque church cooking therapist dialectical restraint vietnamese"
).split()
CENTRES = [
    (51.51, -0.12, 9), (52.48, -1.9, 4), (53.48, -2.24, 4), (53.8, -1.55, 3), (53.41, -2.98, 2), (53.38, -1.47, 2),
    (51.45, -2.59, 2), (54.97, -1.61, 2), (52.95, -1.15, 2), (52.64, -1.13, 2), (55.86, -4.25, 3), (55.95, -3.19, 2),
    (51.48, -3.18, 2), (54.6, -5.93, 1), (50.37, -4.14, 1), (50.9, -1.4, 1), (51.88, -0.42, 1), (52.63, 1.3, 1),
    (53.74, -0.33, 1), (50.82, -0.14, 1), (52.41, -1.51, 1), (51.75, -1.26, 1), (52.2, 0.12, 1), (53.96, -1.08, 1),
    (54.57, -1.23, 1), (54.9, -2.93, 1), (57.15, -2.1, 1), (51.62, -3.94, 1), (53.0, -2.18, 1), (51.28, 0.52, 1),
]  # fmt: skip


def vocabulary(chance: random.Random) -> list[str]:
    """Give the words, most frequent first."""
    syllables = [c + v for c in "bcdfghlmnprstvw" for v in "aeiou"]
    made = {
        "".join(chance.choices(syllables, k=chance.randint(2, 4))) + chance.choice("nrstdlk") for _ in range(40_000)
    }
    words = [*DOMAIN, *sorted(made)[:WORDS]]
    head, tail = words[: len(DOMAIN)], words[len(DOMAIN) :]
    chance.shuffle(tail)
    # the trade's own words are spread from the most frequent to the rare
    for place, word in enumerate(head):
        tail.insert(int(1.25**place) + place, word)
    return tail


def rows(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Give so many rows of ``search_documents``."""
    chance, numbers = random.Random(seed), np.random.default_rng(seed)
    words = np.array(vocabulary(chance), dtype=object)
    share = 1 / np.arange(1, len(words) + 1)
    share /= share.sum()
    owners = [UUID(int=chance.getrandbits(128)) for _ in range(max(10, count // 12))]
    for number in range(1, count + 1):
        size = int(numbers.integers(80, 200))
        text = numbers.choice(words, size + 8, p=share)
        latitude, longitude, _ = chance.choices(CENTRES, [weight for _, _, weight in CENTRES])[0]
        owner = chance.choice(owners)
        youngest = chance.choice([0, 0, 5, 8, 11, 16])
        counted = chance.random() < 0.8
        confidential = chance.random() < 0.35
        yield {
            "service_id": UUID(int=chance.getrandbits(128)),
            "sequence": number,
            "text_sequence": number,
            "gone": False,
            "organisation_id": owner,
            "organisation_name": f"{text[0]} {text[1]} care".title(),
            "name": " ".join(text[2:8]).capitalize(),
            "description": " ".join(text[8:]).capitalize() + ".",
            "service_type": chance.choices(list(ServiceType), range(len(ServiceType), 0, -1))[0],
            "specialisms": {
                each.value: chance.choice([None, "2027-06-01"])
                for each in chance.sample(list(Specialism), chance.choice([0, 1, 2, 3, 5, 8]))
            },
            "languages": sorted({"eng", *chance.sample(list(LANGUAGES), chance.choice([0, 0, 1, 2]))}),
            "age_minimum": youngest,
            "age_maximum": chance.randint(youngest, 18),
            "gender": chance.choices(list(Gender), [6, 1, 1])[0],
            "registered": 6 if counted else None,
            "available": chance.choice([0, 0, 0, 1, 2, 3]) if counted else None,
            "available_from": None if chance.random() < 0.8 else (NOW + timedelta(days=chance.randint(1, 90))).date(),
            "confirmed_at": None if chance.random() < 0.2 else NOW - timedelta(hours=chance.randint(0, 1200)),
            "rating": chance.choices(list(Rating), [2, 10, 3, 1, 4])[0],
            "rating_on": None,
            "authority": f"E06{chance.randint(1, 170):06}",
            "region": chance.choice(REGIONS),
            "confidential": confidential,
            "area": "an area",
            "latitude": latitude + chance.gauss(0, 0.15),
            "longitude": longitude + chance.gauss(0, 0.2),
            "radius_miles": 4.0 if confidential else 0.0,
        }


def fill(database: Engine, count: int) -> None:
    """Make the tables and put so many services into them."""
    Model.metadata.create_all(database, tables=[SearchDocument.__table__, SearchSequence.__table__])  # type: ignore[list-item]
    pending: list[dict[str, Any]] = []
    counter = SearchSequence.__table__
    with database.begin() as connection:
        if connection.execute(select(counter.c.value)).scalar() is None:
            connection.execute(insert(counter).values(id=1, value=0))  # type: ignore[arg-type]
    for row in rows(count):
        pending.append(row)
        if len(pending) == AT_ONCE or row["sequence"] == count:
            with database.begin() as connection:
                connection.execute(insert(SearchDocument.__table__), pending)  # type: ignore[arg-type]
            pending = []
    with database.begin() as connection:
        connection.execute(update(counter).values(value=count))  # type: ignore[arg-type]
