"""A tender that lost a lot and a criterion to an amendment is judged, decided and signed by what is left."""

from datetime import datetime

from flask import Flask
from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM
from directory.awards.actions import contracts
from directory.awards.deciding import contracts_of
from directory.awards.rules.deciding import Choice
from directory.frameworks.models import Framework
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.models import Tender
from directory.tenders.rules import Kind, Status
from tests.awards import judging
from tests.awards.deciding import announced, signature
from tests.awards.test_pages import browser


@atomic
def taken_away(made: judging.Judging) -> None:
    """Take lot 1 and question 2 away, as an amendment before the deadline does."""
    tender = db.session.get_one(Tender, made.tender_id)
    tender.lots[0].removed = tender.criteria[1].removed = True
    tender.criteria[0].weight_hundredths += tender.criteria[1].weight_hundredths
    audit.record(SYSTEM, "tender:amended", tender, at=made.now)


def test_what_is_left_is_judged_decided_and_signed_under_its_own_number(lite: Flask, now: datetime) -> None:
    made = judging.begun(
        evaluators=1,
        lots=2,
        quality=2,
        kind=Kind.FRAMEWORK,
        ranked=True,
        bids={judging.BIDDERS[0]: {"lots": (1, 2)}, judging.BIDDERS[1]: {"lots": (1, 2)}},
    )
    taken_away(made)
    assert made.case.scored == (1,)
    made.score_all({(1, 1): 5, (2, 1): 4})
    made.agree_all({(1, 1): 5, (2, 1): 4})
    made.open_prices()
    desk, at = browser(lite, made.commissioner), f"/tenders/{made.tender_id}"
    for page in ("", "/evaluation", "/panel", "/moderation", "/prices", "/working", "/decision/proposal"):
        said = desk.page(f"{at}{page}").text
        assert "Lot 1: North" not in said or "taken away" in said, page
    assert "2. Quality 2" not in desk.page(f"{at}/moderation").text
    assert desk.get(f"{at}/moderation/2").status_code == 404
    assert desk.get(f"{at}/scores.xlsx").status_code == 200
    ends_at = announced(made, [Choice(2, 2)]).standstill_ends_at
    assert ends_at is not None
    for page in ("", "/decision", "/decision/summaries/1"):
        assert desk.get(f"{at}{page}").status_code == 200, page
    with clock.fixed(ends_at, every_thread=True):
        for one in contracts_of(made.tender):
            contracts.sign(made.second, one.id, signature(made, ends_at), now=ends_at)
    assert made.tender.status == Status.CONTRACTED
    framework = db.session.scalars(select(Framework).where(Framework.tender_id == made.tender_id)).one()
    assert [(lot.number, lot.title, len(lot.members)) for lot in framework.lots] == [(2, "South", 2)]
    assert framework.criteria == ["Quality 1", "Price"]
