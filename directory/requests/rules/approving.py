"""Until when an emergency that was released first must be approved."""

from datetime import datetime, time

from directory.kit.days import LONDON, london_instant, working_days_after

CLOSE_OF_WORK = time(17)


def approval_due(released_at: datetime) -> datetime:
    """Give 5 pm in London on the first working day after the day of the release (UTC).

    On a Friday night that is Monday; before a bank holiday, the day after it.
    """
    return london_instant(working_days_after(released_at.astimezone(LONDON).date(), 1), CLOSE_OF_WORK)
