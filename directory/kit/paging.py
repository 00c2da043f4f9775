"""Pages of a longer list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from directory.kit.errors import Invalid

T = TypeVar("T")
MOST_PAGES = 10_000


def page_asked(given: str) -> int:
    """Give the page asked for in an address. Raises Invalid for what is no page number."""
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given[:6]) <= MOST_PAGES:
        raise Invalid.field("page", f"page must be a number from 1 to {MOST_PAGES}")
    return int(given[:6])


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
