"""The bench runs, and what it compares gives the same answers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from directory.kit.settings import ROOT
from tests.engines import missing
from tests.engines import postgresql as pg
from tests.engines.databases import HOW_POSTGRESQL

SERVICES, QUERIES = 300, 96
PEERS = ("sqlite_fts5", "postgresql", "tantivy")


def bench(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bench", *arguments], cwd=ROOT, check=False, capture_output=True, text=True
    )


def test_the_bench_runs_and_the_peers_find_what_we_find(tmp_path: Path) -> None:
    if pg.programs() is None:
        missing("PostgreSQL", HOW_POSTGRESQL)
    figures = tmp_path / "latest.json"
    done = bench("--n", str(SERVICES), "--rounds", "1", "--out", str(figures), "--only", ",".join(PEERS))
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(figures.read_text(encoding="utf-8"))
    for engine in ("fairhaven", *PEERS):
        assert engine in found, done.stdout + done.stderr
        assert found[engine].keys() == {"n", "p50_ms", "p95_ms", "geomean_ms", "queries"}
        assert (found[engine]["n"], found[engine]["queries"]) == (SERVICES, QUERIES)
        at = found["details"]["sizes"][str(SERVICES)][engine]
        assert at["disagreements"] == [], engine
        assert sum(total > 0 for total in at["totals"].values()) > QUERIES / 2, "most queries find something"
    assert set(found) == {"fairhaven", *PEERS, "details"}


def test_an_unknown_engine_is_refused_by_name() -> None:
    refused = bench("--n", "10", "--only", "fairhaven,nonsense")
    assert refused.returncode != 0
    assert "no such engine: nonsense" in refused.stderr
