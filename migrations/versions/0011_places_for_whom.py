"""Why places are closed, who may come tonight, and whom places are kept for: groups whose sums the database guards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("capacities", "capacity_changes")
WHY = ("closed_staffing", "closed_matching", "closed_repair", "closed_safeguarding", "closed_notice")
REASONS = (
    f"{' + '.join(WHY)} <= closed AND "
    + " AND ".join(f"{name} >= 0" for name in WHY)
    + " AND NOT (emergency AND by_assessment_only)"
)
NUMBERS = ("staffed", "occupied", "held", "closed")

# names only what is PostgreSQL's own, so that a dump can be restored whatever its search path
FUNCTION = f"""
CREATE FUNCTION groups_make(groups jsonb, staffed integer, occupied integer, held integer, closed integer)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT count(*) = 0 OR (
        {" AND ".join(f"sum((one ->> '{name}')::integer) = {name}" for name in NUMBERS)}
        AND bool_and(
            (one ->> 'staffed')::integer
                >= (one ->> 'occupied')::integer + (one ->> 'held')::integer + (one ->> 'closed')::integer
            AND least({", ".join(f"(one ->> '{name}')::integer" for name in NUMBERS)}) >= 0
            AND 0 <= (one ->> 'age_minimum')::integer
            AND (one ->> 'age_minimum')::integer <= (one ->> 'age_maximum')::integer
        )
    ) IS TRUE
    FROM jsonb_array_elements(groups) AS one
$$
"""


def _sqlite_trigger(table: str, event: str) -> str:
    """Give what SQLite has instead of a CHECK that reads a list: in a CHECK it takes no subquery."""
    one = {name: f"json_extract(value, '$.{name}')" for name in (*NUMBERS, "age_minimum", "age_maximum")}
    sums = " AND ".join(f"sum({one[name]}) = NEW.{name}" for name in NUMBERS)
    each = (
        f"{one['staffed']} >= {one['occupied']} + {one['held']} + {one['closed']}"
        f" AND min({', '.join(one[name] for name in NUMBERS)}) >= 0"
        f" AND 0 <= {one['age_minimum']} AND {one['age_minimum']} <= {one['age_maximum']}"
    )
    return f"""
CREATE TRIGGER {table}_groups_on_{event.lower()} BEFORE {event} ON {table}
WHEN (SELECT count(*) > 0 AND NOT coalesce({sums} AND min({each}), 0) FROM json_each(NEW.groups))
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: ck_{table}_groups'); END
"""


def _column(table: str, name: str) -> None:
    """Add what is no unless it is said."""
    op.add_column(table, sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))


def _groups(table: str) -> None:
    """Add a list that is empty unless it is said."""
    kind = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column(table, sa.Column("groups", kind, server_default="[]", nullable=False))


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    _groups("search_documents")
    for name in ("emergency", "by_assessment_only"):
        _column("search_documents", name)
    if not sqlite:
        op.execute(FUNCTION)
    for table in TABLES:
        for name in WHY:
            op.add_column(table, sa.Column(name, sa.Integer(), server_default="0", nullable=False))
        _column(table, "by_assessment_only")
        _groups(table)
        if sqlite:
            # the last column brings the CHECK, so that the table need not be written anew
            check = f"CONSTRAINT ck_{table}_reasons CHECK ({REASONS})"
            op.execute(f"ALTER TABLE {table} ADD COLUMN emergency BOOLEAN DEFAULT 0 NOT NULL {check}")
            for event in ("INSERT", "UPDATE"):
                op.execute(_sqlite_trigger(table, event))
        else:
            _column(table, "emergency")
            op.create_check_constraint(op.f(f"ck_{table}_reasons"), table, REASONS)
            guard = f"groups_make(groups, {', '.join(NUMBERS)})"
            op.create_check_constraint(op.f(f"ck_{table}_groups"), table, guard)


def downgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in ("emergency", "by_assessment_only", "groups"):
        op.drop_column("search_documents", name)
    for table in TABLES:
        for event in ("INSERT", "UPDATE") if sqlite else ():
            op.execute(f"DROP TRIGGER {table}_groups_on_{event.lower()}")
        for name in () if sqlite else ("groups", "reasons"):
            op.drop_constraint(op.f(f"ck_{table}_{name}"), table, type_="check")
        for name in ("emergency", "groups", "by_assessment_only", *WHY):
            op.drop_column(table, name)
    if not sqlite:
        op.execute("DROP FUNCTION groups_make(jsonb, integer, integer, integer, integer)")
