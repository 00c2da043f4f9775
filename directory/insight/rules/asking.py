"""What may be asked of the ledger, the same for page, file and API: pure."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from directory.codes import ServiceType, Specialism
from directory.finder.rules.parameters import known_region
from directory.insight.rules.hiding import last_month_over
from directory.insight.rules.ledger import MOST_MONTHS, Limits, month_of, months_back
from directory.kit.understand import Given
from directory.requests.rules.lifecycle import UnmetReason

MONTHS_UNLESS_SAID = 12
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])", re.ASCII)
MONTH_WORDS = "a month such as 2026-11"


class Whose(StrEnum):
    """Whose needs are counted."""

    OWN = "own"
    ALL = "all"


def known_month(text: str) -> str:
    """Give a month as it was written. Raises ValueError where it is none."""
    if not _MONTH.fullmatch(text):
        raise ValueError("is not a month such as 2026-11")
    return text


Month = Annotated[str, AfterValidator(known_month)]


class Asked(Given):
    """Which unmet needs are counted. Of several limits all must hold."""

    whose: Whose = Field(
        default=Whose.OWN, description="own: your authority’s, exactly; all: every authority’s, rounded, by region only"
    )
    since: Month | None = Field(default=None, description=f"the first month, {MONTH_WORDS}")
    until: Month | None = Field(default=None, description=f"the last month, {MONTH_WORDS}")
    type: ServiceType | None = Field(default=None, description="a kind of service that was sought")
    specialism: Specialism | None = Field(default=None, description="a specialism that was sought")
    region: Annotated[str, AfterValidator(known_region)] | None = Field(
        default=None, description="the region that was searched in, for example North West"
    )
    reason: UnmetReason | None = Field(default=None, description="why no place was found")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("The first month is after the last: put the earlier one first")
        return self

    def limits(self, today: date) -> Limits:
        """Give the limits, twelve months unless said, and no more than 36; of all authorities only months over."""
        newest = last_month_over(month_of(today)) if self.whose is Whose.ALL else month_of(today)
        until = min(self.until or newest, newest)
        since = self.since or months_back(until, MONTHS_UNLESS_SAID - 1)
        return Limits(
            since=max(min(since, until), months_back(until, MOST_MONTHS - 1)),
            until=until,
            type=self.type,
            specialism=self.specialism,
            region=self.region,
            reason=self.reason,
        )

    def pairs(self) -> dict[str, str]:
        """Give what was asked as it stands in an address."""
        return {name: str(value) for name, value in self.model_dump(mode="json").items() if value is not None}
