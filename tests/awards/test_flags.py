"""What stops a bid or waits for a decision: conditions, prices that look too low, ties."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask

from directory.awards.actions import deciding_gates, drawing
from directory.awards.queries.results import results
from directory.awards.rules.gates import Gate
from directory.awards.weighing import weighed
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.rules import Conditions, Status, TieBreak
from tests import make
from tests.awards import judging
from tests.tenders import making


def test_after_a_proposal_the_directory_no_longer_changes_how_a_lot_stands(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all()
    made.agree_all()
    made.open_prices()
    before = results(made.commissioner, made.tender.id)
    making.beyond(made.tender, Status.STANDSTILL)
    case = made.case
    lapsed = replace(case, notice=replace(case.notice, conditions=Conditions()))  # as if the directory knew no more
    assert weighed(lapsed) == before
    still = replace(lapsed, tender=judging.opened(title="Another"))
    assert weighed(still)[0].missing


def test_conditions_that_are_not_met_wait_for_a_decision_and_stop_a_bid(lite: Flask, now: datetime) -> None:
    conditions = Conditions(public_liability_pence=99_000_000_00, refuses_inadequate=False)
    made = judging.begun(conditions=conditions)
    made.score_all()
    made.agree_all()
    missing = results(made.commissioner, made.tender.id)[0].missing
    assert "Bid 1: a decision about public liability insurance" in missing
    assert "Bid 2: a decision about active registration" in missing  # the directory knows no fitting service of theirs
    with pytest.raises(WrongState, match="condition"):
        made.open_prices()

    def decide(bid: int, gate: Gate, lot: int, passes: bool) -> None:
        deciding_gates.decide_gate(
            made.commissioner, made.tender.id, bid=bid, gate=gate, lot=lot, passes=passes, reason="Seen", now=now
        )

    with pytest.raises(NotFound):
        decide(1, Gate.RATING, 1, True)  # the notice does not ask for it
    for bid in (1, 2):
        decide(bid, Gate.REGISTRATION, 1, True)
        decide(bid, Gate.PUBLIC_LIABILITY, 0, bid == 2)
    made.open_prices()
    (lot,) = results(made.commissioner, made.tender.id)
    assert [(one.number, one.rank) for one in lot.standings] == [(2, 1), (1, None)]
    assert lot.standings[1].failures == ("Public liability insurance: Seen",)


@pytest.fixture
def low(lite: Flask, now: datetime) -> judging.Judging:
    """A tender of three bids, the second far cheaper, with prices open."""
    made = judging.begun(bidders=judging.BIDDERS, pence=(150_000, 60_000, 160_000))
    made.score_all()
    made.agree_all()
    made.open_prices()
    return made


def test_a_low_price_is_disregarded_only_after_the_bidder_was_heard(low: judging.Judging, now: datetime) -> None:
    tender_id, who = low.tender.id, low.commissioner
    assert results(who, tender_id)[0].missing == ("Bid 2: a decision about its low price",)

    def decide(disregard: bool, at: datetime) -> object:
        return deciding_gates.decide_price(who, tender_id, bid=2, lot=1, disregard=disregard, reason="Said so", now=at)

    with pytest.raises(Invalid, match="Tell the bidder first"):
        decide(True, now)
    by = (now + timedelta(days=7)).date()
    with pytest.raises(Invalid):
        deciding_gates.ask_price(who, tender_id, bid=2, lot=1, question="How?", answer_by_on=now.date(), now=now)
    asked = deciding_gates.ask_price(who, tender_id, bid=2, lot=1, question="How?", answer_by_on=by, now=now)
    end = datetime.combine(by, datetime.min.time(), now.tzinfo) + timedelta(days=1)  # London is at UTC in November
    with pytest.raises(Invalid, match="wait"):
        decide(True, end - timedelta(microseconds=1))
    with pytest.raises(NotFound):  # another bidder learns nothing of it
        deciding_gates.answer_price(make.provider("Harbour Care"), tender_id, asked.id, answer="Ours", now=now)
    theirs = make.provider("Tern House")
    deciding_gates.answer_price(theirs, tender_id, asked.id, answer="We own the house", now=now)
    decide(True, now)
    (lot,) = results(who, tender_id)
    assert lot.missing == ()
    assert lot.standings[-1].failures == ("The price is abnormally low: Said so",)
    assert lot.standings[0].judged[-1].points == 30  # the lowest of those that are left
    with pytest.raises(WrongState):
        deciding_gates.answer_price(theirs, tender_id, asked.id, answer="Wait", now=now)


def test_a_low_price_may_be_accepted_without_asking_and_after_silence_disregarded(
    low: judging.Judging, now: datetime
) -> None:
    who, tender_id = low.commissioner, low.tender.id
    deciding_gates.ask_price(
        who, tender_id, bid=2, lot=1, question="How?", answer_by_on=(now + timedelta(days=7)).date(), now=now
    )
    late = now + timedelta(days=9)
    for disregard in (True, False):
        deciding_gates.decide_price(who, tender_id, bid=2, lot=1, disregard=disregard, reason="r", now=late)
        assert (results(who, tender_id)[0].standings[0].number == 2) is not disregard


def test_a_tie_is_drawn_by_two_officers(lite: Flask, now: datetime) -> None:
    made = judging.begun(pence=(140_000,), tie_break=TieBreak.DRAWN)
    made.score_all()
    made.agree_all()
    made.open_prices()
    who, tender_id = made.commissioner, made.tender.id
    assert results(who, tender_id)[0].missing == ("A draw between bid 1 and bid 2, which are tied",)
    with pytest.raises(WrongState):
        drawing.ask_draw(who, tender_id, lot=1, bids=[1], now=now)
    asked = drawing.ask_draw(who, tender_id, lot=1, bids=[2, 1], now=now)
    with pytest.raises(WrongState, match="second officer"):
        drawing.ask_draw(made.second, tender_id, lot=1, bids=[1, 2], now=now)
    with pytest.raises(NotAllowed, match="second officer"):
        drawing.draw(who, tender_id, asked.id, now=now)
    order = drawing.draw(made.second, tender_id, asked.id, now=now).order
    (lot,) = results(who, tender_id)
    assert ([one.number for one in lot.standings], lot.missing) == (order, ())
    with pytest.raises(WrongState, match="already"):
        drawing.draw(made.second, tender_id, asked.id, now=now)
