"""The one box that understands: what a text asks for, read deterministically and explained. Pure."""

from directory.finder.rules.understanding.reading import Reading, Understood, read
from directory.finder.rules.understanding.where import Name, PlaceTable

__all__ = ["Name", "PlaceTable", "Reading", "Understood", "read"]
