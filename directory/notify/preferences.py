"""How soon a person wants an email of each kind; asked of whoever is told, not by them."""

from uuid import UUID

from sqlalchemy import select

from directory.kit.db import db
from directory.notify.models import Preference
from directory.notify.rules import DEFAULTS, FIXED, Kind, Pace


def paces_of(person_id: UUID) -> dict[Kind, Pace]:
    """Give how soon a person is sent an email of each kind; what cannot be turned off stays as it is."""
    rows = db.session.scalars(select(Preference).where(Preference.person_id == person_id).order_by(Preference.kind))
    return DEFAULTS | {row.kind: row.pace for row in rows if row.kind not in FIXED}
