"""The pages of offers compared, holds and placements."""

from directory.placements.views import (
    area,
    choosing,
    disclosing,
    episodes,
    listing,
    placing,
    reviewing,
    scoring,
    showing,
)
from directory.placements.views.blueprint import placements

__all__ = [
    "area",
    "choosing",
    "disclosing",
    "episodes",
    "listing",
    "placements",
    "placing",
    "reviewing",
    "scoring",
    "showing",
]
