"""The supervisor, tried on real processes."""

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from directory.web import serve

ROOT = Path(__file__).resolve().parents[2]
SOON_SECONDS = 15.0
SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def soon(is_so: Callable[[], bool]) -> bool:
    give_up_at = time.monotonic() + SOON_SECONDS
    while time.monotonic() < give_up_at:
        if is_so():
            return True
        time.sleep(0.05)
    return False


def is_alive(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def counting_worker(log: Path) -> list[str]:
    """A worker that notes that it started and dies at once."""
    return [sys.executable, "-c", f"import os; open({str(log)!r}, 'a').write(f'{{os.getpid()}}\\n'); os._exit(3)"]


def test_a_worker_that_dies_is_started_again(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    starts = tmp_path / "starts"
    web = [sys.executable, "-c", "import time; time.sleep(3)"]
    house = serve.House(web, counting_worker(starts))
    house.watch()
    assert 2 <= len(starts.read_text().splitlines()) <= 4
    assert "starting it again in 1 s" in capfd.readouterr().out


def test_when_the_web_server_ends_the_worker_ends_and_its_status_is_passed_on() -> None:
    house = serve.House([sys.executable, "-c", "raise SystemExit(7)"], SLEEPER)
    assert house.watch() == 7
    assert house.worker.poll() is not None


def test_a_process_that_ignores_the_polite_signal_is_ended_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "STOP_WITHIN_SECONDS", 0.5)
    deaf = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(600)",
    ]
    house = serve.House(SLEEPER, deaf)
    time.sleep(0.5)
    house.stop()
    assert house.web.returncode == -signal.SIGTERM
    assert house.worker.poll() is not None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "a polite end"])
def test_a_signal_stops_both(number: signal.Signals, tmp_path: Path) -> None:
    script = textwrap.dedent(
        f"""
        import signal
        from directory.web import serve
        house = serve.House({SLEEPER!r}, {SLEEPER!r})
        signal.signal({int(number)}, house.ask_to_stop)
        print(house.web.pid, house.worker.pid, flush=True)
        raise SystemExit(house.watch())
        """,
    )
    supervisor = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert supervisor.stdout
    children = [int(word) for word in supervisor.stdout.readline().split()]
    assert all(map(is_alive, children))
    supervisor.send_signal(number)
    assert supervisor.wait(SOON_SECONDS) == 0
    assert soon(lambda: not any(map(is_alive, children)))
    supervisor.stdout.close()


def test_a_taken_port_is_seen_and_a_free_one_is_not() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert serve.port_is_taken("127.0.0.1", port)
    assert not serve.port_is_taken("127.0.0.1", port)


def test_the_accounts_of_the_demonstration_are_shown_without_their_secrets(tmp_path: Path) -> None:
    path = tmp_path / "demo-accounts.json"
    assert serve.how_to_sign_in(path) == ""
    account = {
        "role": "social_worker",
        "organisation": "An authority",
        "email": "social-worker@authority.example",
        "password": "a-demo-password",
        "totp_secret": "SECRETSECRET",
        "token": "token-token",
    }
    path.write_text(json.dumps([account]))
    words = serve.how_to_sign_in(path)
    assert "social_worker  An authority  social-worker@authority.example  a-demo-password" in words
    assert "SECRETSECRET" not in words
    assert "token-token" not in words
