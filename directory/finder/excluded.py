"""What exclusion zones leave out: how many, and of a few why. What is left out is judged by published areas only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from directory.finder import words
from directory.geo.distance import miles_between
from directory.geo.rules import Point
from directory.search import Document, Hit, SearchPage, SearchQuery, Zone

SHOWN = 10


@dataclass(frozen=True)
class LeftOut:
    """What one zone leaves out of an otherwise equal search: ``total`` services, of which the first are ``hits``."""

    zone: Zone
    miles: float
    total: int
    hits: Sequence[Hit]

    @property
    def where(self) -> str:
        """Give the zone in words: "within 20 miles of Luton"; a wide place is kept away from whole."""
        part = "any part of " if self.zone.within_miles > self.miles else ""
        return f"within {words.miles(self.miles)} of {part}{self.zone.near.label}"

    def why(self, document: Document) -> str:
        """Give why a service is left out."""
        return why(document, self.zone)


def left_out(query: SearchQuery, miles: Sequence[float], search: Callable[[SearchQuery], SearchPage]) -> list[LeftOut]:
    """Give what each zone leaves out; a service that may lie in several counts in each. ``miles``: as asked."""
    found = []
    for zone, asked in zip(query.avoid, miles, strict=True):
        page = search(replace(query, avoid=(), inside=zone, page=1, per_page=SHOWN))
        found.append(LeftOut(zone, asked, page.total, page.hits))
    return found


def why(document: Document, zone: Zone) -> str:
    """Give why a service may lie in a zone: a public one by its point, a confidential one by its area."""
    if document.latitude is None or document.longitude is None:
        return "its place is not known, so it may lie anywhere"
    centre = Point(zone.near.latitude, zone.near.longitude)
    away = words.miles(miles_between(centre, Point(document.latitude, document.longitude)))
    if not document.confidential:
        return f"it is {away} from {zone.near.label}"
    reach = words.miles(document.radius_miles)
    return f"it lies somewhere in {document.area}, whose middle is {away} away and which reaches {reach} around that"
