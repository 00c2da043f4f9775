"""The pages of tenders: what everybody reads, and what commissioners write and decide."""

from directory.tenders.views import (
    calling_off,
    documents,
    drafting,
    feed,
    joining,
    lists,
    moves,
    public,
    questions,
    watching,
)
from directory.tenders.views.blueprint import pages

__all__ = [
    "calling_off",
    "documents",
    "drafting",
    "feed",
    "joining",
    "lists",
    "moves",
    "pages",
    "public",
    "questions",
    "watching",
]
