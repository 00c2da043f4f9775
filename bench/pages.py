"""Pages a second: ``/services`` under gunicorn with two workers, on this machine only.

``python -m bench.pages --n 10000``: generated public services in a fresh instance, asked by four threads.
"""

import argparse
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from sqlalchemy import create_engine

from bench.data import DOMAIN, fill
from bench.instance import ROOT, fresh
from directory.search.embedded.engine import EmbeddedEngine
from directory.search.engines import index_path

SECONDS = 8.0
THREADS = 4
PATHS = ["/healthz", "/services", *(f"/services?q={word}" for word in DOMAIN[:12])]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait(address: str) -> None:
    for _ in range(600):
        try:
            urllib.request.urlopen(address, timeout=30).close()  # noqa: S310  # our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


def ask(address: str, paths: list[str]) -> tuple[float, float]:
    """Give answers a second and the median milliseconds."""
    took: list[float] = []
    end = time.perf_counter() + SECONDS

    def visitor(chance: random.Random) -> None:
        while (began := time.perf_counter()) < end:
            with urllib.request.urlopen(address + chance.choice(paths), timeout=60) as answer:  # noqa: S310
                answer.read()
            took.append((time.perf_counter() - began) * 1000)

    threads = [threading.Thread(target=visitor, args=(random.Random(n),)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / SECONDS, statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.pages")
    parser.add_argument("--n", type=int, default=2_000, help="how many services")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fairhaven-pages-") as folder:
        instance, port = Path(folder), free_port()
        environment = fresh(folder)
        database = create_engine(f"sqlite:///{instance / 'fairhaven.sqlite'}")
        fill(database, arguments.n)
        EmbeddedEngine(database, index_path(instance, database)).rebuild()
        serve = [sys.executable, "-m", "gunicorn", "-w", "2", "-b", f"127.0.0.1:{port}", "wsgi:app"]
        server = subprocess.Popen([*serve, "--log-level", "error"], cwd=ROOT, env=environment)
        address = f"http://127.0.0.1:{port}"
        try:
            wait(address + "/healthz")
            for name, paths in (("a page without a search", PATHS[:1]), ("/services", PATHS[1:])):
                ask(address, paths[:1])
                rate, median = ask(address, paths)
                print(f"{name:28} {rate:8.1f} a second   {median:8.1f} ms (median, {THREADS} at once)", flush=True)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()
