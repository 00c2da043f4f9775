"""A tier opens by a timer, an emergency is released before its approval, a matched service is no longer asked."""

import sqlalchemy as sa
from alembic import op

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


def _change_checks(*, forwards: bool) -> None:
    changes = {name: pair if forwards else pair[::-1] for name, pair in CHECKS.items()}
    if op.get_bind().dialect.name == "sqlite":
        _rewrite("requests", changes)
        return
    for name, (old, new) in changes.items():
        if old:
            op.drop_constraint(op.f(name), "requests", type_="check")
        if new:
            op.create_check_constraint(op.f(name), "requests", new)


def _rewrite(table: str, changes: dict[str, tuple[str, str]]) -> None:
    """Change CHECK constraints as SQLite's own pages say it is done without making the table anew (as in 0012).

    Source: sqlite.org/lang_altertable.html, section 7.
    """
    bind = op.get_bind()
    words = bind.execute(sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :t"), {"t": table})
    sql = words.scalar_one()
    for name, (old, new) in changes.items():
        line = f"CONSTRAINT {name} CHECK ({old or new})"
        if old:
            before, after = (line, f"CONSTRAINT {name} CHECK ({new})") if new else (f", \n\t{line}", "")
            if before not in sql:
                raise RuntimeError(f"{name} is not as it was made")
            sql = sql.replace(before, after)
        else:
            sql = f"{sql[: sql.rindex(')')].rstrip()}, \n\t{line}\n)"
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema = ON")
    change = "UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :t"
    bind.execute(sa.text(change), {"sql": sql, "t": table})
    bind.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema = OFF")


def upgrade() -> None:
    for name in ADDED:
        op.add_column("requests", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.add_column("requests", sa.Column("next_tier_hours", sa.SmallInteger(), nullable=True))
    _change_checks(forwards=True)
    op.add_column("request_matches", sa.Column("no_longer_asked_at", sa.DateTime(timezone=True), nullable=True))
    # sealed, so nothing stands there for those that are asked; the application writes it from now on
    op.add_column("request_matches", sa.Column("no_longer_why", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    _change_checks(forwards=False)
    op.drop_column("request_matches", "no_longer_why")
    op.drop_column("request_matches", "no_longer_asked_at")
    for name in ("next_tier_hours", *reversed(ADDED)):
        op.drop_column("requests", name)
