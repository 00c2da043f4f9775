"""Every act of judging, in every state of a tender, by every role: what is allowed is data."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask

from directory import audit
from directory.access import NOBODY, SYSTEM, Actor, Role
from directory.awards.actions import deciding_gates, drawing, moderating, panel, scoring
from directory.awards.actions.moderating import Agreement
from directory.awards.rules.gates import Gate
from directory.awards.rules.panel import Cell, Ruling
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, NotSignedIn, Refusal, WrongState
from directory.tenders.models import Tender
from directory.tenders.rules import Status
from tests import make
from tests.awards import judging

CELL = Cell(1, 1)
Act = Callable[[Actor, judging.Judging, datetime], object]
# what a commissioner of the authority does; each is refused by this while it is out of turn, though bids are judged
COMMISSIONERS: dict[str, tuple[Act, type[Refusal] | None]] = {
    "begin": (lambda who, made, now: panel.begin(who, made.tender_id, now=now), WrongState),
    "appoint": (
        lambda who, made, now: panel.appoint(
            who, made.tender_id, person_id=UUID(str(made.evaluators[0].person_id)), criteria=[1], now=now
        ),
        None,
    ),
    "take off": (
        lambda who, made, now: panel.take_off(who, made.tender_id, uuid4(), reason="r", now=now),
        NotFound,
    ),
    "rule": (
        lambda who, made, now: panel.rule(who, made.tender_id, uuid4(), ruling=Ruling.MAY_GO_ON, reason="r", now=now),
        NotFound,
    ),
    "agree": (
        lambda who, made, now: moderating.agree(who, made.tender_id, [Agreement(CELL, 3, "r")], now=now),
        WrongState,
    ),
    "open prices": (lambda who, made, now: moderating.open_prices(who, made.tender_id, now=now), WrongState),
    "decide a condition": (
        lambda who, made, now: deciding_gates.decide_gate(
            who, made.tender_id, bid=1, gate=Gate.DECLARATION, lot=0, passes=True, reason="r", now=now
        ),
        None,
    ),
    "ask about a price": (
        lambda who, made, now: deciding_gates.ask_price(
            who, made.tender_id, bid=1, lot=1, question="q", answer_by_on=(now + timedelta(days=9)).date(), now=now
        ),
        WrongState,
    ),
    "decide about a price": (
        lambda who, made, now: deciding_gates.decide_price(
            who, made.tender_id, bid=1, lot=1, disregard=False, reason="r", now=now
        ),
        WrongState,
    ),
    "ask for a draw": (
        lambda who, made, now: drawing.ask_draw(who, made.tender_id, lot=1, bids=[1, 2], now=now),
        WrongState,
    ),
    "draw": (lambda who, made, now: drawing.draw(who, made.tender_id, uuid4(), now=now), NotFound),
    "close the scoring": (lambda who, made, now: scoring.close(who, made.tender_id, reason="r", now=now), None),
}
EVALUATORS: dict[str, tuple[Act, type[Refusal] | None]] = {
    "declare": (lambda who, made, now: panel.declare(who, made.tender_id, {}, now=now), None),
    "score": (
        lambda who, made, now: scoring.score(who, made.tender_id, CELL, score=3, comment="c", now=now),
        None,
    ),
    "finish": (lambda who, made, now: scoring.finish(who, made.tender_id, now=now), Invalid),
}


@atomic
def put(tender: Tender, status: Status) -> None:
    """Put a tender into a state; the moves that lead there are tested with them."""
    now = clock.now()
    tender.status = status
    tender.announced_at = now if status == Status.STANDSTILL else None
    if status in {Status.WITHDRAWN, Status.CANCELLED, Status.UNSUCCESSFUL}:
        tender.ended_reason = "Plans changed"
    audit.record(SYSTEM, "tender:put", tender, at=now)


@pytest.fixture(scope="module", params=["commissioners", "evaluators"])
def acts(request: pytest.FixtureRequest) -> dict[str, tuple[Act, type[Refusal] | None]]:
    """What one side may do."""
    return COMMISSIONERS if request.param == "commissioners" else EVALUATORS


def test_every_act_in_every_state_by_every_role(
    lite: Flask, now: datetime, acts: dict[str, tuple[Act, type[Refusal] | None]]
) -> None:
    made = judging.begun(evaluators=1)
    evaluator, commissioner = made.evaluators[0], made.commissioner
    moderates = acts is COMMISSIONERS
    who: dict[str, tuple[Actor, type[Refusal] | None]] = {
        "nobody": (NOBODY, NotSignedIn),
        "a commissioner": (commissioner, None if moderates else NotAllowed),
        "a commissioner of another authority": (make.commissioner("Southport Council"), NotFound),
        "on the panel": (evaluator, NotAllowed if moderates else None),
        "a social worker who is not on the panel": (make.social_worker(), NotAllowed if moderates else NotFound),
    }
    for role in Role:
        may_score = role in {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR, Role.COMMISSIONER}
        if role != Role.COMMISSIONER:
            who[role.value] = (make.actor(role), NotFound if may_score and not moderates else NotAllowed)
    for status in Status:
        put(db.session.get_one(Tender, made.tender_id), status)
        for name, (act, _) in acts.items():
            for words, (actor, refusal) in who.items():
                declares = words == "a commissioner" and name == "declare"  # whoever moderates declares too
                expected = wanted(None if declares else refusal, name, status)
                if expected is None:
                    continue  # below: it changes what the others find
                with pytest.raises(Refusal) as caught:
                    act(actor, made, now)
                assert type(caught.value) is expected, f"{words}: {name} while {status}"
    put(db.session.get_one(Tender, made.tender_id), Status.EVALUATING)
    for name, (act, out_of_turn) in acts.items():
        with pytest.raises(out_of_turn) if out_of_turn else nullcontext():
            act(commissioner if moderates else evaluator, made, now)
        assert made.tender.status == Status.EVALUATING, name


def wanted(refusal: type[Refusal] | None, act: str, status: Status) -> type[Refusal] | None:
    """Give what refuses an act in a state; None where it is allowed."""
    allowed = status == Status.EVALUATING or (act == "begin" and status == Status.UNSEALED)
    allowed = allowed or (act == "declare" and status == Status.AWARD_PROPOSED)
    return refusal or (None if allowed else WrongState)


def test_judging_begins_from_opened_bids(lite: Flask, now: datetime) -> None:
    tender = judging.opened()
    panel.begin(make.commissioner(), tender.id, now=now)
    assert db.session.get_one(Tender, tender.id).status == Status.EVALUATING
