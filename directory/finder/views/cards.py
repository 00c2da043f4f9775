"""A service found, as its card shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from markupsafe import Markup, escape

from directory.codes import label, language_label
from directory.finder import words
from directory.finder.lacks import lacks
from directory.finder.queries.find import Found
from directory.finder.views import drawn
from directory.search import Hit
from directory.search.port import BANDS_MILES, Sort


@dataclass(frozen=True)
class Card:
    """What a card shows. Markup is marked or drawn by us; ``reason``: the one thing that a near miss fails."""

    id: UUID
    href: str
    name: Markup
    kind: str
    organisation: Markup
    area: str
    distance: str
    ages: str
    languages: str
    places: Markup
    tags: Markup
    description: Markup
    why: str
    lacks: str
    reason: str


@dataclass(frozen=True)
class Band:
    """Cards that lie about as far away, under a heading in words; none where the order is another."""

    heading: str
    cards: Sequence[Card]


def card(hit: Hit, found: Found, reason: str = "") -> Card:
    """Give the card of a service."""
    document, now = hit.document, found.now
    marked = {name: Markup(words.marked(html)) for name, html in hit.highlights.items()}  # noqa: S704  # only <mark>
    return Card(
        id=document.service_id,
        href=url_for("finder.show", service_id=document.service_id),
        name=marked.get("name") or escape(document.name),
        kind=label(document.service_type),
        organisation=marked.get("organisation_name") or escape(document.organisation_name),
        area=("Somewhere in " if document.confidential else "") + document.area if document.area else "",
        distance=words.distance(document, hit.distance_miles),
        ages=words.ages(document),
        languages=", ".join(map(language_label, sorted(document.languages))),
        places=drawn.places(document, now, found.query),
        tags=drawn.tags(document, now),
        description=marked.get("description", Markup("")),
        why=sentence(words.why(document, found.query, marked, now)),
        lacks=sentence([one.words for one in lacks(document, found.query, now) if not one.told]),
        reason=sentence([reason]) if reason else "",
    )


def sentence(parts: Sequence[str]) -> str:
    """Give parts as one sentence."""
    said = "; ".join(parts)
    return said[:1].upper() + said[1:]


def banded(found: Found) -> list[Band]:
    """Give the cards of the page, under headings of distance where they are in that order."""
    by_distance = found.query.sort is Sort.DISTANCE and found.query.near is not None
    bands: dict[str, list[Card]] = {}
    for hit in found.page.hits:
        heading = _heading(hit, found) if by_distance else ""
        bands.setdefault(heading, []).append(card(hit, found))
    return [Band(heading, rows) for heading, rows in bands.items()]


def _heading(hit: Hit, found: Found) -> str:
    away = hit.distance_miles
    if away is None:
        return "Distance not known"
    low = max(edge for edge in (0, *BANDS_MILES) if edge < away or not edge)
    high = next((edge for edge in BANDS_MILES if edge >= away), None)
    if high is None:
        return f"Further than {low} miles"
    said = f"{low} to {high} miles" if low else f"Within {high} miles"
    counts = {int(edge): count for edge, count in found.page.facets["distance"]}
    return f"{said} ({counts[high] - counts.get(low, 0):,})" if high in counts else said


def nearer(found: Found) -> Iterator[tuple[int, int]]:
    """Give each usual distance and how many lie within it: those nearer than what was asked that tell something."""
    before = 0
    for edge, count in found.page.facets["distance"]:
        if count > before and count < found.page.total:
            yield int(edge), count
        before = count
