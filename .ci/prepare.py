"""Make a fresh clone ready: tools, environment, front-end files.

Run by the Makefile with any python3, before anything is installed: standard library only, and written so that a
Python too old for Fairhaven can still read it and say so. Each step keeps a stamp, the hash of what it was made from,
and does nothing while that hash holds.

    python3 .ci/prepare.py [--dev] [--port N]
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
PYTHON_NAME = f"python{sys.version_info[0]}.{sys.version_info[1]}"
UV_PINS = ROOT / ".ci" / "uv.txt"


class CannotGoOn(Exception):
    """What is missing and what to do about it, in words for the person at the terminal."""


def hash_of(*paths: Path) -> str:
    """One hash for the contents of these files and the version of Python they are used with."""
    digest = hashlib.sha256(PYTHON_NAME.encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamped(stamp: Path) -> str:
    """What a stamp says; nothing if the step was never done."""
    return stamp.read_text(encoding="ascii") if stamp.exists() else ""


def run(*command: object, doing: str) -> None:
    """Run one step's command, and say plainly which step failed."""
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never", UV_LINK_MODE="copy", PIP_DISABLE_PIP_VERSION_CHECK="1")
    # An environment that happens to be active is not the one to change.
    environment.pop("VIRTUAL_ENV", None)
    done = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise CannotGoOn(f"{doing} failed (the lines above say why).")


def check_python() -> None:
    """Refuse a Python that is too old or cannot make environments."""
    if sys.version_info < OLDEST:
        raise CannotGoOn(
            f"Fairhaven needs Python {OLDEST[0]}.{OLDEST[1]} or newer; {sys.executable} is {sys.version.split()[0]}.\n"
            "Install a newer one, then say which: make demo PYTHON=python3.12",
        )
    try:
        import ensurepip  # noqa: F401, PLC0415  # its absence is what we ask about
    except ImportError:
        raise CannotGoOn(
            "This Python cannot make environments: its venv package is missing.\n"
            f"On Debian and Ubuntu: apt-get install {PYTHON_NAME}-venv",
        ) from None


def check_port(port: int) -> None:
    """Refuse before the work starts when the web address is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotGoOn(
                f"Port {port} is in use, perhaps by a Fairhaven that is still running.\n"
                f"Stop it, or choose another port: make demo PORT={port + 1}",
            ) from None


def prepare_tools() -> None:
    """Install uv, pinned and checked by hash, apart from the environment it will manage."""
    stamp, wanted = TOOLS / "uv.stamp", hash_of(UV_PINS)
    if stamped(stamp) == wanted:
        return
    print("Installing the package installer (uv) in .tools", flush=True)
    shutil.rmtree(TOOLS, ignore_errors=True)
    run(sys.executable, "-m", "venv", TOOLS, doing="Making .tools")
    pip = (TOOLS / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes")
    run(*pip, "-r", UV_PINS, doing="Installing uv")
    stamp.write_text(wanted, encoding="ascii")


def prepare_environment(*, dev: bool) -> None:
    """Bring .venv to exactly what the lock file says.

    The development lock file holds the other one whole, so an environment made for the tests also serves the demo.
    """
    locks = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
    stamp = VENV / "fairhaven.stamp"
    done = stamped(stamp)
    acceptable = ("dev",) if dev else ("run", "dev")
    if done in {f"{kind} {hash_of(locks[kind])}" for kind in acceptable}:
        return
    kind = "dev" if dev or done.startswith("dev ") else "run"
    uv = TOOLS / "bin" / "uv"
    if not ((VENV / "bin" / "python").exists() and (VENV / "lib" / PYTHON_NAME).exists()):
        print("Making the environment in .venv", flush=True)
        run(uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV, doing="Making .venv")
    print(f"Installing the packages of {locks[kind].name}", flush=True)
    stamp.unlink(missing_ok=True)
    # On a terminal uv shows how far it is; in a log its list of packages would only be noise.
    quiet = () if sys.stderr.isatty() else ("--quiet",)
    # Compiled once here, and not by every process where PYTHONDONTWRITEBYTECODE is set: 2 s of each start.
    sync = (uv, "pip", "sync", *quiet, "--python", VENV / "bin" / "python", "--require-hashes", "--compile-bytecode")
    run(*sync, locks[kind], doing="Installing the packages")
    stamp.write_text(f"{kind} {hash_of(locks[kind])}", encoding="ascii")


def prepare_front_end() -> None:
    """Fetch the browser files; the script keeps its own stamp."""
    run(TOOLS / "bin" / "python", ROOT / ".frontend" / "fetch.py", doing="Fetching the front-end files")


def main() -> int:
    """Do every step that is not done yet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="with what the tests and linters need")
    parser.add_argument("--port", type=int, help="refuse at once when this port is in use")
    wanted = parser.parse_args()
    try:
        check_python()
        if wanted.port:
            check_port(wanted.port)
        prepare_tools()
        prepare_environment(dev=wanted.dev)
        prepare_front_end()
    except CannotGoOn as reason:
        print(f"\n{reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
