"""Referral packs as their authority and the one provider may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from directory.access import Actor, Permission
from directory.kit.db import db
from directory.kit.errors import NotFound, WrongState
from directory.placements.models import Pack, PackFile, PackView, Placement
from directory.placements.queries.placing import own_placement, provided_placement
from directory.placements.rules.disclosing import is_open
from directory.requests.rules.lifecycle import Status

CLOSED = "This referral pack is not open any more. Ask the authority if you still need it"


@dataclass(frozen=True)
class Shown:
    """A pack, and whether the provider may open it now."""

    pack: Pack
    open: bool

    @property
    def state(self) -> str:
        """Give how it stands, in a word."""
        return "Withdrawn" if self.pack.withdrawn_at else "Open" if self.open else "Closed"


def _shown(pack: Pack, status: Status, now: datetime) -> Shown:
    closes = {"expires_at": pack.expires_at, "withdrawn_at": pack.withdrawn_at}
    return Shown(pack, is_open(status, now=now, **closes))  # type: ignore[arg-type]


def released_packs(actor: Actor, reference: str, now: datetime) -> Sequence[Shown]:
    """Give the packs that the actor's authority released for a placement, newest first. Raises NotFound."""
    placement = own_placement(actor, reference)
    packs = db.session.scalars(
        select(Pack)
        .where(Pack.placement_id == placement.id)
        .options(selectinload(Pack.files), selectinload(Pack.views).options(joinedload(PackView.person)))
        .order_by(Pack.released_at.desc(), Pack.id)
    ).all()
    return [_shown(pack, placement.request.status, now) for pack in packs]


def open_pack(actor: Actor, placement: Placement, now: datetime) -> Pack | None:
    """Give the pack of a placement that is open to the actor's own organisation, which it was released to."""
    pack = db.session.scalar(
        select(Pack)
        .where(
            Pack.placement_id == placement.id,
            Pack.provider_id == actor.organisation_id,
            Pack.withdrawn_at.is_(None),
        )
        .options(selectinload(Pack.files))
    )
    return pack if pack is not None and _shown(pack, placement.request.status, now).open else None


def pack_file(actor: Actor, reference: str, file_id: UUID, now: datetime) -> PackFile:
    """Give one file of a pack to the authority that released it, or to the provider while it is open.

    Raises NotFound for anybody else, WrongState to the provider once it is closed.
    """
    ours = actor.may(Permission.PACK_RELEASE)
    placement = own_placement(actor, reference) if ours else provided_placement(actor, reference)
    chosen = select(PackFile).join(PackFile.pack).where(Pack.placement_id == placement.id, PackFile.file_id == file_id)
    if not ours:
        chosen = chosen.where(Pack.provider_id == actor.organisation_id)
    found = db.session.scalar(chosen)
    if found is None:
        raise NotFound
    if not ours and not _shown(found.pack, placement.request.status, now).open:
        raise WrongState(CLOSED)
    return found
