"""How fresh each row is: kept as a small number until the clock makes a row older, or a row is confirmed anew."""

from datetime import UTC, datetime, timedelta

import numpy as np

from directory.codes import AGEING_DAYS, CURRENT_DAYS, Freshness
from directory.search.embedded.arrays import Array, Longs

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER_CONFIRMED = -(2**62)
FRESHNESS = (Freshness.CURRENT, Freshness.AGEING, Freshness.STALE)
STALE = FRESHNESS.index(Freshness.STALE)

_PERIODS = tuple(timedelta(days=days) // timedelta(microseconds=1) for days in (CURRENT_DAYS, AGEING_DAYS))
_NEVER = 2**62


def microseconds(instant: datetime | None) -> int:
    """Give an aware instant as a number of microseconds; None is before all others."""
    return NEVER_CONFIRMED if instant is None else (instant - EPOCH) // timedelta(microseconds=1)


class Ageing:
    """Each row's place in ``FRESHNESS``. Not safe for threads by itself."""

    def __init__(self) -> None:
        self._codes: Array = np.empty(0, np.uint8)
        self._since = self._until = 0
        self._noted: list[Array] = []

    def note(self, rows: Array) -> None:
        """Note that these rows may have been confirmed."""
        self._noted.append(rows)

    def codes(self, confirmed: Longs, now: datetime) -> Array:
        """Give the code of each row. ``confirmed``: when each was last, in microseconds."""
        at = microseconds(now)
        if not self._since <= at < self._until:
            self._codes, self._until = _aged(confirmed, at)
            self._since = at
            self._noted.clear()
        elif self._noted:
            rows = np.concatenate(self._noted)
            self._noted.clear()
            self._codes = np.append(self._codes, np.zeros(len(confirmed) - len(self._codes), np.uint8))
            self._codes[rows], until = _aged(confirmed[rows], at)
            self._since, self._until = at, min(self._until, until)
        return self._codes


def _aged(confirmed: Longs, at: int) -> tuple[Array, int]:
    """Give the codes at an instant, and the first instant at which one of them is another."""
    codes, until = np.zeros(len(confirmed), np.uint8), _NEVER
    for period in _PERIODS:
        young = confirmed >= at - period
        codes += ~young
        if young.any():
            until = min(until, int(confirmed[young].min()) + period + 1)
    return codes, until
