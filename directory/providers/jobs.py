from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from directory import jobs
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.providers.actions.bulk import KEPT_FOR
from directory.providers.models import CapacityFile


@jobs.every(timedelta(days=1), "providers.tidy")
def tidy() -> None:
    """Forget files of places that nobody applied in time. What was applied stays in the history of each service."""
    before = clock.now() - KEPT_FOR

    def forget(connection: Connection) -> None:
        old = (CapacityFile.read_at < before) & CapacityFile.applied_at.is_(None)
        connection.execute(delete(CapacityFile).where(old))

    aside(forget)
