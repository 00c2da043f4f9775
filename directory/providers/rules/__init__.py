"""What is true of services and their places, whoever asks: pure."""

from directory.providers.rules.lifecycle import LIFECYCLE, Move
from directory.providers.rules.places import Numbers, fitted, wrong_places
from directory.providers.rules.words import AreaKind, Registration, Status, Way

__all__ = ["LIFECYCLE", "AreaKind", "Move", "Numbers", "Registration", "Status", "Way", "fitted", "wrong_places"]
