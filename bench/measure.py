"""Times of many searches, in the form that the contract asks for."""

import math
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any

from directory.search import SearchQuery

ROUNDS = 7
MOST_SECONDS = 4.0
"""A query of a slow engine is asked fewer times, once at least."""


def measure(ask: Callable[[SearchQuery], int], queries: Mapping[str, SearchQuery], count: int) -> dict[str, Any]:
    """Ask every query again and again; give p50 and p95 of all answers and the geometric mean of the medians."""
    samples: list[float] = []
    medians: dict[str, float] = {}
    totals: dict[str, int] = {}
    for name, query in queries.items():
        began = time.perf_counter()
        totals[name] = ask(query)
        warm = time.perf_counter() - began
        took = [warm * 1000] if warm > MOST_SECONDS else []
        while not took or (len(took) < ROUNDS and time.perf_counter() - began < MOST_SECONDS):
            at = time.perf_counter()
            ask(query)
            took.append((time.perf_counter() - at) * 1000)
        samples += took
        medians[name] = statistics.median(took)
    samples.sort()
    return {
        "n": count,
        "queries": len(queries),
        "p50_ms": round(statistics.median(samples), 3),
        "p95_ms": round(samples[min(len(samples) - 1, int(len(samples) * 0.95))], 3),
        "geomean_ms": round(math.exp(statistics.fmean(math.log(each) for each in medians.values())), 3),
        "each_ms": {name: round(each, 3) for name, each in medians.items()},
        "totals": totals,
    }
