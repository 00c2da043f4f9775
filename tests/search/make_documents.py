"""Random documents: few words, places and codes, so that filters overlap."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from directory import audit
from directory.access import SYSTEM, Kind
from directory.codes import REGIONS, Gender, Rating, ServiceType, Specialism
from directory.kit.atomic import atomic
from directory.search import Document, put, remove
from directory.search.port import Apart
from tests import make

WORDS = (  # noqa: SIM905  # a list of 46 lines is no plainer
    "trauma informed carers children trafficking trafficked exploitation exploited foster fostering family families "
    "therapy therapist home homes placement placements Vietnamese Albanian school missing care safe safely support "
    "supported asylum seeking UASC refugee modern slavery foster carer Vietnam "
    "Leeds Luton café self-harm risk assessment the of and with"
).split()
PLACES = [(53.797, -1.553), (51.502, -0.134), (54.599, -5.928), (55.952, -3.192), (51.88, -0.42), (52.48, -1.9)]
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
ORGANISATIONS = [UUID(int=number) for number in range(1, 6)]
LANGUAGES = ("eng", "vie", "sqi", "ara", "tir")
AUTHORITIES = ("E08000035", "E09000023", "E06000032", None)


def document(chance: random.Random, **more: object) -> Document:
    """Give a document; what is not said is random."""
    owner = chance.choice(ORGANISATIONS)
    confidential = chance.random() < 0.5
    counted = chance.random() < 0.7
    place = chance.choice(PLACES)
    nowhere = chance.random() < 0.1
    spread = chance.choice([0.0, 0.05, 0.6])
    first_age = chance.randint(0, 16)
    values: dict[str, object] = {
        "service_id": UUID(int=chance.getrandbits(128)),
        "organisation_id": owner,
        "organisation_name": f"Organisation {owner.int} {chance.choice(WORDS)}",
        "name": text(chance, chance.randint(1, 4)),
        "description": text(chance, chance.randint(0, 30)),
        "service_type": chance.choice(list(ServiceType)[:6]),
        "specialisms": {
            each: chance.choice([None, TODAY, TODAY - timedelta(days=1), TODAY + timedelta(days=400)])
            for each in chance.sample(list(Specialism), chance.randint(0, 5))
        },
        "languages": tuple(sorted(chance.sample(LANGUAGES, chance.randint(0, 3)))),
        "age_minimum": first_age,
        "age_maximum": chance.randint(first_age, 18),
        "gender": chance.choice(list(Gender)),
        "registered": 6 if counted else None,
        "available": chance.randint(0, 4) if counted else None,
        "available_from": chance.choice([None, None, TODAY, TODAY + timedelta(days=10), TODAY - timedelta(days=3)]),
        "confirmed_at": chance.choice(
            [None, NOW, *(NOW - timedelta(days=days) for days in (1, 7, 8, 28, 29, 300)), NOW - timedelta(hours=3)]
        ),
        "rating": chance.choice(list(Rating)),
        "rating_on": None,
        "authority": chance.choice(AUTHORITIES),
        "region": chance.choice([*REGIONS[:4], None]),
        "confidential": confidential,
        "area": "somewhere",
        "latitude": None if nowhere else place[0] + chance.uniform(-spread, spread),
        "longitude": None if nowhere else place[1] + chance.uniform(-spread, spread),
        "radius_miles": chance.uniform(0, 12) if confidential else 0.0,
        "emergency": counted and chance.random() < 0.3,
    }
    made = Document(**{**values, **more})  # type: ignore[arg-type]
    return kept_apart(chance, made) if counted and not more and chance.random() < 0.3 else made


def kept_apart(chance: random.Random, whole: Document) -> Document:
    """Give a document whose places are kept apart for some children."""
    groups = []
    for gender in chance.sample(list(Gender), chance.randint(1, 3)):
        youngest = chance.randint(whole.age_minimum, whole.age_maximum)
        day = chance.choice([None, None, TODAY, TODAY + timedelta(days=10), TODAY - timedelta(days=3)])
        free = chance.randint(0, 2)
        groups.append(Apart(gender, youngest, chance.randint(youngest, whole.age_maximum), free, day))
    return replace(whole, groups=tuple(groups), available=sum(each.available for each in groups))


def text(chance: random.Random, count: int) -> str:
    """Give so many words."""
    return " ".join(chance.choice(WORDS) for _ in range(count))


def documents(seed: int, count: int) -> list[Document]:
    """Give so many random documents, the same for the same seed."""
    chance = random.Random(seed)
    return [document(chance) for _ in range(count)]


@atomic
def commit(puts: Iterable[Document] = (), removes: Sequence[UUID] = ()) -> None:
    """Put documents into the index, and take others out, in one transaction."""
    for each in puts:
        put(each)
    for service_id in removes:
        remove(service_id)
    # the record needs something that changed: any organisation will do
    where = make.organisation(Kind.PROVIDER)
    audit.record(SYSTEM, "index:changed", where, at=NOW)
