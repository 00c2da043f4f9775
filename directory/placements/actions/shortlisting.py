"""Judging offers by a matrix, and shortlisting those that pass every gate."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.placements.actions.accepting import offered
from directory.placements.models import Matrix, Shortlisting
from directory.placements.queries.scoring import criteria_for, own_matrix, scored
from directory.placements.rules.scoring import Criterion, Score, as_rows, failed, tenths, wrong_matrix, wrong_scores
from directory.requests.models import Request
from directory.requests.moving import locked, move_on
from directory.requests.rules.lifecycle import LIFECYCLE, Move


@atomic
def save_matrix(actor: Actor, *, reference: str | None = None, criteria: Sequence[Criterion], now: datetime) -> Matrix:
    """Say by what offers are judged: those for one request, or by default all of the authority's.

    Raises NotAllowed, NotFound, WrongState once an offer of the request is scored, Invalid.
    """
    require(actor, Permission.OFFER_SHORTLIST)
    request = locked(actor, reference, Move.SHORTLIST, now=now) if reference else None
    if request is not None and scored(actor, request):
        raise WrongState("An offer is scored already, so what offers are judged by stands")
    if wrong := wrong_matrix(criteria):
        raise Invalid(fields=wrong)
    return _keep(actor, request, criteria, now)


def _keep(actor: Actor, request: Request | None, criteria: Sequence[Criterion], now: datetime) -> Matrix:
    if actor.organisation_id is None:
        raise NotAllowed
    matrix = own_matrix(actor, request.id if request else None)
    if matrix is None:
        matrix = Matrix(authority_id=actor.organisation_id, request_id=request.id if request else None)
        db.session.add(matrix)
    matrix.criteria = json.dumps(as_rows(criteria))
    matrix.changed_at, matrix.changed_by = now, actor.person_id
    db.session.flush()
    audit.record(actor, "matrix:changed", matrix, at=now, request=request.reference if request else None)
    return matrix


@atomic
def shortlist(actor: Actor, reference: str, *, offer_id: UUID, scores: Sequence[Score], now: datetime) -> Request:
    """Score an offer by the request's matrix and shortlist it; scoring it again replaces the scores.

    The first scores keep the matrix with the request, so that all offers are judged by the same.
    Raises NotAllowed, NotFound, WrongState, or Invalid where a score is missing or a gate is not passed.
    """
    request = locked(actor, reference, Move.SHORTLIST, now=now)
    LIFECYCLE.after(request.status, Move.SHORTLIST)
    offer = offered(request, offer_id)
    criteria = criteria_for(actor, request)
    if wrong := wrong_scores(criteria, scores):
        raise Invalid(fields=wrong)
    if gates := failed(criteria, scores):
        names = [f"score_{n}" for n, c in enumerate(criteria, 1) if c.words in gates]
        raise Invalid(fields=dict.fromkeys(names, "An offer that does not pass this gate is not shortlisted"))
    if own_matrix(actor, request.id) is None:
        _keep(actor, request, criteria, now)
    kept = db.session.scalar(select(Shortlisting).where(Shortlisting.offer_id == offer.id))
    if kept is None:
        kept = Shortlisting(request_id=request.id, offer_id=offer.id)
        db.session.add(kept)
    kept.scores = json.dumps([asdict(score) for score in scores])
    kept.total_tenths, kept.scored_at, kept.scored_by = tenths(criteria, scores), now, actor.person_id
    move_on(
        actor, request, Move.SHORTLIST, now=now, event="offer:shortlisted", offer=offer.id, tenths=kept.total_tenths
    )
    return request
