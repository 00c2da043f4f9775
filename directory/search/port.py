"""What goes into a search and what comes out. Pure: every engine answers these, tested by one contract suite."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from directory.codes import Freshness, Gender, Rating, ServiceType, Specialism

MOST_PER_PAGE = 100
BANDS_MILES = (5, 10, 20, 40, 60, 100, 200)
LONGEST_TEXT = 300
FURTHEST_MILES = 600.0


class Sort(StrEnum):
    """How rows are ordered; ties are broken by the id, so that pages never overlap."""

    RELEVANCE = "relevance"
    DISTANCE = "distance"
    AVAILABILITY = "availability"
    FRESHNESS = "freshness"
    BALANCED = "balanced"


@dataclass(frozen=True)
class Near:
    """A point to measure from (degrees, WGS84), and the words for it. ``kind``: postcode, outcode, place ..."""

    label: str
    latitude: float
    longitude: float
    kind: str = "point"


@dataclass(frozen=True)
class Zone:
    """An exclusion zone: a fact about a child, so never in a URL or a log."""

    near: Near
    within_miles: float


@dataclass(frozen=True)
class Viewer:
    """Whose search this is: what may be seen, and which services are one's own."""

    sees_confidential: bool = False
    organisation_id: UUID | None = None


@dataclass(frozen=True)
class SearchQuery:
    """One search, checked already. Empty tuples and None do not narrow.

    ``types``, ``languages``, ``ratings``, ``freshness``: any of; ``specialisms``: all of. ``age`` in years.
    ``places``: at least so many available for such a child, and never a stale count. ``by``: available on or before.
    ``emergency``: takes a child tonight, as confirmed lately. ``assured``:
    every named specialism is assured today (with none named: at least one assured claim). ``avoid``: nothing any part
    of whose area may lie in one of them. ``inside``: only what may lie in it, which is what an exclusion zone leaves
    out; a service whose place is not known may lie in any.
    """

    text: str = ""
    near: Near | None = None
    within_miles: float | None = None
    types: tuple[ServiceType, ...] = ()
    specialisms: tuple[Specialism, ...] = ()
    languages: tuple[str, ...] = ()
    age: int | None = None
    gender: Gender | None = None
    places: int | None = None
    by: date | None = None
    ratings: tuple[Rating, ...] = ()
    freshness: tuple[Freshness, ...] = ()
    authority: str | None = None
    region: str | None = None
    assured: bool = False
    mine: bool = False
    emergency: bool = False
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int = 20
    avoid: tuple[Zone, ...] = ()
    inside: Zone | None = None


@dataclass(frozen=True)
class Apart:
    """Some of a service's places, free for some children only: of these ages (years, both included) and this gender.

    ``available`` of them are free: from a day, or now where none is said.
    """

    gender: Gender
    age_minimum: int
    age_maximum: int
    available: int
    available_from: date | None = None

    def fits(self, age: int | None, gender: Gender | None) -> bool:
        """Say whether such a child may have one of them; what is not known of a child keeps nothing out."""
        of_age = age is None or self.age_minimum <= age <= self.age_maximum
        return of_age and (gender is None or self.gender in (gender, Gender.ANY))


@dataclass(frozen=True)
class Document:
    """What the index knows of one published service. No exact place of a confidential one is ever in it.

    ``specialisms``: code -> the date until which the claim is assured, or None where unassured.
    ``latitude``, ``longitude``: a public service's point; a confidential one's centre of the *published area*, of
    ``radius_miles`` (0 for a public one). ``authority``: GSS code, None where the area is as wide as a region.
    ``available``: None where places are not counted (advocacy, therapy ...). ``groups``: whose places these are,
    where they are kept apart: then it is their sum. ``emergency``: takes a child tonight.
    """

    service_id: UUID
    organisation_id: UUID
    organisation_name: str
    name: str
    description: str
    service_type: ServiceType
    specialisms: Mapping[Specialism, date | None]
    languages: Sequence[str]
    age_minimum: int
    age_maximum: int
    gender: Gender
    registered: int | None
    available: int | None
    available_from: date | None
    confirmed_at: datetime | None
    rating: Rating
    rating_on: date | None
    authority: str | None
    region: str | None
    confidential: bool
    area: str
    latitude: float | None
    longitude: float | None
    radius_miles: float = 0.0
    emergency: bool = False
    by_assessment_only: bool = False
    groups: Sequence[Apart] = ()

    def free_for(self, age: int | None, gender: Gender | None, day: date | None = None) -> int | None:
        """Give how many places are free for such a child; of places kept apart those that are on a day, if one is said.

        None where places are not counted. What is not known of a child keeps nothing out.
        """
        if self.available is None or not self.groups:
            return self.available
        fit = [each for each in self.groups if each.fits(age, gender)]
        return sum(each.available for each in fit if not (day and each.available_from and each.available_from > day))


@dataclass(frozen=True)
class Hit:
    """One row found. ``highlights``: field -> HTML in which only ``<mark>`` is markup, the rest escaped."""

    document: Document
    score: float
    distance_miles: float | None
    highlights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class SearchPage:
    """The answer. ``facets``: name of the parameter -> [(value, count)], most first.

    Counts of an any-of facet (type, language, rating, freshness, gender, authority, region) leave out that
    facet's own choice; specialism, age and distance counts are of the rows found. Each count is the total that
    choosing that value alone would give (so girls' counts hold services that take both). Ages and distances stand in
    their own order; of distances there are those of ``BANDS_MILES`` within which something lies, none without a
    point. ``suggestion``: the text as probably meant. ``also``: words looked for too, because they say
    the same as those asked for or nearly; ``exactly``: the text that finds the words asked for only.
    """

    total: int
    hits: Sequence[Hit]
    facets: Mapping[str, Sequence[tuple[str, int]]]
    took_ms: float
    suggestion: str | None = None
    also: Sequence[str] = ()
    exactly: str | None = None


class Engine(Protocol):
    """What every engine can do."""

    name: str

    def search(self, query: SearchQuery, viewer: Viewer, now: datetime) -> SearchPage:
        """Answer one search as the viewer may see it."""
        ...

    def count(self, query: SearchQuery, viewer: Viewer, now: datetime) -> int:
        """Give the total only (for what to relax)."""
        ...

    def matches(
        self, query: SearchQuery, viewer: Viewer, now: datetime, among: Collection[UUID] | None = None
    ) -> Mapping[UUID, bool]:
        """Give everything that a query finds, or what of ``among``, and whether a place there may be counted on.

        That is: some are free, and the count is not stale. In no order.
        """
        ...

    def rebuild(self, progress: "Progress | None" = None) -> int:
        """Build the index anew from the documents in the database; give how many there are."""
        ...

    def merge(self, *, at_once: bool = False) -> int:
        """Take changed texts into the index if they are many or old (or ``at_once``); give how many were taken."""
        ...

    def drift(self) -> Sequence[str]:
        """Give, in words, each document that database and index do not agree on."""
        ...


class Progress(Protocol):
    """Told how far a long piece of work is."""

    def __call__(self, done: int, total: int, what: str) -> None:
        """Note that ``done`` of ``total`` are done."""
        ...
