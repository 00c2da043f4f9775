"""The pages of tenders: what everybody reads, and what commissioners write and decide."""

from directory.tenders.views import (
    amending,
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
    "amending",
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
