"""The way to opened bids: what is asked first, then the second factor, then the officer's part in one transaction.

It is no action itself. That a code was tried is kept whatever follows, so it is written in a transaction of its own.
"""

from datetime import datetime
from uuid import UUID

from directory.access import Actor
from directory.accounts.actions import check_second_factor
from directory.bids.actions.unsealing import ask_to_unseal, open_bids
from directory.kit.errors import NotSignedIn


def unseal(actor: Actor, tender_id: UUID, *, code: str, now: datetime) -> bool:
    """Begin to open a tender's bids as the first officer, or open them as the second; give whether they are open.

    The code is asked for last, and spent whatever follows. Raises NotAllowed, NotFound, WrongState, Invalid (``code``)
    and TooMany.
    """
    ask_to_unseal(actor, tender_id, now=now)
    if actor.person_id is None:
        raise NotSignedIn
    check_second_factor(actor.person_id, code, now=now)
    return open_bids(actor, tender_id, now=now)
