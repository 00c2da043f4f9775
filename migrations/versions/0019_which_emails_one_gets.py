"""Which emails a person wants, and which went to whom: each notice once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KIND = "kind IN ('answers', 'asked', 'late_approvals', 'news', 'placements', 'work')"
PACE = "pace IN ('at_once', 'daily', 'none')"


def upgrade() -> None:
    op.add_column("notices", sa.Column("kind", sa.String(length=40), nullable=True))
    op.create_table(
        "notice_preferences",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pace", sa.String(length=40), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KIND, name=op.f("ck_notice_preferences_kind_known")),
        sa.CheckConstraint(PACE, name=op.f("ck_notice_preferences_pace_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_preferences")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_notice_preferences_person_id_kind")),
    )
    op.create_table(
        "notice_digests",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_digests")),
        sa.UniqueConstraint("person_id", "on", name=op.f("uq_notice_digests_person_id_on")),
    )
    op.create_table(
        "notice_deliveries",
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("pace", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=True),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_over", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(KIND, name=op.f("ck_notice_deliveries_kind_known")),
        sa.CheckConstraint(PACE, name=op.f("ck_notice_deliveries_pace_known")),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mails.id"], name=op.f("fk_notice_deliveries_mail_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_deliveries")),
        sa.UniqueConstraint("notice_id", "person_id", name=op.f("uq_notice_deliveries_notice_id_person_id")),
    )
    op.create_index("ix_notice_deliveries_person", "notice_deliveries", ["person_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_notice_deliveries_person", table_name="notice_deliveries")
    for table in ("notice_deliveries", "notice_digests", "notice_preferences"):
        op.drop_table(table)
    op.drop_column("notices", "kind")
