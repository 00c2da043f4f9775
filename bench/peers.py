"""The peers: each a fair, simple way to give the same answer (total, first 20, facets, snippets) to a social worker."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

Run = Callable[[Engine, Path, int], dict[str, Any]]


class Missing(RuntimeError):
    """This peer is not installed."""


def disagreements(ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """Give the queries to which they have another total (circles on a sphere, other stop words)."""
    return [
        f"{name} ({total} for {ours['totals'][name]})"
        for name, total in theirs["totals"].items()
        if total != ours["totals"][name]
    ]


def _sqlite(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    from bench.peer_sqlite import run  # noqa: PLC0415  # peers are loaded when they are measured

    return run(database, folder, count)


def _tantivy(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    try:
        from bench.peer_tantivy import run  # noqa: PLC0415
    except ImportError as missing:
        raise Missing(str(missing)) from missing
    return run(database, folder, count)


def _whoosh(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    from bench.peer_whoosh import run  # noqa: PLC0415

    return run(database, folder, count)


def _postgresql(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    del folder
    from bench.peer_postgresql import run  # noqa: PLC0415

    return _with_server(lambda address: run(database, address, count))


def _fairhaven_postgresql(database: Engine, folder: Path, count: int) -> dict[str, Any]:
    del database
    from bench.fairhaven_postgresql import run  # noqa: PLC0415

    return _with_server(lambda address: run(address, folder, count))


def _with_server(run: Callable[[str], dict[str, Any]]) -> dict[str, Any]:
    from tests.engines import postgresql  # noqa: PLC0415

    programs = postgresql.programs()
    if programs is None:
        raise Missing("PostgreSQL is not installed")
    with postgresql.server(programs) as address:
        if not postgresql.has_postgis(address):
            raise Missing("PostGIS is not installed")
        return run(address)


ENGINES: dict[str, Run] = {
    "sqlite_fts5": _sqlite,
    "tantivy": _tantivy,
    "postgresql": _postgresql,
    "fairhaven_postgresql": _fairhaven_postgresql,
    "whoosh": _whoosh,
}
