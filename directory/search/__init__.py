"""The index: what is searched, and the engines that search it.

``providers`` puts a ``Document`` for each service (``put``), in the same transaction as the change;
engines read documents by their sequence, so a change is in the next search of every process.
"""

from directory.search.actions import put, remove
from directory.search.engines import engine
from directory.search.port import Document, Hit, Near, SearchPage, SearchQuery, Viewer, Zone

__all__ = ["Document", "Hit", "Near", "SearchPage", "SearchQuery", "Viewer", "Zone", "engine", "put", "remove"]
