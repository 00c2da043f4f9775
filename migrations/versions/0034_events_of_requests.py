"""More events for other systems: what becomes of requests, offers and placements."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BEFORE = ("hold:made", "hold:released", "request:matched", "webhook:tested")
MORE = (
    *("offer:changed", "offer:declined", "offer:made", "offer:withdrawn"),
    *("placement:agreed", "placement:changed", "placement:ended", "placement:started"),
    *("request:approved", "request:closed", "request:released", "request:returned", "request:submitted"),
)


def _known(events: tuple[str, ...]) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    if sqlite:  # there the table is made anew, and what hangs on the old one goes with it
        op.execute("CREATE TEMPORARY TABLE kept_attempts AS SELECT * FROM webhook_attempts")
    with op.batch_alter_table("webhook_deliveries") as table:
        table.drop_constraint(op.f("ck_webhook_deliveries_event_known"), type_="check")
        listed = ", ".join(f"'{event}'" for event in sorted(events))
        table.create_check_constraint(op.f("ck_webhook_deliveries_event_known"), f"event IN ({listed})")
    if sqlite:
        op.execute("INSERT OR IGNORE INTO webhook_attempts SELECT * FROM kept_attempts")
        op.execute("DROP TABLE kept_attempts")


def upgrade() -> None:
    _known((*BEFORE, *MORE))


def downgrade() -> None:
    rows = sa.table(
        "webhooks", sa.column("id", sa.Uuid()), sa.column("events", sa.JSON().with_variant(JSONB(), "postgresql"))
    )
    connection = op.get_bind()
    for webhook_id, events in connection.execute(sa.select(rows.c.id, rows.c.events)).all():
        kept = [event for event in events if event in BEFORE]
        connection.execute(sa.update(rows).where(rows.c.id == webhook_id).values(events=kept))
    deliveries = sa.table("webhook_deliveries", sa.column("event", sa.String()))
    connection.execute(sa.delete(deliveries).where(deliveries.c.event.in_(MORE)))
    _known(BEFORE)
