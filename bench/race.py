"""All engines asked by turns, query by query, so that what disturbs the machine disturbs them alike."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.engines import MODULES, OURS
from bench.instance import ROOT
from bench.kept import Kept
from bench.meant import understood
from bench.missing import Missing
from bench.sets import ALL
from directory.search.port import Sort

MOST_SECONDS = 4.0
"""An engine that is slow at a query is asked it fewer times, once at least."""


def process(name: str, kept: Kept, what: str) -> subprocess.Popen[str]:
    """Start an engine's process."""
    command = [sys.executable, "-m", "bench.asker", name, str(kept.folder), str(kept.count), what]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def build(name: str, kept: Kept) -> dict[str, Any]:
    """Build an engine's index; give what was noted of it. Raises Missing where it cannot be."""
    said, _ = process(name, kept, "build").communicate()
    if not said:
        raise Missing("its index could not be built")
    noted: dict[str, Any] = json.loads(said)
    if "missing" in noted:
        raise Missing(noted["missing"])
    return noted


@dataclass(frozen=True)
class Asking:
    """What is asked, and how often."""

    queries: Sequence[str]
    rounds: int


@dataclass
class Runner:
    """One engine at the start."""

    name: str
    process: subprocess.Popen[str]
    times: dict[str, list[float]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    memory_mb: float = 0.0

    def ask(self, line: str) -> dict[str, Any]:
        """Send a line, give the answer."""
        into, out = self.process.stdin, self.process.stdout
        if into is None or out is None:
            raise RuntimeError("the process has no pipes")
        into.write(line + "\n")
        into.flush()
        said = out.readline()
        if not said:
            raise RuntimeError(f"{self.name} ended at {line}")
        found: dict[str, Any] = json.loads(said)
        if "missing" in found:
            raise Missing(found["missing"])
        return found

    def once(self, query: str) -> None:
        """Measure a query once more, unless it has taken long enough."""
        times = self.times.setdefault(query, [])
        if not times or sum(times) < MOST_SECONDS * 1000:
            times.append(self.ask(query)["ms"])

    def end(self) -> None:
        """Let the process end; note its memory."""
        last, _ = self.process.communicate()
        self.memory_mb = json.loads(last.splitlines()[-1])["memory_mb"]


def run(names: Sequence[str], kept: Kept, asked: Asking) -> list[Runner]:
    """Ask every query of every engine; the first answers are compared and not timed."""
    runners: list[Runner] = []
    try:
        for name in names:
            runner = Runner(name, process(name, kept, "ask"))
            try:
                runner.answers["everything"] = runner.ask("=everything")
            except Missing as missing:
                print(f"{name} is left out: {missing}", flush=True)
                continue
            runners.append(runner)
        _race(runners, asked)
        for runner in runners:
            runner.end()
    finally:
        # each stops its server before its folder goes
        for runner in runners:
            if runner.process.poll() is None:
                runner.process.communicate()
    return runners


def _race(runners: Sequence[Runner], asked: Asking) -> None:
    for query in asked.queries:
        for runner in runners:
            if query not in runner.answers:
                runner.answers[query] = runner.ask(f"={query}")
        for _ in range(asked.rounds):
            for runner in runners:
                runner.once(query)


def _ordered_alike(query: str) -> bool:
    """Say whether engines must give the same rows: order by words differs from engine to engine."""
    asked = ALL[query].query
    return asked.sort is not Sort.RELEVANCE or not understood(asked).required


def disagreements(ours: Runner, theirs: Runner) -> list[str]:
    """Give where another engine's totals, facets or rows are not ours."""
    found: list[str] = []
    for query, mine in ours.answers.items():
        other = theirs.answers[query]
        if mine["total"] != other["total"]:
            found.append(f"{query}: {other['total']} for {mine['total']}")
        elif wrong := sorted(name for name in mine["facets"] if mine["facets"][name] != other["facets"].get(name, {})):
            found.append(f"{query}: facets {', '.join(wrong)}")
        elif _ordered_alike(query) and mine["rows"] != other["rows"]:
            found.append(f"{query}: other rows")
    return found


def wanted(only: str) -> list[str]:
    """Give the engines asked for, ours first: without it there is nothing to compare with."""
    chosen = {name for name in only.split(",") if name} or set(MODULES)
    if unknown := chosen - set(MODULES):
        raise SystemExit(f"no such engine: {', '.join(sorted(unknown))}")
    return [name for name in MODULES if name in chosen | {OURS}]
