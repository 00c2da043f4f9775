"""What needs somebody now: a line on the home page with one press to it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Need:
    """One thing that waits for the person who is signed in.

    ``text`` says what in plain words; ``endpoint`` with ``arguments`` leads to where it is done. ``due_at`` (aware)
    orders the list, soonest first; what has none comes last. ``urgent`` marks what should not wait until tomorrow.
    """

    text: str
    endpoint: str
    arguments: dict[str, Any] = field(default_factory=dict)
    hint: str = ""
    count: int | None = None
    due_at: datetime | None = None
    urgent: bool = False
