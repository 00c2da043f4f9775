"""How a service fails one thing asked for, in words, and by how much; None where it does not. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from directory.codes import Gender, Rating, Specialism, label, language_label
from directory.finder import words
from directory.finder.lacks import claim, confirmed
from directory.geo.authorities import by_code
from directory.search import Document, Hit, SearchQuery

NO_DATE = 9999
"""Later than any day that is named."""


@dataclass(frozen=True)
class Short:
    """By how much a service fails, for the order (in the criterion's own unit), and in words."""

    by: float
    words: str


def beyond(hit: Hit, query: SearchQuery) -> Short | None:
    """Say how much further away a service is."""
    within = query.within_miles or 0.0
    if hit.distance_miles is None or hit.distance_miles <= within:
        return None
    more = max(0.1, hit.distance_miles - within)
    to = " to the middle of its area" if hit.document.confidential else ""
    return Short(more, f"{words.miles(more)} beyond your {within:g} miles{to}")


def unclaimed(document: Document, specialism: Specialism) -> Short | None:
    """Say that a specialism is not claimed."""
    return None if specialism in document.specialisms else Short(1, claim(document, specialism))


def _stale(document: Document, now: datetime) -> bool:
    return words.availability(document, now).startswith("Ask")


def _counted(document: Document) -> bool:
    return document.available is not None or document.registered is not None


def _too_few(document: Document, query: SearchQuery, now: datetime) -> Short | None:
    wanted = query.places or 0
    free = document.free_for(query.age, query.gender) or 0
    if not _counted(document):
        return Short(2 * wanted, "its places are not counted")
    if _stale(document, now):
        return Short(2 * wanted, confirmed(document, now))
    if free >= wanted:
        return None
    if free:
        return Short(wanted - free, f"{free} place{'' if free == 1 else 's'} free, not {wanted}")
    later = words.to_come(document.available_from, now)
    return Short(wanted, "no place is free" + (f", one is expected from {words.day(later)}" if later else ""))


def _later(document: Document, query: SearchQuery, now: datetime) -> Short | None:
    wanted, starts = query.by or date.max, document.available_from
    if not _counted(document):
        return Short(NO_DATE, "its places are not counted")
    if _stale(document, now):
        return Short(NO_DATE, confirmed(document, now))
    if starts is None:
        return None if document.available else Short(NO_DATE, "no place is free and none is expected yet")
    days = (starts - wanted).days
    return Short(days, f"its next place is expected on {words.day(starts)}") if days > 0 else None


def _not_tonight(document: Document, _query: SearchQuery, now: datetime) -> Short | None:
    if words.emergency(document, now):
        return None
    return Short(
        1,
        "takes a child after an assessment only"
        if document.by_assessment_only
        else "does not say that it takes emergencies",
    )


def _not_as_fresh(document: Document, query: SearchQuery, now: datetime) -> Short | None:
    if words.fresh(document, now) in query.freshness:
        return None
    days = (now - document.confirmed_at).days if document.confirmed_at else NO_DATE
    return Short(days, confirmed(document, now))


def _not_assured(document: Document, query: SearchQuery, now: datetime) -> Short | None:
    if not query.specialisms:
        return None if words.assured(document, now) else Short(1, "none of its specialisms is assured")
    short = [each for each in query.specialisms if not words.is_assured(document.specialisms.get(each), now)]
    return Short(len(short), " and ".join(claim(document, each) for each in short)) if short else None


def _other_age(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    age, low, high = query.age or 0, document.age_minimum, document.age_maximum
    span = f"age {low} only" if low == high else f"ages {low} to {high}"
    return None if low <= age <= high else Short(max(low - age, age - high), f"takes {span}")


def _other_gender(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    if document.gender is query.gender or (document.gender is Gender.ANY and query.gender is not None):
        return None
    return Short(1, "takes girls only" if document.gender is Gender.FEMALE else "takes boys only")


def _other_language(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    if set(query.languages) & set(document.languages):
        return None
    return Short(1, f"does not say that it speaks {' or '.join(map(language_label, query.languages))}")


def _other_rating(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    if document.rating in query.ratings:
        return None
    order = list(Rating)
    away = min(abs(order.index(document.rating) - order.index(each)) for each in query.ratings)
    return Short(away, f"rated {label(document.rating).lower()}".replace("rated not yet rated", "not rated yet"))


def _elsewhere(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    if query.authority in (None, document.authority) and query.region in (None, document.region):
        return None
    authority = by_code().get(document.authority or "")
    return Short(1, f"is in {authority.short_name if authority else document.region or 'a place not known'}")


def _other_type(document: Document, query: SearchQuery, _now: datetime) -> Short | None:
    kind = f"another service type: {label(document.service_type)}"
    return None if document.service_type in query.types else Short(1, kind)


Judge = Callable[[Document, SearchQuery, datetime], Short | None]

CRITERIA: Mapping[tuple[str, ...], Judge] = MappingProxyType(
    {
        ("places",): _too_few,
        ("by",): _later,
        ("emergency",): _not_tonight,
        ("freshness",): _not_as_fresh,
        ("assured",): _not_assured,
        ("age",): _other_age,
        ("gender",): _other_gender,
        ("languages",): _other_language,
        ("ratings",): _other_rating,
        ("authority", "region"): _elsewhere,
        ("types",): _other_type,
    }
)
"""The fields of a search that stand for one criterion, and how a service fails it; the most bearable first."""
