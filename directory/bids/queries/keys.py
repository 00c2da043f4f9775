from sqlalchemy import func, select

from directory.bids import sealing
from directory.bids.models import TenderKey
from directory.kit.db import db


def public_lost_keys() -> dict[str, int]:
    """Give the check values of keys that wrapped tenders' keys and are not in the settings, with how many tenders.

    For whoever runs the site: a lost key is found at the start, not when the bids should be opened.
    """
    known = [sealing.check_value(master) for master in sealing.masters()]
    counted = select(TenderKey.kept_by, func.count()).where(TenderKey.kept_by.not_in(known))
    rows = db.session.execute(counted.group_by(TenderKey.kept_by).order_by(TenderKey.kept_by))
    return dict(rows.all())
