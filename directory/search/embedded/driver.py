"""Small reads with the database's driver itself: after each commit SQLAlchemy would take longer than the database."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy.engine import Engine

from directory.kit.db import BUSY_MILLISECONDS


class Driver:
    """Asks one database. Statements have ``?`` for each value. Any number of threads may ask."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._sqlite = database.dialect.name == "sqlite"
        name = database.url.database if self._sqlite else None
        self._file = Path(name) if name and name != ":memory:" else None
        self._lock = Lock()
        self._own: sqlite3.Connection | None = None
        self._inode = 0

    @property
    def file(self) -> Path | None:
        """Give the file of an SQLite database, None if there is none."""
        return self._file

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Give what a statement finds, as the driver gives it."""
        if self._file:
            with self._lock:
                return self._connection().execute(statement, values).fetchall()
        with closing(self._database.raw_connection()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute(statement if self._sqlite else statement.replace("?", "%s"), values)
            return list(cursor.fetchall())

    def commits(self) -> tuple[int, int]:
        """Give which file it is and what changes with each commit of others: microseconds, for SQLite only."""
        with self._lock:
            ((version,),) = self._connection().execute("PRAGMA data_version").fetchall()
            return self._inode, version

    def ids(self, ids: Iterable[bytes]) -> list[Any]:
        """Give ids as values of a statement."""
        return [each.hex() if self._sqlite else UUID(bytes=each) for each in ids]

    def _connection(self) -> sqlite3.Connection:
        """Give a connection of our own: opened anew where the file was replaced, as by a backup."""
        assert self._file is not None  # noqa: S101  # only asked where there is a file
        inode = self._file.stat().st_ino
        if self._own is None or inode != self._inode:
            if self._own is not None:
                self._own.close()
            self._own = sqlite3.connect(
                self._file, timeout=BUSY_MILLISECONDS / 1000, check_same_thread=False, isolation_level=None
            )
            self._inode = inode
        return self._own
