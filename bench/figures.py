"""From times to figures: p50, p95, geometric means of medians, ratios, growth."""

import math
import statistics
from collections.abc import Iterable, Mapping
from typing import Any

from bench.sets import SETS


def geomean(values: Iterable[float]) -> float:
    return math.exp(statistics.fmean(math.log(max(each, 1e-6)) for each in values))


def share(values: list[float], part: float) -> float:
    """Give the value below which this part of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def of_some(times: Mapping[str, list[float]], queries: Iterable[str]) -> dict[str, float]:
    """Give the figures of some queries.

    Each query has the same say, however often it could be asked: p50 and p95 are of the queries' medians, and
    p95 of 64 is the median time of the fourth slowest.
    """
    medians = [statistics.median(times[query]) for query in queries]
    return {
        "p50_ms": round(share(medians, 0.5), 3),
        "p95_ms": round(share(medians, 0.95), 3),
        "geomean_ms": round(geomean(medians), 3),
    }


def figures(times: Mapping[str, list[float]]) -> dict[str, dict[str, float]]:
    """Give the figures of each set that was asked, and of all that was."""
    asked = {name: of_some(times, queries) for name, queries in SETS.items() if times.keys() >= queries.keys()}
    return asked | {"all": of_some(times, times)}


def sets_of(engine: Mapping[str, Any]) -> list[str]:
    """Give the names of the sets that an engine was asked."""
    return [name for name in (*SETS, "all") if name in engine]


def growth(small: float, large: float, times_as_many: float) -> float:
    """Give the exponent with which a time grows: 1 is in step with the number of services."""
    return math.log(large / small) / math.log(times_as_many)


Figures = dict[int, dict[str, dict[str, Any]]]
"""By number of services, then by engine."""
