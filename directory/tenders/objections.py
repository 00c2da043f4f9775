"""What the floors above have against a move that a tender's own state allows: they know of bids and contracts."""

from collections.abc import Callable

from directory.tenders.models import Tender
from directory.tenders.rules import Move

Objection = Callable[[Tender, Move], str | None]

_objections: list[Objection] = []


def objection(ask: Objection) -> Objection:
    """Ask this of every move; it gives in words what is against it."""
    _objections.append(ask)
    return ask


def objected(tender: Tender, move: Move) -> str | None:
    """Give what somebody has against a move now; None where nobody has."""
    for ask in _objections:
        words = ask(tender, move)
        if words:
            return words
    return None
