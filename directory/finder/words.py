"""A service in the words people read: where, how far, whom it takes, what is free, why it matched. Pure."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from directory.codes import AGEING_DAYS, Freshness, Gender, Specialism, freshness, label, language_label
from directory.kit import clock
from directory.search import Document, SearchQuery

_OTHER_TAG = re.compile(r"<(?!/?mark>)")
_FIELDS = {
    "name": "name",
    "organisation_name": "organisation",
    "description": "description",
    "specialisms": "specialisms",
}


def day(value: date) -> str:
    """Give a date as "1 December 2026"."""
    return f"{value.day} {value:%B %Y}"


def miles(distance: float) -> str:
    """Give a distance as "12.4 miles"."""
    rounded = round(distance, 1)
    return f"{rounded:g} mile{'' if rounded == 1 else 's'}"


def distance(document: Document, distance_miles: float | None) -> str:
    """Give how far a service is; a confidential one's distance is that of its area's centre, and says so."""
    if distance_miles is None:
        return ""
    if document.confidential:
        return f"{miles(distance_miles)} to the centre of {document.area}"
    return miles(distance_miles)


def ages(document: Document) -> str:
    """Give whom a service takes: "Ages 11 to 17, girls and boys"."""
    low, high = document.age_minimum, document.age_maximum
    span = f"Age {low}" if low == high else f"Ages {low} to {high}"
    return f"{span}, {label(document.gender).lower()}"


def to_come(value: date | None, now: datetime) -> date | None:
    """Give a date that is still to come; None on the day and after it."""
    return value if value and value > clock.in_london(now).date() else None


def availability(document: Document, now: datetime, query: SearchQuery | None = None) -> str:
    """Give what is free; a stale or missing count is never given as free, but says to ask. Empty where none is kept.

    Where places are kept apart for some children: what is free for the child of the query.
    """
    if document.registered is None and document.available is None:
        return ""
    if document.confirmed_at is None or document.available is None:
        return "Ask: the provider has not confirmed its places yet"
    if freshness(document.confirmed_at, now) is Freshness.STALE:
        days = (now - document.confirmed_at).days
        return f"Ask: not confirmed for {max(days, AGEING_DAYS)} days"
    if document.groups:
        return _kept_apart(document, now, query or SearchQuery())
    later = to_come(document.available_from, now)
    free, all_ = document.available, document.registered
    of = f" of {all_}" if all_ is not None else ""
    if free == 0:
        return f"No places free now, one expected from {day(later)}" if later else "No places free now"
    places = f"{free}{of} place{'' if (all_ or free) == 1 else 's'} free"
    return f"{places} from {day(later)}" if later else f"{places} now"


def _kept_apart(document: Document, now: datetime, query: SearchQuery) -> str:
    today = clock.in_london(now).date()
    fit = [one for one in document.groups if one.fits(query.age, query.gender)]
    who = "" if len(fit) == len(document.groups) else f" for {child(query)}"
    free = document.free_for(query.age, query.gender, today)
    if free:
        of = f" of {document.registered}" if document.registered is not None else ""
        return f"{free}{of} place{'' if (document.registered or free) == 1 else 's'} free now{who}"
    expected = min(
        (one.available_from for one in fit if one.available_from and one.available_from > today), default=None
    )
    return f"No places free now{who}" + (f", one expected from {day(expected)}" if expected else "")


def child(query: SearchQuery) -> str:
    """Give the child whom a query asks for, as "a boy of 15"."""
    who = {Gender.FEMALE: "a girl", Gender.MALE: "a boy"}.get(query.gender or Gender.ANY, "a child")
    return who if query.age is None else f"{who} of {query.age}"


def emergency(document: Document, now: datetime) -> bool:
    """Say whether it takes a child tonight, as its provider confirmed lately."""
    return document.emergency and freshness(document.confirmed_at, now) is not Freshness.STALE


def counted(document: Document, now: datetime) -> bool:
    """Say whether the free places may be drawn: confirmed, and not stale."""
    return (
        document.registered is not None
        and document.available is not None
        and freshness(document.confirmed_at, now) is not Freshness.STALE
    )


def fresh(document: Document, now: datetime) -> Freshness:
    """Give how lately the provider confirmed the places."""
    return freshness(document.confirmed_at, now)


def is_assured(until: date | None, now: datetime) -> bool:
    """Say whether a claim assured until ``until`` is assured today."""
    return until is not None and until >= clock.in_london(now).date()


def assured(document: Document, now: datetime) -> list[Specialism]:
    """Give the specialisms that are assured today."""
    return sorted(name for name, until in document.specialisms.items() if is_assured(until, now))


def marked(html: str) -> str:
    """Give an engine's highlight with nothing but ``<mark>`` as markup, whatever the engine gave."""
    return _OTHER_TAG.sub("&lt;", html)


def why(document: Document, query: SearchQuery, highlights: Mapping[str, str], now: datetime) -> list[str]:
    """Give why a row matched, in sentences; a field is named only where a word of it is marked."""
    found = []
    if query.text:
        places = " and ".join(words for name, words in _FIELDS.items() if "<mark>" in highlights.get(name, ""))
        found.append(f"your words are in its {places or 'specialisms'}")
    for specialism in query.specialisms:
        until = document.specialisms.get(specialism)
        name = label(specialism)
        checked = until if is_assured(until, now) else None
        found.append(f"{name} is assured until {day(checked)}" if checked else f"{name} is claimed")
    shared = [language_label(code) for code in query.languages if code in document.languages]
    if shared:
        found.append(f"speaks {' and '.join(shared)}")
    if query.age is not None:
        found.append(f"takes children aged {query.age}")
    if query.gender in (Gender.FEMALE, Gender.MALE):
        found.append("takes girls" if query.gender is Gender.FEMALE else "takes boys")
    if query.emergency:
        found.append("takes emergencies")
    if query.places is not None or query.by is not None:
        free = availability(document, now, query)
        found.append(free[0].lower() + free[1:] if free else "")
    return [one for one in found if one]
