"""What a service found lacks, or what to ask before counting on it: as sentences beside why it matched. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from directory.codes import Freshness, Gender, Rating, ServiceType, Specialism, freshness, label
from directory.finder import words
from directory.kit import clock
from directory.search import Document, SearchQuery

CAUTIONS = {
    Rating.REQUIRES_IMPROVEMENT: "the regulator says it requires improvement",
    Rating.INADEQUATE: "the regulator rated it inadequate",
}


@dataclass(frozen=True)
class Lack:
    """A sentence; ``told`` where a card says the same already."""

    words: str
    told: bool = False


def lacks(document: Document, query: SearchQuery, now: datetime) -> list[Lack]:
    """Give what is lacking or to be asked, what was asked for first."""
    return [
        *(Lack(claim(document, each)) for each in query.specialisms if not _assured(document, each, now)),
        *(Lack(each) for each in _whom(document, query)),
        *_places(document, query, now),
        *([Lack("takes a child after an assessment only", told=True)] if document.by_assessment_only else []),
        *([Lack(_rated(document))] if document.rating in CAUTIONS else []),
        *_where(document, query),
    ]


def claim(document: Document, specialism: Specialism) -> str:
    """Give how a claim stands that is not assured today."""
    until = document.specialisms.get(specialism)
    name = label(specialism)
    if specialism not in document.specialisms:
        return f"does not claim {name}"
    return f"{name} was assured until {words.day(until)}" if until else f"{name} is claimed, not yet assured"


def _assured(document: Document, specialism: Specialism, now: datetime) -> bool:
    return words.is_assured(document.specialisms.get(specialism), now)


def _whom(document: Document, query: SearchQuery) -> Iterator[str]:
    if query.age is None and document.service_type is ServiceType.SUPPORTED_ACCOMMODATION:
        yield "for 16 and 17 year olds only, by its registration"
    if query.gender is None and document.gender is not Gender.ANY:
        yield "takes girls only" if document.gender is Gender.FEMALE else "takes boys only"


def _places(document: Document, query: SearchQuery, now: datetime) -> Iterator[Lack]:
    if document.registered is None and document.available is None:
        return
    if document.available is None or freshness(document.confirmed_at, now) is Freshness.STALE:
        yield Lack(confirmed(document, now) + ": ask before you count on a place", told=True)
        return
    if freshness(document.confirmed_at, now) is Freshness.AGEING:
        yield Lack(confirmed(document, now) + ": ask before you count on a place")
    today, later = clock.in_london(now).date(), document.available_from
    if document.groups:
        if not document.free_for(query.age, query.gender, today):
            others = " for " + words.child(query) if document.available else ""
            yield Lack(f"has no place free now{others}", told=True)
    elif document.available == 0 or (later is not None and later > today):
        yield Lack("has no place free now", told=True)


def confirmed(document: Document, now: datetime) -> str:
    """Give how long ago the provider confirmed the places."""
    if document.confirmed_at is None or document.available is None:
        return "its places were never confirmed"
    days = (now - document.confirmed_at).days
    return f"its places were confirmed {days} day{'' if days == 1 else 's'} ago"


def _rated(document: Document) -> str:
    on = f" on {words.day(document.rating_on)}" if document.rating_on else ""
    return CAUTIONS[document.rating] + on


def _where(document: Document, query: SearchQuery) -> Iterator[Lack]:
    if document.latitude is None:
        yield Lack("its place is not known")
    elif document.confidential and query.near is not None:
        yield Lack("the distance is to the middle of its area, not to the home", told=True)
