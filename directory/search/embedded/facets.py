"""How many rows each value of each facet would give."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from directory.codes import Gender
from directory.search.embedded.ageing import FRESHNESS
from directory.search.embedded.arrays import Longs, Mask
from directory.search.embedded.by_name import ByName, Counts
from directory.search.embedded.columns import GENDERS, RATINGS, TYPES, Columns
from directory.search.embedded.rows import Rows, all_of
from directory.search.embedded.tally import CODES, LANGUAGES_FROM, Sums, Tally, View, less

OLDEST = 25

_TYPES, _RATINGS, _FRESHNESS, _GENDERS = (
    ByName([each.value for each in kind]) for kind in (TYPES, RATINGS, FRESHNESS, GENDERS)
)
_ANY = GENDERS.index(Gender.ANY)


def _types(sums: Sums, _: Columns) -> Counts:
    return _TYPES.listed(_square(sums["kind"]).sum(axis=1))


def _genders(sums: Sums, _: Columns) -> Counts:
    counts = _square(sums["kind"]).sum(axis=0).reshape(4, 8).sum(axis=1)
    # a service for any child takes one of either
    counts[np.arange(len(counts)) != _ANY] += counts[_ANY]
    return _GENDERS.listed(counts)


def _ratings(sums: Sums, _: Columns) -> Counts:
    return _RATINGS.listed(_square(sums["kind"]).sum(axis=0).reshape(4, 8).sum(axis=0))


def _ages(sums: Sums, _: Columns) -> Counts:
    """Give for each year of age how many take it: by age, since most first would say little."""
    spans = _square(sums["ages"])
    takers = np.cumsum(spans.sum(axis=1))
    takers[1:] -= np.cumsum(spans.sum(axis=0))[:-1]
    return [(str(age), count) for age, count in enumerate(takers[: OLDEST + 1].tolist()) if count]


def _square(sums: Longs) -> Longs:
    """Give counts of codes of twice five bits by the upper and the lower of them."""
    whole = np.zeros(32 * 32, np.int64)
    whole[: len(sums)] = sums
    return whole.reshape(32, 32)


_READ: dict[str, tuple[str, Callable[[Sums, Columns], Counts]]] = {
    "type": ("kind", _types),
    "specialism": ("many", lambda sums, c: c.specialisms.by_name.listed(sums["many"][:LANGUAGES_FROM])),
    "language": ("many", lambda sums, c: c.languages.by_name.listed(sums["many"][LANGUAGES_FROM:])),
    "gender": ("kind", _genders),
    "age": ("ages", _ages),
    "rating": ("kind", _ratings),
    "authority": ("authority", lambda sums, c: c.authorities.by_name.listed(sums["authority"][1:])),
    "region": ("region", lambda sums, c: c.regions.by_name.listed(sums["region"][1:])),
}
"""What is counted for each facet, and how it is read."""
ORDER = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region")


def facets(found: Rows, chosen: Mapping[str, Mask], kept: Rows, tally: Tally, view: View) -> dict[str, Counts]:
    """Count every facet. ``found``: rows before the choices in ``chosen`` are applied; ``kept``: after.

    A facet's counts leave out its own choice; each is the total that choosing that one value alone would give.
    """
    sums = _sums(kept, tally, view)
    answer: dict[str, Counts] = {}
    for name in ORDER:
        rows = kept
        if name in chosen:
            others = [mask for other, mask in chosen.items() if other != name]
            rows = found.keep(all_of(others)) if others else found
        if name == "freshness":
            answer[name] = _freshness(rows)
        else:
            code, read = _READ[name]
            answer[name] = read(sums if rows is kept else _sums(rows, tally, view, (code,)), found.columns)
    return answer


def _sums(rows: Rows, tally: Tally, view: View, names: Sequence[str] = CODES) -> Sums:
    """Count these rows, or those of the view that are missing, whichever are fewer."""
    missing = view.size - rows.size
    if missing == 0:
        return view.sums
    if rows.numbers is None and rows.mask is not None and missing < rows.size:
        left = ~rows.mask if view.mask is None else view.mask & ~rows.mask
        return less(view.sums, tally.count(np.flatnonzero(left), names, left))
    numbers = rows.numbered().numbers
    return tally.count(np.arange(0) if numbers is None else numbers, names, rows.mask)


def _freshness(rows: Rows) -> Counts:
    fresh = rows.freshness()
    each = [fresh == place for place in range(len(FRESHNESS))]
    if rows.numbers is None and rows.mask is not None:
        each = [mask & rows.mask for mask in each]
    return _FRESHNESS.listed(np.array([np.count_nonzero(mask) for mask in each]))
