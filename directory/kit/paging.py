"""Pages of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a longer list. ``number`` counts from 1; ``total`` counts all rows."""

    rows: Sequence[T]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """Give how many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """Give the place of this page's first row, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Give the place of this page's last row."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    def near(self, reach: int = 2) -> list[int | None]:
        """Give the page numbers to offer: the first, the last, those near; ``None`` stands for a gap."""
        offered: list[int | None] = []
        for number in range(1, self.pages + 1):
            if number in (1, self.pages) or abs(number - self.number) <= reach:
                offered.append(number)
            elif offered and offered[-1] is not None:
                offered.append(None)
        return offered
