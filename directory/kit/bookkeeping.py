"""Writes that are no user's change: a job's state, a mail that left, when a token was last used.

They are not audited and take a transaction of their own, so that they hold whatever becomes of the session's.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy.engine import Connection

from directory.kit.db import BUSY_MILLISECONDS, WRITING, db

T = TypeVar("T")


def aside(work: Callable[[Connection], T], *, patience_milliseconds: int = BUSY_MILLISECONDS) -> T:
    """Do ``work`` in a transaction of its own; give what it gives.

    ``patience_milliseconds``: how long to wait while SQLite writes something else; then OperationalError is raised.
    """
    writing = db.engine.connect().execution_options(**{WRITING: True})
    with writing as connection, _patient(connection, patience_milliseconds), connection.begin():
        return work(connection)


@contextmanager
def _patient(connection: Connection, milliseconds: int) -> Iterator[None]:
    raw = connection.connection.driver_connection
    if milliseconds == BUSY_MILLISECONDS or not isinstance(raw, sqlite3.Connection):
        yield
        return
    raw.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
