"""Changing CHECK constraints in a migration, on either database."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op


def change_checks(table: str, checks: Mapping[str, tuple[str, str]], *, forwards: bool) -> None:
    """Give a table's constraints, by name, their condition after (``forwards``) or before; an empty one is none."""
    changes = {name: pair if forwards else pair[::-1] for name, pair in checks.items()}
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, changes)
        return
    for name, (old, new) in changes.items():
        if old:
            op.drop_constraint(op.f(name), table, type_="check")
        if new:
            op.create_check_constraint(op.f(name), table, new)


def _rewrite(table: str, changes: Mapping[str, tuple[str, str]]) -> None:
    """Change CHECK constraints as SQLite's own pages say it is done without making the table anew.

    Source: sqlite.org/lang_altertable.html, section 7. Making a table anew would empty it while other tables
    refer to it, which foreign keys forbid within a transaction.
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
