"""What is due is told of once; an offer says who looks after the child and in which group its place is."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = "'approve_area', 'approve_distance', 'end', 'interview', 'missing', 'review', 'start', 'tell_area'"
ABOUT = ["placement_id", "kind", "about", "due_at", "stage"]
GONE = sa.text("until_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "placement_reminders",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("about", sa.String(length=36), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_placement_reminders_kind_known")),
        sa.CheckConstraint("stage IN ('overdue', 'soon')", name=op.f("ck_placement_reminders_stage_known")),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name=op.f("fk_placement_reminders_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_reminders")),
    )
    op.create_index("uq_placement_reminders", "placement_reminders", ABOUT, unique=True)
    only = {"sqlite_where": GONE, "postgresql_where": GONE}
    op.create_index("uq_missing_episodes_open", "missing_episodes", ["placement_id"], unique=True, **only)
    # sealed, so nothing stands there for the offers made before
    op.add_column("request_offers", sa.Column("staffing", sa.LargeBinary(), nullable=True))
    op.add_column("request_offers", sa.Column("place_group", sa.String(length=20), nullable=True))


def downgrade() -> None:
    op.drop_column("request_offers", "place_group")
    op.drop_column("request_offers", "staffing")
    op.drop_index("uq_missing_episodes_open", table_name="missing_episodes")
    op.drop_index("uq_placement_reminders", table_name="placement_reminders")
    op.drop_table("placement_reminders")
