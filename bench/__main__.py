"""``make bench N=...``: our engine beside its peers, on the same generated services. Writes bench/latest.json."""

import argparse
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine

from bench import fairhaven, peers
from bench.data import fill

LATEST = Path(__file__).with_name("latest.json")
COLUMNS = ("n", "queries", "p50_ms", "p95_ms", "geomean_ms", "build_s")


def show(name: str, figures: dict[str, Any]) -> None:
    print(f"{name:14}" + "".join(f"{figures.get(column, '-')!s:>12}" for column in COLUMNS), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--n", type=int, default=10_000, help="how many services")
    parser.add_argument("--only", default="", help="engines, by comma")
    arguments = parser.parse_args()
    only = {name for name in arguments.only.split(",") if name}
    found: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="fairhaven-bench-") as name:
        folder = Path(name)
        database = create_engine(f"sqlite:///{folder / 'services.sqlite'}")
        began = time.perf_counter()
        fill(database, arguments.n)
        print(f"{arguments.n:,} services made in {time.perf_counter() - began:.0f} s", flush=True)
        print(" " * 14 + "".join(f"{column:>12}" for column in COLUMNS), flush=True)
        engines = {"fairhaven": fairhaven.run} | peers.ENGINES
        for engine, run in engines.items():
            if only and engine not in only:
                continue
            try:
                found[engine] = run(database, folder / "index", arguments.n)
            except peers.Missing as missing:
                print(f"{engine:14} left out: {missing}", flush=True)
                continue
            show(engine, found[engine])
            differ = peers.disagreements(found["fairhaven"], found[engine]) if "fairhaven" in found else []
            if differ:
                print(f"{'':14} other totals than ours: {', '.join(differ)}", flush=True)
            LATEST.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
