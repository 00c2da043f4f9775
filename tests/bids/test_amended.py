"""Bids that were sealed before an amendment: they keep their meaning, count for what still stands, and tell nobody."""

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid5

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from directory import jobs
from directory.access import Actor, Role
from directory.awards.queries.case import case_of
from directory.awards.rules.arithmetic import Agreed, Entry, standings
from directory.awards.weighing import weighed
from directory.bids import actions, queries
from directory.bids.models import Envelope
from directory.bids.rules.asked import as_judged
from directory.bids.rules.content import Answer, Bid, Price
from directory.bids.rules.parts import Lots, Prices
from directory.kit.db import db
from directory.notify import notices
from directory.tenders import actions as tenders
from directory.tenders.models import Tender
from directory.tenders.rules import Criterion, CriterionKind, Deadlines, PriceFormula, TieBreak, numbered
from directory.tenders.rules.terms import Terms, terms_of
from tests import inspect_pages, make
from tests.bids import writing
from tests.tenders.making import DAY, notice

NEW_QUESTION = Criterion(CriterionKind.QUALITY, "Staff", 2000, "Who works there?", 4000, "0: no\n5: yes")


def amended(terms: Terms) -> Terms:
    """Take away lot 2 and question 2, ask another question at length, and judge the first by less."""
    north, advocacy = terms.lots
    safety, social, price = terms.criteria
    criteria = (replace(safety, weight_hundredths=5050), replace(social, removed=True), price, NEW_QUESTION)
    return replace(terms, lots=(north, replace(advocacy, removed=True)), criteria=criteria)


def amend(tender_id: UUID) -> None:
    made = db.session.get_one(Tender, tender_id)
    assert made.closes_at
    assert made.published_at
    tenders.amend(
        make.commissioner(),
        made.id,
        description=None,
        deadlines=Deadlines(closes_at=made.closes_at + 14 * DAY),
        terms=amended(terms_of(made.notice())),
        material=True,
        reason="Advocacy is bought elsewhere",
        now=made.published_at + timedelta(hours=1),
    )


def bid(tender_id: UUID, name: str, *lots: int, pence: int = 150_000) -> Actor:
    made, actor = db.session.get_one(Tender, tender_id), make.provider(name)
    assert made.published_at
    prices = Prices(tuple(Price(lot, 1, pence) for lot in lots))
    actions.save(actor, made.id, *writing.whole(f"We are {name}."), Lots(lots), prices, now=made.published_at)
    writing.submit(actor, made.id)
    return actor


def test_sealed_bids_count_for_what_is_still_asked(app: Flask, now: datetime) -> None:
    made = writing.open_tender()
    first, both, gone = bid(made.id, "First", 1), bid(made.id, "Both", 1, 2, pence=140_000), bid(made.id, "Gone", 2)
    tender_id = made.id
    amend(tender_id)
    jobs.run_due()
    made = db.session.get_one(Tender, tender_id)
    later = make.provider("Later")
    actions.save(later, made.id, *writing.whole("Later")[:2], *writing.whole("Later", 160_000)[3:], now=now)
    actions.save(later, made.id, Answer(4, "Ten people"), now=now)
    writing.submit(later, made.id)
    writing.unsealed(made)
    made = db.session.get_one(Tender, tender_id)

    assert len(queries.opened_bids(make.commissioner(), made.id)) == 4
    case = case_of(make.commissioner(), made)
    by_name = {one.name: one for one in case.bids}
    assert set(by_name) == {"First", "Both", "Later"}
    assert by_name["Both"].bid.lots == (1,)
    assert {one.criterion for one in by_name["Both"].bid.answers} == {1}
    assert by_name["Later"].bid.answer(4, 1) == "Ten people"
    assert case.scored == (1, 4)
    assert {(cell.criterion, cell.lot) for cell in case.cells()} == {(1, 0), (4, 0)}
    assert [one.lot for one in weighed(case)] == [1]
    told = {actor: [one.text for one in notices(actor) if "was opened" in one.text] for actor in (first, both, gone)}
    assert "every lot that it was for" in told[gone][0]
    assert all("every lot" not in told[actor][0] for actor in (first, both))


def test_a_bidder_is_told_on_its_own_pages_alone(lite: Flask, now: datetime) -> None:
    tender_id = writing.open_tender().id
    people = {name: make.person(Role.PROVIDER_ADMIN, of=name).id for name in ("Both", "Gone")}
    bid(tender_id, "Both", 1, 2)
    bid(tender_id, "Gone", 2)
    before = {name: [one.text for one in notices(make.provider(name))] for name in people}
    amend(tender_id)
    jobs.run_due()
    assert {name: [one.text for one in notices(make.provider(name))] for name in people} == before
    pages = {
        name: inspect_pages.client(lite).sign_in(who).page(f"/tenders/{tender_id}/bid") for name, who in people.items()
    }
    for words in (
        "Look again: the tender was amended after you submitted",
        "counts for lot 1, as it is",
        "Answer the question Staff",
        "Your answer to “Social value”, which is not asked any more",
    ):
        assert words in pages["Both"].text
    assert "It will not be judged, unless you choose other lots" in pages["Gone"].text
    for at_once in (now, writing.closing(db.session.get_one(Tender, tender_id)) - DAY):
        assert "Look again at your bid" in " ".join(one.text for one in queries.needs(make.provider("Both"), at_once))
        assert queries.needs(make.provider("Other"), at_once) == []


