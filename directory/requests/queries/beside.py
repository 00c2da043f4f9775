"""Under which nouns somebody may do what with requests now: the moves, and what leads to no other state."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.kit import clock
from directory.kit.db import db
from directory.requests.models import Match, Request
from directory.requests.queries.requests import moves_of_all
from directory.requests.rules.beside import RULES, Beside
from directory.requests.rules.lifecycle import NOUNS, Status, Tier, tiers_left


def nouns_of_all(actor: Actor, requests: Sequence[Request]) -> dict[UUID, list[str]]:
    """Give for each request under which nouns this actor may do what now, in as many statements for any number."""
    moves, left = moves_of_all(actor, requests), _tiers_with_matches(requests)
    return {
        request.id: [
            *dict.fromkeys(NOUNS[move] for move in moves[request.id]),
            *(each.value for each in _beside(actor, request, left)),
        ]
        for request in requests
    }


def nouns_now(actor: Actor, request: Request) -> list[str]:
    """Give under which nouns this actor may do what with a request now."""
    return nouns_of_all(actor, [request])[request.id]


def _beside(actor: Actor, request: Request, left: Mapping[UUID, AbstractSet[Tier]]) -> list[Beside]:
    if request.authority_id != actor.organisation_id:
        return []
    status = request.status_at(clock.now())
    only = {
        Beside.TIMER: bool(request.releases) and bool(left.get(request.id)),
        Beside.STOP_TIMER: request.next_tier_at is not None,
    }
    return [
        what
        for what, rule in RULES.items()
        if status in rule.sources and actor.may(rule.needs) and only.get(what, True)
    ]


def _tiers_with_matches(requests: Sequence[Request]) -> dict[UUID, AbstractSet[Tier]]:
    """Give for each request that searches the tiers that are not open and in which somebody would be asked."""
    searching = {request.id: request for request in requests if request.status is Status.SEARCHING and request.releases}
    if not searching:
        return {}
    rows = db.session.execute(
        select(Match.request_id, Match.tier)
        .where(Match.request_id.in_(searching), Match.eligible, Match.no_longer_asked_at.is_(None))
        .distinct()
        .order_by(Match.request_id, Match.tier)
    ).all()
    found: dict[UUID, set[Tier]] = {request_id: set() for request_id in searching}
    for request_id, tier in rows:
        if tier in tiers_left(release.tier for release in searching[request_id].releases):
            found[request_id].add(tier)
    return dict(found)
