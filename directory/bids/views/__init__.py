"""The pages of bids: what a provider writes and submits, and how two officers open what came."""

from directory.bids.views import files, moving, opening, writing
from directory.bids.views.blueprint import pages

__all__ = ["files", "moving", "opening", "pages", "writing"]
