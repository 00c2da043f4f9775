"""What of requests each side may see, and what needs somebody now."""

from directory.requests.queries.beside import nouns_now, nouns_of_all
from directory.requests.queries.needs import needs
from directory.requests.queries.requests import (
    BARRED,
    Question,
    Summary,
    asked,
    asked_request,
    moves_now,
    moves_of_all,
    offers_of,
    own_count,
    own_offer,
    own_request,
    own_requests,
    questions,
    questions_of,
    summary_for_providers,
)

__all__ = [
    "BARRED",
    "Question",
    "Summary",
    "asked",
    "asked_request",
    "moves_now",
    "moves_of_all",
    "needs",
    "nouns_now",
    "nouns_of_all",
    "offers_of",
    "own_count",
    "own_offer",
    "own_request",
    "own_requests",
    "questions",
    "questions_of",
    "summary_for_providers",
]
