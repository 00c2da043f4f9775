"""Call-offs: what their framework has against them, who is invited and who else sees them, turns by rank."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory.access import NOBODY, Actor, Role
from directory.bids import actions as bids
from directory.bids.queries import why_no_bid
from directory.bids.rules.content import Answer, Insurance, Price
from directory.bids.rules.parts import Cover, Lots, Prices
from directory.codes import ServiceType
from directory.frameworks import queries as frameworks
from directory.frameworks.actions import establishing, membership
from directory.frameworks.actions.establishing import NewMember
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import Move
from directory.jobs import run_due
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify.models import Notice
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import (
    Kind,
    Lot,
    Policy,
    Procedure,
    Regime,
    Status,
    price_line,
    price_line_words,
)
from directory.tenders.rules.calling_off import PassedOver, Under, call_off_problems
from tests import make, make_frameworks
from tests.inspect_pages import Client
from tests.tenders import calling, making

MEMBERS = {"Harbour Care": 1, "Other Care": 2, "Third Care": 3}


def ranked(**more: Any) -> Framework:
    return make_frameworks.framework(MEMBERS, **more)


def invited(tender: Tender) -> list[str]:
    return [one.organisation.name for one in queries.members_invited(make.commissioner(), tender) if not one.passed_at]


def words_of(tender: Tender, now: datetime, of: str | None = None) -> list[str]:
    return [one.words for one in queries.problems_of(make.commissioner(of), tender, now)]


def test_a_whole_call_off_has_nothing_against_it(lite: Flask, now: datetime) -> None:
    assert words_of(calling.drafted(ranked()), now) == []
    assert words_of(calling.drafted(ranked(), procedure=Procedure.DIRECT), now) == []


@pytest.mark.parametrize(
    ("framework", "draft", "said"),
    [
        ({}, {"of": "Southmoor Council"}, "Your authority may not use this framework"),
        ({}, {"framework_reference": "FW-2026-ZZZZZZ"}, "none has this reference"),
        ({"starts_on": date(2026, 12, 1)}, {}, "starts on 1 December 2026"),
        ({"lots": [make_frameworks.lot(service_types=(ServiceType.FOSTER_CARE,))]}, {}, "no lot of the framework"),
        ({"lots": [make_frameworks.lot(areas=("North West",))]}, {}, "no lot of the framework"),
        ({"criteria": ("Price",)}, {}, "Safety: this is no criterion of the framework"),
        ({"members": ["Harbour Care", "Other Care"]}, {"procedure": Procedure.DIRECT}, "have no ranks"),
        ({"members": {}}, {}, "no current member"),
    ],
    ids=["no buyer", "no framework", "not begun", "another kind", "elsewhere", "criteria", "no ranks", "nobody"],
)
def test_a_call_off_that_its_framework_does_not_allow_is_refused(
    lite: Flask, now: datetime, framework: dict[str, Any], draft: dict[str, Any], said: str
) -> None:
    made = make_frameworks.framework(**{"members": MEMBERS, **framework})
    of = draft.get("of")
    tender = calling.drafted(made, **draft)
    assert any(said in words for words in words_of(tender, now, of))
    with pytest.raises(Invalid):
        actions.approve(make.commissioner(of), tender.id, now=now)


def test_a_framework_that_has_ended_is_called_off_under_no_more(lite: Flask, now: datetime) -> None:
    made = ranked(ends_on=date(2026, 11, 30))
    tender = calling.drafted(made)
    assert words_of(tender, now) == []
    assert "This framework ended on 30 November 2026" in words_of(tender, now + timedelta(days=8))


UNDER = Under("FW-2026-AAAAAA", True, date(2026, 1, 1), date(2027, 1, 1), True, ("Safety", "Price"), (2,))


@given(
    st.lists(st.sampled_from(["Safety", "safety ", "Price", "Colour"]), min_size=1, max_size=4),
    st.sampled_from(list(Regime)),
    st.integers(0, 3),
    st.booleans(),
)
def test_criteria_may_be_left_out_and_not_added(
    names: list[str], regime: Regime, members: int, has_ranks: bool
) -> None:
    today = date(2026, 6, 1)
    written = making.notice(datetime.fromisoformat("2026-06-01T10:00:00+00:00"), kind=Kind.CALL_OFF, regime=regime)
    criteria = tuple(replace(calling.CRITERIA[0], name=name) for name in names)
    written = replace(written, lots=written.lots[:1], criteria=criteria)
    found = call_off_problems(written, replace(UNDER, members=(members,), ranked=has_ranks), today)
    assert sum("no criterion" in one.words for one in found) == names.count("Colour")
    assert any("no current member" in one.words for one in found) == (members == 0)
    direct = replace(written, details=replace(written.details, procedure=Procedure.DIRECT))
    found = call_off_problems(direct, replace(UNDER, members=(members,), ranked=has_ranks), today)
    assert any("have no ranks" in one.words for one in found) == (not has_ranks and members != 1)
    assert call_off_problems(replace(written, details=replace(written.details, kind=Kind.CONTRACT)), None, today) == []


def test_all_current_members_of_the_lots_are_invited_and_told_and_nobody_else(lite: Flask, now: datetime) -> None:
    framework = ranked(buyers=["Southmoor Council"])
    here = frameworks.members(make.commissioner(), framework)[1]
    membership.move(make.commissioner(), framework.reference, here[2].id, Move.SUSPEND, reason="Why", now=now)
    make_frameworks.framework(["Fourth Care"])
    tender = calling.called_off(framework)
    assert set(invited(tender)) == {"Harbour Care", "Other Care"}
    run_due()
    told = db.session.scalars(select(Notice).where(Notice.endpoint == "tenders.show")).all()
    assert {one.text.split(",")[0] for one in told} == {"Northmoor Council invites you"}
    assert len(told) == 2


WHO: dict[str, tuple[Callable[[], Actor], bool]] = {
    "nobody": (lambda: NOBODY, False),
    "a member": (lambda: make.provider("Harbour Care"), True),
    "a member's staff": (lambda: make.actor(Role.PROVIDER_STAFF, of="Harbour Care"), True),
    "a provider that is no member": (lambda: make.provider("Fourth Care"), False),
    "the authority's commissioner": (make.commissioner, True),
    "the authority's social worker": (make.social_worker, False),
    "another buyer's commissioner": (lambda: make.commissioner("Southmoor Council"), False),
    "the operator": (lambda: make.actor(Role.OPERATOR_ADMIN), False),
}


def test_a_call_off_exists_for_its_members_and_is_public_once_it_is_awarded(app: Flask, now: datetime) -> None:
    tender = calling.called_off(ranked(buyers=["Southmoor Council"]))
    for announced in (False, True):
        if announced:
            announce(tender.id)
        for who, (actor, sees) in WHO.items():
            reader = actor()
            there = db.session.get_one(Tender, tender.id)
            listed = set(db.session.scalars(select(Tender.id).where(queries.visible_to(reader))))
            assert (tender.id in listed) == queries.may_see(reader, there) == (sees or announced), who


@atomic
def announce(tender_id: object) -> None:
    tender = db.session.get_one(Tender, tender_id)
    making.beyond(tender, Status.STANDSTILL)


def test_no_page_of_a_stranger_tells_of_a_call_off(client: Client, now: datetime) -> None:
    tender = calling.called_off(ranked(), title="A quiet home for two")
    client.sign_in(make.provider("Fourth Care").person_id)  # type: ignore[arg-type]
    for path in ("/", "/tenders", "/tenders?status=open&status=closed", "/api/v1/tenders", "/ocds/releases"):
        assert "A quiet home" not in client.get(path).get_data(as_text=True), path
    for path in (f"/tenders/{tender.id}", f"/tenders/{tender.id}/bid", f"/api/v1/tenders/{tender.id}"):
        assert client.get(path).status_code == 404, path
    client.sign_in(make.provider("Harbour Care").person_id)  # type: ignore[arg-type]
    page = client.page(f"/tenders/{tender.id}")
    assert "Members of the framework" in page.text
    assert "Other Care" not in page.text
    assert "Members invited" not in page.text


def whole() -> tuple[Any, ...]:
    cover = Cover(Insurance(public_liability_pence=10_000_000_00), (Policy.SAFEGUARDING,))
    return Lots((1,)), Answer(1, "We keep young people safe."), Prices((Price(1, 1, 150_000),)), cover


def test_a_member_bids_and_whoever_is_none_any_more_does_not(lite: Flask, now: datetime) -> None:
    framework = ranked()
    tender = calling.called_off(framework)
    harbour, other = make.provider("Harbour Care"), make.provider("Other Care")
    bids.save(harbour, tender.id, *whole(), now=now)
    assert bids.submit(harbour, tender.id, declared=True, now=now)
    with pytest.raises(NotFound):
        bids.save(make.provider("Fourth Care"), tender.id, *whole(), now=now)
    here = frameworks.members(make.commissioner(), framework)[1]
    membership.move(make.commissioner(), framework.reference, here[1].id, Move.SUSPEND, reason="Why", now=now)
    with pytest.raises(NotAllowed, match="current members"):
        bids.save(other, tender.id, *whole(), now=now)
    assert why_no_bid(harbour, db.session.get_one(Tender, tender.id), now) is None


def test_a_member_bids_only_for_the_lots_that_it_is_in(lite: Flask, now: datetime) -> None:
    advocacy = make_frameworks.lot(title="Advocacy", service_types=(ServiceType.ADVOCACY,))
    framework = make_frameworks.framework(["Harbour Care"], lots=[make_frameworks.lot(), advocacy])
    establishing.enter(
        make.commissioner(),
        framework.reference,
        NewMember(2, make.provider("Other Care").organisation_id),  # type: ignore[arg-type]
        now=now,
    )
    written = calling.notice(framework)
    second = Lot(
        "Advocates", "", (ServiceType.ADVOCACY,), None, 10, (making.LEEDS,), price_lines=written.lots[0].price_lines
    )
    tender = calling.called_off(framework, written=replace(written, lots=(*written.lots, second)))
    other = make.provider("Other Care")
    with pytest.raises(Invalid, match="invited to bid for"):
        bids.save(other, tender.id, Lots((1,)), now=now)
    bids.save(other, tender.id, Lots((2,)), now=now)


def test_a_direct_award_goes_from_rank_to_rank_with_a_reason(app: Flask, now: datetime) -> None:
    tender = calling.direct(ranked())
    commissioner = make.commissioner()
    assert invited(tender) == ["Harbour Care"]
    closes_at = tender.closes_at
    assert closes_at is not None
    later = now + timedelta(days=2)
    with pytest.raises(Invalid):
        actions.pass_over(commissioner, tender.id, because=PassedOver.DECLINED, reason=" ", now=later)
    actions.pass_over(commissioner, tender.id, because=PassedOver.DECLINED, reason="It said so by phone", now=later)
    db.session.rollback()
    assert invited(tender) == ["Other Care"]
    assert db.session.get_one(Tender, tender.id).closes_at == closes_at + timedelta(days=2)
    with pytest.raises(NotAllowed):
        bids.save(make.provider("Harbour Care"), tender.id, *whole(), now=later)
    bids.save(make.provider("Other Care"), tender.id, *whole(), now=later)
    with pytest.raises(NotFound):
        bids.save(make.provider("Third Care"), tender.id, *whole(), now=later)
    for _ in range(2):
        actions.pass_over(commissioner, tender.id, because=PassedOver.NO_CAPACITY, reason="Full", now=later)
    assert invited(tender) == []
    with pytest.raises(WrongState, match="Every member"):
        actions.pass_over(commissioner, tender.id, because=PassedOver.CONFLICT, reason="-", now=later)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [(lambda: make.provider("Harbour Care"), NotAllowed), (lambda: make.commissioner("Southmoor Council"), NotFound)],
    ids=["a provider", "another authority"],
)
def test_only_the_authority_passes_over(
    lite: Flask, now: datetime, who: Callable[[], Actor], refusal: type[Exception]
) -> None:
    tender = calling.direct(ranked())
    with pytest.raises(refusal):
        actions.pass_over(who(), tender.id, because=PassedOver.DECLINED, reason="No", now=now)


def test_a_member_reads_whether_it_is_its_turn(client: Client, now: datetime) -> None:
    tender = calling.direct(ranked())
    at = f"/tenders/{tender.id}"
    client.sign_in(make.person(Role.PROVIDER_ADMIN, of="Harbour Care").id)
    assert "It is your turn" in client.page(at).text
    reason = "It said so by phone"
    actions.pass_over(make.commissioner(), tender.id, because=PassedOver.DECLINED, reason=reason, now=now)
    page = client.page(at).text
    assert "passed you over" in page
    assert "It is your turn" not in page
    assert reason not in page


def test_nobody_is_passed_over_in_a_mini_competition(client: Client, now: datetime) -> None:
    tender = calling.called_off(ranked())
    with pytest.raises(WrongState):
        actions.pass_over(make.commissioner(), tender.id, because=PassedOver.DECLINED, reason="No", now=now)
    client.sign_in(make.commissioner().person_id)  # type: ignore[arg-type]
    client.page(f"/tenders/{tender.id}/passing-over", status=409)
    page = client.page(f"/tenders/{calling.direct(ranked()).id}/passing-over")
    assert page.heading == "Pass over Harbour Care"


def test_a_call_off_needs_fewer_days_than_a_tender(lite: Flask, now: datetime) -> None:
    framework = ranked()
    five = replace(calling.notice(framework).deadlines, closes_at=now + timedelta(days=5))
    early = replace(five, closes_at=now + timedelta(days=4), questions_close_at=now + timedelta(days=1))
    soon = replace(five, questions_close_at=now + timedelta(days=1), answers_by_at=now + timedelta(days=2))
    early = replace(early, answers_by_at=now + timedelta(days=2))
    good, bad = (
        calling.drafted(framework, written=replace(calling.notice(framework), deadlines=d)) for d in (soon, early)
    )
    assert words_of(good, now) == []
    assert words_of(bad, now) == ["Bids must stay open for at least 5 days from publication"]


@given(st.integers(1, 99_999_999), st.integers(1, 9_999_999), st.sampled_from(["week", "hour", "session", "whole"]))
def test_a_price_line_with_the_most_that_may_be_asked_is_read_as_it_is_shown(most: int, count: int, unit: str) -> None:
    for typed in (f"Fee; {unit}; {count}", f"Fee; {unit}; {count}; {most / 100:.2f}"):
        line = price_line(typed)
        assert price_line(price_line_words(line)) == line
        assert line.most_pence == (most if typed.count(";") == 3 else None)


def test_frameworks_that_may_be_used_are_offered_where_a_call_off_is_drafted(client: Client, now: datetime) -> None:
    framework = ranked(buyers=["Southmoor Council"])
    other = make_frameworks.framework(["Harbour Care"], of="Eastmoor Council")
    drafter = make.commissioner("Southmoor Council")
    tender = calling.drafted(framework, of="Southmoor Council")
    client.sign_in(drafter.person_id)  # type: ignore[arg-type]
    page = client.page(f"/tenders/{tender.id}/details")
    assert f"{framework.title} ({framework.reference})" in page.text
    assert other.reference not in page.text


def test_whoever_comes_from_a_framework_they_may_use_drafts_a_call_off(client: Client, now: datetime) -> None:
    framework = ranked(buyers=["Southmoor Council"])
    other = make_frameworks.framework(["Harbour Care"], of="Eastmoor Council")
    client.sign_in(make.commissioner("Southmoor Council").person_id)  # type: ignore[arg-type]
    for reference, title in ((framework.reference, "Two homes"), (other.reference, "A third")):
        at = f"/tenders/new?framework={reference}"
        assert ("Draft a call-off" in client.page(at).text) == (reference == framework.reference)
        assert client.send(at, {"title": title}).status_code == 303
    kinds = {one.title: one.details() for one in db.session.scalars(select(Tender))}
    assert (kinds["Two homes"].kind, kinds["Two homes"].framework_reference) == (Kind.CALL_OFF, framework.reference)
    assert (kinds["A third"].kind, kinds["A third"].framework_reference) == (Kind.CONTRACT, "")
