"""What one process keeps beside the columns, made from them and brought up to date with each change."""

import numpy as np

from directory.search.embedded.columns import Columns
from directory.search.embedded.grid import Grid, Places
from directory.search.embedded.tally import Tally


class Beside:
    """The tally and the grid of the columns. Not safe for threads by itself: the engine holds a lock around it."""

    def __init__(self) -> None:
        self._make(Columns())

    def _make(self, columns: Columns) -> None:
        self._columns, self._arranged = columns, columns.arranged
        columns.touched.clear()
        places = Places(columns.latitude, columns.longitude, columns.x, columns.y, columns.z)
        self.tally, self.grid = Tally(columns), Grid(places, columns.count)

    def follow(self, columns: Columns) -> None:
        """Take in what has changed."""
        if columns is not self._columns or columns.arranged != self._arranged:
            self._make(columns)
        elif columns.touched:
            rows = np.unique(np.concatenate(columns.touched)).astype(np.int64)
            columns.touched.clear()
            self.tally.follow(rows)
            self.grid.move(rows)
            if self.tally.worn or self.grid.worn:
                self._make(columns)
