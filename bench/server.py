"""A PostgreSQL server on a kept folder, set up as one would for this machine, stopped at the end."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.missing import Missing
from tests.engines import postgresql

# the whole index of 100,000 services lies in the server's memory; sorts and hashes of a search too
SETTINGS = {
    "listen_addresses": "127.0.0.1", "max_connections": "20", "shared_buffers": "2GB", "work_mem": "256MB",
    "maintenance_work_mem": "1GB", "effective_cache_size": "8GB", "random_page_cost": "1.1", "jit": "off",
    "max_parallel_workers_per_gather": "0", "from_collapse_limit": "20", "autovacuum": "off", "fsync": "off",
    "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "8GB", "huge_pages": "try",
}  # fmt: skip


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server on a folder, made if it is not there; give the address of its first database."""
    programs = postgresql.programs()
    if programs is None:
        raise Missing("PostgreSQL is not installed")
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    data = folder / "data"

    def run(*command: str) -> None:
        subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder)

    if not data.exists():
        folder.mkdir(parents=True, exist_ok=True)
        if as_user:
            shutil.chown(folder, "postgres", "postgres")
        owner = postgresql.OWNER
        run(str(programs / "initdb"), "-D", str(data), "-U", owner, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    port = postgresql.free_port()
    options = f"-p {port} -k {folder} " + " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    run(str(programs / "pg_ctl"), "-D", str(data), "-l", str(folder / "log"), "-w", "-t", "120", "-o", options, "start")
    try:
        address = f"postgresql://{postgresql.OWNER}@127.0.0.1:{port}/postgres"
        if not postgresql.has_postgis(address):
            raise Missing("PostGIS is not installed")
        yield address
    finally:
        run(str(programs / "pg_ctl"), "-D", str(data), "-m", "fast", "-w", "stop")
