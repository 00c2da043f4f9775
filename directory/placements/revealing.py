"""The way to an address: what is asked first, then the second factor, then the address in one transaction.

It is no action itself. That a code was tried is kept whatever follows, so it is written in a transaction of its own.
"""

from datetime import datetime

from directory.access import Actor
from directory.accounts.actions import check_second_factor
from directory.kit.errors import NotSignedIn
from directory.placements.actions.revealing import ask_for_address, read_address


def reveal(actor: Actor, reference: str, *, reason: str, code: str, now: datetime) -> str:
    """Give the exact address to a placements manager with a reason and a fresh second factor, recorded and told.

    The code is asked for last, and spent whatever follows. Raises NotAllowed, NotFound, WrongState, Invalid (``reason``
    or ``code``) and TooMany.
    """
    ask_for_address(actor, reference, reason=reason, now=now)
    if actor.person_id is None:
        raise NotSignedIn
    check_second_factor(actor.person_id, code, now=now)
    return read_address(actor, reference, reason=reason, now=now)
