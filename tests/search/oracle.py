"""What a search must answer, in plain Python over whole documents: slow, and easy to see right."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from directory.codes import Freshness, Gender, freshness, label
from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.kit import clock
from directory.search import Document, SearchQuery, Viewer
from directory.search.balance import STEPS
from directory.search.documents import may_see
from directory.search.embedded.analysis import stem, words
from directory.search.port import BANDS_MILES, Near, Sort
from directory.search.synonyms import built_in
from directory.search.syntax import Clause, Kind, parse


def _texts(document: Document) -> tuple[str, ...]:
    labels = " ".join(label(each) for each in sorted(document.specialisms))
    return document.name, document.organisation_name, document.description, labels


def fields(document: Document) -> list[list[str]]:
    """Give the words of a document by field."""
    return [_words(part) for part in _texts(document)]


_words = cache(words)


@cache
def _stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def _in_a_row(wanted: Sequence[str], document: Document) -> bool:
    size, first = len(wanted), wanted[0]
    return any(
        text[at] == first and text[at : at + size] == list(wanted)
        for text in map(_stems, _texts(document))
        if first in text
        for at in range(len(text) - size + 1)
    )


def _holds(clause: Clause, document: Document) -> bool | None:
    """Say whether a clause matches; None where it says nothing (stop words)."""
    written = clause.text.lower()
    if clause.kind is Kind.PREFIX:
        return _holds_any_like(lambda word: word.startswith(written), document)
    if clause.kind is Kind.LIKE:
        return _in_a_row([stem(written)], document) or _holds_any_like(
            lambda word: word.isalpha() and 4 <= len(word) <= 24 and _edits(written, word) <= _most(written), document
        )
    wanted = [stem(word) for word in words(clause.text)]
    return _in_a_row(wanted, document) if wanted else None


def _holds_any_like(like: Callable[[str], bool], document: Document) -> bool:
    stems = {stem(word) for text in ALL_TEXTS for word in text if like(word)}
    return any(stem(word) in stems for text in fields(document) for word in text)


# a beginning stands for all words that begin so in what the viewer may see, and each word for its stem
ALL_TEXTS: list[list[str]] = []


def _most(word: str) -> int:
    return 1 if len(word) < 7 else 2


@cache
def _edits(a: str, b: str) -> int:
    """Give the letters to leave out, put in, change or swap with the next: by the definition, without bounds."""
    if not a or not b:
        return len(a) + len(b)
    least = min(_edits(a[1:], b) + 1, _edits(a, b[1:]) + 1, _edits(a[1:], b[1:]) + (a[0] != b[0]))
    if a[:2] == b[1::-1]:
        least = min(least, _edits(a[2:], b[2:]) + 1)
    return least


GROUPS = [[tuple(stem(word) for word in words(phrase)) for phrase in group.words] for group in built_in()]


def _others(said: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [other for group in GROUPS if said in group for other in group if other != said]


def matches(document: Document, text: str) -> bool:
    """Say whether a document matches a text: any reading in which words are replaced by synonyms is enough."""
    parsed = parse(text)
    if any(_holds(clause, document) for clause in parsed.excluded):
        return False
    groups = [[clause for clause in group if _holds(clause, document) is not None] for group in parsed.required]
    return _reads([group for group in groups if group], document)


def _reads(groups: list[list[Clause]], document: Document) -> bool:
    if not groups:
        return True
    stems: tuple[str, ...] = ()
    for place, group in enumerate(groups):
        if len(group) > 1 or group[0].kind is not Kind.WORDS:
            break
        stems += tuple(stem(word) for word in words(group[0].text))
        replaced = any(_in_a_row(other, document) for other in _others(stems))
        if replaced and _reads(groups[place + 1 :], document):
            return True
    either = [(clause, _others(tuple(stem(word) for word in words(clause.text)))) for clause in groups[0]]
    there = any(
        _holds(clause, document) or (clause.kind is Kind.WORDS and any(_in_a_row(other, document) for other in others))
        for clause, others in either
    )
    return there and _reads(groups[1:], document)


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
        free_for(document, query, query.by) > 0
        if document.groups
        else document.available_from <= query.by
        if document.available_from
        else (document.available or 0) > 0
    )
    others = (
        viewer.sees_confidential or own or not document.confidential,
        query.near is None or query.within_miles is None or (miles is not None and miles <= query.within_miles),
        set(query.specialisms) <= set(document.specialisms),
        query.age is None or document.age_minimum <= query.age <= document.age_maximum,
        query.places is None or (not _stale(document, now) and free_for(document, query) >= query.places),
        query.places is None or document.available is not None,
        query.by is None or (not _stale(document, now) and free_by),
        not query.assured or (set(query.specialisms) <= assured if query.specialisms else bool(assured)),
        not query.mine or own,
        not query.emergency or (document.emergency and not _stale(document, now)),
        all(_clear(document, zone.near, zone.within_miles) for zone in query.avoid),
        query.inside is None or not _clear(document, query.inside.near, query.inside.within_miles),
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


def _bands(document: Document, near: Near | None) -> Sequence[str]:
    miles = distance(near, document) if near else None
    return [] if miles is None else [str(edge) for edge in BANDS_MILES if miles <= edge]


def _values(name: str, document: Document, query: SearchQuery, now: datetime) -> Sequence[str]:
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
        "distance": lambda: _bands(document, query.near),
    }
    return values[name]()


FACETS = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region", "distance")


def facets(
    documents: Iterable[Document], query: SearchQuery, viewer: Viewer, now: datetime
) -> dict[str, dict[str, int]]:
    """Give the counts of every facet, each without its own choice."""
    read = _read(documents, query, viewer, now)
    answer = {}
    for name in FACETS:
        rows = [document for document, met in read if all(yes for part, yes in met.items() if part != name)]
        answer[name] = dict(Counter(value for row in rows for value in _values(name, row, query, now)))
    return answer


def free_for(document: Document, query: SearchQuery, day: date | None = None) -> int:
    """Give how many places there are for such a child; where they are kept apart, on a day."""
    if not document.groups:
        return document.available or 0
    return sum(
        group.available
        for group in document.groups
        if (query.age is None or group.age_minimum <= query.age <= group.age_maximum)
        and (query.gender is None or group.gender in (query.gender, Gender.ANY))
        and (day is None or group.available_from is None or group.available_from <= day)
    )


def _free_now(document: Document, query: SearchQuery, now: datetime) -> int:
    today = clock.in_london(now).date()
    if document.groups:
        return 0 if _stale(document, now) else free_for(document, query, today)
    later = document.available_from is not None and document.available_from > today
    return 0 if _stale(document, now) or later else document.available or 0


def worth(document: Document, query: SearchQuery, now: datetime) -> float:
    """Give what the balanced order adds up, but for the words."""
    fresh = freshness(document.confirmed_at, now)
    rating = {"outstanding": 1.0, "good": 0.75, "not_yet_rated": 0.5, "requires_improvement": 0.25, "inadequate": 0.0}
    availability, confirmed = 0.5, 0.5
    if document.available is not None:
        expected = document.available_from is not None and fresh is not Freshness.STALE
        availability = 1.0 if _free_now(document, query, now) else 0.5 if expected else 0.0
        confirmed = {Freshness.CURRENT: 1.0, Freshness.AGEING: 0.5, Freshness.STALE: 0.0}[fresh]
    total = 0.15 * availability + 0.1 * confirmed + 0.05 * rating[document.rating.value]
    miles = distance(query.near, document) if query.near else None
    if miles is not None:
        total += 0.25 * 0.5 ** (miles / 20)
    if query.specialisms:
        today = clock.in_london(now).date()
        dates = [document.specialisms.get(each) for each in query.specialisms]
        total += 0.1 * sum(until is not None and until >= today for until in dates) / len(dates)
    return total


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
        free = _free_now(document, query, now)
        if query.sort is Sort.BALANCED:
            return -round(worth(document, query, now) * STEPS), document.service_id
        if query.sort is Sort.AVAILABILITY:
            starts = None if free or _stale(document, now) else document.available_from
            soonest = starts.toordinal() if starts else 2**31
            return -free, soonest, last_confirmed(document), document.service_id
        fresh = list(Freshness).index(freshness(document.confirmed_at, now))
        return free <= 0, fresh, document.name.casefold(), document.service_id

    return key
