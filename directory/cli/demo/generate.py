"""The demonstration's services as facts, before any database: the same for the same seed and number."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from uuid import UUID, uuid5

from directory.cli.demo.plan import ORGANISATIONS, Planned
from directory.cli.demo.story import STORY
from directory.cli.demo.words import FITTING, description
from directory.codes import (
    CONFIDENTIAL_BY_DEFAULT,
    LANGUAGES,
    TYPES_WITH_PLACES,
    Gender,
    Rating,
    ServiceType,
    Specialism,
    label,
)

NAMESPACE = UUID("6f1d2f0e-5b8a-4a57-9d86-0c2f6b7a4f11")
SPOKEN = (
    "vie",
    "sqi",
    "ara",
    "ckb",
    "kmr",
    "pus",
    "prs",
    "tir",
    "amh",
    "som",
    "urd",
    "ron",
    "pol",
    "fra",
    "cym",
    "bfi",
)
REGISTERED = {
    ServiceType.FOSTER_CARE: (1, 3),
    ServiceType.PARENT_AND_CHILD_FOSTER_CARE: (1, 1),
    ServiceType.SUPPORTED_LODGINGS: (1, 2),
    ServiceType.CHILDRENS_HOME: (2, 6),
    ServiceType.SECURE_CHILDRENS_HOME: (8, 24),
    ServiceType.SUPPORTED_ACCOMMODATION: (3, 14),
    ServiceType.RESIDENTIAL_FAMILY_CENTRE: (4, 12),
    ServiceType.RESIDENTIAL_SPECIAL_SCHOOL: (12, 40),
    ServiceType.BOARDING_SCHOOL: (20, 60),
    ServiceType.RESIDENTIAL_COLLEGE: (10, 40),
    ServiceType.HOLIDAY_SCHEME: (8, 20),
    ServiceType.SECURE_TRAINING_CENTRE: (20, 60),
    ServiceType.SHORT_BREAKS: (4, 8),
}
AGES: dict[ServiceType, tuple[tuple[int, int], ...]] = {
    ServiceType.FOSTER_CARE: ((0, 17), (5, 12), (10, 17), (11, 17)),
    ServiceType.PARENT_AND_CHILD_FOSTER_CARE: ((13, 21),),
    ServiceType.SUPPORTED_LODGINGS: ((16, 21), (16, 17)),
    ServiceType.CHILDRENS_HOME: ((8, 17), (10, 17), (12, 17), (7, 13)),
    ServiceType.SECURE_CHILDRENS_HOME: ((10, 17),),
    ServiceType.SUPPORTED_ACCOMMODATION: ((16, 17), (16, 21)),
    ServiceType.RESIDENTIAL_SPECIAL_SCHOOL: ((7, 19),),
}
RATED = (
    [Rating.OUTSTANDING] * 3
    + [Rating.GOOD] * 11
    + [Rating.REQUIRES_IMPROVEMENT] * 4
    + [Rating.INADEQUATE]
    + [Rating.NOT_YET_RATED] * 4
)


@dataclass(frozen=True)
class Generated:
    """One service. ``confirmed_hours_ago`` None: never confirmed. ``assured_days``: specialism -> days from today."""

    id: UUID
    organisation: str
    name: str
    service_type: ServiceType
    description: str
    outcode: str
    confidential: bool
    specialisms: tuple[Specialism, ...]
    assured_days: dict[Specialism, int]
    languages: tuple[str, ...]
    ages: tuple[int, int]
    gender: Gender
    rating: Rating
    rated_days_ago: int
    registered: int | None
    staffed: int
    occupied: int
    closed: int
    free_in_days: int | None
    confirmed_hours_ago: int | None


def services(seed: int, number: int) -> Iterator[Generated]:
    """Give ``number`` services, at least one of every service type where there are as many as types."""
    random = Random(seed)  # noqa: S311 - a demonstration is meant to be the same every time
    offered: dict[ServiceType, list[Planned]] = {}
    for planned in ORGANISATIONS:
        for service_type in planned.types:
            offered.setdefault(service_type, []).append(planned)
    weighted = [(planned, kind) for planned in ORGANISATIONS for kind in planned.types for _ in range(planned.size)]
    first = [(owners[0], kind) for kind, owners in sorted(offered.items())]
    for index in range(number):
        owner, kind = first[index] if index < len(first) else random.choice(weighted)
        made = _service(random, index, owner, kind, uuid5(NAMESPACE, f"{seed}:{index}"))
        yield replace(made, **STORY[index - len(first)]) if 0 <= index - len(first) < len(STORY) else made


def _service(random: Random, index: int, owner: Planned, kind: ServiceType, identifier: UUID) -> Generated:
    outcode = random.choice(owner.outcodes)
    specialisms = tuple(sorted(random.sample(FITTING[kind], k=min(len(FITTING[kind]), random.randint(1, 4)))))
    spoken = ["eng", *random.sample(SPOKEN, k=random.choice((0, 0, 1, 1, 2, 3)))]
    if kind is ServiceType.INTERPRETING:
        spoken = ["eng", *random.sample(SPOKEN, k=8)]
    assured = {one: random.randint(20, 500) for one in specialisms if random.random() < 0.45}
    registered = random.randint(*REGISTERED[kind]) if kind in TYPES_WITH_PLACES else None
    staffed = max(1, registered - random.choice((0, 0, 0, 1))) if registered else 0
    closed = min(staffed, random.choice((0, 0, 0, 0, 1)))
    occupied = min(staffed - closed, round(staffed * random.choice((0.5, 0.7, 0.8, 1, 1, 1))))
    confirmed = random.choice((2, 8, 20, 40, 70, 120, 160, 260, 400, 600, 900, 2000, None))
    if kind not in TYPES_WITH_PLACES:
        confirmed = None
    return Generated(
        id=identifier,
        organisation=owner.name,
        name=_name(random, kind, owner.name, index),
        service_type=kind,
        description=description(random, kind, list(specialisms), spoken),
        outcode=outcode,
        confidential=kind in CONFIDENTIAL_BY_DEFAULT,
        specialisms=specialisms,
        assured_days=assured,
        languages=tuple(code for code in spoken if code in LANGUAGES),
        ages=random.choice(AGES.get(kind, ((0, 17), (0, 25)))),
        gender=random.choice((Gender.ANY, Gender.ANY, Gender.ANY, Gender.FEMALE, Gender.MALE)),
        rating=random.choice(RATED) if registered else Rating.NOT_YET_RATED,
        rated_days_ago=random.randint(20, 1100),
        registered=registered,
        staffed=staffed,
        occupied=occupied,
        closed=closed,
        free_in_days=random.choice((None, None, 0, 3, 14)) if registered and occupied < staffed else None,
        confirmed_hours_ago=confirmed,
    )


def _name(random: Random, kind: ServiceType, owner: str, index: int) -> str:
    """Give a name: a reference for a household, never a person's; a plain name for an office."""
    letters = "".join(word[0] for word in owner.split())[:2]
    if kind in {ServiceType.FOSTER_CARE, ServiceType.PARENT_AND_CHILD_FOSTER_CARE, ServiceType.SUPPORTED_LODGINGS}:
        return f"Household {letters}-{index + 1:03}"
    if kind in CONFIDENTIAL_BY_DEFAULT:
        trees = (
            "Alder",
            "Birch",
            "Cedar",
            "Elder",
            "Hazel",
            "Juniper",
            "Larch",
            "Maple",
            "Oak",
            "Rowan",
            "Willow",
            "Yew",
        )
        return f"{label(kind)} {random.choice(trees)} {index + 1:03}"
    return label(kind)
