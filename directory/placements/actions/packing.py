"""Releasing a referral pack to the provider of an agreed placement, opening its files, and withdrawing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Actor, Permission, require
from directory.files import EVIDENCE, Scan, hand_out, store
from directory.files.actions import Handed
from directory.files.rules import size_words
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotSignedIn, WrongState
from directory.kit.lifecycle import words
from directory.notify import notice
from directory.placements.models import Pack, PackFile, PackView, Placement
from directory.placements.moving import open_pack_of, tell_of_placement
from directory.placements.queries.disclosing import pack_file
from directory.placements.queries.placing import own_placement
from directory.placements.rules.disclosing import (
    MOST_BYTES_TOGETHER,
    MOST_FILES,
    OPEN_STATES,
    days_in_words,
    expiry_after,
)

SCANNED_JOB = "placements.pack_scanned"


@atomic
def release_pack(
    actor: Actor, reference: str, *, files: Sequence[tuple[str, BinaryIO]], days: int | None, now: datetime
) -> Pack:
    """Release files (name and content) to the provider of an agreed placement for so many days, and tell it.

    Raises NotAllowed, NotFound, WrongState where nothing is agreed or a pack is open already, Invalid (``file``,
    ``days``): then nothing is kept.
    """
    placement = _of(actor, reference)
    if open_pack_of(placement.id) is not None:
        raise WrongState("A referral pack is released already. Withdraw it before you release another")
    wrong = {"days": said} if (said := days_in_words(days)) else {}
    if not 1 <= len(files) <= MOST_FILES:
        wrong["file"] = f"Choose the files of the pack, at most {MOST_FILES}" if files else "Choose a file"
    if wrong or days is None:
        raise Invalid(fields=wrong)
    pack = Pack(
        placement_id=placement.id,
        provider_id=placement.service.organisation_id,
        released_at=now,
        released_by=actor.person_id,
        expires_at=expiry_after(days, now),
    )
    db.session.add(pack)
    db.session.flush()
    left = MOST_BYTES_TOGETHER
    for number, (name, stream) in enumerate(files, start=1):
        kept = store(actor, stream, name=name, kinds=EVIDENCE, now=now, when_scanned=SCANNED_JOB)
        left -= kept.size_bytes
        if left < 0:
            raise Invalid.field("file", f"The files must be smaller than {size_words(MOST_BYTES_TOGETHER)} together")
        db.session.add(PackFile(pack_id=pack.id, number=number, file_id=kept.id))
    facts = {"provider": pack.provider_id, "files": len(files), "expires_at": pack.expires_at}
    audit.record(actor, "pack:released", pack, at=now, request=placement.request.reference, **facts)
    tell_of_placement(placement, "the referral pack is ready for you to read", now=now)
    return pack


@atomic
def change_expiry(actor: Actor, reference: str, *, days: int | None, now: datetime) -> Pack:
    """Let the open pack close so many days from now. Raises NotAllowed, NotFound, WrongState, Invalid (``days``)."""
    pack = _open(_of(actor, reference))
    if (wrong := days_in_words(days)) or days is None:
        raise Invalid.field("days", wrong or "")
    pack.expires_at = expiry_after(days, now)
    facts = {"request": pack.placement.request.reference, "expires_at": pack.expires_at}
    audit.record(actor, "pack:expiry_changed", pack, at=now, **facts)
    return pack


@atomic
def withdraw_pack(actor: Actor, reference: str, *, now: datetime) -> Pack:
    """Close the pack for good. Raises NotAllowed, NotFound, WrongState where none is released."""
    require(actor, Permission.PACK_RELEASE)
    placement = own_placement(actor, reference, lock=True)
    pack = _open(placement)
    pack.withdrawn_at, pack.withdrawn_by = now, actor.person_id
    audit.record(actor, "pack:withdrawn", pack, at=now, request=placement.request.reference)
    tell_of_placement(placement, "the referral pack is withdrawn", now=now)
    return pack


@atomic
def open_file(actor: Actor, reference: str, file_id: UUID, *, now: datetime) -> Handed:
    """Hand a file of a pack to somebody who may have it, and write down that they opened it.

    Raises NotFound, and WrongState once the pack is closed, while a file is scanned, and where it is infected.
    """
    if actor.person_id is None:
        raise NotSignedIn
    found = pack_file(actor, reference, file_id, now)
    handed = hand_out(actor, found.file_id, now=now)
    view = PackView(pack_id=found.pack_id, file_id=found.file_id, viewed_by=actor.person_id, viewed_at=now)
    db.session.add(view)
    audit.record(actor, "pack:viewed", found.pack, at=now, request=reference.upper(), file=found.file_id)
    return handed


def _of(actor: Actor, reference: str) -> Placement:
    require(actor, Permission.PACK_RELEASE)
    placement = own_placement(actor, reference, lock=True)
    if placement.request.status not in OPEN_STATES:
        raise WrongState(f"This placement is {words(placement.request.status)}, so no referral pack is open")
    return placement


def _open(placement: Placement) -> Pack:
    pack = open_pack_of(placement.id)
    if pack is None:
        raise WrongState("No referral pack is released for this placement")
    return pack


@atomic
def warn_of_infected(file_id: UUID, *, now: datetime) -> None:
    """Tell the authority, once it is known, that a virus was found in a file of its pack."""
    pack = db.session.scalar(select(Pack).join(PackFile).where(PackFile.file_id == file_id).with_for_update(of=Pack))
    if pack is None or next(each for each in pack.files if each.file_id == file_id).file.scan is not Scan.INFECTED:
        return
    request = pack.placement.request
    audit.record(SYSTEM, "pack:infected", pack, at=now, request=request.reference, file=file_id)
    notice(
        text=f"{request.reference}: a virus was found in a file of the referral pack, so nobody can open it",
        endpoint="placements.pack",
        arguments={"reference": request.reference},
        organisation_id=request.authority_id,
        permission=Permission.PACK_RELEASE,
        at=now,
    )
