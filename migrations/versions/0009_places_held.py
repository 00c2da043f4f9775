"""Places are held and taken up by authorities: one more way in which capacity is said."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BEFORE = "way IN ('api', 'csv', 'demo', 'import', 'link', 'page')"
AFTER = "way IN ('api', 'csv', 'demo', 'hold', 'import', 'link', 'page')"
NAME = "ck_capacity_changes_way_known"


def _check(condition: str) -> None:
    with op.batch_alter_table("capacity_changes") as table:
        table.drop_constraint(op.f(NAME), type_="check")
        table.create_check_constraint(op.f(NAME), condition)


def upgrade() -> None:
    _check(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM capacity_changes WHERE way = 'hold'")
    _check(BEFORE)
