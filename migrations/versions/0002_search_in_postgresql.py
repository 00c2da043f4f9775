"""What SEARCH_ENGINE=postgresql searches by: derived columns and indexes. On SQLite there is nothing to do.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEXES = ("stems", "unread", "specialisms", "languages")
COLUMNS = ("words", "stems", "name_folded", "text_read", "listed")


def _has_extension(name: str) -> bool:
    """Create an extension if the server has it and we may; say whether it is there. Without it nothing fails."""
    bind = op.get_bind()
    if not bind.scalar(sa.text("SELECT 1 FROM pg_available_extensions WHERE name = :name"), {"name": name}):
        return False
    try:
        with bind.begin_nested():
            bind.exec_driver_sql(f"CREATE EXTENSION IF NOT EXISTS {name}")
    except sa.exc.DBAPIError:
        return False
    return True


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "ALTER TABLE search_documents ADD words text[], ADD stems tsvector, ADD name_folded text COLLATE \"C\", "
        "ADD text_read bigint, ADD listed smallint NOT NULL DEFAULT 0"
    )
    op.execute("CREATE INDEX ix_search_documents_stems ON search_documents USING gin (stems)")
    op.execute("CREATE INDEX ix_search_documents_specialisms ON search_documents USING gin (specialisms)")
    op.execute("CREATE INDEX ix_search_documents_languages ON search_documents USING gin (languages)")
    op.execute(
        "CREATE INDEX ix_search_documents_unread ON search_documents (service_id) WHERE "
        "(NOT gone AND text_read IS DISTINCT FROM text_sequence) "
        "OR listed <> CASE WHEN gone THEN 0 WHEN confidential THEN 1 ELSE 2 END"
    )
    op.execute(
        "CREATE TABLE search_words (word text COLLATE \"C\" CONSTRAINT pk_search_words PRIMARY KEY, "
        "stem text COLLATE \"C\" NOT NULL, documents integer NOT NULL, public_documents integer NOT NULL)"
    )
    _has_extension("pg_trgm")
    if _has_extension("postgis"):
        op.execute(
            "ALTER TABLE search_documents ADD place geography(Point, 4326) "
            "GENERATED ALWAYS AS (geography(ST_MakePoint(longitude, latitude))) STORED"
        )
        op.execute("CREATE INDEX ix_search_documents_place ON search_documents USING gist (place)")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP TABLE search_words")
    for name in INDEXES:
        op.execute(f"DROP INDEX ix_search_documents_{name}")
    op.execute("ALTER TABLE search_documents DROP COLUMN IF EXISTS place")
    for name in COLUMNS:
        op.execute(f"ALTER TABLE search_documents DROP COLUMN {name}")
