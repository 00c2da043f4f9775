"""Shortlists: one's own and those that colleagues share, with what of their services may be seen now."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from directory.access import Actor, Permission
from directory.finder.models import Shortlist, ShortlistedService
from directory.finder.queries.find import viewer_of
from directory.finder.rules.shortlist import MAIN_NAME
from directory.kit.db import db
from directory.kit.errors import NotFound, NotSignedIn
from directory.providers.search import document_of, shown, with_ids
from directory.search import Document
from directory.search.documents import may_see


@dataclass(frozen=True)
class Row:
    """A service on a list; ``document`` is None where it is not there for the reader any more, whatever the reason."""

    service_id: UUID
    note: str
    document: Document | None


def title(actor: Actor, found: Shortlist) -> str:
    """Give what a list is called."""
    del actor
    return found.name or MAIN_NAME


def main(actor: Actor) -> Shortlist | None:
    """Give one's main list; None where nothing was ever kept. Raises NotSignedIn for nobody."""
    if not actor.signed_in:
        raise NotSignedIn
    return db.session.scalar(
        select(Shortlist)
        .options(selectinload(Shortlist.rows))
        .where(Shortlist.person_id == actor.person_id, Shortlist.main)
    )


def readable(actor: Actor) -> Sequence[Shortlist]:
    """Give one's own lists, the main one first, then those that colleagues share."""
    if not actor.signed_in:
        raise NotSignedIn
    found = db.session.scalars(
        select(Shortlist)
        .options(selectinload(Shortlist.rows), joinedload(Shortlist.person))
        .where(_readable(actor))
        .order_by(Shortlist.main.desc(), Shortlist.created_at, Shortlist.id)
    ).all()
    return sorted(found, key=lambda one: one.person_id != actor.person_id)


def readable_list(actor: Actor, shortlist_id: UUID) -> Shortlist:
    """Give one's own list, or one that a colleague shares. Raises NotFound for any other."""
    if not actor.signed_in:
        raise NotSignedIn
    found = db.session.scalar(
        select(Shortlist)
        .options(selectinload(Shortlist.rows), joinedload(Shortlist.person))
        .where(Shortlist.id == shortlist_id, _readable(actor))
    )
    if found is None:
        raise NotFound
    return found


def own_list(actor: Actor, shortlist_id: UUID) -> Shortlist:
    """Give one's own list. Raises NotFound for another's, shared or not."""
    found = readable_list(actor, shortlist_id)
    if found.person_id != actor.person_id:
        raise NotFound
    return found


def _readable(actor: Actor) -> ColumnElement[bool]:
    mine = Shortlist.person_id == actor.person_id
    if not actor.may(Permission.SEARCH_SAVE):
        return mine
    return or_(mine, Shortlist.shared & (Shortlist.organisation_id == actor.organisation_id))


def kept_ids(actor: Actor) -> frozenset[UUID]:
    """Give the services on one's main list."""
    if not actor.signed_in:
        return frozenset()
    return frozenset(
        db.session.scalars(
            select(ShortlistedService.service_id)
            .join(Shortlist, Shortlist.id == ShortlistedService.shortlist_id)
            .where(Shortlist.person_id == actor.person_id, Shortlist.main)
            .order_by(ShortlistedService.service_id)
        )
    )


def rows_of(actor: Actor, found: Shortlist) -> list[Row]:
    """Give the services of a list in the order in which they were kept, as far as this reader may see them now."""
    documents = visible(actor, [row.service_id for row in found.rows])
    return [Row(row.service_id, row.note, documents.get(row.service_id)) for row in found.rows]


def visible(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, Document]:
    """Give of these services those in the directory that this actor may see."""
    viewer = viewer_of(actor)
    documents = (document_of(service) for service in with_ids(ids) if shown(service))
    return {one.service_id: one for one in documents if may_see(viewer, one)}
