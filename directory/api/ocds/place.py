from dataclasses import dataclass
from datetime import UTC, datetime

from directory.tenders.models import Tender


@dataclass(frozen=True)
class Place:
    """Where it is published: the prefix of every ocid, and the address of the notice that people read."""

    prefix: str
    notice_url: str

    def ocid(self, tender: Tender) -> str:
        """Give the process's identifier, the same for ever."""
        return f"{self.prefix}-{tender.reference}"


def instant(at: datetime | None) -> str | None:
    """Give a moment in UTC as the standard writes it."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if at else None
