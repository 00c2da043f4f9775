"""Writes that are no user's change: a job's state, a mail that left, when a token was last used.

They are not audited and take a transaction of their own, so that they hold whatever becomes of the session's.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.engine import Connection

from directory.kit.db import WRITING, db

T = TypeVar("T")


def aside(work: Callable[[Connection], T]) -> T:
    """Do ``work`` in a transaction of its own; give what it gives."""
    with db.engine.connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        return work(connection)
