"""Makers of services: published, confirmed now and in the index, unless a test says otherwise.

``service(of="Harbour Care", type=ServiceType.FOSTER_CARE, places=4, occupied=3, outcode="LU1")``
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from directory import audit
from directory.access import SYSTEM, Kind
from directory.codes import CONFIDENTIAL_BY_DEFAULT, TYPES_WITH_PLACES, ServiceType, Specialism, label
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers import search
from directory.providers.models import AreaKind, Capacity, Claim, Registration, Service, Status
from tests import make

_numbers = count(1)

# outward code: its authority, region, centre in degrees and radius in miles, as the gazetteer has them (about)
OUTCODES: dict[str, tuple[str, str, float, float, float]] = {
    "LS1": ("E08000035", "Yorkshire and The Humber", 53.797, -1.553, 0.8),
    "LS8": ("E08000035", "Yorkshire and The Humber", 53.826, -1.498, 2.2),
    "BD1": ("E08000032", "Yorkshire and The Humber", 53.795, -1.754, 0.6),
    "M1": ("E08000003", "North West", 53.478, -2.233, 0.7),
    "B1": ("E08000025", "West Midlands", 52.480, -1.911, 0.7),
    "LU1": ("E06000032", "East of England", 51.877, -0.420, 2.4),
    "NR1": ("E10000020", "East of England", 52.622, 1.306, 1.6),
    "SE13": ("E09000023", "London", 51.458, -0.010, 1.2),
    "BS1": ("E06000023", "South West", 51.453, -2.594, 0.8),
}


@atomic
def service(
    of: str | None = None,
    *,
    type: ServiceType = ServiceType.CHILDRENS_HOME,  # noqa: A002 - the word of the trade
    name: str | None = None,
    kind: Kind = Kind.PROVIDER,
    outcode: str = "LS1",
    confidential: bool | None = None,
    status: Status = Status.PUBLISHED,
    places: int | None = 4,
    staffed: int | None = None,
    occupied: int = 0,
    held: int = 0,
    closed: int = 0,
    available_from: date | None = None,
    confirmed_days_ago: float | None = 0.0,
    specialisms: Iterable[Specialism] | Mapping[Specialism, date | None] = (),
    languages: Iterable[str] = (),
    area: AreaKind = AreaKind.OUTCODE,
    capacity_terms: Mapping[str, Any] | None = None,
    **more: Any,
) -> Service:
    """Give a service of the organisation named ``of``; ``more`` are columns of the model.

    Confidential by its type unless said; a public one stands at the centre of ``outcode``. ``places=None`` or a type
    without places: no capacity. ``confirmed_days_ago=None``: never confirmed. A mapping of specialisms says until
    when each claim is assured; ``capacity_terms`` are more columns of the capacity.
    """
    at = clock.now()
    number = next(_numbers)
    gss, region, latitude, longitude, radius = OUTCODES[outcode]
    hidden = type in CONFIDENTIAL_BY_DEFAULT if confidential is None else confidential
    where = (
        {"area_kind": area, "area_code": outcode, "area_name": outcode if area is AreaKind.OUTCODE else region}
        | {"area_latitude": latitude, "area_longitude": longitude, "area_radius_miles": radius}
        if hidden
        else {"latitude": latitude, "longitude": longitude, "address": "1 Market Square", "postcode": f"{outcode} 1AA"}
    )
    columns: dict[str, Any] = {
        "name": name or f"{label(type)} {number}",
        "description": "",
        "service_type": type,
        "status": status,
        "confidential": hidden,
        "registration": Registration.UNREGULATED,
        "languages": list(languages),
        "authority_gss": gss,
        "region": region,
        "outcode": outcode,
        "created_at": at,
        "published_at": at if status is Status.PUBLISHED else None,
        **where,
        **more,
    }
    made = Service(organisation_id=make.organisation(kind, of).id, **columns)
    until = specialisms if isinstance(specialisms, Mapping) else dict.fromkeys(specialisms)
    made.claims = [
        Claim(specialism=each, evidence="Staff are trained", made_at=at, assured_until=end, assured_at=end and at)
        for each, end in until.items()
    ]
    if places is not None and type in TYPES_WITH_PLACES:
        made.capacity = Capacity(
            registered=places,
            staffed=places if staffed is None else staffed,
            occupied=occupied,
            held=held,
            closed=closed,
            available_from=available_from,
            confirmed_at=_before(at, confirmed_days_ago),
            **(capacity_terms or {}),
        )
    db.session.add(made)
    db.session.flush()
    audit.record(SYSTEM, "service:added", made, at=at)
    search.put(made)
    return made


def _before(at: datetime, days: float | None) -> datetime | None:
    return None if days is None else at - timedelta(days=days)
