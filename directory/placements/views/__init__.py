"""The pages of offers compared, holds and placements."""

from directory.placements.views import choosing, disclosing, episodes, listing, placing, scoring
from directory.placements.views.blueprint import placements

__all__ = ["choosing", "disclosing", "episodes", "listing", "placements", "placing", "scoring"]
