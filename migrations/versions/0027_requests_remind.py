"""Of what a request has reminded: sealed, so that no reader of the database learns whose referral is late."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("requests", sa.Column("reminded", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("requests", "reminded")
