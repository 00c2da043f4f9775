"""A tier opens by a timer, an emergency is released before its approval, a matched service is no longer asked."""

import sqlalchemy as sa
from alembic import op

from directory.kit.checked import change_checks

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

APPROVED = "status IN ('draft', 'screening', 'awaiting_approval', 'withdrawn') OR approved_at IS NOT NULL"
ADDED = ("approve_by_at", "late_told_at", "next_tier_at")
# name of the constraint -> (before, after); an empty "before" is a new one
CHECKS = {
    "ck_requests_approved": (APPROVED, f"{APPROVED} OR approve_by_at IS NOT NULL"),
    "ck_requests_next_tier_whole": ("", "(next_tier_at IS NULL) = (next_tier_hours IS NULL)"),
}


def upgrade() -> None:
    for name in ADDED:
        op.add_column("requests", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("requests", sa.Column("next_tier_hours", sa.SmallInteger(), nullable=True))
    change_checks("requests", CHECKS, forwards=True)
    op.add_column("request_matches", sa.Column("no_longer_asked_at", sa.DateTime(timezone=True), nullable=True))
    # sealed, so nothing stands there for those that are asked; the application writes it from now on
    op.add_column("request_matches", sa.Column("no_longer_why", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    change_checks("requests", CHECKS, forwards=False)
    op.drop_column("request_matches", "no_longer_why")
    op.drop_column("request_matches", "no_longer_asked_at")
    for name in ("next_tier_hours", *reversed(ADDED)):
        op.drop_column("requests", name)
