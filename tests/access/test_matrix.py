from uuid import uuid4

import pytest

from directory.access import GRANTS, NOBODY, ROLE_KIND, Actor, Kind, Permission, Role, require
from directory.kit.errors import NotAllowed, NotSignedIn

CONFIDENTIAL_SEEN_BY = {Role.SOCIAL_WORKER, Role.PLACEMENTS_MANAGER, Role.DIRECTOR, Role.COMMISSIONER, Role.ASSURER}


def test_confidential_services_are_seen_by_authorities_and_assurers_only() -> None:
    assert {role for role in Role if Permission.CONFIDENTIAL_SEARCH in GRANTS[role]} == CONFIDENTIAL_SEEN_BY
    assert not any(ROLE_KIND[role] is Kind.PROVIDER for role in CONFIDENTIAL_SEEN_BY)


def test_every_role_has_a_kind_and_grants() -> None:
    assert set(GRANTS) == set(ROLE_KIND) == set(Role)


def test_nobody_is_asked_to_sign_in_and_the_wrong_role_is_refused() -> None:
    with pytest.raises(NotSignedIn):
        require(NOBODY, Permission.TENDER_DRAFT)
    with pytest.raises(NotAllowed):
        require(Actor(person_id=uuid4(), roles=frozenset({Role.SOCIAL_WORKER})), Permission.TENDER_DRAFT)


def test_a_token_may_never_do_more_than_its_person_or_its_scopes() -> None:
    staff = Actor(
        person_id=uuid4(), roles=frozenset({Role.PROVIDER_STAFF}), scopes=frozenset({"capacity:change", "bid:submit"})
    )
    assert staff.permissions == {Permission.CAPACITY_CHANGE}
