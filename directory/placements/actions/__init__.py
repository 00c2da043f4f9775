from directory.placements.actions.accepting import accept, extend, give_back, lapse_if_due

__all__ = ["accept", "extend", "give_back", "lapse_if_due"]
