"""Signing the contracts of a framework tender makes the framework and its members."""

from datetime import datetime, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from directory.access import NOBODY
from directory.awards.actions import contracts
from directory.awards.deciding import contracts_of
from directory.awards.rules.standstill import london_day
from directory.codes import PriceUnit, ServiceType
from directory.frameworks import queries
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Rate
from directory.frameworks.rules.terms import FrameworkKind
from directory.kit import clock
from directory.kit.db import db
from directory.tenders.rules import Kind, PriceLine, Status
from tests import make, make_frameworks
from tests.awards import judging
from tests.awards.deciding import announced, best, judged, signature


def signed(winners: int = 2, **more: Any) -> judging.Judging:
    """Give a framework tender whose winners have all signed, after the standstill."""
    made = judged(kind=Kind.FRAMEWORK, **more)
    ends_at = announced(made, best(made, winners)).standstill_ends_at
    assert ends_at is not None
    with clock.fixed(ends_at, every_thread=True):
        for one in contracts_of(made.tender):
            contracts.sign(made.second, one.id, signature(made, ends_at), now=ends_at)
    return made


def made_of(made: judging.Judging) -> Framework:
    return db.session.scalars(select(Framework).where(Framework.tender_id == made.tender_id)).one()


def test_each_winner_that_signs_is_a_member_with_its_rank_and_its_prices(app: Flask, now: datetime) -> None:
    made = signed(ranked=True)
    assert made.tender.status == Status.CONTRACTED
    framework = made_of(made)
    assert (framework.kind, framework.ranked, framework.tender_reference) == ("closed", True, made.tender.reference)
    assert framework.criteria == ["Quality 1", "Price"]
    assert [one.name for one in framework.asked()] == ["Quality 1"]
    assert framework.lots[0].types() == (ServiceType.SUPPORTED_ACCOMMODATION,)
    here = queries.members(made.commissioner, framework)[1]
    assert [(one.rank, one.provider.name) for one in here] == [(1, "Tern House"), (2, "Harbour Care")]
    assert [one.agreed() for one in here] == [
        (Rate("A week", PriceUnit.WEEK, 140_000),),
        (Rate("A week", PriceUnit.WEEK, 150_000),),
    ]
    assert [one.provider.name for one in queries.members(NOBODY, framework)[1]] == ["Tern House", "Harbour Care"]
    assert framework.runs(framework.starts_on)
    assert not framework.runs(framework.starts_on + timedelta(days=731))


def test_a_joinable_framework_has_the_conditions_of_its_notice_and_no_ranks(lite: Flask, now: datetime) -> None:
    framework = made_of(signed(winners=1, ranked=True, joinable=True, lines=(PriceLine("A week", most_pence=150_000),)))
    assert (framework.kind, framework.ranked) == (FrameworkKind.JOINABLE, False)
    assert [line.most_pence for line in framework.lots[0].most()] == [150_000]
    assert not framework.shown().needs_active_registration
    provider = make.provider("Curlew Homes")
    assert queries.why_not_join(provider, framework.lots[0], london_day(now) + timedelta(days=30)) == ""


def test_an_open_framework_ends_the_one_that_it_follows_and_keeps_its_members(lite: Flask, now: datetime) -> None:
    earlier = make_frameworks.framework(
        ["Curlew Homes"], kind=FrameworkKind.OPEN, of=judging.HERE, ends_on=london_day(now) + timedelta(days=900)
    )
    made = signed(winners=1, open_scheme=True, earlier_framework=earlier.reference)
    framework = made_of(made)
    assert framework.kind is FrameworkKind.OPEN
    names = {one.provider.name for one in queries.members(made.commissioner, framework)[1]}
    assert names == {"Curlew Homes", "Tern House"}
    assert queries.public_framework(earlier.reference).ended_because == f"Followed by {framework.reference}"
