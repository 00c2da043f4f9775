"""What is done with requests: each action one transaction, guarded, recorded, told to whom it concerns."""

from directory.requests.actions.approving import approve, send_back
from directory.requests.actions.closing import close_unmet, withdraw
from directory.requests.actions.drafting import draft, draft_from_search, save, submit
from directory.requests.actions.offers import change_offer, decline, offer, withdraw_offer
from directory.requests.actions.releasing import release
from directory.requests.actions.screening import screen, take_suggestions

__all__ = [
    "approve",
    "change_offer",
    "close_unmet",
    "decline",
    "draft",
    "draft_from_search",
    "offer",
    "release",
    "save",
    "screen",
    "send_back",
    "submit",
    "take_suggestions",
    "withdraw",
    "withdraw_offer",
]