def test_all_envelopes_grow_at_once(lite: Flask, now: datetime) -> None:
    tender_id = writing.open_tender().id
    jobs.run_due()
    bid(tender_id, "First", 1)

    def sizes() -> set[tuple[int, int]]:
        db.session.rollback()
        return {(len(one.draft), len(one.content)) for one in db.session.scalars(select(Envelope))}

    (small,) = sizes()
    tender = db.session.get_one(Tender, tender_id)
    longer = replace(NEW_QUESTION, word_limit=10_000)
    terms = amended(terms_of(tender.notice()))
    assert tender.closes_at
    tenders.amend(
        make.commissioner(),
        tender_id,
        description=None,
        deadlines=Deadlines(closes_at=tender.closes_at + 14 * DAY),
        terms=replace(terms, criteria=(*terms.criteria[:3], longer)),
        material=True,
        reason="More is asked",
        now=now,
    )
    actions.save(make.provider("First"), tender_id, Answer(4, "Ten people"), now=now)
    assert sizes() == {small}
    jobs.run_due()
    (large,) = sizes()
    assert large > small
    writing.submit(make.provider("First"), tender_id)
    assert sizes() == {large}


@given(st.data())
def test_judging_what_is_left_is_judging_a_tender_that_never_asked_the_rest(data: st.DataObject) -> None:
    """Weights, numbers and gaps: totals and ranks are those of a notice without what was taken away."""
    shares = data.draw(st.lists(st.integers(1, 9), min_size=1, max_size=4))
    asked = [Criterion(CriterionKind.QUALITY, f"Q{n}", share * 100, "?", 100, "!") for n, share in enumerate(shares)]
    rest = 100_00 - sum(one.weight_hundredths for one in asked)
    asked.append(Criterion(CriterionKind.PRICE, "Price", rest, formula=PriceFormula.LOWEST_OVER_PRICE))
    gone = Criterion(CriterionKind.QUALITY, "Gone", 50_00, "?", 100, "!", minimum_score=3, removed=True)
    mixed: list[Criterion] = []
    for one in asked:
        mixed += [gone] * data.draw(st.integers(0, 2)) + [one]
    places = dict(enumerate((number for number, _ in numbered(mixed)), 1))
    scores = data.draw(
        st.lists(
            st.tuples(st.lists(st.integers(0, 5), min_size=len(shares), max_size=len(shares)), st.integers(1, 999)),
            min_size=1,
            max_size=4,
        )
    )

    def entries(at: dict[int, int]) -> list[Entry]:
        return [
            Entry(
                uuid5(UUID(int=0), str(number)),
                number,
                UUID(int=number),
                str(number),
                {at[place]: Agreed(score, "r") for place, score in enumerate(given_scores, 1)},
                pence,
            )
            for number, (given_scores, pence) in enumerate(scores, 1)
        ]

    plain = standings(asked, entries({n: n for n in range(1, len(asked) + 1)}), TieBreak.HIGHEST_QUALITY)
    left = standings(mixed, entries(places), TieBreak.HIGHEST_QUALITY)
    assert [(one.number, one.total, one.rank, one.failures) for one in left] == [
        (one.number, one.total, one.rank, one.failures) for one in plain
    ]
    assert all(Fraction(one.total) <= 100 for one in left)


@given(st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4)), st.sets(st.integers(1, 4)))
def test_nothing_is_judged_that_is_not_asked_any_more(chosen: set[int], without: set[int], unasked: set[int]) -> None:
    written = notice(datetime.fromisoformat("2026-06-01T09:00:00Z"))
    lots = tuple(replace(written.lots[0], removed=number in without) for number in range(1, 5))
    criteria = tuple(replace(written.criteria[0], removed=number in unasked) for number in range(1, 5))
    bid = Bid(
        lots=tuple(sorted(chosen)),
        answers=tuple(Answer(number, "said", lot) for number in range(1, 5) for lot in (0, *sorted(chosen))),
        prices=tuple(Price(lot, 1, 100) for lot in sorted(chosen)),
    )
    judged = as_judged(bid, replace(written, lots=lots, criteria=criteria))
    assert set(judged.lots) == chosen - without
    assert {one.criterion for one in judged.answers} == set(range(1, 5)) - unasked
    assert {one.lot for one in judged.answers} <= {0} | (chosen - without)
    assert {one.lot for one in judged.prices} == chosen - without
    assert as_judged(judged, replace(written, lots=lots, criteria=criteria)) == judged
