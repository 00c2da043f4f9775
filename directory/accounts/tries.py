"""Tries in vain, counted before they are judged, so that a hundred at once are no better than one after another.

Counting is bookkeeping of its own transaction: it holds whatever becomes of the try.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.engine import Connection

from directory.accounts.models import Tries
from directory.accounts.rules import TRIES_FORGOTTEN_AFTER, wait_until
from directory.kit.bookkeeping import aside
from directory.kit.db import insert_unless_there
from directory.kit.errors import TooMany


def _add_row(connection: Connection, key: str, now: datetime) -> None:
    fresh = {"id": uuid4(), "key": key, "number": 0, "last_at": now}
    connection.execute(insert_unless_there(connection, Tries).values(**fresh).on_conflict_do_nothing())


def count(key: str, *, now: datetime) -> UUID:
    """Count a try; give the id of its row. Raises TooMany, and counts nothing, while one has to wait."""

    def add(connection: Connection) -> UUID:
        _add_row(connection, key, now)
        found = connection.execute(
            select(Tries.id, Tries.number, Tries.last_at).where(Tries.key == key).with_for_update()
        ).one()
        number = found.number if now - found.last_at < TRIES_FORGOTTEN_AFTER else 0
        allowed_at = wait_until(number, found.last_at)
        if number and now < allowed_at:
            raise TooMany(f"Too many tries. Wait {_words(allowed_at - now)}, then try again")
        connection.execute(update(Tries).where(Tries.id == found.id).values(number=number + 1, last_at=now))
        return UUID(str(found.id))

    return aside(add)


def clear(key: str) -> None:
    """Forget the tries: the last one was right."""
    aside(lambda connection: connection.execute(update(Tries).where(Tries.key == key).values(number=0)))


def _words(wait: timedelta) -> str:
    minutes = -(-int(wait.total_seconds()) // 60)
    return "a minute" if minutes <= 1 else f"{minutes} minutes"
