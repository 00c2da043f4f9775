"""By what an authority judges offers, and how it judged one."""

import json
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.placements.models import Matrix, Shortlisting
from directory.placements.rules.scoring import DEFAULT, Criterion, Score
from directory.requests.models import Request


def own_matrix(actor: Actor, request_id: UUID | None) -> Matrix | None:
    """Give the matrix of a request of the actor's authority, or its default; None where there is none."""
    require(actor, Permission.OFFER_SHORTLIST)
    which = Matrix.request_id.is_(None) if request_id is None else Matrix.request_id == request_id
    return db.session.scalar(select(Matrix).where(Matrix.authority_id == actor.organisation_id, which))


def criteria_for(actor: Actor, request: Request | None) -> tuple[Criterion, ...]:
    """Give what offers for a request are judged by: its own matrix, else the authority's default, else ours."""
    if request is not None and request.authority_id != actor.organisation_id:
        raise NotFound
    kept = (own_matrix(actor, request.id) if request else None) or own_matrix(actor, None)
    return tuple(Criterion(row["words"], row["weight"]) for row in json.loads(kept.criteria)) if kept else DEFAULT


def scored(actor: Actor, request: Request) -> bool:
    """Say whether an offer for a request of the actor's authority is scored already, so that its matrix stands."""
    require(actor, Permission.OFFER_SHORTLIST)
    return db.session.scalar(select(Shortlisting.id).where(Shortlisting.request_id == request.id).limit(1)) is not None


def scores_of(actor: Actor, shortlisting: Shortlisting | None) -> list[Score]:
    """Give how an offer was scored; empty where it was not."""
    require(actor, Permission.OFFER_READ)
    return [Score(**row) for row in json.loads(shortlisting.scores)] if shortlisting else []
