from datetime import timedelta

from flask import current_app

from directory import jobs
from directory.search.engines import embedded


@jobs.every(timedelta(minutes=1), "search.merge")
def merge() -> None:
    """Take changed texts into the index of record, so that what each process holds beside it stays small."""
    if current_app.config["SETTINGS"].search_engine == "embedded":
        embedded().merge()
