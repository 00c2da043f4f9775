"""Making the index hold what the directory shows, whatever happened to it."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

from sqlalchemy import select

from directory import audit, search
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.providers.models import Service
from directory.providers.search import documents
from directory.search.models import SearchDocument

SHOW_EVERY = 500


@atomic
def reindex_all(actor: Actor, *, now: datetime, progress: Callable[[int, int, str], None] | None = None) -> int:
    """Put the document of every service in the directory, and take out what is not in it; give how many are.

    What the index has already is not written again, so running this where nothing is wrong changes nothing.
    """
    require(actor, Permission.JOB_READ)
    total = len(db.session.scalars(select(Service.id)).all())
    shown = set()
    for number, document in enumerate(documents()):
        search.put(document)
        shown.add(document.service_id)
        if progress and number % SHOW_EVERY == 0:
            progress(number, total, "Documents")
    there = db.session.scalars(select(SearchDocument.service_id).where(SearchDocument.gone.is_(False))).all()
    for service_id in there:
        if service_id not in shown:
            search.remove(service_id)
    audit.record(actor, "index:rebuilt", SimpleNamespace(id="services"), at=now, services=len(shown))
    return len(shown)
