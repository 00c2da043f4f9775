from uuid import UUID

from directory import jobs
from directory.kit import clock
from directory.records import actions


@jobs.handler(actions.MAKE_JOB)
def make(file_id: str) -> None:
    """Make a procurement file that somebody asked for."""
    actions.make(UUID(file_id), now=clock.now())
