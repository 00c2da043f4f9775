"""Questions of both providers about a tender, waiting and answered; a document; an authority asked to join."""

import io
from dataclasses import replace

from directory import audit
from directory.access import Actor, Kind, Permission, Role
from directory.kit import clock
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.tenders import actions
from directory.tenders.models import Tender
from tests.bids.test_pages import PDF
from tests.sweep.expect import Item, Sees
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, SECOND_COMMISSIONER, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World
from tests.sweep.world.of_bids import PROVIDERS
from tests.tenders import making


def fill(world: World) -> None:
    """Have each provider ask about a tender, and one be answered."""
    now, authority = clock.now(), HERE[Kind.AUTHORITY]
    officer = world.actor(OF_NORTHMOOR[Role.COMMISSIONER])
    tender = making.tender(of=authority, by=officer)
    one: dict[str, object] = {"tender_id": tender.id}
    world.add(Thing.TENDER_ASKED, Item(one, authority, also=PROVIDERS, words="tender with questions"))
    for asker in (OF_NORTHMOOR[Role.PROVIDER_ADMIN], OF_SOUTHMOOR[Role.PROVIDER_ADMIN]):
        for text in ("Are the 12 places in one house?", "May two of us bid together?"):
            asked = actions.ask(world.actor(asker), tender.id, question=text, now=now)
        values = one | {"question_id": asked.id}
        world.add(Thing.QUESTION, Item(values, authority, words="question"))
        world.add(Thing.OWN_QUESTION, Item(values, asker.organisation, words=f"question of {asker.organisation}"))
    answered = actions.ask(world.actor(OF_NORTHMOOR[Role.PROVIDER_ADMIN]), tender.id, question="Who pays?", now=now)
    actions.answer(officer, tender.id, [answered.id], question="Who pays?", answer="We do.", now=now)
    _around_a_draft(world)


def _around_a_draft(world: World) -> None:
    """Put a document into a draft, and have the other authority asked to buy its first lot too."""
    now, officer = clock.now(), world.actor(OF_NORTHMOOR[Role.COMMISSIONER])
    authority, other = HERE[Kind.AUTHORITY], THERE[Kind.AUTHORITY]
    code = gss_of(world.actor(OF_SOUTHMOOR[Role.COMMISSIONER]))
    written = making.notice(now)
    lots = (replace(written.lots[0], joint_buyers=(code,)), *written.lots[1:])
    draft = actions.create(officer, replace(written, lots=lots), now=now)
    document = actions.add_document(
        officer, draft.id, title="Specification", stream=io.BytesIO(PDF), name="specification.pdf", now=now
    )
    actions.invite(officer, draft.id, gss_code=code, now=now)
    one: dict[str, object] = {"tender_id": draft.id}
    values = one | {"document_id": document.id, "number": 1}
    world.add(Thing.DOCUMENT, Item(values, authority, words="document of a draft"))
    shown = _published(officer, world.actor(SECOND_COMMISSIONER))
    values_shown: dict[str, object] = {"tender_id": shown.id, "document_id": shown.documents[0].id, "number": 1}
    world.add(Thing.DOCUMENT, Item(values_shown, authority, words="document of an open tender"))
    everybody = Item(values_shown, authority, Sees.EVERYBODY, words="document of an open tender")
    world.add(Thing.DOCUMENT_READ, everybody)
    buyers = frozenset({Permission.TENDER_DRAFT})
    both = Item(values, authority, also=frozenset({other}), needs=buyers, words="document of a draft to read")
    world.add(Thing.DOCUMENT_READ, both)
    world.add(Thing.JOINT_BUYER, Item(one | {"gss_code": code}, authority, words="joint buyer"))
    world.add(Thing.JOINING, Item(one, other, words="invitation to buy together"))


def _published(drafter: Actor, second: Actor) -> Tender:
    now = clock.now()
    made = actions.create(drafter, making.notice(now), now=now)
    actions.add_document(
        drafter, made.id, title="Specification", stream=io.BytesIO(PDF), name="specification.pdf", now=now
    )
    actions.submit(drafter, made.id, now=now)
    actions.approve(second, made.id, now=now)
    return actions.publish(second, made.id, now=now)


@atomic
def gss_of(actor: Actor) -> str:
    """Give the GSS code of an actor's authority, which has one from now on."""
    found = db.session.get_one(Organisation, actor.organisation_id)
    found.gss_code = found.gss_code or "E08000032"
    audit.record(actor, "organisation:described", found, at=clock.now())
    return found.gss_code
