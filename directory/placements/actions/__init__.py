from directory.placements.actions.accepting import accept, extend, give_back, lapse_if_due
from directory.placements.actions.agreeing import Agreement, agree
from directory.placements.actions.area import approve_area, approve_distance, tell_area
from directory.placements.actions.changing import change
from directory.placements.actions.episodes import Said, change_episode, note_interview, note_return, record_episode
from directory.placements.actions.packing import change_expiry, open_file, release_pack, withdraw_pack
from directory.placements.actions.reviewing import hold_review, plan_review
from directory.placements.actions.shortlisting import save_matrix, shortlist
from directory.placements.actions.staying import end, start

__all__ = [
    "Agreement",
    "Said",
    "accept",
    "agree",
    "approve_area",
    "approve_distance",
    "change",
    "change_episode",
    "change_expiry",
    "end",
    "extend",
    "give_back",
    "hold_review",
    "lapse_if_due",
    "note_interview",
    "note_return",
    "open_file",
    "plan_review",
    "record_episode",
    "release_pack",
    "save_matrix",
    "shortlist",
    "start",
    "tell_area",
    "withdraw_pack",
]
