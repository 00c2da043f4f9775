"""What schemathesis makes of our own description of the API is answered or refused in words, never with a fault."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation

from directory.access import Role
from tests.sweep.conftest import Site
from tests.sweep.people import OF_NORTHMOOR

WHO = (Role.PLACEMENTS_MANAGER, Role.PROVIDER_ADMIN, Role.COMMISSIONER)
FAULT = 500


@pytest.fixture(scope="module")
def operations(site: Site) -> list[APIOperation]:  # type: ignore[type-arg]
    """Every operation of the API as it describes itself."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app)
    found = list(schema.get_all_operations())
    assert len(found) > 20
    return [result.ok() for result in found if isinstance(result, Ok)]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=lambda mode: mode.value)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_fits_the_description_and_what_does_not_is_answered_or_refused(
    site: Site,
    operations: list[APIOperation],  # type: ignore[type-arg]
    mode: GenerationMode,
    data: st.DataObject,
) -> None:
    operation = data.draw(st.sampled_from(operations), label="operation")
    case: Case[Any] = data.draw(operation.as_strategy(generation_mode=mode), label="case")
    role = data.draw(st.sampled_from(WHO), label="role")
    token = site.world.tokens[OF_NORTHMOOR[role]]
    answer = case.call(headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code < FAULT
    if answer.status_code >= 400:
        assert answer.headers["content-type"][0].startswith("application/problem+json")
    if site.writes.taken():
        site.restore()
