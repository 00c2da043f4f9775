"""The pages on which bids are judged and decided."""

from directory.awards.views import conditions, moderating, panel, prices, scoring, sheet, working
from directory.awards.views.blueprint import pages

__all__ = ["conditions", "moderating", "pages", "panel", "prices", "scoring", "sheet", "working"]
