"""Makers of bids as providers write them: a tender that asks for prices, whole drafts, submitted ones."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from directory.access import Actor, Role
from directory.bids import actions, unsealing
from directory.bids.rules.content import Answer, Insurance, Price
from directory.bids.rules.entries import Receipt
from directory.bids.rules.parts import Cover, Lots, Part, Prices
from directory.kit import clock
from directory.kit.db import db
from directory.tenders import actions as tenders
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines, Policy, PriceLine, PriceUnit, Status
from tests import make
from tests.tenders import making

LINES = (PriceLine("A place", PriceUnit.WEEK, 624),)
HOURS = (PriceLine("An hour of advocacy", PriceUnit.HOUR, 1040),)
DAY = timedelta(days=1)
MILLISECOND = timedelta(milliseconds=1)


def open_tender(*, of: str | None = None, closes_at: datetime | None = None) -> Tender:
    """Give a published tender of two lots with prices, two questions, insurance and a policy."""
    now = clock.now()
    written = making.notice(now)
    lots = (replace(written.lots[0], price_lines=LINES), replace(written.lots[1], price_lines=HOURS))
    deadlines = replace(written.deadlines, closes_at=closes_at or written.deadlines.closes_at)
    made = tenders.create(make.commissioner(of), replace(written, lots=lots, deadlines=deadlines), now=now)
    second = make.commissioner(of)
    tenders.approve(second, made.id, now=now)
    return tenders.publish(second, made.id, now=now)


def closing(tender: Tender) -> datetime:
    """Give the deadline."""
    assert tender.closes_at is not None
    return tender.closes_at


def whole(text: str = "We keep young people safe.", pence: int = 150_000) -> tuple[Part, ...]:
    """Give the parts of a bid for the first lot that lacks nothing."""
    return (
        Lots((1,)),
        Answer(1, text),
        Answer(2, f"{text} And more."),
        Prices((Price(1, 1, pence),)),
        Cover(Insurance(public_liability_pence=10_000_000_00), (Policy.SAFEGUARDING,)),
    )


def drafted(tender: Tender, name: str = "Harbour Care", text: str = "We keep young people safe.") -> Actor:
    """Give the administrator of the provider that has a whole draft."""
    actor = make.provider(name)
    actions.save(actor, tender.id, *whole(text), now=clock.now())
    return actor


def submitted(tender: Tender, name: str = "Harbour Care", text: str = "We keep young people safe.") -> Actor:
    """Give the administrator of the provider that has submitted."""
    actor = drafted(tender, name, text)
    submit(actor, tender.id)
    return actor


def submit(actor: Actor, tender_id: UUID, now: datetime | None = None) -> Receipt:
    """Submit what is drafted."""
    return actions.submit(actor, tender_id, declared=True, now=now or clock.now())


def unsealed(tender: Tender) -> datetime:
    """Have two officers open the tender's bids right at the deadline; give when."""
    at = closing(tender)
    with clock.fixed(at, every_thread=True):
        for officer in (make.commissioner(), make.commissioner()):
            unsealing.unseal(officer, tender.id, code=make.code(at), now=at)
    db.session.expire_all()
    assert db.session.get_one(Tender, tender.id).status == Status.UNSEALED
    return at


def staff(of: str = "Harbour Care") -> Actor:
    """Give somebody who writes bids and may not submit them."""
    return make.actor(Role.PROVIDER_STAFF, of=of)


def extend(tender: Tender, closes_at: datetime) -> None:
    """Amend the deadline."""
    tenders.amend(
        make.commissioner(),
        tender.id,
        description=None,
        deadlines=Deadlines(closes_at=closes_at),
        material=False,
        reason="More time",
        now=clock.now(),
    )
