"""Pieces of the page that are drawn from their templates once a process, since there are few of them and they recur.

Only code lists and small numbers go in: never what a provider wrote.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from directory.codes import Freshness, Rating, Specialism
from directory.finder import words
from directory.finder.options import Option, Options
from directory.search import Document, SearchQuery

MOST = 20_000
_COUNT = "\0"


def _macro(name: str, *values: object) -> Markup:
    drawn: Markup = getattr(current_app.jinja_env.get_template("finder/drawn.html").module, name)(*values)
    return drawn


@lru_cache(MOST)
def _around_count(kind: str, name: str, value: str, text: str, chosen: bool) -> tuple[Markup, Markup]:
    """Give an option as drawn, before and after its count."""
    before, _, after = _macro(kind, name, value, text, chosen, _COUNT).partition(_COUNT)
    return before, after


def _drawn(kind: str, name: str, options: Iterable[Option]) -> Markup:
    parts: list[str] = []
    for option in options:
        before, after = _around_count(kind, name, option.value, option.text, option.chosen)
        parts += (before, "" if option.count is None else f"({option.count:,})", after)
    return Markup("").join(map(Markup, ["".join(parts)]))


def checkboxes(name: str, options: Options) -> tuple[Markup, Markup, int]:
    """Give the checkboxes shown at first, the others, and how many there are."""
    return _drawn("checkbox", name, options.first), _drawn("checkbox", name, options.more), len(options)


def choices(name: str, options: Sequence[Option]) -> Markup:
    """Give the options of a list to choose one from, by their words."""
    return _drawn("choice", name, sorted(options, key=lambda option: option.text))


@lru_cache(MOST)
def _places(registered: int, available: int, said: str) -> Markup:
    return _macro("places", registered, available, said)


def places(document: Document, now: datetime, query: SearchQuery | None = None) -> Markup:
    """Give what is free (for the child of the query) as a small drawing with its words; a stale count in words only.

    Empty where none is kept.
    """
    said = words.availability(document, now, query)
    counted = words.counted(document, now)
    child = (query.age, query.gender) if query else (None, None)
    free, registered = (document.free_for(*child) or 0, document.registered or 0) if counted else (0, 0)
    return _places(registered, min(free, registered), said) if said else Markup("")


@lru_cache(MOST)
def _tags(
    fresh: Freshness | None,
    rating: Rating | None,
    assured: tuple[Specialism, ...],
    emergency: bool,
    assessment: bool,
) -> Markup:
    return _macro("tags", fresh, rating, assured, emergency, assessment)


def tags(document: Document, now: datetime) -> Markup:
    """Give how fresh the places are, how children are taken, the rating and the assured specialisms."""
    counted = document.registered is not None or document.available is not None
    rating = None if document.rating is Rating.NOT_YET_RATED else document.rating
    fresh = words.fresh(document, now) if counted else None
    taken = words.emergency(document, now), document.by_assessment_only
    return _tags(fresh, rating, tuple(words.assured(document, now)), *taken)
