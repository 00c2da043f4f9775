"""Lots, criteria and conditions of a published tender: what may change, what bidders see, and that it can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory import jobs
from directory.access import Permission, Role
from directory.accounts.actions import make_token
from directory.codes import PriceUnit, ServiceType
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from directory.tenders import actions, queries
from directory.tenders.models import Alert, AmendmentDraft, Tender
from directory.tenders.rules import Conditions, Criterion, CriterionKind, Deadlines, Kind, Lot, Policy, PriceLine
from directory.tenders.rules.amending import terms_problems
from directory.tenders.rules.terms import Terms, terms_differences, terms_of, undone
from tests import inspect_pages, make, make_services
from tests.tenders.making import DAY, LEEDS, notice, tender

NEW_LOT = Lot(
    "Therapy",
    "For those who were trafficked",
    (ServiceType.THERAPY,),
    weekly_hours=30,
    areas=(LEEDS,),
    price_lines=(PriceLine("An hour", PriceUnit.HOUR, 1560),),
)
NEW_QUESTION = Criterion(CriterionKind.QUALITY, "Staff", 2000, "Who works there?", 500, "0: no\n5: yes")
Change = Callable[[Terms], Terms]


def lot(number: int, **fields: Any) -> Change:
    def change(terms: Terms) -> Terms:
        rows = list(terms.lots)
        rows[number - 1] = replace(rows[number - 1], **fields)
        return replace(terms, lots=tuple(rows))

    return change


def criterion(number: int, **fields: Any) -> Change:
    def change(terms: Terms) -> Terms:
        rows = list(terms.criteria)
        rows[number - 1] = replace(rows[number - 1], **fields)
        return replace(terms, criteria=tuple(rows))

    return change


def together(*changes: Change) -> Change:
    def change(terms: Terms) -> Terms:
        for one in changes:
            terms = one(terms)
        return terms

    return change


def amend(made: Tender, change: Change, now: datetime, *, later: timedelta = 12 * DAY, material: bool = False) -> None:
    terms = change(terms_of(db.session.get_one(Tender, made.id).notice()))
    assert made.closes_at is not None
    deadlines = Deadlines(closes_at=made.closes_at + later) if later else Deadlines()
    actions.amend(
        make.commissioner(),
        made.id,
        description=None,
        deadlines=deadlines,
        terms=terms,
        material=material,
        reason="The need changed",
        now=now,
    )


REWEIGHED = together(criterion(1, weight_hundredths=5000), criterion(2, weight_hundredths=2050))
MAY: dict[str, tuple[Change, set[str]]] = {
    "more places": (lot(1, places=20), {"lots.1.places"}),
    "a lot taken away": (lot(2, removed=True), {"lots.2.removed"}),
    "a lot added": (lambda terms: replace(terms, lots=(*terms.lots, NEW_LOT)), {"lots.3"}),
    "more weeks reckoned with": (
        lot(1, price_lines=(PriceLine("Fee for a place", PriceUnit.WEEK, 900),)),
        {"lots.1.price_lines"},
    ),
    "other weights": (REWEIGHED, {"criteria.1.weight_hundredths", "criteria.2.weight_hundredths"}),
    "a question in place of another": (
        together(
            criterion(1, weight_hundredths=5050),
            criterion(2, removed=True),
            lambda terms: replace(terms, criteria=(*terms.criteria, NEW_QUESTION)),
        ),
        {"criteria.1.weight_hundredths", "criteria.2.removed", "criteria.4"},
    ),
    "another policy": (
        lambda terms: replace(
            terms, conditions=replace(terms.conditions, policies=(Policy.SAFEGUARDING, Policy.COMPLAINTS))
        ),
        {"policies"},
    ),
}
MAY_NOT: dict[str, tuple[Change, str]] = {
    "weights below 100": (criterion(1, weight_hundredths=5000), "exactly 100.*section 23"),
    "no lot left": (together(lot(1, removed=True), lot(2, removed=True)), "at least one lot"),
    "another price asked for": (
        lot(1, price_lines=(PriceLine("Fee for a place", PriceUnit.HOUR, 624),)),
        "Take the lot away.*own rule",
    ),
    "a price that may be too high already": (
        lot(1, price_lines=(PriceLine("Fee for a place", PriceUnit.WEEK, 624, 100_00),)),
        "Take the lot away.*own rule",
    ),
    "another buyer": (lot(1, joint_buyers=("E08000036",)), "who buys together cannot change"),
    "a question judged as a price": (criterion(1, kind=CriterionKind.SOCIAL_VALUE), "what it judges stays"),
    "fewer words": (criterion(1, word_limit=100), "can only rise from 750"),
    "a criterion left out": (lambda terms: replace(terms, criteria=terms.criteria[:2]), "keeps its number"),
    "an impossible lot": (lot(1, places=-1), "whole number"),
}


@pytest.mark.parametrize("name", MAY)
def test_terms_change_in_sight_of_all_and_give_more_time(lite: Flask, now: datetime, name: str) -> None:
    change, fields = MAY[name]
    made = tender()
    with pytest.raises(Invalid, match="gives bidders more time"):
        amend(made, change, now, later=timedelta(0))
    before = made.notice()
    amend(made, change, now)
    kept = db.session.get_one(Tender, made.id)
    (amendment,) = kept.amendments
    assert set(amendment.differences) == {*fields, "closes_at"}
    assert amendment.material
    assert terms_of(kept.notice()) == change(terms_of(before))
    assert undone(kept.notice(), amendment.differences) == before


@pytest.mark.parametrize("name", MAY_NOT)
def test_what_may_not_change_is_refused_with_what_forbids_it(lite: Flask, now: datetime, name: str) -> None:
    change, words = MAY_NOT[name]
    made = tender()
    before = made.notice()
    with pytest.raises(Invalid, match=words):
        amend(made, change, now)
    assert db.session.get_one(Tender, made.id).notice() == before


def test_a_better_word_is_no_material_change(lite: Flask, now: datetime) -> None:
    made = tender()
    amend(made, lot(1, title="Northern homes"), now, later=timedelta(0))
    assert not db.session.get_one(Tender, made.id).amendments[0].material


def test_what_was_taken_away_stays_away_and_its_number_is_nobody_elses(lite: Flask, now: datetime) -> None:
    made = tender()
    amend(made, lot(2, removed=True), now)
    with pytest.raises(Invalid, match="Add another lot instead"):
        amend(made, lot(2, removed=False), now, later=24 * DAY)
    amend(made, lambda terms: replace(terms, lots=(*terms.lots, NEW_LOT)), now, later=24 * DAY)
    kept = db.session.get_one(Tender, made.id)
    assert [(one.number, one.removed) for one in kept.lots] == [(1, False), (2, True), (3, False)]


def test_a_call_off_keeps_its_lots() -> None:
    written = notice(datetime.fromisoformat("2026-06-01T09:00:00Z"), kind=Kind.CALL_OFF, framework_reference="FW-1")
    for change in (lot(1, removed=True), lambda terms: replace(terms, lots=(*terms.lots, NEW_LOT))):
        (wrong,) = terms_problems(written, change(terms_of(written)))
        assert "invited by these lots" in wrong.source
    assert terms_problems(written, lot(1, places=20)(terms_of(written))) == []


TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=8)
LOTS = st.builds(
    Lot, TEXTS, TEXTS, st.just((ServiceType.ADVOCACY,)), st.none() | st.integers(1, 9), removed=st.booleans()
)
CRITERIA = st.builds(
    Criterion, st.sampled_from(CriterionKind), TEXTS, st.integers(1, 100_00), TEXTS, removed=st.booleans()
)
CONDITIONS = st.builds(Conditions, st.booleans(), st.booleans(), policies=st.just((Policy.SAFEGUARDING,)) | st.just(()))


@given(st.lists(LOTS, max_size=4), st.lists(CRITERIA, max_size=4), CONDITIONS, st.data())
def test_every_change_of_terms_is_told_and_can_be_undone(
    lots: list[Lot], criteria: list[Criterion], conditions: Conditions, data: st.DataObject
) -> None:
    before = replace(
        notice(datetime.fromisoformat("2026-06-01T09:00:00Z")),
        lots=tuple(lots),
        criteria=tuple(criteria),
        conditions=conditions,
    )
    # rows change where they are, and others follow
    more_lots = data.draw(st.lists(LOTS, min_size=len(lots), max_size=6))
    more_criteria = data.draw(st.lists(CRITERIA, min_size=len(criteria), max_size=6))
    after = Terms(tuple(more_lots), tuple(more_criteria), data.draw(CONDITIONS))
    made = {one.field: (one.before, one.after) for one in terms_differences(terms_of(before), after)}
    assert bool(made) == (after != terms_of(before))
    changed = replace(before, lots=after.lots, criteria=after.criteria, conditions=after.conditions)
    assert undone(changed, made) == before
    assert Terms.of(after.as_json()) == after


def test_a_draft_of_an_amendment_is_for_its_own_authority(lite: Flask, now: datetime) -> None:
    made, actor = tender(), make.commissioner()
    value = replace(made.lots[0].value(), places=20)
    for who, refusal in (
        (make.commissioner("Southport Council"), NotFound),
        (make.actor(Role.SOCIAL_WORKER), NotAllowed),
    ):
        with pytest.raises(refusal):
            actions.draft_lot(who, made.id, 1, value, now=now)
    actions.draft_lot(actor, made.id, 1, value, now=now)
    assert queries.terms_drafted(actor, made).lots[0].places == 20
    assert queries.terms_drafted(make.provider(), made).lots[0].places == 12
    assert db.session.get_one(Tender, made.id).lots[0].places == 12
    with pytest.raises(NotFound):
        actions.draft_lot(actor, made.id, 7, value, now=now)
    with pytest.raises(Stale):
        actions.draft_lot(actor, made.id, 1, replace(value, places=30), read="another", now=now)
    actions.drop_draft(actor, made.id, now=now)
    assert db.session.get(AmendmentDraft, made.id) is None
    assert made.closes_at is not None
    with pytest.raises(WrongState, match="Bids have closed"):
        actions.draft_lot(actor, made.id, 1, value, now=made.closes_at)


def test_pages_lead_from_a_change_to_its_publication(lite: Flask, now: datetime) -> None:
    made = tender()
    desk = inspect_pages.client(lite).sign_in(make.person(Role.COMMISSIONER).id)
    public = inspect_pages.client(lite)
    at = f"/tenders/{made.id}/amendment"
    first = desk.page(f"{at}/lots/1")
    assert first.value("title") == "North"
    sent = {"read": first.value("read"), "title": "North", "service_types": "supported_accommodation"}
    sent |= {"places": "20", "areas": "Leeds", "price_lines": "Fee for a place; week; 624"}
    refused = inspect_pages.Page(desk.send(f"{at}/lots/1", sent | {"price_lines": "Fee for a place; hour; 624"}))
    assert "the prices asked for stay" in refused.errors()[0]
    assert desk.send(f"{at}/lots/1", sent).status_code == 303
    assert desk.send(f"{at}/lots/2/removal").status_code == 303
    assert desk.send(f"{at}/criteria/2/removal").status_code == 303
    assert desk.get(f"{at}/lots/2").status_code == 404
    page = desk.page(at)
    assert "Lot 1: Places 12 20" in page.text
    assert "They are material" in page.text
    assert "The weights add to 89.5, and must add to exactly 100" in page.text
    assert "20 places" not in public.page(f"/tenders/{made.id}").text
    asked = desk.page(f"{at}/criteria/1")
    assert "29.5 points" in asked.text
    weighed = {name: asked.value(name) for name in ("read", "name", "question", "word_limit", "guide", "highest_score")}
    assert desk.send(f"{at}/criteria/1", weighed | {"kind": "quality", "weight": "70.5"}).status_code == 303

    page = desk.page(at)
    assert made.closes_at is not None
    later = made.closes_at + 14 * DAY
    final = {
        name: [i.get("value") for i in page.tree.iter("input") if i.get("name") == name]
        for name in ("questions_close_on", "answers_by_on")
    } | {name: page.value(name) for name in ("questions_close_time", "answers_by_time", "closes_time", "read")}
    final |= {"closes_on": [str(later.day), str(later.month), str(later.year)], "reason": "Fewer lots"}
    final["description"] = made.description
    published = desk.send(at, final)
    assert published.status_code == 303, inspect_pages.Page(published).errors()
    text = public.page(f"/tenders/{made.id}").text
    for words in (
        "20 places",
        "Lot 2: Advocacy was taken away by an amendment",
        "Criterion 2: Social value was taken away",
        "Criterion 1: Weight 60 70.5",
        "material",
    ):
        assert words in text
    assert "2. Advocacy" not in text
    assert db.session.get(AmendmentDraft, made.id) is None
    assert "Amendment 1: Fewer lots" in public.get("/tenders/feed").text


def test_changes_begun_from_other_terms_are_not_published(lite: Flask, now: datetime) -> None:
    made = tender()
    person = make.person(Role.COMMISSIONER)
    actions.draft_lot(person.actor(), made.id, 1, replace(made.lots[0].value(), places=20), now=now)
    amend(made, lot(1, places=15), now)
    desk = inspect_pages.client(lite).sign_in(person.id)
    at = f"/tenders/{made.id}/amendment"
    answer = desk.send(at, {"reason": "Mine"})
    assert answer.status_code == 412
    assert "Forget these changes and begin again" in inspect_pages.Page(answer).text
    assert desk.send(f"{at}/dropping").status_code == 303
    assert "Forget them" not in desk.page(at).text


def test_whom_a_new_lot_fits_is_told_of_the_tender(lite: Flask, now: datetime) -> None:
    make_services.service("Tern House", type=ServiceType.THERAPY, outcode="LS1")
    tender_id = tender().id
    jobs.run_due()
    assert db.session.scalars(select(Alert)).all() == []
    amend(db.session.get_one(Tender, tender_id), lambda terms: replace(terms, lots=(*terms.lots, NEW_LOT)), now)
    jobs.run_due()
    assert [one.told_of for one in db.session.scalars(select(Alert))] == ["published"]


def test_programs_amend_terms_too(lite: Flask, now: datetime) -> None:
    made = tender()
    _, token = make_token(
        make.commissioner(), name="t", scopes=[Permission.TENDER_PUBLISH, Permission.TENDER_DRAFT], now=now
    )
    headers = {"Authorization": f"Bearer {token}"}
    http = inspect_pages.client(lite)
    read = http.get(f"/api/v1/tenders/{made.id}").get_json()
    assert made.closes_at is not None
    said = {"reason": "One lot", "material": True, "closes_at": (made.closes_at + 14 * DAY).isoformat()}
    kept = {name: read["lots"][0][name] for name in ("title", "service_types", "places", "price_lines")}
    body = said | {"lots": [kept | {"areas": ["Leeds"]}, None]}
    answer = http.post(f"/api/v1/tenders/{made.id}/amendment", json=body, headers=headers)
    assert answer.status_code == 201, answer.get_json()
    assert [one["removed"] for one in answer.get_json()["lots"]] == [False, True]
