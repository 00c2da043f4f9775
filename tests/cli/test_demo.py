import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select

from directory import audit
from directory.access import Role
from directory.accounts.actions.sign_in import check_password, check_second_factor
from directory.awards.queries.results import results
from directory.cli.demo import asks, decided, evidence, filed, hooks, judged, load, notices, people, unusual
from directory.cli.demo.generate import services
from directory.cli.demo.plan import PROVIDERS_WITH_PEOPLE
from directory.codes import ServiceType
from directory.finder.sweeps.models import SweepFlag
from directory.finder.sweeps.rules import Limits, verdict
from directory.geo.gazetteer import gazetteer_at
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.organisations.queries import to_verify
from directory.providers.models import Claim
from directory.providers.queries.claims import claims_to_assure
from directory.providers.rules.areas import SMALLEST_CROWD
from directory.providers.rules.claims import Standing
from directory.records.models import ProcurementFile
from directory.requests.models import Offer, Request
from directory.requests.rules.lifecycle import OfferStatus
from directory.search.models import SearchDocument
from directory.tenders.models import AmendmentDraft, Tender
from directory.webhooks.jobs import round_of_tries
from directory.webhooks.models import Attempt, Delivery, Webhook
from directory.webhooks.rules import Outcome
from directory.webhooks.rules import Status as HookStatus
from tests.geo.gazetteer_fixture import built_gazetteer


def silent(_done: int, _total: int, _what: str) -> None:
    pass


