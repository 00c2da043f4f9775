"""PostgreSQL only: what facets count as bytes in each row, and the stems kept within it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# names only what is PostgreSQL's own, so that a dump can be restored whatever its search path
FUNCTION = """
CREATE FUNCTION search_facts(
    type text, gender text, rating text, authority text, region text,
    youngest integer, oldest integer, specialisms jsonb, languages jsonb
) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT string_agg(substr(sha256(convert_to(fact, 'UTF8')), 1, 8), ''::bytea) FROM (
        SELECT unnest(ARRAY['type:' || type, 'gender:' || gender, 'rating:' || rating, 'authority:' || authority,
            'region:' || region, 'age:' || youngest || '-' || oldest]) AS fact
        UNION ALL SELECT 'specialism:' || jsonb_object_keys(specialisms)
        UNION ALL SELECT 'language:' || jsonb_array_elements_text(languages)
    ) AS facts WHERE fact IS NOT NULL
$$
"""

DIFFERS = (
    "(NOT gone AND text_read IS DISTINCT FROM text_sequence) "
    "OR listed <> CASE WHEN gone THEN 0 WHEN confidential THEN 1 ELSE 2 END"
)
WITHIN = ("stems", "specialisms", "languages", "name_folded")


def _unread(predicate: str) -> None:
    op.execute("DROP INDEX ix_search_documents_unread")
    op.execute(f"CREATE INDEX ix_search_documents_unread ON search_documents (service_id) WHERE {predicate}")


def _compressions() -> list[str]:
    """Give how this server can compress a column: PostgreSQL 13 does not say, and not each is built with lz4."""
    known = sa.text("SELECT enumvals FROM pg_settings WHERE name = 'default_toast_compression'")
    return op.get_bind().scalar(known) or []


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(FUNCTION)
    # written anew at once, with what is searched within each row: fetched from beside it that costs more than all else
    quick = ", ALTER stems SET COMPRESSION lz4" if "lz4" in _compressions() else ""
    within = ", ".join(f"ALTER {name} SET STORAGE MAIN" for name in (*WITHIN, "facts"))
    op.execute(
        "ALTER TABLE search_documents "
        "ADD facts bytea GENERATED ALWAYS AS (search_facts(service_type, gender, rating, authority, region, "
        "age_minimum, age_maximum, specialisms, languages)) STORED, "
        f"ALTER stems TYPE tsvector USING stems || '', {within}{quick}"
    )
    # of "=" PostgreSQL guesses that few rows keep it, of "<>" that all do: it did not use the index
    _unread(f"CASE WHEN {DIFFERS} THEN 1 ELSE 0 END = 1")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    _unread(DIFFERS)
    op.execute("ALTER TABLE search_documents DROP COLUMN facts")
    op.execute("DROP FUNCTION search_facts(text, text, text, text, text, integer, integer, jsonb, jsonb)")
    default = ", ALTER stems SET COMPRESSION default" if _compressions() else ""
    beside = ", ".join(f"ALTER {name} SET STORAGE EXTENDED" for name in WITHIN)
    op.execute(f"ALTER TABLE search_documents {beside}{default}")
