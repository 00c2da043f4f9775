"""Every move from every state as every role, by actions, pages and API: what is allowed is data (``moves``)."""

from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from directory.access import SYSTEM, Actor, Role, permissions_of
from directory.accounts.actions.tokens import make_token
from directory.accounts.rules import NEVER_A_SCOPE
from directory.kit.errors import NotAllowed, NotFound, Refusal, WrongState
from directory.requests import actions, queries
from directory.requests.rules.lifecycle import BY_THE_CLOCK, LIFECYCLE, NOUNS, Move, Status, permission_for
from tests import make, make_requests
from tests.inspect_pages import Page, apart
from tests.inspect_pages import client as browser
from tests.make_placements import Offered, reread
from tests.make_requests import matching_service
from tests.requests.moves import ALLOWED, BESIDE, DO, OFFICERS, WORKERS, arrive, body_of, homes, path_of


def outcome(noun: str, actor: Actor, made: Offered, now: datetime) -> Status | type[Refusal]:
    try:
        result: Status = DO[noun](actor, made, now).status
    except Refusal as refusal:
        return type(refusal)
    return result


# what a social worker makes in no state: the sweep asks for it
NEVER_A_WORKERS = {
    noun for noun, states in ALLOWED.items() if all(Role.SOCIAL_WORKER not in roles for roles, _ in states.values())
}
# whatever a form of a move asks for
FILLED: dict[str, Any] = {
    "hours": "5",
    "started_on": ["23", "11", "2026"],
    "ended_on": ["23", "11", "2026"],
    "starts_on": ["23", "11", "2026"],
    "where_it_is": "own_area",
    "tier": "wider",
    "answer_within_hours": "4",
}


def offered_to(actor: Actor, made: Offered) -> set[str]:
    return {NOUNS[move] for move in queries.moves_now(actor, reread(made))}


def allowed_to(role: Role, status: Status) -> set[str]:
    return {noun for noun, states in ALLOWED.items() if role in states.get(status, (set(), status))[0]}


@pytest.mark.parametrize("status", list(Status))
def test_a_move_is_made_only_from_its_states_by_its_roles(lite: Flask, now: datetime, status: Status) -> None:
    home = homes()
    people = {role: make.actor(role) for role in Role}
    made = arrive(status, home)
    assert reread(made).status is status
    for role, actor in people.items():
        assert offered_to(actor, made) == allowed_to(role, status), f"the buttons of {role} are what {role} may do"
    for noun in DO:
        roles, after = ALLOWED[noun].get(status, (set(), status))
        for role, actor in people.items():
            found = outcome(noun, actor, made, now)
            if role in roles:
                assert found is after, f"{noun} as {role}"
                made = arrive(status, home)
                continue
            assert found in {NotAllowed, WrongState, NotFound}, f"{noun} as {role}: {found}"
            # before there is an offer, there is none to be found
            assert found is not NotFound or made.offer_id == made.request_id
            assert role not in WORKERS or not roles or found is NotAllowed
        assert reread(made).status is status, f"{noun} is refused and changes nothing"


def test_another_authoritys_request_is_not_found_by_any_move(lite: Flask, now: datetime) -> None:
    made = arrive(Status.SEARCHING, homes())
    stranger = make.actor(Role.DIRECTOR, of="Southmoor Council")
    assert {noun: outcome(noun, stranger, made, now) for noun in DO} == dict.fromkeys(DO, NotFound)
    assert offered_to(stranger, made) == set()


class Program:
    """Somebody's program, with every scope that they may give it."""

    def __init__(self, app: Flask, role: Role, now: datetime) -> None:
        person = make.person(role)
        scopes = sorted(permission.value for permission in permissions_of([role]) - NEVER_A_SCOPE)
        _, secret = make_token(SYSTEM, name="Case system", scopes=scopes, now=now, person_id=person.id)
        self.client, self.headers = app.test_client(), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str) -> Any:
        return apart(self.client.get, f"/api/v1{path}", headers=self.headers)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return apart(self.client.post, f"/api/v1{path}", json=body, headers=self.headers)


