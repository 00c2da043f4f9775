"""A placement as its clocks need it."""

from directory.codes import ServiceType
from directory.placements.models import Placement
from directory.placements.rules.due import EpisodeFacts, Facts, waits_for
from directory.providers.models import Service
from directory.requests.models import Request
from directory.requests.rules.lifecycle import Urgency

FOSTERING = frozenset({ServiceType.FOSTER_CARE, ServiceType.PARENT_AND_CHILD_FOSTER_CARE})


def facts_said(placement: Placement) -> Facts:
    """Give what the clocks need of a placement that was loaded for who may see it."""
    return Facts(
        starts_on=placement.starts_on,
        started_on=placement.started_on,
        ended_on=placement.ended_on,
        expected_end_on=placement.expected_end_on,
        emergency=placement.request.urgency is Urgency.EMERGENCY,
        where=placement.where_it_is,
        approved=placement.distance_approved_at is not None,
        area_told_on=placement.area_told_on,
        own_carers=own_carers(placement.request, placement.service),
        reviews=[(str(each.id), each.due_on) for each in placement.reviews if each.held_on is None],
        episodes=[
            EpisodeFacts(str(each.id), each.until_at, each.interview, each.from_at) for each in placement.episodes
        ],
    )


def waits(placement: Placement) -> str:
    """Give what the law wants before the child may arrive, in words; empty where nothing is owed."""
    return waits_for(
        placement.where_it_is,
        emergency=placement.request.urgency is Urgency.EMERGENCY,
        approved=placement.distance_approved_at is not None,
        told=placement.area_told_on is not None,
        own_carers=own_carers(placement.request, placement.service),
    )


def own_carers(request: Request, service: Service) -> bool:
    """Say whether a service is foster parents whom the request's own authority has approved."""
    return service.organisation_id == request.authority_id and service.service_type in FOSTERING
