"""``make bench N=...``: our engine beside its peers, on the same generated services. Writes bench/latest.json.

``python -m bench --n 10000,100000,1000000 --keep DIR`` is the whole comparison; bench/README.md says how to read it.
"""

import argparse
import json
import os
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import race, sets, targets, visible
from bench.engines import LONGEST_BUILD_SECONDS, OURS, SLOW, made_of
from bench.figures import Figures, figures, growth, sets_of
from bench.kept import Kept, kept
from bench.missing import Missing
from bench.race import Asking

LATEST = Path(__file__).with_name("latest.json")
ROUNDS = 7


def _load() -> str:
    return "load average " + " ".join(f"{each:.1f}" for each in os.getloadavg())


def _too_long(name: str, at: Kept, found: Figures) -> str | None:
    """Say why an engine of which a smaller index took long is not built."""
    if name not in SLOW:
        return None
    smaller = {count: engines[name] for count, engines in found.items() if name in engines and count < at.count}
    if not smaller:
        return None if at.count <= 10_000 else "its index takes too long, and no smaller one was measured"
    count = max(smaller)
    guess = smaller[count]["build_s"] * at.count / count
    return f"its index would take {guess / 60:.0f} minutes" if guess > LONGEST_BUILD_SECONDS else None


def build(names: list[str], at: Kept, found: Figures, again: set[str]) -> dict[str, dict[str, Any]]:
    """Build what is not kept; give what was noted of each."""
    noted: dict[str, dict[str, Any]] = {}
    for name in names:
        before = None if name in again else at.built(name, made_of(name))
        if before:
            noted[name] = before
            print(
                f"{name:22} index kept from {before['built']}: took {before['build_s']} s (load {before['load']:.1f})"
            )
            continue
        if reason := _too_long(name, at, found):
            print(f"{name:22} left out: {reason}", flush=True)
            continue
        try:
            noted[name] = race.build(name, at)
        except Missing as missing:
            print(f"{name:22} left out: {missing}", flush=True)
        else:
            print(f"{name:22} index built in {noted[name]['build_s']} s", flush=True)
    return noted


def measure(names: list[str], at: Kept, found: Figures, again: set[str], asked: Asking) -> None:
    """Build, race, and print one number of services."""
    print(f"\n{at.count:,} services. {_load()}", flush=True)
    noted = build(names, at, found, again)
    runners = race.run(list(noted), at, asked)
    ours = next(runner for runner in runners if runner.name == OURS)
    found[at.count] = {}
    for runner in runners:
        found[at.count][runner.name] = {
            **noted[runner.name],
            **figures(runner.times),
            "open_s": runner.answers["everything"]["open_s"],
            "memory_mb": runner.memory_mb,
            "each_ms": {query: round(sorted(took)[len(took) // 2], 3) for query, took in runner.times.items()},
            "totals": {query: answer["total"] for query, answer in runner.answers.items()},
            "disagreements": race.disagreements(ours, runner),
        }
    found[at.count][OURS]["visible"] = visible.measure(at)
    show(at.count, found)
    print(_load(), flush=True)


def show(count: int, found: Figures) -> None:
    """Print the table of one number of services."""
    at = found[count]
    shown = sets_of(at[OURS])
    heads = [f"{name} {figure}" for name in shown for figure in ("p50", "p95", "geo")]
    print(
        f"{'ms':22}" + "".join(f"{head:>11}" for head in heads) + f"{'x ours':>8}{'build s':>9}{'open s':>8}{'MB':>8}"
    )
    for name, engine in at.items():
        cells = [engine[each][f"{figure}_ms"] for each in shown for figure in ("p50", "p95", "geomean")]
        ratio = engine["all"]["geomean_ms"] / at[OURS]["all"]["geomean_ms"]
        print(
            f"{name:22}" + "".join(f"{cell:11.2f}" for cell in cells)
            + f"{ratio:8.1f}{engine['build_s']:9.1f}{engine['open_s']:8.2f}{engine['memory_mb']:8.0f}"
        )  # fmt: skip
        for disagreement in engine["disagreements"]:
            print(f"{'':22}other than ours: {disagreement}")
    for what, each in at[OURS]["visible"].items():
        print(
            f"visible after commit, {what}: in the next search, which took {each['extra_ms']} ms more (median of"
            f" {each['changes']}), {each['worst_ms']} ms at worst"
        )


def show_growth(found: Figures) -> None:
    """Print how times grow from each number of services to the next, and from the first to the last."""
    counts = sorted(found)
    pairs = list(pairwise(counts)) + ([(counts[0], counts[-1])] if len(counts) > 2 else [])
    for small, large in pairs:
        print(f"\ngrowth from {small:,} to {large:,} (1: as the services do)" + f"{'geomean':>12}{'p95':>8}")
        for name, figure in found[large].items():
            if name in found[small]:
                grown = [
                    growth(found[small][name]["all"][each], figure["all"][each], large / small)
                    for each in ("geomean_ms", "p95_ms")
                ]
                print(f"{name:50}{grown[0]:12.2f}{grown[1]:8.2f}")


def contract(found: Figures, began: str, rounds: int) -> dict[str, Any]:
    """Give what outsiders read (DESIGN section 7) for the most services, and everything else under ``details``."""
    count = max(found)
    engines = {
        name: {"n": count, **engine["all"], "queries": len(engine["each_ms"])} for name, engine in found[count].items()
    }
    told = [
        {"target": what, "measured": round(measured, 4), "at_most": round(most, 4), "reached": reached}
        for what, measured, most, reached in targets.told(found)
    ]
    sizes = {str(each): found[each] for each in sorted(found)}
    return {**engines, "details": {"began": began, "ended": _load(), "rounds": rounds, "sizes": sizes, "targets": told}}


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench", description="Our engine beside its peers.")
    parser.add_argument("--n", default="10000", help="how many services; several by comma")
    parser.add_argument("--only", default="", help="engines, by comma; ours is always there")
    parser.add_argument("--keep", type=Path, help="a folder in which databases and indexes stay, to be used again")
    parser.add_argument("--again", default="", help="engines, by comma, whose kept index is built anew")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="how often each query is asked")
    parser.add_argument("--sets", default="", help="sets of searches, by comma: tuned, seen, unseen; all if not given")
    parser.add_argument("--out", type=Path, default=LATEST, help="where the figures are written")
    arguments = parser.parse_args()
    names = race.wanted(arguments.only)
    asked = Asking([query for each in sets.wanted(arguments.sets) for query in sets.SETS[each]], arguments.rounds)
    found: Figures = {}
    began = f"{time.strftime('%Y-%m-%d %H:%M')}, {_load()}"
    with tempfile.TemporaryDirectory(prefix="fairhaven-bench-") as name:
        # a PostgreSQL server run as another user has to pass
        Path(name).chmod(0o711)
        for count in sorted({int(each) for each in arguments.n.split(",")}):
            at = kept((arguments.keep or Path(name)).resolve(), count)
            measure(names, at, found, set(arguments.again.split(",")), asked)
            arguments.out.write_text(json.dumps(contract(found, began, arguments.rounds), indent=1), encoding="utf-8")
    show_growth(found)
    targets.show(found)


if __name__ == "__main__":
    main()
