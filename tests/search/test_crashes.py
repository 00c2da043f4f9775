"""Web workers under load, killed at any moment: what was committed stays, is found, and the index is whole."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException
from itertools import count
from pathlib import Path

import pytest
from flask import Flask

from directory.cli.search import search_group
from directory.kit.db import db
from directory.kit.settings import ROOT
from directory.search import SearchQuery, Viewer
from directory.search.embedded.engine import EmbeddedEngine
from tests.engines.databases import SECRET
from tests.engines.postgresql import free_port
from tests.search import make_documents
from tests.search.crashing import EACH
from tests.search.make_documents import NOW, commit
from tests.search.test_processes import again_and_again, another

SLOW_SECONDS = 40
KILLS = 3
EVERYBODY = Viewer(sees_confidential=True)


@contextmanager
def gunicorn(instance: Path) -> Iterator[tuple[str, int]]:
    """Serve with two workers; give the address and the process that starts workers anew."""
    port = free_port()
    environment = {
        **os.environ,
        "INSTANCE_PATH": str(instance),
        "DATABASE_URL": db.engine.url.render_as_string(hide_password=False),
        "SECRET_KEY": SECRET,
        "LOG_LEVEL": "CRITICAL",
    }
    # loaded once and forked, so that a worker that was killed is soon there again
    options = ["--preload", "-w", "2", "-b", f"127.0.0.1:{port}", "--log-level", "critical"]
    command = [sys.executable, "-m", "gunicorn", *options, "tests.search.crashing:create()"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        give_up_at = time.monotonic() + SLOW_SECONDS
        while asked(f"http://127.0.0.1:{port}/healthz") is None:
            assert time.monotonic() < give_up_at
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(20)


def asked(address: str) -> str | None:
    """Give a page, None where the connection was lost. What the application itself answers wrongly is raised."""
    try:
        with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310  # our own server
            return str(answer.read(), "utf-8")
    except urllib.error.HTTPError:
        raise
    except (OSError, HTTPException):
        return None


def workers(server: int) -> list[int]:
    """Give the processes that answer."""
    return [int(each) for each in Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()]


class Visitors:
    """Commit and search, each commit at once looked for, until they are told to stop."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.kept: list[int] = []
        self.wrong: list[str] = []
        self._turns, self._stop = count(), threading.Event()
        self._threads = [threading.Thread(target=self._visit) for _ in range(3)]
        for thread in self._threads:
            thread.start()

    def wait(self, more: int) -> None:
        """Wait until so many more commits are done."""
        enough, give_up_at = len(self.kept) + more, time.monotonic() + SLOW_SECONDS
        while len(self.kept) < enough:
            assert time.monotonic() < give_up_at
            time.sleep(0.01)

    def stop(self) -> int:
        """Let them end; give how many commits they asked for."""
        self._stop.set()
        for thread in self._threads:
            thread.join()
        return next(self._turns)

    def finds(self, turn: int) -> bool | None:
        """Say whether what was committed is on the page of those who look for it; None where none came."""
        page = asked(f"{self.address}/services?q=turn{turn}")
        return None if page is None else f"Turn{turn} House" in page

    def _visit(self) -> None:
        while not self._stop.is_set():
            turn = next(self._turns)
            try:
                if asked(f"{self.address}/commit/{turn}"):
                    self.kept.append(turn)
                    if self.finds(turn) is False:
                        self.wrong.append(f"turn {turn} was committed and not found by the next search")
                asked(f"{self.address}/services?q=trauma+OR+foster")
            except urllib.error.HTTPError as fault:
                self.wrong.append(f"{fault.code} at {fault.url}")


def merge(engine: EmbeddedEngine) -> None:
    """Do as the worker does, and at once."""
    engine.merge(at_once=True)
    time.sleep(0.05)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers as Linux lists them")
def test_web_workers_killed_while_they_write_and_search_leave_no_drift(
    lite: Flask, lite_engine: EmbeddedEngine
) -> None:
    commit(make_documents.documents(6, 100))
    lite_engine.merge(at_once=True)
    chance, killed = random.Random(9), set()
    instance = lite.config["SETTINGS"].instance_path
    merging = again_and_again(lite_engine, merge)
    with gunicorn(instance) as (address, server), another(merging):
        visitors = Visitors(address)
        for _ in range(KILLS):
            visitors.wait(2)
            time.sleep(chance.uniform(0, 0.1))
            chosen = chance.choice(workers(server))
            os.kill(chosen, signal.SIGKILL)
            killed.add(chosen)
        visitors.wait(2)
        turns = visitors.stop()
        assert visitors.finds(visitors.kept[-1])
        assert len(killed) == KILLS
        assert not killed & set(workers(server))
    assert visitors.wrong == []
    assert len(visitors.kept) > 2 * KILLS
    check = lite.test_cli_runner().invoke(search_group, ["check"])
    assert (check.exit_code, check.output) == (0, "0 differences between the database and the index\n")
    for engine in (lite_engine, EmbeddedEngine(db.engine, lite_engine._folder.path)):
        for turn in range(turns):
            found = engine.count(SearchQuery(text=f"turn{turn}"), EVERYBODY, NOW)
            assert found in ({EACH} if turn in visitors.kept else {0, EACH})
    lite_engine.merge(at_once=True)
    assert lite_engine.drift() == []
