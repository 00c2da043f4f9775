"""The pages of frameworks: what everybody reads, what the lead authority decides, how a provider joins."""

from directory.frameworks.views import joining, listing, membership
from directory.frameworks.views.blueprint import pages

__all__ = ["joining", "listing", "membership", "pages"]
