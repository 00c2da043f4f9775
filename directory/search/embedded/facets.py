"""How many rows each value of each facet would give."""

from collections.abc import Mapping, Sequence

import numpy as np

from directory.codes import Gender
from directory.search.embedded.arrays import Array, Mask
from directory.search.embedded.bitmaps import Bitmaps
from directory.search.embedded.columns import GENDERS, RATINGS, TYPES
from directory.search.embedded.filters import FRESHNESS, Rows

OLDEST = 25

Counts = Sequence[tuple[str, int]]


def facets(found: Rows, chosen: Mapping[str, Mask]) -> dict[str, Counts]:
    """Count every facet. ``found``: rows before the choices in ``chosen`` are applied.

    A facet's counts leave out its own choice; each is the total that choosing that one value alone would give.
    """
    all_chosen = np.logical_and.reduce(list(chosen.values())) if chosen else None
    kept = found if all_chosen is None else found.keep(all_chosen)

    def without(name: str) -> Rows:
        if name not in chosen:
            return kept
        others = [mask for other, mask in chosen.items() if other != name]
        return found.keep(np.logical_and.reduce(others)) if others else found

    c = found.columns
    return {
        "type": most_first(_counted(without("type"), c.type, [each.value for each in TYPES])),
        "specialism": most_first(_bits(kept, c.specialisms)),
        "language": most_first(_bits(without("language"), c.languages)),
        "gender": most_first(_genders(without("gender"))),
        "age": _ages(kept),
        "rating": most_first(_counted(without("rating"), c.rating, [each.value for each in RATINGS])),
        "freshness": most_first(_freshness(without("freshness"))),
        "authority": most_first(_counted(without("authority"), c.authority, c.authorities.values)),
        "region": most_first(_counted(without("region"), c.region, c.regions.values)),
    }


def most_first(counts: Mapping[str, int]) -> Counts:
    """Give values with counts above 0, most first, then by value."""
    return sorted(((value, count) for value, count in counts.items() if count), key=lambda each: (-each[1], each[0]))


def _counted(rows: Rows, codes: Array, values: Sequence[str]) -> dict[str, int]:
    # what stands for "none" is beyond the values, so that it is cut off
    counts = np.bincount(np.minimum(rows.take(codes), len(values)), minlength=len(values))
    return dict(zip(values, counts[: len(values)].tolist(), strict=True))


def _bits(rows: Rows, bitmaps: Bitmaps) -> dict[str, int]:
    among = np.zeros(rows.columns.room, np.bool_)
    among[rows.rows] = True
    return dict(zip(bitmaps.values, bitmaps.counts(among).tolist(), strict=True))


def _genders(rows: Rows) -> dict[str, int]:
    counts = _counted(rows, rows.columns.gender, [each.value for each in GENDERS])
    both = counts.get(Gender.ANY.value, 0)
    return {each: count if each == Gender.ANY.value else count + both for each, count in counts.items()}


def _freshness(rows: Rows) -> dict[str, int]:
    counts = np.bincount(rows.freshness(), minlength=len(FRESHNESS)).tolist()
    return dict(zip([each.value for each in FRESHNESS], counts, strict=True))


def _ages(rows: Rows) -> Counts:
    """Give for each year of age how many take it: by age, since most first would say little."""
    c = rows.columns
    starts = np.bincount(rows.take(c.age_minimum), minlength=OLDEST + 2)
    ends = np.bincount(rows.take(c.age_maximum) + 1, minlength=OLDEST + 2)
    counts = np.cumsum(starts[: OLDEST + 1] - ends[: OLDEST + 1]).tolist()
    return [(str(age), count) for age, count in enumerate(counts) if count]
