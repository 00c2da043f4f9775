"""What of other authorities' unmet need may be told: numbers that hide any one child, and any one authority.

An authority reads its own rows as they are. Of all authorities together it reads a number only where at least five
needs of at least two *other* authorities are in it, so that taking one's own away leaves no small number; rounded to
the nearest five, so that two numbers that differ by one child are seldom told apart; and only of months that are
over, so that no number moves on the day on which a child's search ended. What is too few is not named at all:
"nobody" and "four" look the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID

from directory.insight.rules.ledger import Dimension, Entry, months_back, values_of

FEWEST = 5
FEWEST_OTHERS = 2
STEP = 5


def told(entries: Iterable[Entry], own_id: UUID | None) -> int | None:
    """Give how many needs there are, as far as the authority ``own_id`` may know; None where they are too few."""
    total, others = 0, defaultdict[UUID, int](int)
    for entry in entries:
        total += 1
        if entry.authority_id != own_id:
            others[entry.authority_id] += 1
    if sum(others.values()) < FEWEST or len(others) < FEWEST_OTHERS:
        return None
    return (total + STEP // 2) // STEP * STEP


def told_by(entries: Sequence[Entry], dimension: Dimension, own_id: UUID | None) -> dict[str, int | None]:
    """Give what may be told of each value; one that is too few stands there as None."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for value in values_of(entry, dimension):
            groups[value].append(entry)
    return {value: told(group, own_id) for value, group in groups.items()}


def last_month_over(today_month: str) -> str:
    """Give the last month that is over."""
    return months_back(today_month, 1)
