"""What was aimed at, beside what was measured: reached or not, never hidden."""

from collections.abc import Iterator

from bench.engines import OURS
from bench.figures import Figures, growth, sets_of

N = 100_000


def _ratios(found: Figures) -> Iterator[tuple[str, float, float]]:
    at = found.get(N)
    if not at or OURS not in at:
        return
    ours = at[OURS]
    for some in sets_of(ours):
        for engine, figure, most in (
            ("sqlite_fts5", "geomean_ms", 1 / 10), ("postgresql", "geomean_ms", 1 / 10),
            ("tantivy", "geomean_ms", 0.6), ("tantivy", "p95_ms", 1 / 3), ("postgresql", "p95_ms", 1 / 25),
        ):  # fmt: skip
            if engine in at:
                yield (
                    f"{figure[:-3]} to {engine}'s at 100,000 ({some})",
                    ours[some][figure] / at[engine][some][figure],
                    most,
                )


def _growth(found: Figures) -> Iterator[tuple[str, float, float]]:
    ends = [found.get(count, {}).get(OURS) for count in (10_000, 1_000_000)]
    if not (ends[0] and ends[1]):
        return
    for some in sets_of(ends[0]):
        for figure, most in (("geomean_ms", 0.55), ("p95_ms", 0.7)):
            exponent = growth(ends[0][some][figure], ends[1][some][figure], 100)
            yield f"growth of {figure[:-3]}, 10,000 to 1,000,000 ({some})", exponent, most


def _others(found: Figures) -> Iterator[tuple[str, float, float]]:
    for count, at in found.items():
        ours = at.get(OURS, {})
        if count == 1_000_000:
            yield "memory of a process at 1,000,000 beyond shared maps, MB", ours["memory_mb"], 400
        if count == N:
            yield "index build at 100,000, s", ours["build_s"], 180
        if "visible" in ours:
            text = ours["visible"]["text"]
            yield f"next search after a text edit at {count:,}, ms more (median)", text["extra_ms"], 5
            yield f"next search after a text edit at {count:,}, ms more (worst)", text["worst_ms"], 5


def told(found: Figures) -> list[tuple[str, float, float, bool]]:
    """Give each target that these measurements can judge: what, measured, at most, reached."""
    rows = [*_ratios(found), *_growth(found), *_others(found)]
    return [(what, measured, most, measured <= most) for what, measured, most in rows]


def show(found: Figures) -> None:
    """Print them."""
    rows = told(found)
    if rows:
        print(f"\n{'target':68}{'measured':>10}{'at most':>10}")
    for what, measured, most, reached in rows:
        print(f"{what:68}{measured:10.3f}{most:10.3f}  {'reached' if reached else 'NOT reached'}")
