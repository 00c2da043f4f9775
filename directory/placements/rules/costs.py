"""What a placement has cost so far, exactly."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from directory.kit.money import pounds

FORMULA = (
    "Each day costs a seventh of the weekly fee in force on it. The day of arrival is counted and the day of leaving "
    "is not; a placement that goes on is counted to the end of today. The sum is rounded once, to the nearest penny."
)


@dataclass(frozen=True)
class Stretch:
    """Days at one fee: from ``from_on`` up to, but not including, ``until_on``."""

    from_on: date
    until_on: date
    weekly_fee_pence: int

    @property
    def days(self) -> int:
        """Give how many days it has."""
        return (self.until_on - self.from_on).days

    def words(self) -> str:
        """Give it as a part of the sum."""
        return f"{self.days} day{'s' if self.days != 1 else ''} × {pounds(self.weekly_fee_pence)} ÷ 7"


def stretches(
    fees: Sequence[tuple[date, int]], started_on: date | None, ended_on: date | None, today: date
) -> list[Stretch]:
    """Give the days so far by fee. ``fees``: from which day which weekly fee, in the order in which they were said.

    Of two said for the same day the later one counts; before the first of them its fee counts.
    """
    if started_on is None or not fees:
        return []
    over_on = ended_on if ended_on is not None else max(today, started_on) + timedelta(days=1)
    said = sorted(dict(fees).items())
    found: list[Stretch] = []
    for number, (from_on, fee) in enumerate(said):
        begins = started_on if number == 0 else max(from_on, started_on)
        ends = said[number + 1][0] if number + 1 < len(said) else over_on
        ends = min(max(ends, started_on), over_on)
        if begins < ends:
            found.append(Stretch(begins, ends, fee))
    return found


def cost_pence(parts: Sequence[Stretch]) -> int:
    """Give the sum in pence, rounded half up once."""
    sevenths = sum(part.days * part.weekly_fee_pence for part in parts)
    return (2 * sevenths + 7) // 14


def by_stretch(parts: Sequence[Stretch]) -> list[int]:
    """Give what each stretch adds to the sum, in pence: together they are the sum, and each is exact to a penny."""
    sums = [cost_pence(parts[:number]) for number in range(len(parts) + 1)]
    return [after - before for before, after in pairwise(sums)]


def sum_in_words(parts: Sequence[Stretch]) -> str:
    """Give the sum as it is reckoned."""
    return f"{' + '.join(part.words() for part in parts)} = {pounds(cost_pence(parts))}" if parts else pounds(0)
