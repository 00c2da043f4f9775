"""One's own foster carers outside the area: no approval is needed, and the area authority is told all the same."""

from datetime import datetime

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from directory.access import Kind as Organisation
from directory.access import Role
from directory.codes import ServiceType
from directory.kit.errors import WrongState
from directory.placements import actions
from directory.placements.queries.moves import moves_of
from directory.placements.queries.placing import own_placement, tasks_of
from directory.placements.rules.due import Kind, must_be_told_first, waits_for
from directory.placements.rules.lifecycle import PlacementMove as M
from directory.placements.rules.placing import Where
from directory.requests.rules.lifecycle import Status, Urgency
from tests import make, make_requests
from tests.inspect_pages import Client
from tests.make_placements import agreement
from tests.make_requests import matching_service

OUT_OF_AREA = {M.APPROVE_AREA, M.APPROVE_DISTANCE, M.TELL_AREA, M.ARRIVE}


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_placement_with_them_starts_unapproved_once_the_law_lets_it(
    lite: Flask, client: Client, now: datetime, urgency: Urgency
) -> None:
    home = matching_service("Northmoor Council", kind=Organisation.AUTHORITY, type=ServiceType.FOSTER_CARE).id
    person = make.person(Role.DIRECTOR)
    director = person.actor()
    client.sign_in(person.id)
    request = make_requests.request(Status.SEARCHING, released=True, service_types=["foster_care"], urgency=urgency)
    reference = request.reference
    offer_id = make_requests.offer(director, reference, home).id
    actions.accept(director, reference, offer_id=offer_id, now=now)
    actions.agree(director, reference, said=agreement(where_it_is=Where.AT_A_DISTANCE), now=now)

    def offered() -> set[M]:
        return set(moves_of(director, own_placement(director, reference), frozenset())) & OUT_OF_AREA

    assert offered() == ({M.TELL_AREA, M.ARRIVE} if urgency is Urgency.EMERGENCY else {M.TELL_AREA})
    due = {task.kind for task in tasks_of(director, own_placement(director, reference), now)}
    assert due & {Kind.TELL_AREA, Kind.APPROVE_DISTANCE, Kind.APPROVE_AREA} == {Kind.TELL_AREA}
    assert "Not needed: your own foster carers" in client.page(f"/placements/{reference}").text
    assert "needs no approval" in client.page(f"/placements/{reference}/distance").text
    with pytest.raises(WrongState, match="needs no approval"):
        actions.approve_distance(director, reference, reason="Near to an aunt", now=now)
    actions.tell_area(director, reference, told_on=now.date(), now=now)
    assert offered() == {M.ARRIVE}
    done = actions.start(director, reference, started_on=now.date(), now=now)
    assert done.status is Status.PLACED


@given(st.sampled_from(Where), st.booleans(), st.booleans(), st.booleans())
def test_they_spare_the_approval_and_nothing_else(where: Where, emergency: bool, approved: bool, told: bool) -> None:
    theirs = waits_for(where, emergency=emergency, approved=approved, told=told, own_carers=True)
    others = waits_for(where, emergency=emergency, approved=True, told=told)
    assert theirs == others
    assert bool(theirs) == (where is not Where.OWN_AREA and must_be_told_first(emergency=emergency) and not told)
