"""How many rows each value of each facet would give."""

from collections.abc import Mapping, Sequence
from operator import itemgetter

import numpy as np

from directory.codes import Gender
from directory.search.embedded.arrays import Longs, Mask
from directory.search.embedded.columns import GENDERS, RATINGS, TYPES
from directory.search.embedded.rows import FRESHNESS, Rows
from directory.search.embedded.tally import CODES, LANGUAGES_FROM, Sums, Tally, View, less

OLDEST = 25

Counts = Sequence[tuple[str, int]]

_CODE_OF = {"type": "kind", "gender": "kind", "rating": "kind", "language": "many"}
_TYPES, _GENDERS, _RATINGS = ([each.value for each in kind] for kind in (TYPES, GENDERS, RATINGS))
_FRESHNESS = [each.value for each in FRESHNESS]


def facets(found: Rows, chosen: Mapping[str, Mask], kept: Rows, tally: Tally, view: View) -> dict[str, Counts]:
    """Count every facet. ``found``: rows before the choices in ``chosen`` are applied; ``kept``: after.

    A facet's counts leave out its own choice; each is the total that choosing that one value alone would give.
    """
    c = found.columns
    sums = _sums(kept, tally, view)
    counts = {
        "type": _kinds(sums, "type"),
        "specialism": _counted(sums["many"][:LANGUAGES_FROM], c.specialisms.values),
        "language": _counted(sums["many"][LANGUAGES_FROM:], c.languages.values),
        "gender": _kinds(sums, "gender"),
        "rating": _kinds(sums, "rating"),
        "freshness": {} if "freshness" in chosen else _freshness(kept),
        "authority": _counted(sums["authority"][1:], c.authorities.values),
        "region": _counted(sums["region"][1:], c.regions.values),
    }
    for name in chosen:
        others = [mask for other, mask in chosen.items() if other != name]
        without = found.keep(np.logical_and.reduce(others)) if others else found
        if name == "freshness":
            counts[name] = _freshness(without)
            continue
        code = _CODE_OF.get(name, name)
        of = _sums(without, tally, view, (code,))
        if code == "kind":
            counts[name] = _kinds(of, name)
        elif name == "language":
            counts[name] = _counted(of["many"][LANGUAGES_FROM:], c.languages.values)
        else:
            counts[name] = _counted(of[name][1:], (c.authorities if name == "authority" else c.regions).values)
    both = counts["gender"].get(Gender.ANY.value, 0)
    counts["gender"] = {each: n if each == Gender.ANY.value else n + both for each, n in counts["gender"].items()}
    answer = {name: most_first(each) for name, each in counts.items()}
    order = ("type", "specialism", "language", "gender", "age", "rating", "freshness", "authority", "region")
    return {name: _ages(sums["ages"]) if name == "age" else answer[name] for name in order}


def most_first(counts: Mapping[str, int]) -> Counts:
    """Give values with counts above 0, most first, then by value."""
    kept = [each for each in counts.items() if each[1]]
    # twice, without a key made in Python for each: a page has hundreds of values
    kept.sort()
    kept.sort(key=itemgetter(1), reverse=True)
    return kept


def _sums(rows: Rows, tally: Tally, view: View, names: Sequence[str] = CODES) -> Sums:
    """Count these rows, or those of the view that are missing, whichever are fewer."""
    missing = view.size - rows.size
    if missing == 0:
        return view.sums
    if rows.numbers is None and rows.mask is not None and missing < rows.size:
        left = ~rows.mask if view.mask is None else view.mask & ~rows.mask
        return less(view.sums, tally.count(np.flatnonzero(left), names))
    numbers = rows.numbered().numbers
    return tally.count(np.arange(0) if numbers is None else numbers, names)


def _counted(counts: Longs, values: Sequence[str]) -> dict[str, int]:
    return dict(zip(values, counts.tolist(), strict=False))


def _kinds(sums: Sums, name: str) -> dict[str, int]:
    whole = np.zeros(32 * 4 * 8, np.int64)
    whole[: len(sums["kind"])] = sums["kind"]
    cube = whole.reshape(32, 4, 8)
    axes, values = {
        "type": ((1, 2), _TYPES),
        "gender": ((0, 2), _GENDERS),
        "rating": ((0, 1), _RATINGS),
    }[name]
    return _counted(cube.sum(axis=axes), values)


def _freshness(rows: Rows) -> dict[str, int]:
    fresh = rows.freshness()
    if rows.numbers is None and rows.mask is not None:
        fresh = np.where(rows.mask, fresh, np.uint8(len(FRESHNESS)))
    return {value: int(np.count_nonzero(fresh == place)) for place, value in enumerate(_FRESHNESS)}


def _ages(sums: Longs) -> Counts:
    """Give for each year of age how many take it: by age, since most first would say little."""
    whole = np.zeros(32 * 32, np.int64)
    whole[: len(sums)] = sums
    spans = whole.reshape(32, 32)
    starts, ends = spans.sum(axis=1), spans.sum(axis=0)
    takers = np.cumsum(starts - np.concatenate([[0], ends[:-1]]))[: OLDEST + 1].tolist()
    return [(str(age), count) for age, count in enumerate(takers) if count]
