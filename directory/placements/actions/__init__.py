from directory.placements.actions.accepting import accept, extend, give_back, lapse_if_due
from directory.placements.actions.agreeing import (
    Agreement,
    agree,
    approve_distance,
    change,
    end,
    hold_review,
    start,
    tell_area,
)
from directory.placements.actions.episodes import Said, change_episode, record_episode
from directory.placements.actions.packing import change_expiry, open_file, release_pack, withdraw_pack
from directory.placements.actions.shortlisting import save_matrix, shortlist

__all__ = [
    "Agreement",
    "Said",
    "accept",
    "agree",
    "approve_distance",
    "change",
    "change_episode",
    "change_expiry",
    "end",
    "extend",
    "give_back",
    "hold_review",
    "lapse_if_due",
    "open_file",
    "record_episode",
    "release_pack",
    "save_matrix",
    "shortlist",
    "start",
    "tell_area",
    "withdraw_pack",
]
