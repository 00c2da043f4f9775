from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from directory.access import Actor, Permission, require
from directory.accounts.models import Person
from directory.audit import AuditRecord
from directory.awards.case import Case
from directory.awards.deciding import contracts_of, decisions_of
from directory.awards.models import Challenge, Decision, PanelMember, Score, Summary
from directory.awards.queries.case import case_of
from directory.awards.weighing import weighed
from directory.bids.models import Unsealing
from directory.bids.queries import Opening, opening
from directory.kit.db import Model, db
from directory.kit.errors import NotFound
from directory.records.material import AWARDED, JUDGING, Act, Material
from directory.records.models import ProcurementFile
from directory.records.names import Names
from directory.tenders.models import Question, Tender
from directory.tenders.queries import owned_tender, public_answers

M = TypeVar("M", bound=Model)


def filed_tender(actor: Actor, tender_id: UUID) -> Tender:
    """Give a tender whose procurement file this actor may have made. Raises NotAllowed, NotFound."""
    require(actor, Permission.PROCUREMENT_FILE)
    return owned_tender(actor, tender_id)


def files_of(actor: Actor, tender_id: UUID) -> Sequence[ProcurementFile]:
    """Give the files that were made of the authority's own tender, the newest first. Raises NotAllowed, NotFound."""
    tender = filed_tender(actor, tender_id)
    chosen = select(ProcurementFile).where(ProcurementFile.tender_id == tender.id)
    return db.session.scalars(chosen.order_by(ProcurementFile.asked_at.desc(), ProcurementFile.id)).all()


def own_file(actor: Actor, tender_id: UUID, file_id: UUID) -> ProcurementFile:
    """Give one file of the authority's own tender. Raises NotAllowed, NotFound."""
    tender = filed_tender(actor, tender_id)
    row = db.session.get(ProcurementFile, file_id)
    if row is None or row.tender_id != tender.id:
        raise NotFound
    return row


def material(actor: Actor, tender: Tender, now: datetime) -> Material:
    """Give all that a file of a tender is written from; whoever loads the tender has asked who it is."""
    case = case_of(actor, tender)
    acts = _acts(tender)
    opened = _opening(actor, tender)
    judged = tender.status not in JUDGING
    decisions = sorted(decisions_of(tender), key=lambda one: one.number)
    won = _won(decisions) if tender.status in AWARDED else frozenset()
    chosen = [one.id for one in decisions]
    return Material(
        tender=tender,
        phase=tender.phase(now),
        at=now,
        names=_names(tender, case, acts, won),
        opening=opened,
        unsealing=db.session.get(Unsealing, tender.id) if opened else None,
        case=case,
        scores=_scores(tender) if judged else (),
        standing=weighed(case) if case.bids and judged else (),
        won=won,
        acts=acts,
        answers=public_answers(tender),
        questions=_of_tender(Question, tender, Question.asked_at),
        decisions=decisions,
        summaries=_of_decisions(Summary, chosen, Summary.bid_id) if judged else (),
        challenges=_of_decisions(Challenge, chosen, Challenge.recorded_at),
        contracts=contracts_of(tender),
    )


def _of_tender(table: type[M], tender: Tender, order: object) -> Sequence[M]:
    columns = table.__table__.c
    asked = select(table).where(columns.tender_id == tender.id)
    return db.session.scalars(asked.order_by(order, columns.id)).all()  # type: ignore[arg-type]


def _of_decisions(table: type[M], decisions: Sequence[UUID], order: object) -> Sequence[M]:
    columns = table.__table__.c
    asked = select(table).where(columns.decision_id.in_(decisions))
    return db.session.scalars(asked.order_by(order, columns.id)).all()  # type: ignore[arg-type]


def _acts(tender: Tender) -> list[Act]:
    """Give what was done to the tender, in order; what is done among sealed envelopes has another kind of thing."""
    chosen = select(AuditRecord).where(AuditRecord.thing_kind == "tender", AuditRecord.thing_id == str(tender.id))
    rows = db.session.scalars(chosen.order_by(AuditRecord.sequence))
    return [Act(row.at, row.event, row.person_id, row.organisation_id, row.facts) for row in rows]


def _opening(actor: Actor, tender: Tender) -> Opening | None:
    row = db.session.get(Unsealing, tender.id)
    return opening(actor, tender.id) if row is not None and row.opened_at is not None else None


def _scores(tender: Tender) -> Sequence[Score]:
    """Give every score that was given, of those too who left the panel or were kept away later."""
    chosen = select(Score).join(PanelMember, PanelMember.id == Score.member_id)
    of_tender = chosen.where(PanelMember.tender_id == tender.id)
    return db.session.scalars(of_tender.order_by(Score.criterion, Score.lot, PanelMember.appointed_at, Score.id)).all()


def _won(decisions: Iterable[Decision]) -> frozenset[tuple[UUID, int]]:
    """Give the bids that were awarded a lot, with the lot, as bidders were told and as it stands."""
    stands = (one for one in decisions if one.announced_at is not None and one.reopened_at is None)
    return frozenset((award.bid_id, award.lot) for one in stands for award in one.awards)


def _names(tender: Tender, case: Case, acts: Sequence[Act], won: frozenset[tuple[UUID, int]]) -> Names:
    evaluators = [member.person_id for member in case.members]
    officers = [tender.drafted_by, *(act.person_id for act in acts if act.organisation_id == tender.authority_id)]
    officers += list(case.declarations)
    wanted = {one for one in (*evaluators, *officers) if one is not None}
    rows = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)).order_by(Person.id))
    won_bids = {bid_id for bid_id, _ in won}
    return Names(
        people={row.id: row.name for row in rows},
        evaluators=evaluators,
        officers=[one for one in officers if one is not None],
        bidders={one.organisation_id: (one.number, one.name) for one in case.bids},
        awarded=frozenset(one.organisation_id for one in case.bids if one.id in won_bids),
    )
