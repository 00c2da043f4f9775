"""What the regulator's register says of the organisation that an assurer looks at."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.organisations.models import Organisation
from directory.providers.models import Service
from directory.providers.rules.register_owned import REGISTER

MOST_ROWS = 20


@dataclass(frozen=True)
class InRegister:
    """``numbered``: the row with the number that was given. ``own``: rows that the register has under its name."""

    numbered: Service | None
    own: Sequence[Service]
    number_of_own: int

    @property
    def agrees(self) -> bool | None:
        """Say whether the number given is of a row under its name; None where there is nothing to compare."""
        if self.numbered is None:
            return None
        return any(row.id == self.numbered.id for row in self.own)


def in_register(actor: Actor, organisation: Organisation) -> InRegister:
    """Give the rows of the imported register that bear the number of an organisation, and those under its name."""
    require(actor, Permission.ORGANISATION_VERIFY)
    rows = select(Service).where(Service.source == REGISTER).options(joinedload(Service.organisation))
    number = organisation.register_number
    numbered = db.session.scalars(rows.where(Service.urn == number)).first() if number else None
    under_its_name = (Service.source == REGISTER) & (Service.organisation_id == organisation.id)
    # the row with the number first, so that it is among those shown
    first = or_(Service.urn == number, Service.urn.is_(None)).desc()
    own = db.session.scalars(rows.where(under_its_name).order_by(first, Service.urn).limit(MOST_ROWS)).all()
    number_of_own = db.session.scalar(select(func.count()).select_from(Service).where(under_its_name)) or 0
    return InRegister(numbered, own, number_of_own)
