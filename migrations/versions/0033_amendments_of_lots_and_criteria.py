"""lots and criteria of a published tender may be taken away, and keep their numbers; an amendment is drafted first."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("tender_lots", "tender_criteria"):
        op.add_column(name, sa.Column("removed", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("bid_keys", sa.Column("room_bytes", sa.Integer(), nullable=True))
    op.create_table(
        "tender_amendment_drafts",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("terms", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("begun_from", sa.String(length=64), nullable=False),
        sa.Column("edited_by", sa.Uuid(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edited_by"], ["people.id"], name=op.f("fk_tender_amendment_drafts_edited_by")
        ),
        sa.ForeignKeyConstraint(
            ["tender_id"],
            ["tenders.id"],
            name=op.f("fk_tender_amendment_drafts_tender_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_tender_amendment_drafts")),
    )


def downgrade() -> None:
    op.drop_table("tender_amendment_drafts")
    op.drop_column("bid_keys", "room_bytes")
    for name in ("tender_criteria", "tender_lots"):
        op.drop_column(name, "removed")
