"""Tenders of both authorities whose bids are judged: while people score, and once prices are open."""

import hashlib
from datetime import timedelta

from directory.access import Kind, Permission, Role
from directory.awards.actions import deciding_gates, drawing, panel
from directory.awards.rules.panel import Ruling
from directory.bids.rules.content import Attachment
from directory.kit import clock
from directory.tenders.rules import Conditions, TieBreak
from tests.awards import judging
from tests.records import filing
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, THERE
from tests.sweep.things import Thing
from tests.sweep.world.kept import World

FILE = Attachment(1, "plan.pdf", "application/pdf", 0, hashlib.sha256(b"").hexdigest(), ())
COMMISSIONERS = frozenset({Permission.BID_MODERATE})


def fill(world: World) -> None:
    """Bring them there by the actions that commissioners and evaluators use."""
    for names, people in ((HERE, OF_NORTHMOOR), (THERE, OF_SOUTHMOOR)):
        authority, provider = names[Kind.AUTHORITY], names[Kind.PROVIDER]
        who = world.actor(people[Role.COMMISSIONER])
        for priced in (False, True):
            conditions = Conditions(needs_active_registration=False, public_liability_pence=1_000_000_00)
            made = judging.begun(
                of=authority,
                bidders=(provider, "Tern House", "Curlew Homes", "Wren House"),
                pence=(60_000, 150_000, 150_000, 190_000),
                conditions=conditions,
                tie_break=TieBreak.DRAWN,
                evaluators=1,
                bids={provider: {"files": (FILE,)}},
            )
            panel.declare(who, made.tender.id, {}, now=made.now)
            said = panel.declare(made.second, made.tender.id, {4: "I used to work there"}, now=made.now)
            _add(world, Thing.INTEREST, authority, made, interest_id=said.interests[0].id)
            row, _ = filing.filed(made)
            _add(world, Thing.PROCUREMENT_FILE, authority, made, file_id=row.id)
            if priced:
                _priced(world, made, authority, provider)
            else:
                panel.appoint(
                    made.second,
                    made.tender.id,
                    person_id=world.people[people[Role.COMMISSIONER]],
                    criteria=[1],
                    now=made.now,
                )
            _add(world, Thing.JUDGED, authority, made)
            _add(world, Thing.PANEL_MEMBER, authority, made, member_id=made.case.panel[0].id)
            _add(world, Thing.BID_ANSWER, authority, made, bid=1, criterion=1, lot=0)
            _add(world, Thing.BID_ANSWER_FILE, authority, made, bid=1, criterion=1, lot=0, sha256=FILE.sha256)
            _add(world, Thing.JUDGED_CRITERION, authority, made, criterion=1)
            _add(world, Thing.CONDITION, authority, made, bid=1, gate="public_liability", lot=0)


def _priced(world: World, made: judging.Judging, authority: str, provider: str) -> None:
    made.score_all()
    interest = made.case.declarations[made.second.person_id].interests[0]  # type: ignore[index]
    panel.rule(
        made.commissioner,
        made.tender.id,
        interest.id,
        ruling=Ruling.MAY_GO_ON,
        reason="Ten years ago",
        now=made.now,
    )
    for one in made.case.bids:
        for found in made.case.findings(one):
            if not found.met:
                deciding_gates.decide_gate(
                    made.commissioner,
                    made.tender.id,
                    bid=one.number,
                    gate=found.gate,
                    lot=found.lot,
                    passes=True,
                    reason="Seen in the register",
                    now=made.now,
                )
    made.agree_all()
    made.open_prices()
    _add(world, Thing.BID_PRICE, authority, made, bid=1, lot=1)
    by = clock.in_london(made.now + timedelta(days=14)).date()
    deciding_gates.ask_price(
        made.commissioner, made.tender.id, bid=1, lot=1, question="How?", answer_by_on=by, now=made.now
    )
    item = Item({"tender_id": made.tender.id}, provider, words=f"question about a price of {provider}")
    world.add(Thing.PRICE_QUESTION, item)
    deciding_gates.decide_price(
        made.commissioner, made.tender.id, bid=1, lot=1, disregard=False, reason="It may", now=made.now
    )
    asked = drawing.ask_draw(made.commissioner, made.tender.id, lot=1, bids=[2, 3], now=made.now)
    _add(world, Thing.DRAW, authority, made, draw_id=asked.id)


def _add(world: World, thing: Thing, authority: str, made: judging.Judging, **values: object) -> None:
    words = f"{thing.value} of {authority}"
    world.add(thing, Item({"tender_id": made.tender.id, **values}, authority, needs=COMMISSIONERS, words=words))
