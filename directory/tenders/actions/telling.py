from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from directory import audit, notify
from directory.access import Actor, Permission, require
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.tenders.addresses import addresses_of
from directory.tenders.models import Alert, Tender
from directory.tenders.rules import Status


@atomic
def tell(actor: Actor, tender_id: UUID, organisation_id: UUID, *, of: str, text: str, now: datetime) -> bool:
    """Tell a provider of a tender by notice and mail, once for each ``of``; give whether it was told now.

    Of its publication nobody is told once it is no longer open.
    """
    require(actor, Permission.TENDER_PUBLISH)
    tender = db.session.scalar(select(Tender).where(Tender.id == tender_id).with_for_update(of=Tender))
    alert = db.session.scalar(
        select(Alert).where(Alert.tender_id == tender_id, Alert.organisation_id == organisation_id)
    )
    gone = of == "published" and (tender is None or tender.status != Status.OPEN)
    if tender is None or gone or (alert is not None and of in {"published", alert.told_of}):
        return False
    if alert is None:
        alert = Alert(tender_id=tender_id, organisation_id=organisation_id)
        db.session.add(alert)
    alert.told_of, alert.told_at = of, now
    notify.notice(
        text=text[:300],
        endpoint="tenders.show",
        arguments={"tender_id": tender_id},
        organisation_id=organisation_id,
        permission=Permission.BID_DRAFT,
        at=now,
    )
    for address in addresses_of(organisation_id):
        link = notify.link(f"/tenders/{tender_id}")
        notify.mail(to=address, subject=text[:200], body=f"{text}\n\nRead it here: {link}\n")
    audit.record(actor, "tender:told", tender, at=now, organisation=organisation_id, of=of)
    return True
