"""Telling providers that there is something to read, by notice and mail; neither says what."""

from datetime import datetime
from uuid import UUID

from directory import notify
from directory.access import Permission
from directory.tenders.addresses import addresses_of
from directory.tenders.models import Tender


def tell_provider(tender: Tender, organisation_id: UUID, text: str, *, endpoint: str, path: str, now: datetime) -> None:
    """Within an action: tell those who bid for a provider. ``path`` is the page of ``endpoint`` for this tender."""
    notify.notice(
        text=text[:300],
        endpoint=endpoint,
        arguments={"tender_id": tender.id},
        organisation_id=organisation_id,
        permission=Permission.BID_DRAFT,
        at=now,
    )
    for address in addresses_of(organisation_id):
        notify.mail(to=address, subject=text[:200], body=f"{text}\n\nRead it here: {notify.link(path)}\n")


def tell_officers(tender: Tender, text: str, permission: Permission, *, endpoint: str, now: datetime) -> None:
    """Within an action: tell the officers of the authority who may do something next."""
    notify.notice(
        text=f"{text}: {tender.title}"[:300],
        endpoint=endpoint,
        arguments={"tender_id": tender.id},
        organisation_id=tender.authority_id,
        permission=permission,
        at=now,
    )
