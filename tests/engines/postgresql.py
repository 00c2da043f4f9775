"""A PostgreSQL server of our own: a temporary folder, a free port, gone at the end."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

OWNER = "fairhaven"
EXTENSIONS = ("postgis", "pg_trgm", "unaccent")


def programs() -> Path | None:
    """Give the folder of the newest PostgreSQL's programs, 15 or later."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: int(place.parent.name), reverse=True)
    found = shutil.which("initdb")
    places += [Path(found).resolve().parent] if found else []
    return next((place for place in places if (place / "initdb").exists() and (place / "postgres").exists()), None)


def free_port() -> int:
    """Give a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def server(bin_path: Path) -> Iterator[str]:
    """Run a server; give the address of its maintenance database."""
    folder = Path(tempfile.mkdtemp(prefix="fairhaven-pg-"))
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    data, port = folder / "data", free_port()

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder)

    run(str(bin_path / "initdb"), "-D", str(data), "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c synchronous_commit=off"
    options += " -c full_page_writes=off -c max_connections=200 -c shared_buffers=128MB -c autovacuum=off"
    run(str(bin_path / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield f"postgresql://{OWNER}@127.0.0.1:{port}/postgres"
    finally:
        run(str(bin_path / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def command(address: str, *statements: str) -> None:
    """Run statements outside a transaction."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def has_postgis(address: str) -> bool:
    """Say whether PostGIS can be created there."""
    with psycopg.connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM pg_available_extensions WHERE name = 'postgis'").fetchone()
    return bool(row and row[0])
