from datetime import timedelta

from sqlalchemy import delete, update
from sqlalchemy.engine import Connection

from directory import jobs
from directory.finder.sweeps.models import SearchCount, SweepFlag
from directory.finder.sweeps.rules import EMPTY
from directory.kit import clock
from directory.kit.bookkeeping import aside

COUNTS_KEPT = timedelta(days=90)
FLAGS_KEPT = timedelta(days=365)
SKETCHES_KEPT = timedelta(days=1)


@jobs.every(timedelta(days=1), "finder.forget_counts")
def forget_counts() -> None:
    """Wipe the sketches of days that are over, and forget counts after 90 days and flags after a year."""
    now = clock.now()
    today = clock.in_london(now).date()

    def forget(connection: Connection) -> None:
        over = update(SearchCount).where(
            SearchCount.counted_on < today - SKETCHES_KEPT, SearchCount.centre_sketch != EMPTY
        )
        connection.execute(over.values(centre_sketch=EMPTY, zone_sketch=EMPTY, radius_sketch=EMPTY))
        connection.execute(delete(SearchCount).where(SearchCount.counted_on < today - COUNTS_KEPT))
        connection.execute(delete(SweepFlag).where(SweepFlag.raised_at < now - FLAGS_KEPT))

    aside(forget)
