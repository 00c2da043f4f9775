from datetime import timedelta

from directory import jobs
from directory.search.engines import engine


@jobs.every(timedelta(minutes=1), "search.merge")
def merge() -> None:
    """Take changed texts into the index of record, so that searches need not."""
    engine().merge()
