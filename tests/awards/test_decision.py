"""The decision: who may be awarded what, by whom it is approved, what bidders are told, when anything is public."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from directory.accounts.models import Person
from directory.awards.actions import announcing, challenging, failing, panel, summarising
from directory.awards.actions import deciding as actions
from directory.awards.models import Challenge, Contract, Summary
from directory.awards.queries.decisions import (
    decision_of,
    own_summary,
    public_award_notices,
    public_contract_notices,
)
from directory.awards.rules.challenge import ClaimKind, Lifting
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.deciding import Choice
from directory.awards.rules.standstill import Rest, Standstill, ends, london_day
from directory.awards.rules.summary import Outcome
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.notify.models import Mail, Notice
from directory.tenders.rules import Phase, Status
from tests import make, make_bids
from tests.awards import judging
from tests.awards.deciding import REST, announced, best, contract, judged, proposed, provider
from tests.tenders import making

HARBOUR, TERN, CURLEW = judging.BIDDERS


def test_the_best_is_awarded_and_nobody_out_of_turn(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 4, (3, 1): 2}, bidders=judging.BIDDERS)
    for choice in (Choice(1, 2), Choice(1, -1), Choice(2, 1)):
        with pytest.raises(Invalid):
            proposed(made, [choice])
    with pytest.raises(Invalid) as caught:
        proposed(made, [Choice(1, 0)])
    assert list(caught.value.fields) == ["reason_1"]
    decision = proposed(made)
    assert [(one.lot, one.organisation.name, one.rank) for one in decision.awards] == [(1, HARBOUR, 1)]
    assert made.tender.status == Status.AWARD_PROPOSED
    assert all(one.value_pence is None for one in decision.awards), "a price stands outside its sealed bid"


def test_a_framework_takes_the_best_in_their_order(lite: Flask, now: datetime) -> None:
    points = {(1, 1): 2, (2, 1): 5, (3, 1): 4}
    made = judged(points, bidders=judging.BIDDERS, kind="framework", ranked=True)
    decision = proposed(made, best(made, 2))
    assert [(one.organisation.name, one.rank) for one in decision.awards] == [(TERN, 1), (CURLEW, 2)]


def test_nothing_is_proposed_while_something_is_open(lite: Flask, now: datetime) -> None:
    made = judging.begun(evaluators=1)
    missing = "Lot 1 cannot be decided yet: "
    with pytest.raises(Invalid, match="Evaluators have not finished") as caught:
        proposed(made)
    assert caught.value.fields["winners_1"].startswith(missing)
    made.score_all()
    with pytest.raises(Invalid, match="2 agreed scores"):
        proposed(made)
    made.agree_all()
    with pytest.raises(Invalid, match="The prices are not open"):
        proposed(made)
    made.open_prices()
    panel.declare(made.evaluators[0], made.tender_id, {1: "My sister works there"}, now=now)
    with pytest.raises(Invalid, match="A declared interest waits for a decision"):
        proposed(made)
    assert made.tender.status == Status.EVALUATING


def test_a_tie_is_drawn_before_it_is_decided(lite: Flask, now: datetime) -> None:
    made = judged(pence=(150_000, 150_000), tie_break="drawn")
    with pytest.raises(Invalid, match="A draw between bid 1 and bid 2"):
        proposed(made)


def test_whoever_has_an_interest_does_not_decide(lite: Flask, now: datetime) -> None:
    made = judged()
    stranger = make.commissioner(judging.HERE)
    with pytest.raises(NotAllowed, match="Say first in which bidders"):
        actions.propose(stranger, made.tender_id, best(made), rest=REST, now=now)
    proposed(made)
    with pytest.raises(NotAllowed, match="Say first in which bidders"):
        actions.approve(stranger, made.tender_id, now=now)
    panel.declare(stranger, made.tender_id, {2: "I sat on its board"}, now=now)
    with pytest.raises(NotAllowed, match="another person decides"):
        actions.approve(stranger, made.tender_id, now=now)


def test_a_second_person_approves_what_was_read(lite: Flask, now: datetime) -> None:
    made = judged()
    decision = proposed(made)
    read = decision.version
    with pytest.raises(NotAllowed, match="A second person must approve"):
        actions.approve(made.commissioner, made.tender_id, now=now)
    with pytest.raises(WrongState, match="not approved yet"):
        announcing.announce(made.second, made.tender_id, now=now)
    summarising.reword(made.commissioner, made.tender_id, 1, {"1.1": "Clear on who does what."}, now=now)
    with pytest.raises(WrongState, match="changed the proposal"):
        actions.approve(made.second, made.tender_id, version=read, now=now)
    actions.approve(made.second, made.tender_id, now=now)
    with pytest.raises(WrongState, match="approved already"):
        actions.approve(made.second, made.tender_id, now=now)
    winner = json.loads(decision_of(made.commissioner, made.tender_id).decision.winner_words)  # type: ignore[union-attr]
    summarising.reword_winners(made.commissioner, made.tender_id, dict.fromkeys(winner, "Strong evidence."), now=now)
    with pytest.raises(WrongState, match="not approved yet"):
        announcing.announce(made.second, made.tender_id, now=now)


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("Strong on safety, like Curlew Homes.", "bid too and did not win"),
        ("A score for curlew  HOMES would be higher.", "bid too and did not win"),
        ("Harbour Care said more about nights.", ""),
        ("Person Panel liked it most.", "judged the bids"),
        ("Better than bid 3 in this.", "number of the authority"),
        ("The example of a child born 4 March 2011 is good.", "date"),
        ("Ring 020 7946 0018 for more.", "phone"),
        ("", "Enter the reason"),
        ("Sound.", ""),
    ],
)
def test_words_name_no_loser_no_judge_and_no_child(lite: Flask, now: datetime, text: str, refused: str) -> None:
    made = judged({(1, 1): 5, (2, 1): 3, (3, 1): 2}, bidders=judging.BIDDERS)
    rename(made, "Person Panel")
    proposed(made)
    if not refused:
        summarising.reword(made.second, made.tender_id, 2, {"1.1": text}, now=now)
        return
    with pytest.raises(Invalid, match=refused):
        summarising.reword(made.second, made.tender_id, 2, {"1.1": text}, now=now)


def rename(made: judging.Judging, name: str) -> None:
    with db.engine.begin() as connection:
        connection.execute(update(Person).where(Person.id == made.evaluators[0].person_id).values(name=name))


def test_figures_cannot_be_changed_with_the_words(lite: Flask, now: datetime) -> None:
    made = judged()
    proposed(made)
    for path in ("1.total", "figures", "2.why", "1.1.1"):
        with pytest.raises(Invalid, match="no such words"):
            summarising.reword(made.commissioner, made.tender_id, 1, {path: "100"}, now=now)


def test_nothing_is_told_and_nothing_is_public_before_the_announcement(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 3})
    before = db.session.scalars(select(Mail)).all()
    proposed(made)
    actions.approve(made.second, made.tender_id, now=now)
    assert public_award_notices(made.tender) == []
    for name in (HARBOUR, TERN):
        with pytest.raises(NotFound):
            own_summary(provider(name), made.tender_id)
    assert db.session.scalars(select(Mail)).all() == before
    assert db.session.scalars(select(Contract)).all() == []
    announcing.announce(made.second, made.tender_id, now=now)
    assert [one.lots[0].awards[0].organisation.name for one in public_award_notices(made.tender)] == [HARBOUR]
    assert public_contract_notices(made.tender) == []


def test_each_provider_reads_its_own_summary_and_the_winners_scores(lite: Flask, now: datetime) -> None:
    losing = {name: provider(name) for name in (TERN, CURLEW)}
    made = judged({(1, 1): 5, (2, 1): 3, (3, 1): 2}, bidders=judging.BIDDERS)
    announced(made)
    tender, mine = own_summary(losing[TERN], made.tender_id)
    lot = mine.lots[0]
    assert (lot.outcome, lot.own.name, [one.name for one in lot.winners]) == (Outcome.LOST, TERN, [HARBOUR])
    assert lot.own.lines[0].score == "3"
    assert lot.winners[0].lines[0].score == "5"
    assert mine.why(1) == (
        "This lot is awarded to Harbour Care: that bid scored more points under the criteria of the notice. "
        "The tables show both."
    )
    whole = mine.summary.figures + mine.summary.words + json.dumps(dict(mine.winner_words))
    assert CURLEW not in whole
    assert "£" not in whole, "somebody's price is told"
    _, winner = own_summary(provider(HARBOUR), made.tender_id)
    assert (winner.lots[0].outcome, winner.lots[0].winners) == (Outcome.WON, ())
    with pytest.raises(NotFound):
        own_summary(provider("Nobody Homes"), made.tender_id)
    mails = [mail for mail in db.session.scalars(select(Mail)) if "has decided about the bids" in mail.subject]
    assert len(mails) >= 2
    assert all(f"/tenders/{tender.id}/assessment" in (mail.body or "") for mail in mails)
    assert not any(word in (mail.body or "") for mail in mails for word in (HARBOUR, "score", "£"))
    told = [one.text for one in db.session.scalars(select(Notice)) if one.endpoint == "awards.assessment"]
    assert len(told) == 3


def test_a_bid_that_failed_is_told_why(lite: Flask, now: datetime) -> None:
    made = judged({(1, 1): 5, (2, 1): 3}, bids={TERN: {"prices": ()}})
    announced(made)
    _, mine = own_summary(provider(TERN), made.tender_id)
    assert mine.lots[0].outcome == Outcome.FAILED
    assert "gives no price" in mine.why(1)


def test_nobody_is_awarded_anything_and_all_are_told_why(lite: Flask, now: datetime) -> None:
    made = judged()
    announced(made, [Choice(1, 0, "No bid showed how children are kept safe at night.")])
    tender = made.tender
    assert (tender.status, tender.ended_reason) == (
        Status.UNSUCCESSFUL,
        "No bid showed how children are kept safe at night.",
    )
    _, mine = own_summary(provider(TERN), made.tender_id)
    assert mine.lots[0].outcome == Outcome.NOT_AWARDED
    assert "kept safe at night" in mine.why(1)


def test_without_a_bid_the_tender_is_unsuccessful_at_once(lite: Flask, now: datetime) -> None:
    tender = making.tender(of=judging.HERE)
    make_bids.opened(tender)
    officer = make.commissioner(judging.HERE)
    with pytest.raises(Invalid):
        failing.fail(officer, tender.id, reason=" ", now=now)
    failing.fail(officer, tender.id, reason="Nobody bid.", now=now)
    assert tender.status == Status.UNSUCCESSFUL
    made = judged()
    with pytest.raises(WrongState, match="propose an award to nobody"):
        failing.fail(made.commissioner, made.tender_id, reason="None fits.", now=now)


def test_fewer_lots_are_awarded_than_were_asked_for(lite: Flask, now: datetime) -> None:
    made = judged(lots=2)
    announced(made, [Choice(1, 1), Choice(2, 0, "Too dear.")])
    notice = public_award_notices(made.tender)[0]
    assert [(lot.lot, len(lot.awards), lot.reason) for lot in notice.lots] == [(1, 1, ""), (2, 0, "Too dear.")]
    assert [one.lot for one in db.session.scalars(select(Contract))] == [1]


def test_what_was_proposed_is_judged_again(lite: Flask, now: datetime) -> None:
    made = judged()
    first = proposed(made)
    with pytest.raises(Invalid):
        actions.reopen(made.second, made.tender_id, reason="", now=now)
    actions.reopen(made.second, made.tender_id, reason="A score was typed wrongly.", now=now)
    assert made.tender.status == Status.EVALUATING
    second = proposed(made)
    assert (first.number, second.number) == (1, 2)


def test_what_was_announced_is_judged_again_and_all_are_told(lite: Flask, now: datetime) -> None:
    losing = provider(TERN)
    made = judged({(1, 1): 5, (2, 1): 3})
    announced(made)
    actions.reopen(made.commissioner, made.tender_id, reason="A score was typed wrongly.", now=now)
    tender = made.tender
    assert (tender.status, tender.announced_at, tender.standstill_ends_at) == (Status.EVALUATING, None, None)
    assert contract(made).status == ContractStatus.WITHDRAWN
    assert public_award_notices(tender)[0].withdrawn_at == now
    texts = [one.text for one in db.session.scalars(select(Notice)) if one.organisation_id == losing.organisation_id]
    assert any("judges the bids" in text for text in texts)


def test_a_challenge_stops_the_clock_and_the_rest_runs_when_it_is_over(lite: Flask) -> None:
    monday = datetime.fromisoformat("2026-11-30T10:00:00+00:00")
    with clock.fixed(monday):
        made = judged()
        announced(made, at=monday)
    assert made.tender.standstill_ends_at == ends(london_day(monday), 8)
    thursday = monday + timedelta(days=3)
    record: dict[str, Any] = {"kind": ClaimKind.PROCEEDINGS, "what": "Tern House has issued a claim in the High Court."}
    with pytest.raises(Invalid, match="after the announcement"):
        challenging.challenge(
            made.second, made.tender_id, notified_at=monday - timedelta(days=1), now=thursday, **record
        )
    found = challenging.challenge(made.second, made.tender_id, notified_at=thursday, now=thursday, **record)
    assert made.tender.standstill_ends_at is None
    a_year_on = monday + timedelta(days=365)
    assert made.tender.phase(a_year_on) == Phase.STANDSTILL
    over = datetime.fromisoformat("2026-12-14T09:00:00+00:00")
    challenging.lift(made.second, made.tender_id, found.id, lifting=Lifting.RESUMES, reason="Discontinued.", now=over)
    # three of eight days had gone before Thursday: five are left, from Monday 14 to Friday 18 December
    assert made.tender.standstill_ends_at == datetime.fromisoformat("2026-12-19T00:00:00+00:00")
    with pytest.raises(WrongState, match="over already"):
        challenging.lift(made.second, made.tender_id, found.id, lifting=Lifting.ENDS, reason="Again", now=over)


def test_of_two_challenges_the_last_lets_the_clock_go(lite: Flask, now: datetime) -> None:
    made = judged()
    announced(made)
    first_end = made.tender.standstill_ends_at
    said = {"kind": ClaimKind.LETTER, "what": "A letter came.", "notified_at": now, "now": now}
    one, two = (challenging.challenge(made.second, made.tender_id, **said) for _ in range(2))  # type: ignore[arg-type]
    challenging.lift(made.second, made.tender_id, one.id, lifting=Lifting.ENDS, reason="Taken back.", now=now)
    assert made.tender.standstill_ends_at is None
    challenging.lift(made.second, made.tender_id, two.id, lifting=Lifting.ENDS, reason="Taken back.", now=now)
    assert made.tender.standstill_ends_at == first_end, "it never ends before what was announced"


def test_a_challenge_that_came_in_time_is_recorded_late_and_one_that_came_late_is_not(
    lite: Flask, now: datetime
) -> None:
    made = judged()
    over = announced(made).standstill_ends_at
    assert over is not None
    late = over + timedelta(hours=9)
    said = {"kind": ClaimKind.PROCEEDINGS, "what": "A claim was issued."}
    with pytest.raises(Invalid, match="The standstill was over then"):
        challenging.challenge(made.second, made.tender_id, notified_at=over, now=late, **said)  # type: ignore[arg-type]
    assert made.tender.phase(late) == Phase.AWARDABLE
    challenging.challenge(
        made.second,
        made.tender_id,
        notified_at=over - timedelta(milliseconds=1),
        now=late,
        **said,  # type: ignore[arg-type]
    )
    assert made.tender.phase(late) == Phase.STANDSTILL
    assert db.session.scalars(select(Challenge)).one().kind == ClaimKind.PROCEEDINGS


def test_without_a_standstill_the_contract_may_be_signed_at_once(lite: Flask, now: datetime) -> None:
    made = judged()
    announced(made, rest=Rest(Standstill.NONE, 0, "A child needs this on Monday."))
    assert made.tender.phase(now) == Phase.AWARDABLE
    with pytest.raises(WrongState, match="no standstill"):
        challenging.challenge(
            made.second, made.tender_id, kind=ClaimKind.LETTER, notified_at=now, what="A letter", now=now
        )


def test_summaries_count_once_for_each_bid(lite: Flask, now: datetime) -> None:
    made = judged(lots=2, bidders=judging.BIDDERS)
    proposed(made)
    rows = db.session.scalars(select(Summary)).all()
    assert len(rows) == 3
    assert all(len(json.loads(row.figures)) == 2 for row in rows)
