from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from directory.access import Actor, Permission, require
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.paging import Page
from directory.webhooks.models import Delivery, Webhook
from directory.webhooks.rules import Event, Outcome

PER_PAGE = 25


def webhooks(actor: Actor) -> Sequence[Webhook]:
    """Give the webhooks of the actor's organisation, by name."""
    require(actor, Permission.WEBHOOK_MANAGE)
    own = select(Webhook).where(Webhook.organisation_id == actor.organisation_id)
    return db.session.scalars(own.order_by(func.lower(Webhook.name), Webhook.id)).all()


def webhook(actor: Actor, webhook_id: UUID, *, lock: bool = False) -> Webhook:
    """Give a webhook of the actor's organisation. Raises NotFound for any other."""
    require(actor, Permission.WEBHOOK_MANAGE)
    own = select(Webhook).where(Webhook.id == webhook_id, Webhook.organisation_id == actor.organisation_id)
    found = db.session.scalar(own.with_for_update() if lock else own)
    if found is None:
        raise NotFound
    return found


def deliveries(
    actor: Actor, webhook_id: UUID, *, outcome: Outcome | None = None, event: Event | None = None, number: int = 1
) -> Page[Delivery]:
    """Give a page of a webhook's log, newest first, with every attempt."""
    here = Delivery.webhook_id == webhook(actor, webhook_id).id
    if outcome is not None:
        here &= Delivery.outcome == outcome
    if event is not None:
        here &= Delivery.event == event
    total = db.session.scalar(select(func.count()).select_from(Delivery).where(here)) or 0
    rows = db.session.scalars(
        select(Delivery)
        .where(here)
        .options(selectinload(Delivery.attempts))
        .order_by(Delivery.created_at.desc(), Delivery.id)
        .offset((number - 1) * PER_PAGE)
        .limit(PER_PAGE)
    ).all()
    return Page(rows, number, PER_PAGE, total)


def delivery(actor: Actor, webhook_id: UUID, delivery_id: UUID) -> Delivery:
    """Give one line of a webhook's log. Raises NotFound for any other."""
    found = db.session.get(Delivery, delivery_id)
    if found is None or found.webhook_id != webhook(actor, webhook_id).id:
        raise NotFound
    return found
