"""What is read of tenders: by whom, and what they may do next."""

from directory.tenders.queries.needs import needs
from directory.tenders.queries.questions import (
    left_unanswered,
    may_ask,
    own_questions,
    public_answers,
    public_unamended,
    questions,
)
from directory.tenders.queries.telling import matching_providers, public_types_offered, told_providers
from directory.tenders.queries.tender import (
    Wanted,
    drafts,
    held_tender,
    may_see,
    moves,
    owned_tender,
    people,
    ready,
    tender_for,
    tenders,
    visible_to,
    why_not,
)

__all__ = [
    "Wanted",
    "drafts",
    "held_tender",
    "left_unanswered",
    "matching_providers",
    "may_ask",
    "may_see",
    "moves",
    "needs",
    "own_questions",
    "owned_tender",
    "people",
    "public_answers",
    "public_types_offered",
    "public_unamended",
    "questions",
    "ready",
    "tender_for",
    "tenders",
    "told_providers",
    "visible_to",
    "why_not",
]
