"""The pages on which bids are judged and decided, and contracts are looked after."""

from directory.awards.views import (
    conditions,
    deciding,
    moderating,
    panel,
    prices,
    scoring,
    sheet,
    standstill,
    summaries,
    working,
)
from directory.awards.views.blueprint import pages
from directory.awards.views.contracts import contracts

__all__ = [
    "conditions",
    "contracts",
    "deciding",
    "moderating",
    "pages",
    "panel",
    "prices",
    "scoring",
    "sheet",
    "standstill",
    "summaries",
    "working",
]
