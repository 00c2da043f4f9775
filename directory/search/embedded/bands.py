"""How many of the rows found lie within each of the usual distances."""

import numpy as np

from directory.geo.rules import Point
from directory.search.embedded.chord import miles_of, slack_miles, within
from directory.search.embedded.facets import Counts
from directory.search.embedded.filters import Rows
from directory.search.port import BANDS_MILES, Near


def bands(found: Rows, near: Near | None) -> Counts:
    """Give (miles, rows within them) for each distance that some are within; empty without a point."""
    if near is None:
        return []
    point = Point(near.latitude, near.longitude)
    squared = found.squared(point)
    miles = miles_of(squared)
    latitude, longitude = found.take(found.columns.latitude), found.take(found.columns.longitude)
    counts = []
    for edge in BANDS_MILES:
        # the exact rule is asked only of rows at the edge
        slack = slack_miles(edge)
        at_edge = np.flatnonzero(np.abs(miles - edge) <= slack)
        inside = int(np.count_nonzero(miles < edge - slack))
        inside += int(within(point, squared[at_edge], latitude[at_edge], longitude[at_edge], edge).sum())
        counts.append((str(edge), inside))
    return [(edge, count) for edge, count in counts if count]
