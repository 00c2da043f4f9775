"""PostgreSQL only: indexes of the documents that everybody may see, so that a stranger's search passes over no others.

Revision ID: 0025
Revises: 0024
"""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

PUBLIC = "WHERE NOT gone AND NOT confidential"
INDEXES = {"public": "(service_id)", "public_stems": "USING gin (stems)", "public_place": "USING gist (place)"}


def _has_place() -> bool:
    return op.get_bind().exec_driver_sql(
        "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass('search_documents') AND attname = 'place' "
        "AND NOT attisdropped"
    ).scalar() is not None


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name, how in INDEXES.items():
        if name != "public_place" or _has_place():
            op.execute(f"CREATE INDEX ix_search_documents_{name} ON search_documents {how} {PUBLIC}")


def downgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for name in INDEXES:
        op.execute(f"DROP INDEX IF EXISTS ix_search_documents_{name}")
