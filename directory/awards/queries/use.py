"""What was bought under a framework: for its lead what all bought, for others and for providers their own."""

import re
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import ColumnElement, String, and_, cast, false, select

from directory.access import Actor, Kind, Permission
from directory.awards.models import Contract
from directory.awards.rules.contract import ContractStatus
from directory.awards.rules.use import LotUse, Scope, Use, lot_of
from directory.frameworks.models import Framework, FrameworkLot, FrameworkMember
from directory.frameworks.queries import may_use
from directory.kit.db import db
from directory.placements.models import Placement
from directory.providers.models import Service
from directory.requests.models import Match, Request
from directory.requests.rules.lifecycle import Tier
from directory.tenders.models import Tender
from directory.tenders.queries import invited_of, visible_to
from directory.tenders.rules import Status

P = Permission
BOUGHT = (ContractStatus.SIGNED, ContractStatus.ENDED)


def use_of(actor: Actor, framework: Framework) -> Use | None:
    """Give what was bought under a framework, as far as the actor may know; None for whoever has no part in it.

    The lead authority's officers: call-offs and contracts of all buyers, but of others' call-offs those whose award is
    announced. Another buyer's officers, and a member's people: their own. Placements: one's own, and only how many.
    """
    scopes = _scopes(framework)
    lead = framework.authority_id == actor.organisation_id and actor.may(P.CONTRACT_SIGN)
    buyer = lead or (actor.may(P.CALL_OFF_MAKE) and may_use(actor, framework))
    inside = actor.kind == Kind.PROVIDER and actor.may(P.BID_DRAFT)
    if not buyer and not (inside and any(actor.organisation_id in one.members for one in scopes)):
        return None
    signed: dict[int, list[int]] = {}
    for contract in _contracts(actor, framework, every=lead):
        bought = contract.tender.notice().lots[contract.lot - 1]
        number = lot_of(scopes, bought.service_types, bought.areas, contract.organisation_id)
        signed.setdefault(number, []).append(contract.value_pence or 0)
    called: Counter[int] = Counter()
    for tender in _call_offs(actor, framework):
        called.update({lot_of(scopes, lot.service_types, lot.areas) for lot in tender.notice().lots})
    placed = _placements(actor, framework)
    lots = []
    for lot in framework.lots:
        values = signed.get(lot.number, [])
        number = lot.number
        lots.append(LotUse(number, lot.title, called[number], len(values), sum(values), placed[number]))
    return Use(tuple(lots), whole=lead, stated_pence=framework.value_pence)


def _scopes(framework: Framework) -> list[Scope]:
    rows = db.session.execute(
        select(FrameworkMember.lot_id, FrameworkMember.provider_id)
        .join(FrameworkLot, FrameworkLot.id == FrameworkMember.lot_id)
        .where(FrameworkLot.framework_id == framework.id)
        .order_by(FrameworkMember.id)
    ).all()
    return [
        Scope(
            lot.number,
            tuple(lot.service_types),
            tuple(lot.areas),
            frozenset(row.provider_id for row in rows if row.lot_id == lot.id),
        )
        for lot in framework.lots
    ]


def _call_offs(actor: Actor, framework: Framework) -> Sequence[Tender]:
    mine = invited_of(actor) if actor.kind == Kind.PROVIDER else visible_to(actor)
    asked = select(Tender).where(
        Tender.framework_reference == framework.reference,
        Tender.published_at.is_not(None),
        Tender.status != Status.WITHDRAWN,
        mine,
    )
    return db.session.scalars(asked.order_by(Tender.reference)).all()


def _own(actor: Actor) -> ColumnElement[bool]:
    if actor.organisation_id is None:
        return false()
    column = Contract.organisation_id if actor.kind == Kind.PROVIDER else Contract.authority_id
    return column == actor.organisation_id


def _contracts(actor: Actor, framework: Framework, *, every: bool) -> Sequence[Contract]:
    asked = (
        select(Contract)
        .join(Tender, Tender.id == Contract.tender_id)
        .where(Tender.framework_reference == framework.reference, Contract.status.in_(BOUGHT))
        .order_by(Contract.signed_at, Contract.id)
    )
    return db.session.scalars(asked if every else asked.where(_own(actor))).all()


def _placements(actor: Actor, framework: Framework) -> Counter[int]:
    """Count the actor's own placements that were found in the framework's tier, by lot; nothing else is read."""
    own = Service.organisation_id if actor.kind == Kind.PROVIDER else Request.authority_id
    rows = db.session.execute(
        select(Match.reasons)
        .join(Placement, and_(Placement.request_id == Match.request_id, Placement.service_id == Match.service_id))
        .join(Request, Request.id == Match.request_id)
        .join(Service, Service.id == Match.service_id)
        .where(
            Match.tier == Tier.FRAMEWORK,
            cast(Match.reasons, String).contains(framework.reference, autoescape=True),
            own == actor.organisation_id,
        )
        .order_by(Match.id)
    )
    named = re.compile(rf"{re.escape(framework.reference)}, lot (\d+)")
    told = (match for row in rows for match in [named.search(" ".join(row.reasons))] if match)
    return Counter(int(match[1]) for match in told)
