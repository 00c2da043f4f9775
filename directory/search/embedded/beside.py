"""What stands beside the columns, made from them: saved with them, and brought up to date with each change."""

from pathlib import Path

import numpy as np

from directory.search.embedded.columns import Columns
from directory.search.embedded.grid import Grid, Places
from directory.search.embedded.tally import Tally


def write(folder: Path, columns: Columns) -> None:
    """Save what stands beside these columns, so that no process need make it."""
    Tally(columns).save(folder)
    Grid(_places(columns), columns.count).save(folder)


def _places(columns: Columns) -> Places:
    return Places(columns.latitude, columns.longitude, columns.x, columns.y, columns.z)


class Beside:
    """The tally and the grid of the columns. Not safe for threads by itself: the engine holds a lock around it."""

    def __init__(self) -> None:
        self._make(Columns())

    def _make(self, columns: Columns, saved: Path | None = None) -> None:
        self._columns, self._arranged = columns, columns.arranged
        if saved is None:
            columns.touched.clear()  # read as they are now
        self.tally, self.grid = Tally(columns, saved), Grid(_places(columns), columns.count, saved)

    def follow(self, columns: Columns) -> None:
        """Take in what has changed."""
        if columns is not self._columns or columns.arranged != self._arranged:
            self._make(columns, columns.saved)
        if columns.touched:
            rows = np.unique(np.concatenate(columns.touched)).astype(np.int64)
            columns.touched.clear()
            self.tally.follow(rows)
            self.grid.move(rows)
            if self.tally.worn or self.grid.worn:
                self._make(columns)
