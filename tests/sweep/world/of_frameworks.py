"""Frameworks of both authorities with members, and applications that wait to be assessed and to be decided."""

from directory.access import Kind, Role
from directory.frameworks.actions import joining
from directory.kit import clock
from tests import make_frameworks
from tests.frameworks.applying import SAID, found
from tests.sweep.expect import Item, Sees
from tests.sweep.people import HERE, OF_NORTHMOOR, OF_SOUTHMOOR, THERE
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World
from tests.tenders import calling


def fill(world: World) -> None:
    """Make them by the actions that officers and providers use."""
    now = clock.now()
    for names, people in ((HERE, OF_NORTHMOOR), (THERE, OF_SOUTHMOOR)):
        authority, provider = names[Kind.AUTHORITY], names[Kind.PROVIDER]
        bidder, officer = people[Role.PROVIDER_ADMIN], world.actor(people[Role.COMMISSIONER])
        closed = make_frameworks.framework({provider: 1, "Tern House": 2}, of=authority)
        one: dict[str, object] = {"reference": closed.reference}
        world.add(Thing.FRAMEWORK, Item(one, "", Sees.EVERYBODY, words=f"framework of {authority}"))
        direct = calling.direct(closed, of=authority)
        values: dict[str, object] = {"tender_id": direct.id}
        world.add(Thing.CALL_OFF, Item(values, authority, words=f"direct award of {authority}"))
        world.add(Thing.OWN_TURN, Item(values, provider, words=f"call-off in which it is the turn of {provider}"))
        asked: dict[str, object] = {"tender_id": calling.direct(closed, of=authority, answer_days=3).id}
        world.add(Thing.OWN_TURN, Item(asked, provider, words=f"call-off that {provider} has not answered"))
        for member in closed.lots[0].members:
            item = Item({**one, "member_id": member.id}, authority, words=f"member of a framework of {authority}")
            world.add(Thing.FRAMEWORK_MEMBER, item)
        for assessed in (False, True):
            joinable = make_frameworks.joinable(of=authority)
            lot: dict[str, object] = {"reference": joinable.reference, "number": 1}
            world.add(Thing.FRAMEWORK_LOT, Item(lot, "", Sees.EVERYBODY, words=f"lot of {authority}"))
            made = joining.apply(world.actor(bidder), joinable.reference, 1, SAID, now=now)
            if assessed:
                joining.assess(officer, joinable.reference, made.id, found(passes=True), now=now)
            values = {"reference": joinable.reference, "application_id": made.id}
            words = f"{made.status.value} application of {provider} to {authority}"
            world.add(Thing.APPLICATION, Item(values, provider, also=frozenset({authority}), words=words))
            world.add(Thing.OWN_APPLICATION, Item(values, provider, words=words))
            world.add(Thing.APPLICATION_TO_JUDGE, Item(values, authority, words=words))
