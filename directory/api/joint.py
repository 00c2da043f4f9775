"""Buying together for programs: the lead asks, the other authority answers for itself."""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.tender_models import NothingBody, ReasonBody
from directory.api.views import v1
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.tenders import actions, queries
from directory.tenders.actions.joining import UNPUBLISHED
from directory.tenders.models import JointBuyer, Tender
from directory.tenders.queries.joint import Joining, public_code
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.joint import JOINT_LIFECYCLE, JointMove, JointStatus

P = Permission
MAY_CONFLICT = (404, 409)
TENDER = "/tenders/<uuid:tender_id>"
BUYER = f"{TENDER}/joint-buyers/<gss_code>"
NOUNS = {JointMove.AGREE: "agreement", JointMove.DECLINE: "withdrawal", JointMove.LEAVE: "withdrawal"}


class JointBuyerAnswer(BaseModel):
    """An authority that lots name as a buyer too. ``status`` is null while it was not asked; ``note``: why, or how."""

    gss_code: str
    name: str
    lots: list[int]
    has_account: bool
    status: JointStatus | None
    asked_at: datetime | None
    answered_at: datetime | None
    note: str
    moves: list[str]


class JointBuyersAnswer(BaseModel):
    """All whom the lots of a tender name as joint buyers."""

    items: list[JointBuyerAnswer]


class JoiningAnswer(BaseModel):
    """What your own authority was asked about a tender, and answered."""

    tender_id: UUID
    status: JointStatus
    lots: list[int]
    asked_at: datetime
    answered_at: datetime | None
    note: str
    moves: list[str]


def _buyer(tender: Tender, one: Joining) -> JointBuyerAnswer:
    row, moves = one.row, []
    if tender.status in UNPUBLISHED:
        if one.has_account and (row is None or JOINT_LIFECYCLE.allows(row.status, JointMove.INVITE)):
            moves.append("invitation")
        elif not one.has_account:
            moves.append("agreement")
    return JointBuyerAnswer(
        gss_code=one.gss_code,
        name=area_words(one.gss_code),
        lots=list(one.lots),
        has_account=one.has_account,
        status=row.status if row else None,
        asked_at=row.asked_at if row else None,
        answered_at=row.answered_at if row else None,
        note=row.note if row else "",
        moves=moves,
    )


def _buyers(tender_id: UUID, status: int = 200) -> ResponseReturnValue:
    tender = queries.owned_tender(current_actor(), tender_id)
    items = [_buyer(tender, one) for one in queries.public_joint_buyers(tender)]
    return answered(JointBuyersAnswer(items=items), status)


@v1.get(f"{TENDER}/joint-buyers")
@guarded(P.TENDER_DRAFT)
@described("List the joint buyers of your tender", answer=JointBuyersAnswer)
def get_joint_buyers(tender_id: UUID) -> ResponseReturnValue:
    """Each must agree, or be taken out of the lots, before the tender is published."""
    return _buyers(tender_id)


@v1.post(f"{BUYER}/invitation")
@guarded(P.TENDER_DRAFT)
@described(
    "Ask an authority to buy together", body=NothingBody, answer=JointBuyersAnswer, status=201, refusals=MAY_CONFLICT
)
def post_joint_invitation(tender_id: UUID, gss_code: str) -> ResponseReturnValue:
    """Its commissioners are told, and read the draft from then on. Asked again after it declined or left."""
    body(NothingBody)
    actions.invite(current_actor(), tender_id, gss_code=public_code(gss_code), now=clock.now())
    return _buyers(tender_id, 201)


@v1.post(f"{BUYER}/agreement")
@guarded(P.TENDER_DRAFT)
@described(
    "Note that an authority without an account agreed",
    body=ReasonBody,
    answer=JointBuyersAnswer,
    status=201,
    refusals=MAY_CONFLICT,
)
def post_joint_agreement(tender_id: UUID, gss_code: str) -> ResponseReturnValue:
    """`reason` says how it agreed in writing: only your own authority reads it."""
    note = body(ReasonBody).reason
    actions.note_agreement(current_actor(), tender_id, gss_code=public_code(gss_code), note=note, now=clock.now())
    return _buyers(tender_id, 201)


def _joining(tender: Tender, row: JointBuyer, status: int = 200) -> ResponseReturnValue:
    lots = tender.notice().lots
    moves = JOINT_LIFECYCLE.moves_from(row.status) if tender.status in UNPUBLISHED else ()
    answer = JoiningAnswer(
        tender_id=tender.id,
        status=row.status,
        lots=[number for number, lot in enumerate(lots, 1) if row.gss_code in lot.joint_buyers],
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        note=row.note,
        moves=[NOUNS[move] for move in moves if move in NOUNS],
    )
    return answered(answer, status)


@v1.get(f"{TENDER}/joining")
@guarded(P.TENDER_PUBLISH)
@described("Read what your authority is asked to join", answer=JoiningAnswer)
def get_joining(tender_id: UUID) -> ResponseReturnValue:
    """Only while your authority is asked or has agreed; the tender itself is read where all tenders are."""
    actor = current_actor()
    row, tender = queries.own_invitation(actor, tender_id), queries.tender_for(actor, tender_id)
    if row is None:
        raise NotFound
    return _joining(tender, row)


def _answer(tender_id: UUID, move: JointMove | None, reason: str) -> ResponseReturnValue:
    """Answer for one's own authority; without a move decline, or leave where it had agreed."""
    actor = current_actor()
    row = queries.own_invitation(actor, tender_id)
    if row is None:
        raise NotFound
    tender = queries.tender_for(actor, tender_id)
    chosen = move or (JointMove.LEAVE if row.status == JointStatus.AGREED else JointMove.DECLINE)
    return _joining(
        tender, actions.answer_invitation(actor, tender_id, chosen, reason=reason, now=clock.now()), status=201
    )


@v1.post(f"{TENDER}/joining/agreement")
@guarded(P.TENDER_PUBLISH)
@described("Agree to buy together", body=NothingBody, answer=JoiningAnswer, status=201, refusals=MAY_CONFLICT)
def post_joining_agreement(tender_id: UUID) -> ResponseReturnValue:
    """For your own authority, before the tender is published."""
    body(NothingBody)
    return _answer(tender_id, JointMove.AGREE, "")


@v1.post(f"{TENDER}/joining/withdrawal")
@guarded(P.TENDER_PUBLISH)
@described("Decline, or leave again", body=ReasonBody, answer=JoiningAnswer, status=201, refusals=MAY_CONFLICT)
def post_joining_withdrawal(tender_id: UUID) -> ResponseReturnValue:
    """The authority that leads the tender reads the reason."""
    return _answer(tender_id, None, body(ReasonBody).reason)