def test_the_same_seed_makes_the_same_services_and_another_seed_others() -> None:
    first, again, other = (list(services(seed, 100)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert {one.service_type for one in first} == set(ServiceType)


def test_no_service_of_the_demonstration_is_impossible() -> None:
    for one in services(3, 2000):
        if one.registered is not None:
            assert one.registered >= one.staffed >= one.occupied + one.closed >= 0
        assert 0 <= one.ages[0] <= one.ages[1] <= 25


def test_the_demonstration_is_searched_whole_and_hides_who_must_be_hidden(app: Flask, now: datetime) -> None:
    loaded = load.load(gazetteer_at(built_gazetteer()), number=150, seed=2026, now=now, progress=silent)
    db.session.rollback()
    documents = db.session.scalars(select(SearchDocument)).all()
    assert len(documents) == loaded == 150
    hidden = [one for one in documents if one.confidential]
    assert hidden
    assert all(one.radius_miles > 0 for one in hidden)
    in_authority = Counter(one.authority for one in hidden if one.authority)
    assert all(number >= SMALLEST_CROWD for number in in_authority.values())
    assert audit.verify()[1] == []


@pytest.mark.usefixtures("now")
def test_everybody_of_the_demonstration_can_sign_in(lite: Flask, tmp_path: Path, now: datetime) -> None:
    load.load(gazetteer_at(built_gazetteer()), number=60, seed=2026, now=now, progress=silent)
    people.write(people.add_people(now), tmp_path / "accounts.json")
    accounts = json.loads((tmp_path / "accounts.json").read_text())
    assert (tmp_path / "accounts.json").stat().st_mode & 0o777 == 0o600
    roles = Counter((one["organisation"], one["role"]) for one in accounts)
    assert {role for _, role in roles} == set(Role)
    assert roles["Northmoor Council", "commissioner"] == roles["Eastvale Council", "commissioner"] == 2
    for one in accounts:
        person_id = check_password(one["email"], one["password"], now=now)
        if one["totp_secret"]:
            check_second_factor(person_id, pyotp.TOTP(one["totp_secret"]).at(now), now=now)
        assert one["token"].startswith("fh_")


def test_requests_and_tenders_stand_in_every_state_that_can_be_reached(app: Flask, now: datetime) -> None:
    load.load(gazetteer_at(built_gazetteer()), number=150, seed=2026, now=now, progress=silent)
    people.add_people(now)
    asks.add_requests(now)
    notices.add_tenders(now)
    requests = Counter(db.session.scalars(select(Request.status)))
    assert {status.value: number for status, number in requests.items()}["searching"] == 1
    assert {status.value for status in requests} >= {
        "draft",
        "screening",
        "awaiting_approval",
        "searching",
        "withdrawn",
    }
    assert set(db.session.scalars(select(Offer.status))) == {OfferStatus.OFFERED, OfferStatus.DECLINED}
    tenders = {status.value for status in db.session.scalars(select(Tender.status))}
    assert tenders == {"draft", "awaiting_approval", "approved", "open", "withdrawn"}
    filed.add_amended(now)
    amended = db.session.scalars(select(Tender).where(Tender.amendments.any())).one()
    assert [(lot.number, lot.removed) for lot in amended.lots] == [(1, False), (2, True)]
    assert db.session.scalars(select(AmendmentDraft)).one().tender_id != amended.id
    judged.add_judged(now)
    commissioner = asks.actor(Role.COMMISSIONER, judged.HERE)
    judging = db.session.scalars(select(Tender.id).where(Tender.status == "evaluating")).all()
    stand = [results(commissioner, tender_id)[0] for tender_id in judging]
    assert sorted(bool(lot.missing) for lot in stand) == [False, True]
    assert audit.verify()[1] == []


def test_decided_tenders_stand_in_every_state_up_to_the_end_of_a_contract(lite: Flask, now: datetime) -> None:
    load.load(gazetteer_at(built_gazetteer()), number=20, seed=2026, now=now, progress=silent)
    people.add_people(now)
    assert decided.add_decided(now) == 6
    phases = Counter(tender.phase(now).value for tender in db.session.scalars(select(Tender)))
    assert phases == {"award_proposed": 1, "standstill": 2, "awardable": 1, "contracted": 1, "ended": 1}
    assert filed.add_files(now) == 2
    made = db.session.scalars(select(ProcurementFile).order_by(ProcurementFile.asked_at)).all()
    assert [(one.purpose.value, one.made_at is not None) for one in made] == [("audit", True), ("release", True)]
    assert made[1].withheld
    waiting = db.session.scalars(select(Tender).where(Tender.status == "standstill")).all()
    assert sorted(tender.standstill_ends_at is None for tender in waiting) == [False, False, True]


def test_claims_of_the_demonstration_stand_in_every_state_with_their_files(lite: Flask, now: datetime) -> None:
    load.load(gazetteer_at(built_gazetteer()), number=60, seed=2026, now=now, progress=silent)
    people.add_people(now)
    assert (evidence.add_evidence(now), evidence.add_unverified(now)) == (7, 2)
    assurer = asks.actor(Role.ASSURER, "Fairhaven (operator)")
    today = in_london(now).date()
    shown = {
        standing: [claim for claim in claims_to_assure(assurer, today, standing=standing, size=500).rows if claim.files]
        for standing in Standing
    }
    assert [len(shown[one]) for one in (Standing.NEW, Standing.CHANGED, Standing.ENDS_IN_30_DAYS)] == [1, 1, 1]
    refused = db.session.scalars(select(Claim).where(Claim.refused_at.is_not(None))).one()
    assert [each.file.media_type.value for each in refused.files] == ["application/pdf"]
    assert all(one.asked_at for one in to_verify(assurer).rows)
    assert to_verify(assurer).total == 2
    assert audit.verify()[1] == []


def test_the_webhooks_of_the_demonstration_have_a_log_and_are_never_called(lite: Flask, now: datetime) -> None:
    load.load(gazetteer_at(built_gazetteer()), number=60, seed=2026, now=now, progress=silent)
    people.add_people(now)
    number = len(PROVIDERS_WITH_PEOPLE)
    assert (hooks.add_webhooks(now), unusual.add_flags(now)) == (number, 2)
    before = Counter(db.session.scalars(select(Delivery.outcome)))
    assert before == {Outcome.DELIVERED: 4 * number, Outcome.FAILED: number, Outcome.WAITING: 2 * number}
    assert set(db.session.scalars(select(Webhook.status))) == {HookStatus.PAUSED, HookStatus.FAILING}
    hosts = {urlsplit(hook.address).hostname or "" for hook in db.session.scalars(select(Webhook))}
    assert all(host.endswith(".example") for host in hosts)
    tries = db.session.scalar(select(func.count()).select_from(Attempt))
    db.session.rollback()
    round_of_tries()
    assert Counter(db.session.scalars(select(Delivery.outcome))) == before
    assert db.session.scalar(select(func.count()).select_from(Attempt)) == tries
    flags = db.session.scalars(select(SweepFlag).order_by(SweepFlag.raised_at)).all()
    assert [flag.acknowledged_at is None for flag in flags] == [False, True]
    assert [verdict(flag.counts, Limits()) for flag in flags] == [flag.verdict for flag in flags]
    assert audit.verify()[1] == []
