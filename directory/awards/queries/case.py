from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor
from directory.awards.case import Case, Opened
from directory.awards.models import Consensus, Declaration, Evaluation, GateDecision, PanelMember, PriceQuery, TieDraw
from directory.awards.rules.gates import Known
from directory.bids.models import OpenedBid
from directory.bids.rules.asked import as_judged
from directory.kit.db import Model, db
from directory.providers.models import Service
from directory.providers.rules import Status as ServiceStatus
from directory.tenders.models import Tender

M = TypeVar("M", bound=Model)


def case_of(actor: Actor, tender: Tender) -> Case:
    """Give all that is known of the judging of a tender that the caller has loaded for this actor.

    The number of reads is the same for one bid and for thirty.
    """
    del actor  # whoever loads the tender has asked who it is
    notice = tender.notice()
    read = [(row, as_judged(row.bid(), notice)) for row in _of(OpenedBid, tender, OpenedBid.number)]
    bids = tuple(
        # of a bid for lots that were all taken away there is nothing to judge
        Opened(row.id, row.number, row.organisation_id, row.organisation.name, bid)
        for row, bid in read
        if bid.lots
    )
    declarations = db.session.scalars(
        select(Declaration).where(Declaration.tender_id == tender.id).order_by(Declaration.declared_at)
    ).all()
    return Case(
        tender=tender,
        notice=notice,
        evaluation=db.session.scalar(select(Evaluation).where(Evaluation.tender_id == tender.id)),
        bids=bids,
        members=tuple(_of(PanelMember, tender, PanelMember.appointed_at)),
        declarations={one.person_id: one for one in declarations},
        consensus={(one.bid_id, one.criterion, one.lot): one for one in _of(Consensus, tender, Consensus.criterion)},
        gate_decisions={(one.bid_id, one.gate, one.lot): one for one in _of(GateDecision, tender, GateDecision.lot)},
        price_queries={(one.bid_id, one.lot): one for one in _of(PriceQuery, tender, PriceQuery.lot)},
        draws=tuple(_of(TieDraw, tender, TieDraw.asked_at)),
        services=_services([one.organisation_id for one in bids]),
    )


def _of(table: type[M], tender: Tender, order: object) -> Sequence[M]:
    asked = select(table).where(table.__table__.c.tender_id == tender.id)
    return db.session.scalars(asked.order_by(order, table.__table__.c.id)).all()  # type: ignore[arg-type]


def _services(organisations: Sequence[UUID]) -> dict[UUID, tuple[Known, ...]]:
    """Give what the directory knows of the bidders' published services."""
    found: dict[UUID, list[Known]] = {}
    rows = db.session.execute(
        select(Service.id, Service.organisation_id, Service.service_type, Service.registration, Service.rating)
        .where(Service.organisation_id.in_(organisations), Service.status == ServiceStatus.PUBLISHED)
        .order_by(Service.organisation_id, Service.id)
    )
    for row in rows:
        found.setdefault(row.organisation_id, []).append(
            Known(str(row.id), row.service_type, row.registration, row.rating)
        )
    return {key: tuple(known) for key, known in found.items()}
