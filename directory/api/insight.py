"""Unmet need for an authority's own systems: the numbers of the page."""

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, described, parameters
from directory.api.views import v1
from directory.insight import queries
from directory.insight.rules.asking import Asked, Whose
from directory.insight.rules.ledger import Dimension
from directory.kit import clock


class Counted(BaseModel):
    """How many needs have one value."""

    value: str
    label: str
    number: int | None = Field(description="null where there are too few to be told")


class UnmetNeedAnswer(BaseModel):
    """Needs that closed without a placement. A need for several types or specialisms counts for each of them."""

    whose: Whose
    since: str
    until: str
    rounded: bool = Field(description="true: to the nearest five, and null below five needs of other authorities")
    total: int | None
    half_searched_days: int | None = Field(description="half of them were searched for as long or longer; own only")
    counted: dict[Dimension, list[Counted]]


@v1.get("/insight/unmet-need")
@guarded(Permission.INSIGHT_READ)
@described("Count unmet need", parameters=Asked, answer=UnmetNeedAnswer)
def get_unmet_need() -> ResponseReturnValue:
    """Give the unmet need of your authority, or of all by region: no child, no request, no other authority."""
    reading = queries.unmet(current_actor(), parameters(Asked), today=clock.today())
    lines = {
        dimension: [Counted(value=line.value, label=line.words, number=line.number) for line in found]
        for dimension, found in reading.lines.items()
    }
    answer = UnmetNeedAnswer(
        whose=reading.whose,
        since=reading.limits.since,
        until=reading.limits.until,
        rounded=reading.whose is Whose.ALL,
        total=reading.total,
        half_searched_days=reading.half_days,
        counted=lines,
    )
    return answered(answer)
