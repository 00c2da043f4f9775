"""The pages of tenders: what everybody reads, and what commissioners write and decide."""

from directory.tenders.views import drafting, lists, moves, public, questions
from directory.tenders.views.blueprint import pages

__all__ = ["drafting", "lists", "moves", "pages", "public", "questions"]
