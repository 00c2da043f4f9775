"""Webhooks of an authority and of two providers, each with a line in its log."""

from directory.access import Role
from directory.kit import clock
from directory.webhooks import actions
from directory.webhooks.rules import Event
from tests.sweep.expect import Item
from tests.sweep.people import OF_NORTHMOOR, OF_SOUTHMOOR
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World

KEEPERS = (
    OF_NORTHMOOR[Role.PROVIDER_ADMIN],
    OF_NORTHMOOR[Role.AUTHORITY_ADMIN],
    OF_SOUTHMOOR[Role.PROVIDER_ADMIN],
)


def fill(world: World) -> None:
    """Make them by the actions that people use."""
    for keeper in KEEPERS:
        actor = world.actor(keeper)
        hook, _ = actions.add(
            actor,
            name="Referrals system",
            address="https://hooks.example/events",
            events=[Event.HOLD_MADE],
            now=clock.now(),
        )
        line = actions.test(actor, hook.id, now=clock.now())
        one: dict[str, object] = {"webhook_id": hook.id}
        both: dict[str, object] = {"webhook_id": hook.id, "delivery_id": line.id}
        world.add(Thing.WEBHOOK, Item(one, keeper.organisation, words=f"webhook of {keeper.organisation}"))
        world.add(Thing.DELIVERY, Item(both, keeper.organisation, words=f"delivery of {keeper.organisation}"))
