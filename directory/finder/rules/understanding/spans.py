"""What some words of a text were taken for. Pure."""

from dataclasses import dataclass
from enum import IntEnum

Given = tuple[tuple[str, str], ...]


class Level(IntEnum):
    """How sure it is that words mean a filter and not themselves.

    ``STRONG`` words are always understood; those in ``COMPANY`` only in a text that asks for something else too
    ("therapy near Leeds", not "therapy"); ``CUED`` ones only where the words beside them tell of a need ("with
    trauma"). ``ASIDE`` words say nothing that can be filtered by, and are left out with the reason; ``TEXT`` ones
    look like something else and stay.
    """

    STRONG = 4
    COMPANY = 3
    CUED = 2
    ASIDE = 1
    TEXT = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The words from ``first`` to before ``last``; what they give, the most telling first.

    ``core``: where the words lie that mean something by themselves ("Leeds" of "near Leeds").
    """

    first: int
    last: int
    given: Given
    level: Level
    because: str = ""
    core: tuple[int, int] = (-1, -1)

    @property
    def meant(self) -> tuple[int, int]:
        """Give where the words lie that mean something by themselves."""
        return self.core if self.core[0] >= 0 else (self.first, self.last)
