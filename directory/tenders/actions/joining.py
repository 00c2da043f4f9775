"""Buying together: the lead asks, the other authority answers for itself, before the tender is published."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Kind, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.tenders.actions.refusing import reason_given
from directory.tenders.models import JointBuyer, Tender
from directory.tenders.queries.joint import own_invitation, public_account_of
from directory.tenders.queries.tender import owned_tender
from directory.tenders.rules import Status
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.joint import JOINT_LIFECYCLE, JointMove, JointStatus, joined

UNPUBLISHED = frozenset({Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED})


@atomic
def invite(actor: Actor, tender_id: UUID, *, gss_code: str, now: datetime) -> JointBuyer:
    """Ask an authority that a lot names whether it buys together; its commissioners read the draft from then on.

    Raises NotAllowed, NotFound for one that no lot names, WrongState once published or while it is asked, Invalid
    (``gss_code``) for one without an account.
    """
    tender, by = _lead(actor, tender_id, gss_code)
    account = public_account_of(gss_code)
    if account is None:
        words = f"{area_words(gss_code)} has no account here: agree in writing, and note how"
        raise Invalid.field("gss_code", words)
    row = _row(tender, gss_code)
    if row is None:
        row = JointBuyer(tender_id=tender.id, gss_code=gss_code, status=JointStatus.INVITED, note="")
        db.session.add(row)
    else:
        row.status = JOINT_LIFECYCLE.after(row.status, JointMove.INVITE)
    row.organisation_id, row.asked_by, row.asked_at = account.id, by, now
    row.answered_by = row.answered_at = None
    row.note = ""
    db.session.flush()
    audit.record(actor, "tender:joint_buyer_invited", tender, at=now, gss_code=gss_code)
    _tell(
        account.id, f"{tender.authority.name} asks you to buy together: {tender.title}", "tenders.joining", tender, now
    )
    return row


@atomic
def note_agreement(actor: Actor, tender_id: UUID, *, gss_code: str, note: str, now: datetime) -> JointBuyer:
    """Note how an authority without an account here agreed in writing: everybody reads that it did, and not the note.

    Raises NotAllowed, NotFound, WrongState, Invalid (``gss_code``) for one with an account: that answers for itself.
    """
    tender, by = _lead(actor, tender_id, gss_code)
    if public_account_of(gss_code) is not None:
        raise Invalid.field("gss_code", f"{area_words(gss_code)} has an account here and answers for itself: ask it")
    why = reason_given(note)
    row = _row(tender, gss_code)
    if row is None:
        row = JointBuyer(tender_id=tender.id, gss_code=gss_code, status=JointStatus.OUTSIDE, note=why)
        db.session.add(row)
    row.asked_by, row.asked_at, row.note = by, now, why
    db.session.flush()
    audit.record(actor, "tender:joint_buyer_noted", tender, at=now, gss_code=gss_code, note=why)
    return row


@atomic
def answer_invitation(actor: Actor, tender_id: UUID, move: JointMove, *, reason: str = "", now: datetime) -> JointBuyer:
    """Agree, decline or leave again, for one's own authority; the lead is told.

    Raises NotAllowed, NotFound where one's authority was not asked, WrongState once published, Invalid (``reason``).
    """
    require(actor, Permission.TENDER_PUBLISH)
    tender = db.session.scalar(select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender))
    row = own_invitation(actor, tender_id)
    if tender is None or row is None:
        raise NotFound
    if tender.status not in UNPUBLISHED:
        raise WrongState("The tender is published, so this cannot be changed here. Talk to the authority that leads it")
    if move not in {JointMove.AGREE, JointMove.DECLINE, JointMove.LEAVE}:
        raise NotAllowed
    why = "" if move == JointMove.AGREE else reason_given(reason)
    row.status = JOINT_LIFECYCLE.after(row.status, move)
    row.answered_by, row.answered_at, row.note = actor.person_id, now, why
    events = {JointMove.AGREE: "agreed", JointMove.DECLINE: "declined", JointMove.LEAVE: "left"}
    audit.record(actor, f"tender:joint_buyer_{events[move]}", tender, at=now, gss_code=row.gss_code)
    text = f"{area_words(row.gss_code)} has {events[move]}: buying {tender.title} together"
    _tell(tender.authority_id, text, "tenders.joint_buyers", tender, now)
    return row


def _lead(actor: Actor, tender_id: UUID, gss_code: str) -> tuple[Tender, UUID]:
    require(actor, Permission.TENDER_DRAFT)
    if actor.person_id is None or actor.kind != Kind.AUTHORITY:
        raise NotAllowed
    tender = owned_tender(actor, tender_id, lock=True)
    if tender.status not in UNPUBLISHED:
        raise WrongState("The tender is published, so nobody can join it any more")
    if gss_code not in joined(tender.notice().lots):
        raise NotFound
    return tender, actor.person_id


def _row(tender: Tender, gss_code: str) -> JointBuyer | None:
    chosen = select(JointBuyer).where(JointBuyer.tender_id == tender.id, JointBuyer.gss_code == gss_code)
    return db.session.scalar(chosen)


def _tell(organisation_id: UUID, text: str, endpoint: str, tender: Tender, now: datetime) -> None:
    notify.notice(
        text=text[:300],
        endpoint=endpoint,
        arguments={"tender_id": tender.id},
        organisation_id=organisation_id,
        permission=Permission.TENDER_PUBLISH,
        at=now,
    )
