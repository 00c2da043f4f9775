"""Makers of opened bids: a tender whose bids were opened, as those who judge them find it."""

import hashlib
import json
from datetime import timedelta
from typing import Any

from directory import audit
from directory.access import SYSTEM, Kind
from directory.bids.models import OpenedBid
from directory.bids.rules.content import Answer, Bid, Insurance, Price
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Status
from tests import make
from tests.tenders import making


def bid(tender: Tender, *, pence: int = 150_000, lots: tuple[int, ...] = (), **said: Any) -> Bid:
    """Give a whole bid for ``lots`` (default: all) that meets the tender's conditions; ``pence`` for each price."""
    chosen = lots or tuple(lot.number for lot in tender.lots)
    return Bid(
        lots=chosen,
        answers=tuple(
            Answer(one.number, f"We answer {one.name} with care.") for one in tender.criteria if one.kind != "price"
        ),
        prices=tuple(
            Price(lot.number, line, pence)
            for lot in tender.lots
            if lot.number in chosen
            for line in range(1, len(lot.value().price_lines) + 1)
        ),
        insurance=Insurance(10_000_000_00, 10_000_000_00, 10_000_000_00),
        policies=tuple(tender.policies),
        declared=True,
        **said,
    )


@atomic
def opened(tender: Tender, *bids: tuple[str, Bid]) -> list[OpenedBid]:
    """Give the tender's bids as two officers opened them: pairs of a provider's name and what it wrote.

    The envelopes themselves, and the moves of the officers, are tested with ``directory.bids``.
    """
    now = clock.now()
    tender.status, tender.closes_at = Status.UNSEALED, now - timedelta(hours=1)
    made = []
    for number, (name, said) in enumerate(bids, 1):
        content = json.dumps(said.as_json())
        made.append(
            OpenedBid(
                tender_id=tender.id,
                organisation_id=make.organisation(Kind.PROVIDER, name).id,
                number=number,
                received_at=now - timedelta(days=1),
                opened_at=now,
                digest=hashlib.sha256(content.encode()).hexdigest(),
                content=content,
            )
        )
    db.session.add_all(made)
    audit.record(SYSTEM, "tender:unsealed", tender, at=now, bids=len(made))
    return made


def opened_tender(*bids: tuple[str, Bid], of: str | None = None) -> Tender:
    """Give a tender with these opened bids, or with two of its own making."""
    tender = making.tender(of=of)
    opened(tender, *(bids or (("Harbour Care", bid(tender)), ("Tern House", bid(tender, pence=140_000)))))
    return tender
