"""The database: one typed model base, aware UTC datetimes, SQLite made strict."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, CheckConstraint, DateTime, Enum, MetaData, TypeDecorator, Uuid, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WRITING = "fairhaven_writing"
BUSY_MILLISECONDS = 20_000


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware datetime into UTC for the database."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime: times are aware and UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give what the database kept as aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Model(DeclarativeBase):
    """What every table's class stands on: named constraints, a type for each annotation."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        UUID: Uuid(),
        dict[str, Any]: JSON().with_variant(JSONB(), "postgresql"),
        list[int]: JSON().with_variant(JSONB(), "postgresql"),
        list[str]: JSON().with_variant(JSONB(), "postgresql"),
        list[dict[str, Any]]: JSON().with_variant(JSONB(), "postgresql"),
    }


class Identified:
    """Mixin: a random UUID as the primary key, made in Python so that an action knows it before the flush."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


def by_value(enum: type[StrEnum], length: int = 40) -> Enum:
    """Give the column type of an enum kept by its value (VARCHAR; pair it with ``one_of``)."""
    return Enum(
        enum,
        values_callable=lambda members: [m.value for m in members],
        native_enum=False,
        length=length,
        create_constraint=False,
    )


def one_of(column: str, values: Iterable[str]) -> CheckConstraint:
    """Give the CHECK constraint that ``column`` holds one of ``values``."""
    listed = ", ".join("'" + value.replace("'", "''") + "'" for value in sorted(values))
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


db = SQLAlchemy(metadata=Model.metadata)


def insert_unless_there(connection: Connection, table: Any) -> Any:
    """Give an INSERT to which ``on_conflict_do_nothing`` or ``on_conflict_do_update`` may be added."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


@event.listens_for(Engine, "connect")
def _strict_sqlite(connection: Any, _record: Any) -> None:
    """Make SQLite keep what it promises: foreign keys, WAL, and transactions that begin when we say so."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    """Begin SQLite transactions ourselves: a write takes its lock at once, so it can never fail half-way."""
    if connection.dialect.name == "sqlite":
        writing = connection.get_execution_options().get(WRITING)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
