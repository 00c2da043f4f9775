"""The pages of the procurement file."""

from directory.records.views import files
from directory.records.views.blueprint import pages

__all__ = ["files", "pages"]