def test_programs_are_told_what_they_may_do_and_refused_all_else(lite: Flask, now: datetime) -> None:
    home = homes()
    programs = {role: Program(lite, role, now) for role in (Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER)}
    for status in Status:
        made = arrive(status, home)
        for role, program in programs.items():
            may = allowed_to(role, status)
            beside = {noun for noun, states in BESIDE.items() if role in states.get(status, set())}
            assert set(program.get(f"/requests/{made.reference}").get_json()["moves"]) == may | beside
            for noun in sorted(set(DO) - may - (set() if role in OFFICERS else NEVER_A_WORKERS)):
                answer = program.post(path_of(noun, made), body_of(noun, status, now.date()))
                right = {403, 409} if made.offer_id != made.request_id else {403, 404, 409}
                assert answer.status_code in right, f"{noun} from {status} as {role}: {answer.get_json()}"
        assert reread(made).status is status
        manager = programs[Role.PLACEMENTS_MANAGER]
        for noun in sorted(allowed_to(Role.PLACEMENTS_MANAGER, status)):
            answer = manager.post(path_of(noun, made), body_of(noun, status, now.date()))
            assert answer.status_code == 201, f"{noun} from {status}: {answer.get_json()}"
            assert answer.get_json()["status"] == ALLOWED[noun][status][1].value
            made = arrive(status, home)


def test_a_page_offers_what_may_be_done_and_refuses_all_else(lite: Flask, now: datetime) -> None:
    home = homes()
    visitors = {
        role: browser(lite).sign_in(make.person(role).id) for role in (Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER)
    }
    for status in Status:
        made = arrive(status, home)
        for role, visitor in visitors.items():
            may = allowed_to(role, status)
            shown = "".join(
                visitor.get(path).get_data(as_text=True) for path in _pages_of(made, status, offers=role in OFFICERS)
            )
            for noun in DO:
                is_shown = f'/{noun}"' in shown
                assert is_shown == (noun in may), f"{noun} from {status} as {role}"
        for noun in sorted(set(DO) - may):  # as the manager, who may most
            answer = visitor.send(path_of(noun, made), FILLED | {"reason": "cost" if noun == "unmet" else "mistake"})
            said = Page(answer).errors() if answer.status_code == 200 else answer.status_code in {303, 404, 409}
            assert said, f"{noun} from {status}: {answer.status_code}"
        assert reread(made).status is status


def _pages_of(made: Offered, status: Status, *, offers: bool) -> list[str]:
    """Give the pages on which somebody finds what to do with a request in this state."""
    pages = [f"/requests/{made.reference}"]
    if offers and made.offer_id != made.request_id:
        pages.append(f"/requests/{made.reference}/offers")
    if status in (Status.AGREED, Status.PLACED, Status.ENDED):
        pages.append(f"/placements/{made.reference}")
    return pages


def test_an_unaccompanied_child_is_screened_before_approval(lite: Flask, now: datetime) -> None:
    request = make_requests.request(Status.SCREENING)
    manager = make.placements_manager()
    with pytest.raises(WrongState):
        actions.approve(manager, request.reference, now=now)
    make_requests.screened(manager, request.reference)
    assert actions.approve(manager, request.reference, now=now).status is Status.SEARCHING


def test_a_draft_that_is_screened_already_goes_straight_to_approval(lite: Flask, now: datetime) -> None:
    request = make_requests.request(Status.DRAFT, unaccompanied=True)
    worker = make.social_worker()
    make_requests.screened(worker, request.reference)
    assert actions.submit(worker, request.reference, now=now).status is Status.AWAITING_APPROVAL


def test_what_was_approved_is_sent_back_until_providers_are_asked(lite: Flask, now: datetime) -> None:
    matching_service()
    manager = make.placements_manager()
    released = make_requests.request(Status.SEARCHING, released=True)
    with pytest.raises(WrongState, match="asked already"):
        actions.send_back(manager, released.reference, now=now)
    approved = make_requests.request(Status.SEARCHING)
    assert Move.SEND_BACK in queries.moves_now(manager, approved)
    assert Move.SHORTLIST not in queries.moves_now(manager, approved)
    assert actions.send_back(manager, approved.reference, now=now).status is Status.DRAFT


def test_every_move_of_the_table_stands_in_the_expected_one() -> None:
    reached = {Status.DRAFT} | {target for _, target in LIFECYCLE.moves.values()}
    assert reached == set(Status)
    assert set(NOUNS) == set(Move) - BY_THE_CLOCK
    assert set(ALLOWED) == set(DO) == set(NOUNS.values())
    # approved and not released yet, a request may be sent back: that state has a test of its own
    apart = {("return", Status.SEARCHING), ("submission", Status.DRAFT)}
    for move, (sources, target) in LIFECYCLE.moves.items():
        for source in sources if move not in BY_THE_CLOCK else ():
            noun = NOUNS[move]
            if (noun, source) in apart:
                continue
            assert ALLOWED[noun][source][1] is target, f"{move} from {source} is not expected to lead to {target}"
            granted = {role for role in WORKERS if permission_for(move, source) in permissions_of([role])}
            assert ALLOWED[noun][source][0] == granted
