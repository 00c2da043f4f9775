"""What a search costs that is the first after a commit, and whether it shows it. On a copy: nothing kept is changed."""

import os
import shutil
import sqlite3
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import create_engine

from bench.data import NOW
from bench.kept import Kept
from bench.queries import EVERYBODY
from directory.search import SearchQuery
from directory.search.embedded.engine import EmbeddedEngine

TIMES = 25
WARM = 5


def _change(writer: sqlite3.Connection, service_id: str, text: bool, **values: Any) -> None:
    """Write as an action does: the change and its number, in one transaction."""
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE search_sequences SET value = value + 1")
    (number,) = writer.execute("SELECT value FROM search_sequences").fetchone()
    values |= {"sequence": number} | ({"text_sequence": number} if text else {})
    changes = ", ".join(f"{name} = ?" for name in values)
    writer.execute(f"UPDATE search_documents SET {changes} WHERE service_id = ?", (*values.values(), service_id))
    writer.execute("COMMIT")


def _extra(
    engine: EmbeddedEngine,
    change: Callable[[int], None],
    query: Callable[[int], SearchQuery],
) -> dict[str, Any]:
    """Give what the first search after each change took beyond the next ones; fail if it did not see the change."""
    extra: list[float] = []
    for turn in range(WARM + TIMES):
        asked = query(turn)
        engine.search(asked, EVERYBODY, NOW)
        change(turn)
        took: list[float] = []
        for _ in range(4):
            began = time.perf_counter()
            page = engine.search(asked, EVERYBODY, NOW)
            took.append((time.perf_counter() - began) * 1000)
            if page.total != 1:
                raise RuntimeError(f"a change was not seen by the next search: {page.total} found")
        extra.append(took[0] - statistics.median(took[1:]))
    kept = extra[WARM:]
    return {"extra_ms": round(statistics.median(kept), 2), "worst_ms": round(max(kept), 2), "changes": len(kept)}


def measure(kept: Kept) -> dict[str, Any]:
    """Change capacity and texts, and search after each change."""
    with TemporaryDirectory(prefix="copy-", dir=kept.folder) as name:
        folder = Path(name)
        file = folder / "services.sqlite"
        shutil.copyfile(kept.file, file)
        shutil.copytree(kept.path("fairhaven"), folder / "index", copy_function=os.link)
        database = create_engine(f"sqlite:///{file}")
        engine = EmbeddedEngine(database, folder / "index")
        writer = sqlite3.connect(file, isolation_level=None)
        writer.execute("PRAGMA synchronous = NORMAL")
        ids = [each for (each,) in writer.execute("SELECT service_id FROM search_documents LIMIT 200")]

        def capacity(turn: int) -> None:
            fresh = NOW.strftime("%Y-%m-%d %H:%M:%S.%f")
            _change(writer, ids[turn], text=False, available=100 + turn, confirmed_at=fresh)

        def text(turn: int) -> None:
            _change(writer, ids[100 + turn], text=True, description=f"A garden, kovuzadil{turn}x, and a school.")

        found = {
            "capacity": _extra(engine, capacity, lambda turn: SearchQuery(places=100 + turn)),
            "text": _extra(engine, text, lambda turn: SearchQuery(text=f"kovuzadil{turn}x")),
        }
        writer.close()
        database.dispose()
        return found
