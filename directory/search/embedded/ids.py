"""Documents by their ids: a dictionary of a million ids would cost each process a hundred megabytes."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np

from directory.search.embedded.arrays import Array, Ints


def halves(ids: Iterable[bytes]) -> tuple[Array, Array]:
    """Give the upper and lower halves of ids of 16 bytes as numbers."""
    both = np.frombuffer(b"".join(ids), ">u8").reshape(-1, 2).astype(np.uint64)
    return both[:, 0], both[:, 1]


class Ids:
    """Row n has the id of ``high[n]`` and ``low[n]``; ``order``: rows by id, as far as they were sorted."""

    def __init__(self, high: Array, low: Array, order: Ints) -> None:
        self.high, self.low, self.order = high, low, order
        self.new: dict[bytes, int] = {}

    def __getitem__(self, row: int) -> bytes:
        return (int(self.high[row]) << 64 | int(self.low[row])).to_bytes(16)

    def of(self, rows: Array) -> list[bytes]:
        """Give the ids of several rows."""
        raw = np.column_stack([self.high.take(rows), self.low.take(rows)]).astype(">u8").tobytes()
        return [raw[at : at + 16] for at in range(0, len(raw), 16)]

    def get(self, service_id: bytes) -> int | None:
        """Give the row of a document, None if it has none."""
        row = self.new.get(service_id)
        if row is not None:
            return row
        place = bisect_left(range(len(self.order)), service_id, key=lambda at: self[int(self.order[at])])
        if place == len(self.order):
            return None
        row = int(self.order[place])
        return row if self[row] == service_id else None
