from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.engine import Connection

from directory import jobs
from directory.kit import clock
from directory.kit.bookkeeping import aside
from directory.kit.days import bank_holidays, is_working_day
from directory.providers.actions.bulk import KEPT_FOR
from directory.providers.actions.endings import organisations_to_tell, remind_of_endings
from directory.providers.actions.evidence import SCANNED_JOB, tell_infected
from directory.providers.actions.reminders import remind
from directory.providers.models import CapacityFile, CapacityLink
from directory.providers.queries.links import public_organisations_to_remind
from directory.providers.rules.reminders import may_be_sent

LINKS_KEPT = timedelta(days=30)


@jobs.every(timedelta(hours=1), "providers.remind")
def remind_all() -> None:
    """Have every provider reminded whose places are due, unless it is night or a bank holiday."""
    now = clock.now()
    if not may_be_sent(clock.in_london(now), bank_holidays()):
        return
    for organisation_id in public_organisations_to_remind(now):
        remind(organisation_id, now=now)


@jobs.every(timedelta(hours=1), "providers.remind_of_endings")
def remind_all_of_endings() -> None:
    """Have providers told of assurances that end soon, by day and on working days."""
    now = clock.now()
    there = clock.in_london(now)
    if not is_working_day(there.date()) or not may_be_sent(there, bank_holidays()):
        return
    for organisation_id in organisations_to_tell(now):
        remind_of_endings(organisation_id, now=now)


@jobs.handler(SCANNED_JOB)
def evidence_scanned(file_id: str) -> None:
    """Tell a provider of a virus in its evidence."""
    tell_infected(UUID(file_id), now=clock.now())


@jobs.every(timedelta(days=1), "providers.tidy")
def tidy() -> None:
    """Forget files of places that nobody applied in time, and old links. What was said stays in each history."""
    now = clock.now()

    def forget(connection: Connection) -> None:
        left = (CapacityFile.read_at < now - KEPT_FOR) & CapacityFile.applied_at.is_(None)
        connection.execute(delete(CapacityFile).where(left))
        connection.execute(delete(CapacityLink).where(CapacityLink.expires_at < now - LINKS_KEPT))

    aside(forget)
