"""Searching that was flagged: of a social worker, seen by the operator."""

from directory.access import Kind, Role
from directory.finder.sweeps import actions
from directory.finder.sweeps.models import SweepFlag
from directory.finder.sweeps.rules import Counts, Verdict
from directory.kit import clock
from directory.kit.db import db
from tests.sweep.expect import Item
from tests.sweep.people import HERE, OF_NORTHMOOR
from tests.sweep.routes import Thing
from tests.sweep.world.kept import World


def fill(world: World) -> None:
    """Flag one."""
    actor = world.actor(OF_NORTHMOOR[Role.SOCIAL_WORKER])
    actions.flag(actor, verdict=Verdict.SLOW, counts=Counts(1, 2, 3, 4, 5), now=clock.now())
    flag = db.session.query(SweepFlag).one()
    world.add(Thing.FLAG, Item({"flag_id": flag.id}, HERE[Kind.OPERATOR], words="flag"))
