"""Pages a second: ``/services`` under gunicorn with two workers, against the same pages with their searches answered.

``python -m bench.pages --n 100000 --keep DIR``: generated services in a fresh instance, asked anonymously by four
visitors at once, by wrk if it is installed (Debian has it), else by threads of ours, which take more of the machine.
"""

import argparse
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine

from bench.data import DOMAIN, fill
from bench.engines import OURS, made_of
from bench.instance import ROOT, fresh
from bench.kept import kept
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import index_path

TARGET = 0.5
TURNS = 3
VISITORS = 4
EMPTY = ["/healthz"]
SEARCHES = [
    "/services",
    *(f"/services?q={word}" for word in DOMAIN[:10]),
    "/services?q=foster+support+family",
    "/services?type=therapy&age=12",
    "/services?near=51.507,-0.128&within=10",
    "/services?near=53.797,-1.553&within=40&sort=distance",
    "/services?q=trauma&near=52.486,-1.89&within=25&type=advocacy",
]
APPLICATIONS = {"with the search": "wsgi:app", "without the search": "bench.canned:create()"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=60).close()  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@contextmanager
def serving(application: str, environment: dict[str, str]) -> Iterator[str]:
    """Serve an application with two workers; give its address."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-w",
        "2",
        "-b",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        application,
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait(address + EMPTY[0])
        # both workers load the index and answer every page once, or nearly
        for path in SEARCHES * 3:
            urllib.request.urlopen(address + path, timeout=600).close()  # noqa: S310
        yield address
    finally:
        server.terminate()
        server.wait(20)


def rate(address: str, paths: list[str], seconds: float, folder: Path) -> float:
    """Give answers a second."""
    if not shutil.which("wrk"):
        return _threads(address, paths, seconds)
    script = folder / "paths.lua"
    listed = ", ".join(f'"{path}"' for path in paths)
    script.write_text(f"local paths = {{{listed}}}\nlocal at = 0\nrequest = function()\n  at = at % #paths + 1\n"
                      "  return wrk.format('GET', paths[at])\nend\n", encoding="utf-8")  # fmt: skip
    command = ["wrk", "-t1", f"-c{VISITORS}", f"-d{seconds:.0f}s", "--timeout", "30s", "-s", str(script), address]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    found = re.search(r"Requests/sec:\s+([\d.]+)", said)
    if found is None:
        raise RuntimeError(said)
    return float(found[1])


def _threads(address: str, paths: list[str], seconds: float) -> float:
    answers = [0] * VISITORS
    end = time.perf_counter() + seconds

    def visitor(number: int) -> None:
        chance = random.Random(number)
        while time.perf_counter() < end:
            with urllib.request.urlopen(address + chance.choice(paths), timeout=60) as answer:  # noqa: S310
                answer.read()
            answers[number] += 1

    threads = [threading.Thread(target=visitor, args=(number,)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answers) / seconds


def prepared(instance: Path, keep: Path | None, count: int) -> dict[str, str]:
    """Fill an instance; give its environment. The index kept by ``bench`` serves: the services are the same."""
    environment = fresh(str(instance)) | {"PUBLIC_SEARCHES_PER_MINUTE": "100000000"}
    database = create_engine(f"sqlite:///{instance / 'fairhaven.sqlite'}")
    fill(database, count)
    place = index_path(instance, database)
    at = kept(keep, count) if keep else None
    if at and at.built(OURS, made_of(OURS)):
        shutil.copytree(at.path(OURS), place, copy_function=os.link)
    else:
        EmbeddedEngine(database, place).rebuild()
    return environment


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--n", type=int, default=10_000, help="how many services")
    parser.add_argument("--keep", type=Path, help="the folder of bench --keep: its index is used")
    parser.add_argument("--seconds", type=float, default=6.0, help="of each turn")
    arguments = parser.parse_args()
    keep: Path | None = arguments.keep.resolve() if arguments.keep else None
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="fairhaven-pages-", dir=keep) as name:
        folder = Path(name)
        environment = prepared(folder, keep, arguments.n)
        print(f"{arguments.n:,} services. load average {os.getloadavg()[0]:.1f}", flush=True)
        rates: dict[str, list[float]] = {}
        with serving(APPLICATIONS["with the search"], environment) as real, \
                serving(APPLICATIONS["without the search"], environment) as canned:  # fmt: skip
            for _ in range(TURNS):
                for what, address, paths in (
                    ("an empty page", real, EMPTY),
                    ("with the search", real, SEARCHES),
                    ("without the search", canned, SEARCHES),
                ):
                    rates.setdefault(what, []).append(rate(address, paths, arguments.seconds, folder))
        medians = {what: statistics.median(each) for what, each in rates.items()}
        for what, median in medians.items():
            print(
                f"{what:22}{median:9.1f} a second (of {TURNS} turns: {min(rates[what]):.1f} to {max(rates[what]):.1f})"
            )
        share = medians["with the search"] / medians["without the search"]
        print(f"/services gives {share:.0%} of the same pages without the search; at least {TARGET:.0%}: "
              f"{'reached' if share >= TARGET else 'NOT reached'}. load average {os.getloadavg()[0]:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
