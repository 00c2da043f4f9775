"""How many of the rows found lie within each of the usual distances."""

import numpy as np

from directory.geo.rules import Point
from directory.search.embedded.by_name import Counts
from directory.search.embedded.chord import slack_miles, squared_of, within
from directory.search.embedded.rows import Rows
from directory.search.port import BANDS_MILES, Near

# the exact rule is asked only of rows at the edge
_EDGES = [
    (edge, *(float(squared_of(edge + more)) for more in (-float(slack_miles(edge)), float(slack_miles(edge)))))
    for edge in BANDS_MILES
]


def bands(found: Rows, near: Near | None) -> Counts:
    """Give (miles, rows within them) for each distance that some are within; empty without a point."""
    if near is None:
        return []
    point = Point(near.latitude, near.longitude)
    found = found if found.mask is None else found.numbered()
    squared = found.squared(point)
    c, counts = found.columns, []
    for edge, nearer, further in _EDGES:
        inside = int(np.count_nonzero(squared < nearer))
        if int(np.count_nonzero(squared <= further)) > inside:
            at = np.flatnonzero((squared >= nearer) & (squared <= further))
            rows = at if found.numbers is None else found.numbers[at]
            inside += int(within(point, squared[at], c.latitude, c.longitude, edge, rows=rows).sum())
        counts.append((str(edge), inside))
    return [(edge, count) for edge, count in counts if count]
