"""From opened bids to ranks: who may see and do what, in which order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from flask import Flask

from directory import audit
from directory.access import Actor, Kind
from directory.awards.actions import moderating, panel, scoring
from directory.awards.actions.moderating import Agreement, Clash
from directory.awards.models import Consensus
from directory.awards.queries.results import results
from directory.awards.queries.scores import shown_scores
from directory.awards.queries.seats import candidates
from directory.awards.rules.panel import Cell, Ruling, mark
from directory.bids.rules.content import Answer
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, Refusal, WrongState
from tests import make
from tests.awards import judging
from tests.tenders.making import bought_with

CELL = Cell(1, 1)


def test_from_opened_bids_to_ranks_everything_is_recorded(app: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all({(1, 1): 4})
    made.agree_all({(1, 1): 4})
    assert results(made.commissioner, made.tender.id)[0].missing == ("The prices are not open",)
    made.open_prices()
    (lot,) = results(made.commissioner, made.tender.id)
    # 70 x 4/5 + 30 x 2800/3000 = 56 + 28 = 84; 70 x 3/5 + 30 = 72
    assert [(one.organisation_name, one.rank, one.total) for one in lot.standings] == [
        ("Harbour Care", 1, Decimal("84.00")),
        ("Tern House", 2, Decimal("72.00")),
    ]
    assert lot.missing == ()
    assert audit.verify()[1] == []


def test_only_people_whose_role_scores_may_be_on_the_panel(lite: Flask, now: datetime) -> None:
    made = judging.begun(evaluators=1)
    stranger = make.social_worker("Southport Council")
    admin = make.provider()
    offered = {one.id for one in candidates(made.commissioner, made.tender)}
    assert made.evaluators[0].person_id in offered
    for who in (stranger, admin):
        assert who.person_id not in offered
        with pytest.raises(Invalid):
            panel.appoint(made.commissioner, made.tender.id, person_id=who.person_id, criteria=[1], now=now)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        panel.appoint(made.commissioner, made.tender.id, person_id=made.evaluators[0].person_id, criteria=[2], now=now)


def test_people_of_a_joint_buyer_may_be_on_the_panel(lite: Flask, now: datetime) -> None:
    buyer = make.organisation(Kind.AUTHORITY, "Bradmoor Council", gss_code="E08000032")
    theirs = make.social_worker(buyer.name)
    from tests import make_bids  # noqa: PLC0415 - a tender of its own

    tender = make_bids.opened_tender()
    bought_with(tender, "E08000032")
    commissioner = make.commissioner()
    panel.begin(commissioner, tender.id, now=now)
    panel.appoint(commissioner, tender.id, person_id=theirs.person_id, criteria=[1], now=now)  # type: ignore[arg-type]
    panel.declare(theirs, tender.id, {}, now=now)
    assert scoring.score(theirs, tender.id, CELL, score=2, comment="Thin", now=now).score == 2


def test_nobody_scores_before_declaring_interests(lite: Flask, now: datetime) -> None:
    made = judging.begun(declare=False)
    with pytest.raises(NotAllowed, match="interest"):
        scoring.score(made.evaluators[0], made.tender.id, CELL, score=3, comment="Good", now=now)


def test_a_declared_interest_keeps_away_until_and_as_another_decides(lite: Flask, now: datetime) -> None:
    made = judging.begun(declare=False, evaluators=1, bidders=judging.BIDDERS)
    who = made.evaluators[0]
    for each in (made.commissioner, made.second):
        panel.declare(each, made.tender.id, {}, now=now)
    said = panel.declare(who, made.tender.id, {1: "My sister works there"}, now=now)

    def may() -> list[int]:
        return [cell.bid for cell in made.case.to_score(made.case.panel[0])]

    assert may() == [2, 3]  # what is not decided keeps away
    interest = said.interests[0].id
    with pytest.raises(Invalid):
        panel.rule(made.commissioner, made.tender.id, interest, ruling=Ruling.PENDING, reason="r", now=now)
    for ruling, bids in (
        (Ruling.MAY_GO_ON, [1, 2, 3]),
        (Ruling.NOT_THIS_BID, [2, 3]),
        (Ruling.NOT_ITS_LOTS, []),
        (Ruling.NOT_AT_ALL, []),
    ):
        panel.rule(made.commissioner, made.tender.id, interest, ruling=ruling, reason="Because", now=now)
        assert may() == bids, ruling
    with pytest.raises(NotFound):
        scoring.score(who, made.tender.id, CELL, score=3, comment="Good", now=now)


def test_nobody_decides_about_their_own_interest_nor_judges_that_bid(lite: Flask, now: datetime) -> None:
    made = judging.begun(declare=False)
    for who in made.evaluators:
        panel.declare(who, made.tender.id, {}, now=now)
    said = panel.declare(made.commissioner, made.tender.id, {2: "I used to work there"}, now=now)
    with pytest.raises(NotAllowed, match="own interest"):
        panel.rule(
            made.commissioner, made.tender.id, said.interests[0].id, ruling=Ruling.MAY_GO_ON, reason="r", now=now
        )
    made.score_all()
    with pytest.raises(NotAllowed, match="another person"):
        made.agree_all()
    assert db.session.query(Consensus).count() == 0


@pytest.mark.parametrize(
    ("score", "comment", "field"), [(None, "x", "score"), (6, "x", "score"), (-1, "x", "score"), (3, " ", "comment")]
)
def test_a_score_is_possible_and_has_a_comment(
    lite: Flask, now: datetime, score: int | None, comment: str, field: str
) -> None:
    made = judging.begun(evaluators=1)
    with pytest.raises(Invalid) as refusal:
        scoring.score(made.evaluators[0], made.tender.id, CELL, score=score, comment=comment, now=now)
    assert set(refusal.value.fields) == {field}


def test_nobody_sees_anothers_scores_before_all_have_finished(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all(but=made.evaluators[1:])
    assert shown_scores(made.commissioner, made.case) == {}
    with pytest.raises(WrongState):
        made.agree_all()
    made.evaluators.reverse()
    made.score_all(but=made.evaluators[1:])
    assert len(shown_scores(made.commissioner, made.case)) == 2
    with pytest.raises(WrongState, match="finished"):
        scoring.score(made.evaluators[0], made.tender.id, CELL, score=1, comment="Changed my mind", now=now)


def test_a_commissioner_closes_the_scoring_with_a_reason(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    with pytest.raises(Invalid):
        scoring.finish(made.evaluators[0], made.tender.id, now=now)
    with pytest.raises(Invalid):
        scoring.close(made.commissioner, made.tender.id, reason=" ", now=now)
    scoring.close(made.commissioner, made.tender.id, reason="One is ill", now=now)
    assert made.case.scores_shown
    with pytest.raises(WrongState):
        scoring.score(made.evaluators[0], made.tender.id, CELL, score=1, comment="Late", now=now)
    with pytest.raises(WrongState):
        scoring.close(made.commissioner, made.tender.id, reason="Again", now=now)


def test_who_leaves_the_panel_counts_no_more(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all(but=made.evaluators[1:])
    gone = made.case.panel[1] if made.case.panel[1].person_id == made.evaluators[1].person_id else made.case.panel[0]
    panel.take_off(made.commissioner, made.tender.id, gone.id, reason="Moved away", now=now)
    assert made.case.scores_shown
    with pytest.raises(NotFound):
        scoring.score(made.evaluators[1], made.tender.id, CELL, score=1, comment="Late", now=now)


def test_answers_said_for_one_lot_are_judged_apart(lite: Flask, now: datetime) -> None:
    apart = (Answer(1, "In the north", 1), Answer(1, "In the south", 2))
    made = judging.begun(lots=2, bids={"Tern House": {"answers": apart}})
    assert made.case.cells() == (Cell(1, 1, 0), Cell(2, 1, 1), Cell(2, 1, 2))
    made.score_all()
    moderating.agree(
        made.commissioner,
        made.tender.id,
        [Agreement(Cell(1, 1, 0), 3, "r"), Agreement(Cell(2, 1, 1), 5, "r"), Agreement(Cell(2, 1, 2), 0, "r")],
        now=now,
    )
    made.open_prices()
    north, south = results(made.commissioner, made.tender.id)
    assert [(one.number, one.total) for one in north.standings] == [(2, Decimal("100.00")), (1, Decimal("70.00"))]
    assert [(one.number, one.total) for one in south.standings] == [(1, Decimal("70.00")), (2, Decimal("30.00"))]


def test_of_two_moderators_nothing_is_lost(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all()
    tender_id = made.tender.id

    def save(who: Actor, *said: Agreement) -> tuple[int, list[Clash]]:
        written, clashes = moderating.agree(who, tender_id, said, now=now)
        return len(written), clashes

    one, two = Cell(1, 1), Cell(2, 1)
    assert save(made.commissioner, Agreement(one, 4, "Clear", ""), Agreement(two, None, "", "")) == (1, [])
    # the second saw an empty table: what they did not touch stays, what they typed over is said, the rest is kept
    assert save(made.second, Agreement(one, None, "", ""), Agreement(two, 2, "Thin", "")) == (1, [])
    assert save(made.second, Agreement(one, 1, "No", "")) == (0, [Clash(one, 4, "Clear")])
    assert save(made.second, Agreement(one, 1, "No", mark(4, "Clear"))) == (1, [])
    assert {(c.criterion, c.score) for c in made.case.consensus.values()} == {(1, 1), (1, 2)}


def test_an_agreed_score_without_a_reason_keeps_nothing(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all()
    with pytest.raises(Invalid) as refusal:
        moderating.agree(
            made.commissioner,
            made.tender.id,
            [
                Agreement(Cell(1, 1), 3, "Good"),
                Agreement(Cell(2, 1), 9, ""),
            ],
            now=now,
        )
    assert set(refusal.value.fields) == {"score_2_0", "reason_2_0"}
    assert made.case.consensus == {}


def test_prices_open_only_once_all_is_agreed_and_then_changes_are_marked(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    with pytest.raises(WrongState):
        made.open_prices()
    made.score_all()
    with pytest.raises(WrongState, match="agreed score"):
        made.open_prices()
    made.agree_all()
    assert all(one.price_pence is None for one in results(made.commissioner, made.tender.id)[0].standings)
    made.open_prices()
    with pytest.raises(WrongState, match="already"):
        made.open_prices()
    moderating.agree(made.commissioner, made.tender.id, [Agreement(Cell(1, 1), 5, "We misread it")], now=now)
    assert [one.after_prices for one in made.case.consensus.values()].count(True) == 1


def test_nobody_joins_the_panel_once_scores_have_been_seen(lite: Flask, now: datetime) -> None:
    made = judging.begun(evaluators=1)
    made.score_all()
    late = make.social_worker()
    with pytest.raises(WrongState, match="have been seen"):
        panel.appoint(made.commissioner, made.tender.id, person_id=late.person_id, criteria=[1], now=now)  # type: ignore[arg-type]


def at_once(app: Flask, *works: Callable[[], object]) -> list[str]:
    """Do these in threads that start together; give what became of each."""
    db.session.rollback()
    barrier, outcomes = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        with app.app_context():
            barrier.wait()
            try:
                work()
                outcomes.append("done")
            except Refusal as refusal:
                outcomes.append(type(refusal).__name__)
            finally:
                db.session.remove()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_of_two_who_begin_at_once_one_begins(app: Flask, now: datetime) -> None:
    tender_id = judging.opened().id
    first, second = make.commissioner(), make.commissioner()
    outcomes = at_once(
        app,
        lambda: panel.begin(first, tender_id, now=now),
        lambda: panel.begin(second, tender_id, now=now),
    )
    assert outcomes == ["WrongState", "done"]


def test_two_moderators_who_save_at_once_lose_nothing(app: Flask, now: datetime) -> None:
    made = judging.begun()
    made.score_all()
    tender_id, kept = made.tender.id, []

    def save(who: Actor, score: int) -> None:
        kept.append(moderating.agree(who, tender_id, [Agreement(Cell(1, 1), score, f"Said {score}", "")], now=now)[1])

    assert at_once(app, lambda: save(made.commissioner, 1), lambda: save(made.second, 5)) == ["done", "done"]
    assert sorted(len(clashes) for clashes in kept) == [0, 1]  # one is written, the other is told of it
    assert audit.verify()[1] == []


def test_the_case_is_read_in_the_same_number_of_reads_for_two_bids_and_for_twelve(lite: Flask, now: datetime) -> None:
    few, many = (judging.begun(bidders=[f"Home {n}" for n in range(number)]) for number in (2, 12))
    reads = [make.reads(lambda made=made: results(made.commissioner, made.tender.id)) for made in (few, many)]  # type: ignore[misc]
    assert reads[0] == reads[1]


def test_results_are_for_the_own_authority_only(lite: Flask, now: datetime) -> None:
    made = judging.begun()
    for who in (make.commissioner("Southport Council"), made.evaluators[0], make.provider()):
        with pytest.raises(NotFound):
            results(who, made.tender.id)
    narrow = replace(made.commissioner, scopes=frozenset({"bid:score"}))
    with pytest.raises(NotAllowed):
        scoring.close(narrow, made.tender.id, reason="r", now=now)
