"""What a search must answer, in plain Python over whole documents: slow, and easy to see right."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from directory.codes import Freshness, Gender, freshness, label
from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.kit import clock
from directory.search import Document, SearchQuery, Viewer
from directory.search.documents import may_see
from directory.search.embedded.analysis import stem, words
from directory.search.port import Near, Sort
from directory.search.syntax import Clause, Kind, parse


def fields(document: Document) -> list[list[str]]:
    """Give the words of a document by field."""
    labels = " ".join(label(each) for each in sorted(document.specialisms))
    return [_words(part) for part in (document.name, document.organisation_name, document.description, labels)]


_words = cache(words)


def _holds(clause: Clause, document: Document) -> bool | None:
    """Say whether a clause matches; None where it says nothing (stop words)."""
    texts = fields(document)
    if clause.kind is Kind.PREFIX:
        stems = {stem(word) for text in ALL_TEXTS for word in text if word.startswith(clause.text.lower())}
        return any(stem(word) in stems for text in texts for word in text)
    wanted = [stem(word) for word in words(clause.text)]
    if not wanted:
        return None
    stemmed = [[stem(word) for word in text] for text in texts]
    size = len(wanted)
    return any(text[at : at + size] == wanted for text in stemmed for at in range(len(text) - size + 1))


# a beginning stands for all words that begin so in what the viewer may see, and each word for its stem
ALL_TEXTS: list[list[str]] = []


def matches(document: Document, text: str) -> bool:
    """Say whether a document matches a text."""
    parsed = parse(text)
    for group in parsed.required:
        answers = [answer for answer in (_holds(clause, document) for clause in group) if answer is not None]
        if answers and not any(answers):
            return False
    return not any(_holds(clause, document) for clause in parsed.excluded)


def distance(near: Near, document: Document) -> float | None:
    """Give geopy's distance."""
    if document.latitude is None or document.longitude is None:
        return None
    return _miles(Point(near.latitude, near.longitude), Point(document.latitude, document.longitude))


_miles = cache(miles_between)


def _stale(document: Document, now: datetime) -> bool:
    return freshness(document.confirmed_at, now) is Freshness.STALE


def conditions(document: Document, query: SearchQuery, viewer: Viewer, now: datetime) -> dict[str, bool]:
    """Say of each part of the query whether a document meets it; facets by name, the rest together."""
    today = clock.in_london(now).date()
    own = viewer.organisation_id is not None and document.organisation_id == viewer.organisation_id
    miles = distance(query.near, document) if query.near else None
    assured = {code for code, until in document.specialisms.items() if until is not None and until >= today}
    free_by = query.by is not None and (
        document.available_from <= query.by if document.available_from else (document.available or 0) > 0
    )
    others = (
        viewer.sees_confidential or own or not document.confidential,
        query.near is None or query.within_miles is None or (miles is not None and miles <= query.within_miles),
        set(query.specialisms) <= set(document.specialisms),
        query.age is None or document.age_minimum <= query.age <= document.age_maximum,
        query.places is None or (not _stale(document, now) and (document.available or 0) >= query.places),
        query.places is None or document.available is not None,
        query.by is None or (not _stale(document, now) and free_by),
        not query.assured or (set(query.specialisms) <= assured if query.specialisms else bool(assured)),
        not query.mine or own,
        all(_clear(document, zone.near, zone.within_miles) for zone in query.avoid),
    )
    takes = {query.gender} if query.gender is Gender.ANY else {query.gender, Gender.ANY}
    return {
        "others": all(others) and matches(document, query.text),
        "type": not query.types or document.service_type in query.types,
        "language": not query.languages or bool(set(query.languages) & set(document.languages)),
        "gender": query.gender is None or document.gender in takes,
        "rating": not query.ratings or document.rating in query.ratings,
        "freshness": not query.freshness or freshness(document.confirmed_at, now) in query.freshness,
        "authority": query.authority is None or document.authority == query.authority,
        "region": query.region is None or document.region == query.region,
    }


def _clear(document: Document, near: Near, miles: float) -> bool:
    away = distance(near, document)
    return away is not None and away > miles + document.radius_miles


def found(documents: Iterable[Document], query: SearchQuery, viewer: Viewer, now: datetime) -> list[Document]:
    """Give what is found, in no order."""
    return [document for document, met in _read(documents, query, viewer, now) if all(met.values())]


def _read(
    documents: Iterable[Document], query: SearchQuery, viewer: Viewer, now: datetime
) -> list[tuple[Document, dict[str, bool]]]:
    everything = list(documents)
    ALL_TEXTS[:] = [text for document in everything if may_see(viewer, document) for text in fields(document)]
    return [(document, conditions(document, query, viewer, now)) for document in everything]


def _values(name: str, document: Document, now: datetime) -> Sequence[str]:
    values: dict[str, Callable[[], Sequence[str]]] = {
        "type": lambda: [document.service_type.value],
        "specialism": lambda: [each.value for each in document.specialisms],
        "language": lambda: document.languages,
        "gender": lambda: [each.value for each in Gender] if document.gender is Gender.ANY else [document.gender.value],
        "age": lambda: [str(age) for age in range(document.age_minimum, document.age_maximum + 1)],
        "rating": lambda: [document.rating.value],
        "freshness": lambda: [freshness(document.confirmed_at, now).value],
        "authority": lambda: [document.authority] if document.authority else [],
        "region": lambda: [document.region] if document.region else [],
    }
    return values[name]()


FACETS = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region")


def facets(
    documents: Iterable[Document], query: SearchQuery, viewer: Viewer, now: datetime
) -> dict[str, dict[str, int]]:
    """Give the counts of every facet, each without its own choice."""
    read = _read(documents, query, viewer, now)
    answer = {}
    for name in FACETS:
        rows = [document for document, met in read if all(yes for part, yes in met.items() if part != name)]
        answer[name] = dict(Counter(value for row in rows for value in _values(name, row, now)))
    return answer


def _free_now(document: Document, now: datetime) -> int:
    today = clock.in_london(now).date()
    later = document.available_from is not None and document.available_from > today
    return 0 if _stale(document, now) or later else document.available or 0


def order(query: SearchQuery, now: datetime) -> Callable[[Document], Any]:
    """Give the key by which rows are sorted, but for a text's relevance."""

    def last_confirmed(document: Document) -> float:
        return -document.confirmed_at.timestamp() if document.confirmed_at else float("inf")

    def key(document: Document) -> Any:
        if query.sort is Sort.DISTANCE and query.near is not None:
            away = distance(query.near, document)
            return float("inf") if away is None else round(away, 5), document.service_id
        if query.sort is Sort.FRESHNESS:
            return last_confirmed(document), document.service_id
        free = _free_now(document, now)
        if query.sort is Sort.AVAILABILITY:
            starts = None if free or _stale(document, now) else document.available_from
            soonest = starts.toordinal() if starts else 2**31
            return -free, soonest, last_confirmed(document), document.service_id
        fresh = list(Freshness).index(freshness(document.confirmed_at, now))
        return free <= 0, fresh, document.name.casefold(), document.service_id

    return key
