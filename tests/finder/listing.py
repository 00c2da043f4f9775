"""Services of a small directory: public offices and confidential homes of two providers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from directory import audit
from directory.access import SYSTEM, Kind
from directory.codes import ServiceType, Specialism
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers.models import AreaKind, Capacity, Claim, Service, Status
from directory.providers.search import put
from tests import make
from tests.inspect_pages import Page

LEEDS: dict[str, Any] = {
    "authority_gss": "E08000035",
    "region": "Yorkshire and The Humber",
    "latitude": 53.7974,
    "longitude": -1.5437,
}
LUTON: dict[str, Any] = {
    "authority_gss": "E06000032",
    "region": "East of England",
    "latitude": 51.8787,
    "longitude": -0.4200,
}
LEEDS_AREA: dict[str, Any] = {
    "authority_gss": "E08000035",
    "region": "Yorkshire and The Humber",
    "area_kind": AreaKind.AUTHORITY,
    "area_code": "E08000035",
    "area_name": "Leeds",
    "area_latitude": 53.8227,
    "area_longitude": -1.5071,
    "area_radius_miles": 12.9,
}
SECRET_WORD = "zephyrhome"


@atomic
def service(
    name: str,
    *,
    of: str = "Harbour Care",
    service_type: ServiceType = ServiceType.THERAPY,
    claims: Mapping[Specialism, date | None] | None = None,
    places: tuple[int, int] | None = None,
    confirmed_at: datetime | None = None,
    available_from: date | None = None,
    **more: Any,
) -> Service:
    """Give a published service; ``places`` is (registered, occupied). Confidential if it has an area."""
    at = clock.now()
    owner = make.organisation(Kind.PROVIDER, of)
    made = Service(
        organisation_id=owner.id,
        name=name,
        service_type=service_type,
        status=Status.PUBLISHED,
        confidential="area_kind" in more,
        created_at=at,
        published_at=at,
        claims=[
            Claim(specialism=specialism, assured_until=until, made_at=at)
            for specialism, until in (claims or {}).items()
        ],
        **more,
    )
    if places:
        registered, occupied = places
        made.capacity = Capacity(
            registered=registered,
            staffed=registered,
            occupied=occupied,
            confirmed_at=confirmed_at or at - timedelta(days=1),
            available_from=available_from,
        )
    db.session.add(made)
    db.session.flush()
    put(made)
    audit.record(SYSTEM, "service:published", made, at=at)
    return made


def small_directory() -> dict[str, Service]:
    """Give a directory of three public and three confidential services."""
    today = clock.today()
    return {
        "therapy": service(
            "Harbour Therapy",
            description="Trauma-informed therapy for children who were trafficked.",
            claims={Specialism.TRAUMA: today + timedelta(days=100), Specialism.TRAFFICKING: None},
            languages=["eng", "vie"],
            telephone="0113 496 0000",
            address="1 Example Street, Leeds",
            postcode="LS1 4AP",
            **LEEDS,
        ),
        "advocacy": service(
            "Beacon Advocacy",
            of="Beacon",
            service_type=ServiceType.ADVOCACY,
            description="Independent advocacy for unaccompanied children.",
            languages=["eng", "ara"],
            **LUTON,
        ),
        "school": service(
            "Moorside School",
            of="Beacon",
            service_type=ServiceType.RESIDENTIAL_SPECIAL_SCHOOL,
            description="A residential school for boys with autism.",
            claims={Specialism.AUTISM: today + timedelta(days=10)},
            places=(10, 10),
            available_from=today + timedelta(days=8),
            age_minimum=11,
            **LEEDS,
        ),
        "home": service(
            "Children's home in Leeds, URN 1",
            service_type=ServiceType.CHILDRENS_HOME,
            description=f"A calm home, {SECRET_WORD}, for children at risk of exploitation.",
            claims={Specialism.TRAFFICKING: today + timedelta(days=50)},
            places=(4, 3),
            age_minimum=11,
            **LEEDS_AREA,
        ),
        "stale": service(
            "Children's home in Leeds, URN 2",
            of="Beacon",
            service_type=ServiceType.CHILDRENS_HOME,
            description="A home for two.",
            places=(2, 0),
            confirmed_at=clock.now() - timedelta(days=40),
            **LEEDS_AREA,
        ),
        "carer": service(
            "Household LW-014",
            service_type=ServiceType.FOSTER_CARE,
            description="A Vietnamese-speaking foster carer.",
            languages=["vie"],
            places=(1, 0),
            **LEEDS_AREA,
        ),
    }


def cards(page: Page) -> list[str]:
    """Give the names of the services that a page lists, in its order."""
    titles = (each for each in page.tree.iter() if each.get("class") == "card__title")
    return [" ".join("".join(title.itertext()).split()) for title in titles]
