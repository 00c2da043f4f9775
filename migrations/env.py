"""How Alembic finds the database and the models, on SQLite and on PostgreSQL."""

import importlib
import importlib.util
import pkgutil
from typing import Any, Literal

from alembic import context
from sqlalchemy import JSON, Enum

import directory
from directory.kit.crypto import SealedBytes, SealedText
from directory.kit.db import WRITING, Model, UtcDateTime, db

for feature in pkgutil.iter_modules(directory.__path__):
    name = f"directory.{feature.name}.models"
    if importlib.util.find_spec(name):
        importlib.import_module(name)


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database: a migration imports none of our types."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, (SealedBytes, SealedText)):
        return "sa.LargeBinary()"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(JSONB(), "postgresql")'
    return False


def compare_type(_context: Any, _inspected: Any, _column: Any, inspected_type: Any, own_type: Any) -> bool | None:
    """Compare types; our own stand for the plain ones that ``render_item`` writes."""
    if isinstance(own_type, Enum):
        return getattr(inspected_type, "length", None) != own_type.length
    return None


INDEXES = ("stems", "place", "unread", "specialisms", "languages", "public", "public_stems", "public_place")
# what migrations make on PostgreSQL only, for the engine that searches there: no model knows it
ONLY_POSTGRESQL = {
    "table": {"spatial_ref_sys", "search_words"},
    "column": {"words", "stems", "name_folded", "text_read", "listed", "place", "facts"},
    "index": {f"ix_search_documents_{of}" for of in INDEXES},
}


def ours(item: Any, name: str | None, kind: str, reflected: bool, _other: Any) -> bool:
    """Leave out what an extension made (PostGIS) and what only PostgreSQL has."""
    if not reflected or name not in ONLY_POSTGRESQL.get(kind, ()):
        return True
    return kind != "table" and item.table.name != "search_documents"


if context.is_offline_mode():
    raise SystemExit("migrations run against a database: set DATABASE_URL")

with db.engine.connect().execution_options(**{WRITING: True}) as connection:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        render_item=render_item,
        compare_type=compare_type,
        include_object=ours,
        render_as_batch=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
