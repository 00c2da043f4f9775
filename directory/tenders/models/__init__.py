"""The rows of tenders: what is written, what is asked and answered."""

from directory.tenders.models.documents import Document, DocumentVersion
from directory.tenders.models.inviting import Invitation
from directory.tenders.models.joint import JointBuyer
from directory.tenders.models.questions import Answer, Asker, Question
from directory.tenders.models.tender import (
    BEFORE,
    UNAPPROVED,
    Alert,
    Amendment,
    AmendmentDraft,
    Tender,
    TenderCriterion,
    TenderLot,
    lot_lists,
    read,
    write,
)
from directory.tenders.models.watching import TenderReminder, Watch

__all__ = [
    "BEFORE",
    "UNAPPROVED",
    "Alert",
    "Amendment",
    "AmendmentDraft",
    "Answer",
    "Asker",
    "Document",
    "DocumentVersion",
    "Invitation",
    "JointBuyer",
    "Question",
    "Tender",
    "TenderCriterion",
    "TenderLot",
    "TenderReminder",
    "Watch",
    "lot_lists",
    "read",
    "write",
]
