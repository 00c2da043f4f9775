from datetime import timedelta

from sqlalchemy import delete

from directory import jobs
from directory.api.idempotency import KEPT
from directory.api.models import KeptAnswer
from directory.kit import clock
from directory.kit.bookkeeping import aside


@jobs.every(timedelta(hours=1), "api.forget_answers")
def forget_answers() -> None:
    """Forget what was answered to keys longer than 24 hours ago."""
    before = clock.now() - KEPT
    aside(lambda connection: connection.execute(delete(KeptAnswer).where(KeptAnswer.taken_at < before)))
