"""Files of a whole procurement that commissioners have made, kept sealed as they were given out."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    kept = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "procurement_files",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("shown", kept, nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("request", sa.LargeBinary(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("entries", kept, nullable=False),
        sa.Column("withheld", kept, nullable=False),
        sa.CheckConstraint("purpose IN ('audit', 'release')", name=op.f("ck_procurement_files_purpose_known")),
        sa.CheckConstraint("(made_at IS NULL) = (sha256 = '')", name=op.f("ck_procurement_files_made_whole")),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name=op.f("fk_procurement_files_asked_by")),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_procurement_files_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procurement_files")),
    )
    op.create_index(op.f("ix_procurement_files_tender_id"), "procurement_files", ["tender_id"])
    op.create_table(
        "procurement_file_parts",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["procurement_files.id"],
            name=op.f("fk_procurement_file_parts_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_procurement_file_parts")),
    )


def downgrade() -> None:
    op.drop_table("procurement_file_parts")
    op.drop_table("procurement_files")
