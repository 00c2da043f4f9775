"""An attacker with a social worker's account who wants to know where one home is, and asks whatever may tell.

Each probe goes on from what the last one answered. Whatever the engine says is kept: two transcripts that are the same
mean that no attacker, however clever, can tell the two worlds apart by these questions.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

import numpy as np

from directory.search import Near, SearchPage, SearchQuery, Zone
from directory.search.port import Sort

MILES_PER_DEGREE = 69.06
FURTHEST = 60.0
Point = tuple[float, float]
Search = Callable[[SearchQuery], SearchPage]


def miles_apart(a: Point, b: Point) -> float:
    """Give about how far two points of a county are apart."""
    east = math.cos(math.radians((a[0] + b[0]) / 2))
    return math.hypot(a[0] - b[0], (a[1] - b[1]) * east) * MILES_PER_DEGREE


@dataclass
class Attacker:
    """Asks ``search`` of one home. ``word``: a word that only it and a few others hold, so that pages stay short."""

    search: Search
    home: UUID
    word: str
    left: int
    seed: int = 1
    transcript: list[object] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        self.near_circles: list[tuple[Point, float]] = []
        self.far_circles: list[tuple[Point, float]] = []

    def ask(self, query: SearchQuery) -> SearchPage:
        """Ask once, and keep all that was answered but how long it took."""
        self.left -= 1
        page = self.search(query)
        hits = [(hit.document, hit.distance_miles, dict(hit.highlights)) for hit in page.hits]
        self.transcript.append((page.total, hits, dict(page.facets), page.suggestion))
        return page

    def is_in(self, query: SearchQuery) -> bool:
        """Say whether the home is among what is found, by the rows or, past the first page, by the total."""
        return any(hit.document.service_id == self.home for hit in self.ask(query).hits)

    def attack(self) -> None:
        """Go on until the searches are used up."""
        centre = (53.8, -1.55)
        while self.left > 60:
            where = (centre[0] + self.chance.uniform(-0.3, 0.3), centre[1] + self.chance.uniform(-0.5, 0.5))
            self.radius_edge(where)
            self.zone_edge(where)
            self.order(where)
            self.filters(where)
            # look closer where the home seems to be: an edge found near it says more
            if len(self.near_circles) >= 3:
                centre = self.estimate(self.near_circles)

    def radius_edge(self, where: Point) -> None:
        """Find by halving the least radius at which the home is found."""
        low, high = 0.0, FURTHEST
        query = SearchQuery(text=self.word, near=Near("", *where), per_page=100)
        while high - low > 0.01:
            middle = (low + high) / 2
            low, high = (low, middle) if self.is_in(replace(query, within_miles=middle)) else (middle, high)
        self.near_circles.append((where, high))

    def zone_edge(self, where: Point) -> None:
        """Find by halving the largest exclusion zone that leaves the home in."""
        low, high = 0.0, FURTHEST
        query = SearchQuery(text=self.word, per_page=100)
        while high - low > 0.01:
            middle = (low + high) / 2
            kept = self.is_in(replace(query, avoid=(Zone(Near("", *where), middle),)))
            low, high = (middle, high) if kept else (low, middle)
        self.far_circles.append((where, low))

    def order(self, where: Point) -> None:
        """Read the order by distance, and the distances shown."""
        page = self.ask(SearchQuery(text=self.word, near=Near("", *where), sort=Sort.DISTANCE, per_page=100))
        for hit in page.hits:
            if hit.document.service_id == self.home and hit.distance_miles is not None:
                self.near_circles.append((where, hit.distance_miles))

    def filters(self, where: Point) -> None:
        """Ask what facets and filters say of a small circle, and of every sort."""
        near = Near("", *where)
        for sort in Sort:
            self.ask(SearchQuery(near=near, within_miles=self.chance.uniform(0.1, 5), sort=sort, per_page=100))
        zones = tuple(Zone(Near("", where[0] + n * 0.05, where[1]), self.chance.uniform(0.1, 4)) for n in range(-2, 3))
        self.ask(SearchQuery(text=self.word, near=near, within_miles=FURTHEST, avoid=zones, per_page=100))

    def estimate(self, circles: Sequence[tuple[Point, float]]) -> Point:
        """Give the point that fits the distances best (Gauss and Newton, from the middle of the probes)."""
        points = np.array([where for where, _ in circles])
        miles = np.array([distance for _, distance in circles])
        east = math.cos(math.radians(points[:, 0].mean()))
        flat = np.column_stack([points[:, 0], points[:, 1] * east]) * MILES_PER_DEGREE
        best, least = flat.mean(axis=0), math.inf
        for start in (flat.mean(axis=0), flat.mean(axis=0) + 5, flat.mean(axis=0) - 5):
            at = start.copy()
            for _ in range(40):
                apart = flat - at
                far = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-6)
                step, *_ = np.linalg.lstsq(apart / far[:, None], far - miles, rcond=None)
                at = at + step
            wrong = float(np.abs(np.hypot(*(flat - at).T) - miles).sum())
            if wrong < least:
                best, least = at, wrong
        return float(best[0] / MILES_PER_DEGREE), float(best[1] / MILES_PER_DEGREE / east)
