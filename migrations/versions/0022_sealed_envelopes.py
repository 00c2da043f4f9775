"""Envelopes of bids, laid out for every tender, and the two officers who open them."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bid_keys",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("kept_by", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_bid_keys_tender_id")),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_bid_keys")),
    )
    op.create_index(op.f("ix_bid_keys_kept_by"), "bid_keys", ["kept_by"])
    op.create_table(
        "bid_envelopes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.Column("draft", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_bid_envelopes_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_envelopes")),
        sa.UniqueConstraint("tender_id", "owner", name=op.f("uq_bid_envelopes_tender_id_owner")),
    )
    op.create_table(
        "bid_pieces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bid_pieces")),
    )
    op.create_table(
        "bid_unsealings",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("opened_by <> begun_by", name=op.f("ck_bid_unsealings_two_officers")),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (opened_by IS NULL) AND (opened_at IS NULL) = (record IS NULL)",
            name=op.f("ck_bid_unsealings_opened_whole"),
        ),
        sa.ForeignKeyConstraint(["begun_by"], ["people.id"], name=op.f("fk_bid_unsealings_begun_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["people.id"], name=op.f("fk_bid_unsealings_opened_by")),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_bid_unsealings_tender_id")),
        sa.PrimaryKeyConstraint("tender_id", name=op.f("pk_bid_unsealings")),
    )


def downgrade() -> None:
    for table in ("bid_unsealings", "bid_pieces", "bid_envelopes", "bid_keys"):
        op.drop_table(table)
