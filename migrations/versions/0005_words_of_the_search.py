"""Words that are found in each other's place, as the operator has them; what words become when letters are left out.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_synonyms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
        sa.Column("strength", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_synonyms")),
    )
    if op.get_bind().dialect.name != "postgresql":
        return
    # read anew by the next search or the worker: with these hashes, and with the stems of today
    op.execute("DELETE FROM search_words")
    op.execute("UPDATE search_documents SET listed = 0, text_read = NULL")
    op.execute("ALTER TABLE search_words ADD becomes integer[] NOT NULL")
    op.execute("CREATE INDEX ix_search_words_becomes ON search_words USING gin (becomes)")


def downgrade() -> None:
    op.drop_table("search_synonyms")
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_search_words_becomes")
    op.execute("ALTER TABLE search_words DROP COLUMN becomes")
