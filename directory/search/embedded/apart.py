"""What is free for the child who is asked for, where places are kept apart for some children."""

import numpy as np

from directory.codes import Gender
from directory.search.embedded.arrays import Array, Mask
from directory.search.embedded.columns import FIRST_DAY, GENDERS, GROUPS, NO_GROUP
from directory.search.embedded.rows import Rows
from directory.search.port import SearchQuery

AGE = 31


def free(found: Rows, query: SearchQuery) -> Array:
    """Give how many places each row has for such a child, whenever they are free; below 0 where none are counted."""
    return _for_whom(found, query, None)


def free_by(found: Rows, query: SearchQuery, day: int) -> Array:
    """Give how many places each row has for such a child on a day (ordinal), by what its groups say.

    Where places are not kept apart: how many there are, whenever they are free.
    """
    return _for_whom(found, query, day)


def kept_apart(found: Rows) -> Mask:
    """Say of each row whether its places are kept apart."""
    return np.asarray(found.take(getattr(found.columns, GROUPS[0])) != NO_GROUP)


def _for_whom(found: Rows, query: SearchQuery, day: int | None) -> Array:
    available = found.take(found.columns.available)
    if day is None and query.age is None and query.gender is None:
        return available
    rows = np.flatnonzero(kept_apart(found))
    if not len(rows):
        return available
    fitting = np.zeros(len(rows), np.int64)
    for name in GROUPS:
        codes = found.take(getattr(found.columns, name)).take(rows)
        if (codes == NO_GROUP).all():
            break
        fitting += np.where(_fits(codes, query, day), (codes >> 12) & 0xFFFF, 0)
    answer = available.astype(np.int64)
    answer[rows] = np.where(answer[rows] < 0, answer[rows], fitting)
    return answer


def _fits(codes: Array, query: SearchQuery, day: int | None) -> Mask:
    fits: Mask = codes != NO_GROUP
    if query.age is not None:
        fits &= (((codes >> 5) & AGE) <= query.age) & ((codes & AGE) >= query.age)
    if query.gender is not None:
        gender = (codes >> 10) & 3
        fits &= (gender == GENDERS.index(query.gender)) | (gender == GENDERS.index(Gender.ANY))
    if day is not None:
        fits &= (codes >> 32) <= day - FIRST_DAY
    return fits
