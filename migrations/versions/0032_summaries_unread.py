"""nobody writes when a summary was read: that would be a page that writes when it is looked at."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("assessment_summaries") as table:
        table.drop_column("read_at")


def downgrade() -> None:
    with op.batch_alter_table("assessment_summaries") as table:
        table.add_column(sa.Column("read_at", sa.DateTime(timezone=True), nullable=True))
