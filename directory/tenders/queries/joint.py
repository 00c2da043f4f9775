from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Kind, Permission
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.organisations.models import Organisation
from directory.tenders.models import JointBuyer, Tender
from directory.tenders.rules import Problem, Status, numbered
from directory.tenders.rules.areas import authority_code
from directory.tenders.rules.joint import JointStatus, joined, joint_problems


@dataclass(frozen=True)
class Joining:
    """An authority that lots name as a joint buyer: which lots, whether it has an account, and how it answered."""

    gss_code: str
    lots: tuple[int, ...]
    has_account: bool
    row: JointBuyer | None


def public_code(written: str) -> str:
    """Give the GSS code of an authority that an address names, however written. Raises NotFound for none."""
    try:
        return authority_code(written)
    except ValueError:
        raise NotFound from None


def public_account_of(gss_code: str) -> Organisation | None:
    """Give the authority with this GSS code that has an account here."""
    chosen = select(Organisation).where(Organisation.gss_code == gss_code, Organisation.kind == Kind.AUTHORITY)
    return db.session.scalar(chosen)


def public_joint_problems(tender: Tender) -> list[Problem]:
    """Give the joint buyers of a tender that have not agreed."""
    agreements = {row.gss_code: row.status for row in tender.joint_buyers}
    return list(joint_problems(tender.notice().lots, agreements))


def public_joint_buyers(tender: Tender) -> Sequence[Joining]:
    """Give all whom the lots name as joint buyers, in order, with how each stands."""
    rows = {row.gss_code: row for row in tender.joint_buyers}
    lots = tender.notice().lots
    return [
        Joining(
            code,
            tuple(number for number, lot in numbered(lots) if code in lot.joint_buyers),
            public_account_of(code) is not None,
            rows.get(code),
        )
        for code in joined(lots)
    ]


def own_invitation(actor: Actor, tender_id: UUID) -> JointBuyer | None:
    """Give what the actor's own authority was asked and answered about a tender."""
    if actor.organisation_id is None or not actor.may(Permission.TENDER_DRAFT):
        return None
    chosen = (JointBuyer.tender_id == tender_id, JointBuyer.organisation_id == actor.organisation_id)
    return db.session.scalar(select(JointBuyer).where(*chosen))


def invitations(actor: Actor) -> Sequence[Tender]:
    """Give the unpublished tenders that the actor's authority is asked to join, first asked first."""
    unpublished = Tender.status.in_((Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED))
    asked = (JointBuyer.organisation_id == actor.organisation_id, JointBuyer.status == JointStatus.INVITED)
    chosen = select(Tender).join(JointBuyer, JointBuyer.tender_id == Tender.id).where(unpublished, *asked)
    return db.session.scalars(chosen.order_by(JointBuyer.asked_at, Tender.reference)).all()
