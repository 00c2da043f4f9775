"""The demonstration's tender that was amended after publication, and procurement files that were made."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Role
from directory.cli.demo.asks import actor
from directory.cli.demo.judged import HERE
from directory.cli.demo.notices import DAY
from directory.kit.db import db
from directory.records import actions as records
from directory.records.rules.withholding import Purpose, Secret
from directory.tenders import actions
from directory.tenders.models import Tender
from directory.tenders.rules import Deadlines
from directory.tenders.rules.terms import terms_of

AMENDED, DRAFTED = "Guardians for trafficked children", "Framework for specialist fostering"
ON_FILE = "Advocates for children in secure homes"


def _named(title: str) -> Tender:
    return db.session.scalars(select(Tender).where(Tender.title == title)).one()


def add_amended(now: datetime) -> None:
    """Amend the lots and weights of a published tender, and draft an amendment of another."""
    second = actor(Role.COMMISSIONER, HERE, 2)
    tender = _named(AMENDED)
    terms = terms_of(tender.notice())
    guardianship, advocacy = terms.lots
    safe, staff, *others = terms.criteria
    actions.amend(
        second,
        tender.id,
        description=None,
        deadlines=Deadlines(closes_at=(tender.closes_at or now) + 7 * DAY),
        terms=replace(
            terms,
            lots=(replace(guardianship, weekly_hours=80), replace(advocacy, removed=True)),
            criteria=(replace(safe, weight_hundredths=4000), replace(staff, weight_hundredths=1500), *others),
        ),
        material=True,
        reason="More children need a guardian. Advocacy is bought from the framework that began this month.",
        now=now - timedelta(hours=6),
    )
    other = _named(DRAFTED)
    first_lot = other.lots[0].value()
    drafter = actor(Role.COMMISSIONER, "Eastvale Council", 2)
    actions.draft_lot(drafter, other.id, 1, replace(first_lot, places=36), now=now - timedelta(hours=2))


def add_files(now: datetime) -> int:
    """Have the file of a procurement made for an auditor, and an answer to a request; give how many."""
    officer = actor(Role.COMMISSIONER, HERE)
    tender_id = _named(ON_FILE).id
    _file(officer, tender_id, now - 2 * DAY, purpose=Purpose.AUDIT)
    _file(
        officer,
        tender_id,
        now - DAY,
        purpose=Purpose.RELEASE,
        shown=frozenset({Secret.WINNING_PRICES}),
        reason="The price of the contract is in its notice already.",
        request="FOI 2026/0412",
    )
    return 2


def _file(officer: Actor, tender_id: UUID, now: datetime, **asked: object) -> None:
    row = records.ask(officer, tender_id, now=now, **asked)  # type: ignore[arg-type]
    records.make(row.id, now=now + timedelta(minutes=1))
