"""What a file says of one of the demonstration's services otherwise than its provider wrote."""

from datetime import datetime

from sqlalchemy import select

from directory import audit
from directory.access import SYSTEM, Kind
from directory.cli.demo.plan import ORGANISATIONS
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Proposal, Service
from directory.providers.rules.told import Source

SAYS = {"ages": [10, 16], "telephone": "01632 960999"}


@atomic
def add_proposals(now: datetime) -> int:
    """Propose a few fields of the first service of each provider; give how many."""
    made = 0
    for planned in ORGANISATIONS:
        if planned.kind is not Kind.PROVIDER:
            continue
        owned = select(Service).join(Organisation).where(Organisation.name == planned.name)
        service = db.session.scalars(owned.order_by(Service.name, Service.id).limit(1)).first()
        if service is None:
            continue
        for field, value in SAYS.items():
            said = {"source": Source.FILE, "name": "services.csv", "value": {"value": value}, "made_at": now}
            db.session.add(Proposal(service_id=service.id, field=field, **said))
            audit.record(SYSTEM, "proposal:made", service, at=now, source=Source.FILE, field=field)
            made += 1
    return made
