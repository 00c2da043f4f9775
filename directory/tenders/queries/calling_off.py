"""Call-offs: under which framework, what stands in their way, who is invited."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory.access import SYSTEM, Actor, Permission, require
from directory.frameworks import queries as frameworks
from directory.frameworks.models import Framework, FrameworkMember
from directory.kit.clock import in_london
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.tenders.models import Invitation, Tender
from directory.tenders.queries.invited import invitation_to
from directory.tenders.queries.standing import public_problems
from directory.tenders.rules import Kind as TenderKind
from directory.tenders.rules import Notice, Problem, Procedure, Section, Status, takes_bids
from directory.tenders.rules.calling_off import Under, call_off_problems


def members_invited(actor: Actor, tender: Tender) -> Sequence[Invitation]:
    """Give who was invited, in order: for the authority's own commissioners. It tells nothing of who bids."""
    own = tender.authority_id == actor.organisation_id and actor.may(Permission.TENDER_DRAFT)
    if not own and not actor.system:
        return []
    return db.session.scalars(
        select(Invitation)
        .where(Invitation.tender_id == tender.id)
        .order_by(Invitation.rank, Invitation.invited_at, Invitation.organisation_id)
    ).all()


def whose_turn(actor: Actor, tender: Tender, now: datetime) -> Invitation | None:
    """Give whose turn it is in a direct award that takes a bid still; None where it is nobody's."""
    if tender.kind != TenderKind.CALL_OFF or tender.procedure != Procedure.DIRECT or not takes_bids(tender.phase(now)):
        return None
    return next((one for one in members_invited(actor, tender) if one.stands), None)


def still_invited(actor: Actor, tender: Tender, now: datetime) -> Invitation | None:
    """Give the actor's invitation while it stands (not declined, lapsed or passed over) and it is a member still."""
    found = invitation_to(actor, tender)
    if found is None or not found.stands or actor.organisation_id is None:
        return None
    today = in_london(now).date()
    standing = frameworks.standings(SYSTEM, tender.authority_id, [actor.organisation_id], today)
    under = tender.framework_reference.upper()
    if any(one.reference == under for one in standing.get(actor.organisation_id, [])):
        return found
    # a call-off that was published while the framework ran is awarded though it has ended since
    return None if frameworks.public_framework(under).runs(today) else found


def own_turn(actor: Actor, tender_id: UUID, *, lock: bool = False) -> tuple[Tender, Invitation]:
    """Give a call-off to which the actor's provider is invited, and its invitation. Raises NotFound."""
    asked = select(Tender).where(Tender.id == tender_id)
    if lock:
        asked = asked.with_for_update(of=Tender).execution_options(populate_existing=True)
    tender = db.session.scalar(asked)
    found = None if tender is None or tender.published_at is None else invitation_to(actor, tender)
    if tender is None or found is None:
        raise NotFound
    return tender, found


def unanswered(actor: Actor, now: datetime) -> Sequence[UUID]:
    """Give, for the site itself, the open call-offs in which a member's time to answer is over, longest first."""
    require(actor, Permission.TENDER_PUBLISH)
    waits = (Invitation.taken_at, Invitation.declined_at, Invitation.passed_at, Invitation.lapsed_at)
    return db.session.scalars(
        select(Invitation.tender_id)
        .join(Tender, Tender.id == Invitation.tender_id)
        .where(
            Invitation.answer_by_at <= now,
            *(column.is_(None) for column in waits),
            Tender.status == Status.OPEN,
            Tender.closes_at > now,
        )
        .order_by(Invitation.answer_by_at, Invitation.tender_id)
    ).all()


def public_framework_of(notice: Notice) -> Framework | None:
    """Give the framework that a call-off names."""
    try:
        return frameworks.public_framework(notice.details.framework_reference)
    except NotFound:
        return None


def members_for(
    actor: Actor, authority_id: UUID | None, notice: Notice, framework: Framework, now: datetime
) -> list[list[FrameworkMember] | None]:
    """Give, for each lot of a call-off, the current members that may be invited; None where no lot covers it."""
    today = in_london(now).date()
    found: list[list[FrameworkMember] | None] = []
    for lot in notice.lots:
        lots = (
            frameworks.public_covering(authority_id, framework, lot.service_types, lot.areas)
            if lot.service_types
            else []
        )
        found.append(list(frameworks.current_members(actor, lots, today)) if lots else None)
    return found


def _following(actor: Actor, reference: str, now: datetime) -> list[Problem]:
    today = in_london(now).date()
    led = [one for one in frameworks.usable(actor, today) if one.authority_id == actor.organisation_id]
    if any(one.reference == reference.upper() and one.kind == "open" for one in led):
        return []
    words = "Choose an open framework of your authority that runs now"
    return [Problem(Section.DETAILS, "earlier_framework", words, "Procurement Act 2023, section 49")]


def problems_of(actor: Actor, tender: Tender, now: datetime) -> list[Problem]:
    """Give all that stands in the way of publishing now, with what the framework of a call-off has against it."""
    notice = tender.notice()
    found = public_problems(tender, now)
    if notice.details.earlier_framework:
        found = [*found, *_following(actor, notice.details.earlier_framework, now)]
    if notice.details.kind != TenderKind.CALL_OFF:
        return found
    framework, today = public_framework_of(notice), in_london(now).date()
    under = None
    if framework is not None:
        buyer = actor.organisation_id
        members = members_for(actor, buyer, notice, framework, now) if actor.may(Permission.CALL_OFF_MAKE) else []
        under = Under(
            reference=framework.reference,
            may_use=frameworks.may_use(actor, framework),
            starts_on=framework.starts_on,
            last_on=framework.last_on,
            ranked=framework.ranked,
            criteria=tuple(framework.criteria),
            members=tuple(None if one is None else len({m.provider_id for m in one}) for one in members),
        )
    return [*found, *call_off_problems(notice, under, today)]
