"""Every move of a placement from every state as every role: the table is data, and nothing else is possible."""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from directory.access import Actor, Role
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotAllowed, Refusal, WrongState
from directory.placements import actions
from directory.placements.actions.revealing import ask_for_address
from directory.placements.queries.moves import moves_of, with_packs
from directory.placements.queries.placing import own_placement
from directory.placements.rules.lifecycle import PlacementMove, as_markdown
from directory.placements.rules.placing import EndReason, EpisodeKind, Interview, Where
from directory.requests import queries
from directory.requests.rules.lifecycle import Move, Status, Urgency
from tests import make, make_disclosure, make_placements
from tests.files.samples import pdf
from tests.house.source import ROOT
from tests.make_placements import Offered, reread
from tests.make_requests import matching_service

M = PlacementMove
WORKERS = {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
OFFICERS = {Role.PLACEMENTS_MANAGER, Role.DIRECTOR}
AGREED, PLACED, ENDED = Status.AGREED, Status.PLACED, Status.ENDED
RUNNING = (AGREED, PLACED)

# move -> the states it is made from, the roles that make it: said here again, so that the table cannot change alone
ALLOWED: dict[PlacementMove, tuple[tuple[Status, ...], set[Role]]] = {
    M.APPROVE_AREA: ((AGREED,), OFFICERS),
    M.APPROVE_DISTANCE: ((AGREED,), {Role.DIRECTOR}),
    M.TELL_AREA: (RUNNING, OFFICERS),
    M.ARRIVE: ((AGREED,), OFFICERS),
    M.CHANGE: (RUNNING, OFFICERS),
    M.PLAN_REVIEW: (RUNNING, WORKERS),
    M.HOLD_REVIEW: (RUNNING, WORKERS),
    M.RECORD_EPISODE: ((PLACED, ENDED), WORKERS),
    M.CHANGE_EPISODE: ((PLACED, ENDED), WORKERS),
    M.RELEASE_PACK: (RUNNING, OFFICERS),
    M.CHANGE_EXPIRY: (RUNNING, OFFICERS),
    M.WITHDRAW_PACK: (RUNNING, OFFICERS),
    M.READ_ADDRESS: (RUNNING, OFFICERS),
    M.END: (RUNNING, OFFICERS),
}
WHERE = {M.APPROVE_AREA: Where.ADJOINING, M.APPROVE_DISTANCE: Where.AT_A_DISTANCE, M.TELL_AREA: Where.ADJOINING}
NEED_A_PACK = {M.CHANGE_EXPIRY, M.WITHDRAW_PACK}
WHY = "It is what this child needs now"


def _end(actor: Actor, made: Offered, now: datetime) -> Any:
    reason = EndReason.NOT_STARTED if reread(made).status is AGREED else EndReason.FAMILY
    return actions.end(actor, made.reference, ended_on=now.date(), reason=reason, now=now)


def _episode(made: Offered) -> Any:
    episodes = make_placements.placement(made).episodes
    return episodes[0].id if episodes else made.offer_id


MAKE: dict[PlacementMove, Callable[[Actor, Offered, datetime], Any]] = {
    M.APPROVE_AREA: lambda actor, made, now: actions.approve_area(actor, made.reference, reason=WHY, now=now),
    M.APPROVE_DISTANCE: lambda actor, made, now: actions.approve_distance(actor, made.reference, reason=WHY, now=now),
    M.TELL_AREA: lambda actor, made, now: actions.tell_area(actor, made.reference, told_on=now.date(), now=now),
    M.ARRIVE: lambda actor, made, now: actions.start(actor, made.reference, started_on=now.date(), now=now),
    M.CHANGE: lambda actor, made, now: actions.change(
        actor, made.reference, weekly_fee_pence=1, from_on=now.date(), reason=WHY, now=now
    ),
    M.PLAN_REVIEW: lambda actor, made, now: actions.plan_review(actor, made.reference, due_on=now.date(), now=now),
    M.HOLD_REVIEW: lambda actor, made, now: actions.hold_review(
        actor, made.reference, make_placements.placement(made).reviews[-1].id, held_on=now.date(), now=now
    ),
    M.RECORD_EPISODE: lambda actor, made, now: actions.record_episode(
        actor, made.reference, said=actions.Said(EpisodeKind.AWAY, now), now=now
    ),
    M.CHANGE_EPISODE: lambda actor, made, now: actions.note_interview(
        actor, made.reference, _episode(made), interview=Interview.OFFERED, now=now
    ),
    M.RELEASE_PACK: lambda actor, made, now: actions.release_pack(
        actor, made.reference, files=[("A.pdf", BytesIO(pdf()))], days=2, now=now
    ),
    M.CHANGE_EXPIRY: lambda actor, made, now: actions.change_expiry(actor, made.reference, days=2, now=now),
    M.WITHDRAW_PACK: lambda actor, made, now: actions.withdraw_pack(actor, made.reference, now=now),
    M.READ_ADDRESS: lambda actor, made, now: ask_for_address(actor, made.reference, reason=WHY, now=now),
    M.END: _end,
}


class Maker:
    """Makes a placement in a state, with what a move needs."""

    def __init__(self) -> None:
        self.home = matching_service("Harbour Care", places=90).id
        self.offered = make_placements.offered(self.home)
        self.manager = make.placements_manager()
        make_disclosure.address(self.home)

    def __call__(self, status: Status, move: PlacementMove, now: datetime) -> Offered:
        """Give one from which ``move`` may be made, if it may be made from ``status`` at all."""
        where = WHERE.get(move, Where.OWN_AREA) if status is AGREED else Where.OWN_AREA
        made, manager = make_placements.another(self.offered), self.manager
        actions.accept(manager, made.reference, offer_id=made.offer_id, now=now)
        said = make_placements.agreement(where_it_is=where)
        actions.agree(manager, made.reference, said=said, now=now)
        if move in (M.APPROVE_AREA, M.APPROVE_DISTANCE) and where is not Where.OWN_AREA:
            actions.tell_area(manager, made.reference, told_on=now.date(), now=now)
        if status is not AGREED:
            actions.start(manager, made.reference, started_on=now.date(), now=now)
            if move is M.CHANGE_EPISODE:
                make_placements.missing(made)
        if status is ENDED:
            _end(manager, made, now)
        elif move in NEED_A_PACK:
            make_disclosure.pack(made)
        return made


def outcome(move: PlacementMove, actor: Actor, made: Offered, now: datetime) -> type[Refusal] | None:
    try:
        MAKE[move](actor, made, now)
    except Refusal as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("status", [AGREED, PLACED, ENDED])
def test_a_move_of_a_placement_is_made_only_from_its_states_by_its_roles(
    lite: Flask, now: datetime, status: Status
) -> None:
    maker, people = Maker(), {role: make.actor(role) for role in Role}
    for move, (sources, roles) in ALLOWED.items():
        if move is M.TELL_AREA and status is PLACED:
            continue  # only an emergency gets there untold: tests/placements/test_placing.py
        made = maker(status, move, now)
        for role, actor in people.items():
            may = status in sources and role in roles
            if role in WORKERS:
                row = own_placement(actor, made.reference)
                assert (move in moves_of(actor, row, with_packs(actor, [row]))) == may, f"{move} as {role}: the button"
            found = outcome(move, actor, made, now)
            if may:
                assert found is None, f"{move} as {role}: {found}"
                made = maker(status, move, now)
                continue
            assert found in ({NotAllowed, WrongState} if role in roles else {NotAllowed}), f"{move} as {role}: {found}"
            assert reread(made).status is status


def test_every_move_of_the_table_is_tried_and_drawn() -> None:
    assert set(ALLOWED) == set(MAKE) == set(PlacementMove)
    page = (ROOT / "docs" / "lifecycles" / "placement.md").read_text(encoding="utf-8")
    assert page == as_markdown(), "run: flask docs lifecycles"


def test_nobody_is_offered_a_move_with_anothers_placement(lite: Flask, now: datetime) -> None:
    made = make_placements.placed()
    row = own_placement(make_placements.director(), made.reference)
    for stranger in (make_placements.director("Southmoor Council"), make.provider("Harbour Care")):
        assert moves_of(stranger, row, frozenset()) == []
    db.session.rollback()
    assert clock.now() == now


@pytest.mark.parametrize("urgency", list(Urgency))
@pytest.mark.parametrize("where", list(Where))
def test_a_request_offers_an_arrival_just_when_its_placement_does(
    lite: Flask, now: datetime, where: Where, urgency: Urgency
) -> None:
    made = make_placements.agreed(urgency=urgency, said={"where_it_is": where})
    director = make_placements.director()

    def offered() -> bool:
        row = own_placement(director, made.reference)
        in_request = Move.PLACE in queries.moves_now(director, row.request)
        assert in_request is (M.ARRIVE in moves_of(director, row, frozenset()))
        return in_request

    seen = [offered()]
    if where is not Where.OWN_AREA:
        actions.tell_area(director, made.reference, told_on=now.date(), now=now)
        seen.append(offered())
        approve = actions.approve_area if where is Where.ADJOINING else actions.approve_distance
        approve(director, made.reference, reason=WHY, now=now)
        seen.append(offered())
    assert seen == ([True] if where is Where.OWN_AREA else [False, False, True])
    actions.start(director, made.reference, started_on=now.date(), now=now)
    assert not offered()
