"""Drawing lots between bids that nothing else tells apart: one officer asks, another draws."""

import random
from datetime import datetime
from uuid import UUID

from directory import audit
from directory.access import Actor
from directory.awards.actions.judging import Judging
from directory.awards.models import TieDraw
from directory.awards.rules.arithmetic import ties
from directory.awards.rules.panel import Cell
from directory.awards.weighing import weighed
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState


def _tied(judging: Judging, lot: int) -> list[list[int]]:
    """Give the numbers of the bids that are tied in a lot, by group."""
    found = next((one for one in weighed(judging.case) if one.lot == lot), None)
    return [sorted(one.number for one in group) for group in ties(found.standings)] if found else []


@atomic
def ask_draw(actor: Actor, tender_id: UUID, *, lot: int, bids: list[int], now: datetime) -> TieDraw:
    """Ask for a draw between tied bids, as the first of two officers. Raises NotAllowed, NotFound, WrongState."""
    judging = Judging(actor, tender_id)
    if sorted(bids) not in _tied(judging, lot):
        raise WrongState("These bids are not tied")
    for bid in bids:
        judging.may_judge(Cell(bid, 0, lot))
    waiting = next(
        (one for one in judging.case.draws if one.lot == lot and not one.order and one.bids == sorted(bids)), None
    )
    if waiting is not None:
        raise WrongState("The draw waits for a second officer already")
    made = TieDraw(
        tender_id=judging.tender.id, lot=lot, bids=sorted(bids), order=[], asked_by=judging.person_id, asked_at=now
    )
    db.session.add(made)
    audit.record(actor, "tender:draw_asked", judging.tender, at=now, lot=lot, bids=made.bids)
    return made


@atomic
def draw(actor: Actor, tender_id: UUID, draw_id: UUID, *, now: datetime) -> TieDraw:
    """Draw, as the second of two officers: the order comes from the operating system's random source, once.

    Raises NotAllowed for the officer who asked, NotFound, WrongState, Invalid.
    """
    judging = Judging(actor, tender_id)
    asked = next((one for one in judging.case.draws if one.id == draw_id), None)
    if asked is None:
        raise NotFound
    if asked.order:
        raise WrongState("It is drawn already")
    if asked.asked_by == judging.person_id:
        raise NotAllowed("A second officer must draw: not the one who asked for it")
    for bid in asked.bids:
        judging.may_judge(Cell(bid, 0, asked.lot))
    if asked.bids not in _tied(judging, asked.lot):
        raise Invalid.field("draw", "These bids are not tied any more")
    order = list(asked.bids)
    random.SystemRandom().shuffle(order)
    asked.order, asked.drawn_by, asked.drawn_at = order, judging.person_id, now
    audit.record(actor, "tender:drawn", judging.tender, at=now, lot=asked.lot, order=order)
    return asked
