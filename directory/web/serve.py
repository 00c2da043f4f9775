"""``make run`` and ``make demo``: the web server and the worker, started and stopped together.

For a demonstration, a developer or one small machine. In production a process manager starts
gunicorn and ``flask worker`` on their own.
"""

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from directory.kit.settings import Settings

READY_WITHIN_SECONDS = 60.0
STOP_WITHIN_SECONDS = 10.0
# A worker that dies at once is not started in a tight loop.
WORKER_PAUSES_SECONDS = (1.0, 2.0, 5.0, 15.0, 30.0)
WORKER_IS_WELL_AFTER_SECONDS = 60.0


def web_command(host: str, port: int) -> list[str]:
    """What starts the web server."""
    return [sys.executable, "-m", "waitress", f"--listen={host}:{port}", "--threads=8", "--ident=", "wsgi:app"]


def worker_command() -> list[str]:
    """What starts the worker."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


def port_is_taken(host: str, port: int) -> bool:
    """Whether something listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return True
    return False


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine finds it; a server that listens everywhere is found at the loopback too."""
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::', '') else host}:{port}"  # noqa: S104  # compared, not bound


def answers(address: str) -> bool:
    """Whether the web server says that it is well."""
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def how_to_sign_in(accounts_path: Path) -> str:
    """The demonstration's accounts as a table; nothing where there is no demonstration."""
    if not accounts_path.is_file():
        return ""
    accounts = json.loads(accounts_path.read_text(encoding="utf-8"))
    columns = ("role", "organisation", "email", "password")
    rows = [columns, *(tuple(str(account[column]) for column in columns) for account in accounts)]
    widths = [max(len(row[index]) for row in rows) for index in range(len(columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(
        [
            "Sign in as one of these (made up for the demonstration):",
            "",
            *lines,
            "",
            "Where a six-digit code is asked for:  make code EMAIL=the-address-above",
        ],
    )


class House:
    """Both processes: the worker is started again when it dies, and when the web server ends all ends."""

    def __init__(self, web: list[str], worker: list[str]) -> None:
        self._worker_command = worker
        self._stopping = False
        # Both stay in our process group: whatever ends the group (Ctrl-C, a closed terminal) reaches them too.
        self.web = subprocess.Popen(web)
        self.worker = subprocess.Popen(worker)
        self._worker_since = time.monotonic()
        self._deaths = 0
        self._start_worker_at: float | None = None

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Take the first signal; the watch notices."""
        self._stopping = True

    def is_standing(self) -> bool:
        """Whether the web server runs and nobody asked to stop."""
        return not self._stopping and self.web.poll() is None

    def watch(self) -> int:
        """Look after both until asked to stop; gives the exit status."""
        while self.is_standing():
            self._look_after_worker(time.monotonic())
            time.sleep(0.2)
        was_asked = self._stopping
        self.stop()
        say("Stopped.")
        return 0 if was_asked else (self.web.returncode or 1)

    def _look_after_worker(self, now: float) -> None:
        if self._start_worker_at is not None:
            if now >= self._start_worker_at:
                self.worker = subprocess.Popen(self._worker_command)
                self._worker_since, self._start_worker_at = now, None
        elif self.worker.poll() is not None:
            if now - self._worker_since > WORKER_IS_WELL_AFTER_SECONDS:
                self._deaths = 0
            pause = WORKER_PAUSES_SECONDS[min(self._deaths, len(WORKER_PAUSES_SECONDS) - 1)]
            self._deaths += 1
            self._start_worker_at = now + pause
            say(f"The worker ended with status {self.worker.returncode}; starting it again in {pause:g} s")

    def stop(self) -> None:
        """End both: politely first, then not."""
        running = [process for process in (self.web, self.worker) if process.poll() is None]
        for process in running:
            process.terminate()
        give_up_at = time.monotonic() + STOP_WITHIN_SECONDS
        for process in running:
            try:
                process.wait(max(0.1, give_up_at - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def say(words: str) -> None:
    """Tell the person at the terminal."""
    print(words, flush=True)  # noqa: T201  # this command talks to a terminal


def greet(house: House, address: str, accounts_path: Path) -> None:
    """Say where it runs, once it does."""
    give_up_at = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < give_up_at and house.is_standing():
        if answers(address):
            say(f"\nFairhaven is running at {address}  (Ctrl-C stops it)\n")
            if words := how_to_sign_in(accounts_path):
                say(words + "\n")
            return
        time.sleep(0.2)
    if house.web.poll() is not None:
        say("The web server ended; the lines above say why.")


def main() -> int:
    """Start, greet, watch, stop."""
    settings = Settings()
    host, port = settings.host, settings.port
    if port_is_taken(host, port):
        say(f"Port {port} is in use. Stop what uses it, or choose another: PORT={port + 1}")
        return 1
    house = House(web_command(host, port), worker_command())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, house.ask_to_stop)
    try:
        accounts_path = settings.instance_path / "demo-accounts.json"
        greet(house, address_of(host, port), accounts_path if settings.demo else Path())
        return house.watch()
    finally:
        house.stop()


if __name__ == "__main__":
    raise SystemExit(main())
