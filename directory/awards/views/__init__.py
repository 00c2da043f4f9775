"""The pages on which bids are judged and decided."""

from directory.awards.views.blueprint import pages

__all__ = ["pages"]
