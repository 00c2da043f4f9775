"""Occupancy over time as a drawing: steps from one thing said to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, HEIGHT = 600, 160
TOP, LEFT = 8, 30
MOST_GRID_LINES = 6


@dataclass(frozen=True, slots=True)
class Said:
    """What was said once: at an instant (aware), so many places staffed and so many taken (occupied and held)."""

    at: datetime
    staffed: int
    taken: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Lines in the units of a view box of WIDTH by HEIGHT; ``grid`` is (number, y)."""

    staffed: str
    taken: str
    grid: tuple[tuple[int, float], ...]
    begins: datetime
    ends: datetime


def drawn(history: Sequence[Said], registered: int, now: datetime) -> Drawing | None:
    """Give the drawing of a history (oldest first) until ``now``; None where nothing was said or no time passed."""
    if not history or now <= history[0].at:
        return None
    most = max(1, registered, *(said.staffed for said in history))
    begins = history[0].at
    span = (now - begins).total_seconds()

    def x(at: datetime) -> float:
        return round(LEFT + (WIDTH - LEFT) * min(max((at - begins).total_seconds() / span, 0.0), 1.0), 1)

    def y(number: int) -> float:
        return round(TOP + (HEIGHT - 2 * TOP) * (1 - number / most), 1)

    def steps(numbers: Sequence[int]) -> str:
        points: list[str] = []
        for said, number in zip(history, numbers, strict=True):
            if points:
                points.append(f"{x(said.at)},{points[-1].split(',')[1]}")
            points.append(f"{x(said.at)},{y(number)}")
        return " ".join([*points, f"{x(now)},{y(numbers[-1])}"])

    step = -(-most // MOST_GRID_LINES)
    grid = tuple((number, y(number)) for number in range(0, most + 1, step))
    return Drawing(steps([s.staffed for s in history]), steps([s.taken for s in history]), grid, begins, now)
