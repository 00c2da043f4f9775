"""Tenders of both authorities in every status."""

from directory.access import Kind, Permission, Role
from directory.tenders.rules import Status
from tests.sweep.expect import Item, Sees
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World
from tests.tenders import making

PUBLIC = frozenset(Status) - {Status.DRAFT, Status.AWAITING_APPROVAL, Status.APPROVED}
COMMISSIONERS = frozenset({Permission.TENDER_DRAFT})


def fill(world: World) -> None:
    """Bring them there by the actions that two commissioners use."""
    drafters = {
        HERE[Kind.AUTHORITY]: OF_NORTHMOOR[Role.COMMISSIONER],
        THERE[Kind.AUTHORITY]: OF_SOUTHMOOR[Role.COMMISSIONER],
    }
    for authority, drafter in drafters.items():
        for status in Status:
            made = making.tender(status, of=authority, by=world.actor(drafter))
            words = f"{status.value} tender of {authority}"
            one: dict[str, object] = {"tender_id": made.id}
            world.add(Thing.TENDER, Item(one, authority, words=words))
            sees = Sees.EVERYBODY if status in PUBLIC else Sees.OWNER
            world.add(Thing.TENDER_READ, Item(one, authority, sees, needs=COMMISSIONERS, words=words))
            process = Item({"ocid": f"ocds-000000-{made.reference}"}, "nobody's", sees, words=words)
            world.add(Thing.PROCESS, process)
            world.add(Thing.LOT, Item({**one, "lot_id": made.lots[0].id}, authority, words=f"lot of a {words}"))
            criterion = Item({**one, "criterion_id": made.criteria[0].id}, authority, words=f"criterion of a {words}")
            world.add(Thing.CRITERION, criterion)
            if status is Status.OPEN:  # what is published has numbers, which stay
                world.add(Thing.OPEN_LOT, Item({**one, "number": 1}, authority, words=f"lot of an {words}"))
                world.add(Thing.OPEN_CRITERION, Item({**one, "number": 1}, authority, words=f"criterion of an {words}"))
