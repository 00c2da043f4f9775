"""What the floors above have against a move that a tender's own state allows: they know of bids and contracts."""

from collections.abc import Callable

from directory.access import Actor
from directory.tenders.models import Tender
from directory.tenders.rules import Move

Objection = Callable[[Tender, Move], str | None]

# what the floors above know of a provider's own answer: it is asked of the provider itself and told to nobody else
OwnObjection = Callable[[Actor, Tender], str | None]

_objections: list[Objection] = []
_to_declining: list[OwnObjection] = []


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


def objection_to_declining(ask: OwnObjection) -> OwnObjection:
    """Ask this before a provider declines a call-off; it gives in words what is in the way."""
    _to_declining.append(ask)
    return ask


def in_the_way_of_declining(actor: Actor, tender: Tender) -> str:
    """Give what is in the way of this provider's declining; empty where nothing is."""
    return next((words for ask in _to_declining if (words := ask(actor, tender))), "")
