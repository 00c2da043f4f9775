"""What is done with requests: each action one transaction, guarded, recorded, told to whom it concerns."""

from directory.requests.actions.approving import approve, send_back, tell_late
from directory.requests.actions.closing import close_unmet, withdraw
from directory.requests.actions.drafting import draft, draft_from_search, save, submit
from directory.requests.actions.offers import change_offer, decline, offer, withdraw_offer
from directory.requests.actions.releasing import open_by_timer, release, start_timer, stop_timer
from directory.requests.actions.reminding import remind
from directory.requests.actions.screening import screen, take_suggestions
from directory.requests.actions.zones import keep_away

__all__ = [
    "approve",
    "change_offer",
    "close_unmet",
    "decline",
    "draft",
    "draft_from_search",
    "keep_away",
    "offer",
    "open_by_timer",
    "release",
    "remind",
    "save",
    "screen",
    "send_back",
    "start_timer",
    "stop_timer",
    "submit",
    "take_suggestions",
    "tell_late",
    "withdraw",
    "withdraw_offer",
]
