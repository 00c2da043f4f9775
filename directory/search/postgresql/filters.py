"""Which of the visible rows a query keeps, as conditions in SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, cast, false, func, not_, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY, array

from directory.codes import AGEING_DAYS, CURRENT_DAYS, Freshness, Specialism
from directory.geo.rules import MILE_METRES
from directory.kit import clock
from directory.search.embedded.filters import takes
from directory.search.port import Near, SearchQuery, Zone
from directory.search.postgresql import apart
from directory.search.postgresql.table import d, point

Condition = ColumnElement[bool]

TOLERANCE_METRES = 0.001
"""PostGIS and geopy differ by less. In doubt a radius takes in, and an exclusion zone keeps out."""
HALF_ROUND_METRES = 20_003_932.0
"""Nothing on earth is further away."""
_KNOWN = [each.value for each in Specialism]


def freshness(now: datetime) -> ColumnElement[Any]:
    """Give a row's freshness by its value."""
    return case(
        (d.confirmed_at >= now - timedelta(days=CURRENT_DAYS), Freshness.CURRENT.value),
        (d.confirmed_at >= now - timedelta(days=AGEING_DAYS), Freshness.AGEING.value),
        else_=Freshness.STALE.value,
    )


def not_stale(now: datetime) -> Condition:
    """Say whether a row's count of places still counts."""
    return and_(d.confirmed_at.is_not(None), d.confirmed_at >= now - timedelta(days=AGEING_DAYS))


def metres(near: Near) -> ColumnElement[Any]:
    """Give the metres from a point; null for a row without a place."""
    return func.ST_Distance(d.place, point(near))


def narrowed(query: SearchQuery, owner: object, now: datetime) -> list[Condition]:
    """Give what is no facet: age, places, dates, specialisms, assurance, ownership, distance, exclusion zones."""
    kept: list[Condition] = []
    if query.age is not None:
        kept += [d.age_minimum <= query.age, d.age_maximum >= query.age]
    if query.places is not None or query.by is not None or query.emergency:
        kept.append(not_stale(now))
    if query.emergency:
        kept.append(d.emergency)
    if query.places is not None:
        kept.append(apart.free(query) >= query.places)
    if query.by is not None:
        there = apart.free_by(query, query.by) > 0
        whole = or_(d.available_from <= query.by, and_(d.available_from.is_(None), d.available > 0))
        kept.append(case((apart.kept_apart, there), else_=whole))
    kept += _claims(query, clock.in_london(now).date().isoformat())
    if query.mine:
        kept.append(false() if owner is None else d.organisation_id == owner)
    if query.near is not None and query.within_miles is not None:
        kept.append(_within(query.near, query.within_miles))
    for zone in query.avoid:
        kept += [d.place.is_not(None), metres(zone.near) > _reach(zone)]
    if query.inside is not None:
        kept.append(or_(d.place.is_(None), metres(query.inside.near) <= _reach(query.inside)))
    return kept


def _reach(zone: Zone) -> ColumnElement[Any]:
    """Give the metres from a zone's centre up to which a row's area may lie in it."""
    reach: ColumnElement[Any] = (zone.within_miles + d.radius_miles) * MILE_METRES + TOLERANCE_METRES
    return reach


def _within(near: Near, miles: float) -> Condition:
    reach = miles * MILE_METRES + TOLERANCE_METRES
    if reach >= HALF_ROUND_METRES:
        return d.place.is_not(None)
    return func.ST_DWithin(d.place, point(near), reach)


def _claims(query: SearchQuery, today: str) -> list[Condition]:
    kept: list[Condition] = []
    if query.specialisms:
        kept.append(d.specialisms.bool_op("?&")(_texts([each.value for each in query.specialisms])))
        if query.assured:
            # dates are kept as ISO text, whose order is theirs
            kept += [until(each).collate("C") >= today for each in query.specialisms]
    elif query.assured:
        claim = func.jsonb_each_text(d.specialisms).table_valued("key", "value")
        dated = and_(claim.c.key.in_(_KNOWN), claim.c.value.collate("C") >= today)
        kept.append(select(claim.c.key).where(dated).exists())
    return kept


def until(specialism: Specialism) -> ColumnElement[str]:
    """Give until when a claim is assured, as ISO text; null where it is not claimed or not assured."""
    return d.specialisms.op("->>", return_type=Text())(specialism.value)


def chosen(query: SearchQuery, now: datetime) -> dict[str, Condition]:
    """Give, for each facet in which the query chooses, which rows the choice keeps."""
    choices: dict[str, Condition] = {}
    if query.types:
        choices["type"] = d.service_type.in_(query.types)
    if query.languages:
        choices["language"] = d.languages.bool_op("?|")(_texts(query.languages))
    if query.ratings:
        choices["rating"] = d.rating.in_(query.ratings)
    if query.freshness:
        choices["freshness"] = freshness(now).in_(_values(query.freshness))
    if query.gender is not None:
        choices["gender"] = d.gender.in_(takes(query.gender))
    if query.authority is not None:
        choices["authority"] = func.coalesce(d.authority == query.authority, False)
    if query.region is not None:
        choices["region"] = func.coalesce(d.region == query.region, False)
    return choices


def _texts(values: Sequence[str]) -> ColumnElement[Any]:
    return array([cast(value, Text) for value in values])


def _values(chosen: Sequence[StrEnum]) -> list[str]:
    return [each.value for each in chosen]


def matching(required: str, excluded: str) -> list[Condition]:
    """Give the conditions of two tsqueries, either of which may say nothing."""
    kept: list[Condition] = []
    if required:
        kept.append(d.stems.bool_op("@@")(as_tsquery(required)))
    if excluded:
        kept.append(not_(d.stems.bool_op("@@")(as_tsquery(excluded))))
    return kept


def as_tsquery(written: str) -> ColumnElement[Any]:
    """Give a tsquery written out as PostgreSQL reads it."""
    return cast(written, TSQUERY)
