"""Services side by side: the same lines of each, and which lines differ."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from directory.access import Actor
from directory.codes import Freshness, Rating, Specialism, freshness, label, language_label
from directory.finder import words
from directory.finder.queries.shortlist import visible
from directory.kit.errors import NotFound
from directory.search import Document, Near
from directory.search.shown import distance

Cell = tuple[str, ...]
FRESH = {
    Freshness.CURRENT: "in the last 7 days",
    Freshness.AGEING: "in the last 28 days, not the last 7",
    Freshness.STALE: "not lately, or never",
}


@dataclass(frozen=True)
class Line:
    """One line of the comparison: what each service says (none, one or several lines of text)."""

    name: str
    cells: Sequence[Cell]

    @property
    def differs(self) -> bool:
        """Say whether the services differ in it."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Comparison:
    """Some services side by side."""

    documents: Sequence[Document]
    lines: Sequence[Line]


def compare(actor: Actor, ids: Sequence[UUID], near: Near | None, now: datetime) -> Comparison:
    """Compare services in the order given. Raises NotFound where one is not there for this actor."""
    found = visible(actor, ids)
    if len(found) != len(set(ids)):
        raise NotFound
    documents = [found[one] for one in dict.fromkeys(ids)]
    return Comparison(documents, [Line(name, [said(one) for one in documents]) for name, said in _lines(near, now)])


def _lines(near: Near | None, now: datetime) -> list[tuple[str, Callable[[Document], Cell]]]:
    lines: list[tuple[str, Callable[[Document], Cell]]] = [
        ("Service type", lambda one: (label(one.service_type),)),
        ("Offered by", lambda one: (one.organisation_name,)),
        ("Where", lambda one: (_where(one),)),
        ("Ages", lambda one: (_span(one),)),
        ("Gender", lambda one: (label(one.gender),)),
        ("Languages", lambda one: tuple(sorted(language_label(code) for code in one.languages))),
        ("Specialisms, assured", lambda one: tuple(_assured(one, now))),
        ("Specialisms, not assured", lambda one: tuple(_unassured(one, now))),
        ("Places", lambda one: (words.availability(one, now) or "Places are not counted for this type",)),
        ("How children come", lambda one: (_taken(one, now),)),
        ("Places confirmed", lambda one: (_confirmed(one, now),)),
        ("Regulator's rating", lambda one: (_rating(one),)),
    ]
    if near is not None:
        lines.insert(3, (f"Distance from {near.label}", lambda one: (_far(near, one),)))
    return lines


def _where(one: Document) -> str:
    return f"Somewhere in {one.area}" if one.confidential else one.area or "Not said"


def _far(near: Near, one: Document) -> str:
    return words.distance(one, distance(near, one)) or "Not known"


def _span(one: Document) -> str:
    low, high = one.age_minimum, one.age_maximum
    return f"{low}" if low == high else f"{low} to {high}"


def _assured(one: Document, now: datetime) -> list[str]:
    found = []
    for specialism in words.assured(one, now):
        until = one.specialisms[specialism]
        found.append(f"{label(specialism)}, until {words.day(until)}" if until else label(specialism))
    return found


def _unassured(one: Document, now: datetime) -> list[str]:
    named: list[Specialism] = sorted(n for n, until in one.specialisms.items() if not words.is_assured(until, now))
    return [label(name) for name in named]


def _confirmed(one: Document, now: datetime) -> str:
    if one.registered is None and one.available is None:
        return "Not counted"
    return FRESH[freshness(one.confirmed_at, now)].capitalize()


def _taken(one: Document, now: datetime) -> str:
    if words.emergency(one, now):
        return "Takes emergencies"
    return "After an assessment only" if one.by_assessment_only else "Not said"


def _rating(one: Document) -> str:
    if one.rating is Rating.NOT_YET_RATED:
        return "Not judged yet"
    return f"{label(one.rating)}, {words.day(one.rating_on)}" if one.rating_on else label(one.rating)
