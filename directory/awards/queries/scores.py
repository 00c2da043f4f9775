from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select

from directory.access import Actor
from directory.awards.case import Case
from directory.awards.models import PanelMember, PriceQuery, Score
from directory.bids.models import OpenedBid
from directory.kit.db import db

Key = tuple[UUID, int, int]


def own_scores(actor: Actor, member: PanelMember) -> Mapping[Key, Score]:
    """Give one's own scores, by bid, criterion and lot; nobody else's."""
    if member.person_id != actor.person_id:
        return {}
    rows = db.session.scalars(select(Score).where(Score.member_id == member.id).order_by(Score.id))
    return {(row.bid_id, row.criterion, row.lot): row for row in rows}


def counts(actor: Actor, case: Case) -> Mapping[UUID, int]:
    """Give how many answers each member of the panel has scored, and no score."""
    del actor
    rows = db.session.execute(
        select(Score.member_id, func.count())
        .where(Score.member_id.in_([one.id for one in case.panel]))
        .group_by(Score.member_id)
        .order_by(Score.member_id)
    )
    return {row[0]: row[1] for row in rows}


def shown_scores(actor: Actor, case: Case, criterion: int | None = None) -> Mapping[Key, Mapping[UUID, Score]]:
    """Give what everybody on the panel scored, by answer, then by member; nothing before all have finished.

    What somebody scored who must not judge that bid counts no more, and is left out.
    """
    del actor
    if not case.scores_shown:
        return {}
    members = {member.id: member for member in case.panel}
    asked = select(Score).where(Score.member_id.in_(members))
    if criterion is not None:
        asked = asked.where(Score.criterion == criterion)
    numbers = {one.id: one.number for one in case.bids}
    may = {(member.id, cell.bid, cell.criterion, cell.lot) for member in case.panel for cell in case.to_score(member)}
    found: dict[Key, dict[UUID, Score]] = {}
    for row in db.session.scalars(asked.order_by(Score.id)):
        if (row.member_id, numbers[row.bid_id], row.criterion, row.lot) in may:
            found.setdefault((row.bid_id, row.criterion, row.lot), {})[row.member_id] = row
    return found


def price_questions(actor: Actor, tender_id: UUID) -> list[PriceQuery]:
    """Give what the authority asked the actor's own organisation about its prices, by lot."""
    return list(
        db.session.scalars(
            select(PriceQuery)
            .join(OpenedBid, OpenedBid.id == PriceQuery.bid_id)
            .where(
                PriceQuery.tender_id == tender_id,
                PriceQuery.told_at.is_not(None),
                OpenedBid.organisation_id == actor.organisation_id,
            )
            .order_by(PriceQuery.lot)
        )
    )
