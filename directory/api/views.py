"""API v1: one blueprint, one module for each feature's routes. Bearer tokens only, so there is no CSRF.

@v1.put("/services/<uuid:service_id>/capacity")
@guarded(Permission.CAPACITY_CHANGE)
@described("Say how many places are free", body=CapacityBody, answer=CapacityAnswer)
def put_capacity(service_id: UUID) -> ResponseReturnValue:
    given = body(CapacityBody)
"""

from apiflask import APIBlueprint

from directory.api import idempotency
from directory.api.public import open_to_all
from directory.kit.limits import api_limit, limiter

v1 = APIBlueprint("api", __name__, url_prefix="/api/v1")
limiter.limit(api_limit)(v1)
open_to_all(v1, only_described=True)
idempotency.init(v1)
