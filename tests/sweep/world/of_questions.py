"""Questions of both providers about a tender, waiting and answered."""

from directory.access import Kind, Role
from directory.kit import clock
from directory.tenders import actions
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR
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
