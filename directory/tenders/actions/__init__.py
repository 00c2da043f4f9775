"""What is done to a tender: writing its sections, moving it on, amending it, asking and answering."""

from directory.tenders.actions.amending import amend
from directory.tenders.actions.drafting import create, put_criterion, put_lot, remove_criterion, remove_lot, save
from directory.tenders.actions.moves import approve, cancel, give_back, publish, submit, withdraw
from directory.tenders.actions.questions import answer, ask, refuse_question, take_back
from directory.tenders.actions.telling import tell

__all__ = [
    "amend",
    "answer",
    "approve",
    "ask",
    "cancel",
    "create",
    "give_back",
    "publish",
    "put_criterion",
    "put_lot",
    "refuse_question",
    "remove_criterion",
    "remove_lot",
    "save",
    "submit",
    "take_back",
    "tell",
    "withdraw",
]
