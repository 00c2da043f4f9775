"""The rows of tenders: what is written, what is asked and answered."""

from directory.tenders.models.questions import Answer, Asker, Question
from directory.tenders.models.tender import (
    BEFORE,
    UNAPPROVED,
    Alert,
    Amendment,
    Tender,
    TenderCriterion,
    TenderLot,
    lot_lists,
    read,
    write,
)

__all__ = [
    "BEFORE",
    "UNAPPROVED",
    "Alert",
    "Amendment",
    "Answer",
    "Asker",
    "Question",
    "Tender",
    "TenderCriterion",
    "TenderLot",
    "lot_lists",
    "read",
    "write",
]
