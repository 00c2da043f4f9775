"""The pages of offers compared, holds and placements."""

from directory.placements.views import choosing
from directory.placements.views.blueprint import placements

__all__ = ["choosing", "placements"]
