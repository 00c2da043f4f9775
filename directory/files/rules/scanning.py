from enum import StrEnum


class Scan(StrEnum):
    """What is known of viruses in a file. ``unscanned``: this site has no scanner, and says so."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    UNSCANNED = "unscanned"


# what is not known to be infected, and is not about to be known
MAY_BE_READ = frozenset({Scan.CLEAN, Scan.UNSCANNED})
