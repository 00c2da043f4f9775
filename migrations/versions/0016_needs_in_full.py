"""A request says more of the need, and a screening of what protects the child, all of it sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("details", sa.LargeBinary(), nullable=True))
    op.add_column("requests", sa.Column("overrules", sa.LargeBinary(), nullable=True))
    op.add_column("request_screenings", sa.Column("protection", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("request_screenings", "protection")
    op.drop_column("requests", "overrules")
    op.drop_column("requests", "details")
