"""members invited to call-offs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('tender_invitations',
    sa.Column('tender_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('lots', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('rank', sa.SmallInteger(), nullable=True),
    sa.Column('invited_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('passed_because', sa.String(length=40), nullable=True),
    sa.Column('passed_reason', sa.Text(), nullable=False),
    sa.Column('passed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('passed_by', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("passed_at IS NULL OR passed_reason <> ''", name=op.f('ck_tender_invitations_passed_over_for_a_reason')),
    sa.CheckConstraint("passed_because IN ('conflict', 'declined', 'no_capacity')", name=op.f('ck_tender_invitations_passed_because_known')),
    sa.CheckConstraint('(passed_at IS NULL) = (passed_because IS NULL) AND (passed_at IS NULL) = (passed_by IS NULL)', name=op.f('ck_tender_invitations_passed_over_whole')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_tender_invitations_organisation_id')),
    sa.ForeignKeyConstraint(['passed_by'], ['people.id'], name=op.f('fk_tender_invitations_passed_by')),
    sa.ForeignKeyConstraint(['tender_id'], ['tenders.id'], name=op.f('fk_tender_invitations_tender_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tender_invitations')),
    sa.UniqueConstraint('tender_id', 'organisation_id', name=op.f('uq_tender_invitations_tender_id_organisation_id'))
    )
    op.create_index(op.f('ix_tender_invitations_organisation_id'), 'tender_invitations', ['organisation_id'], unique=False)
    op.add_column("tenders", sa.Column("open_scheme", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("tenders", sa.Column("earlier_framework", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("tenders", "earlier_framework")
    op.drop_column("tenders", "open_scheme")
    op.drop_index(op.f('ix_tender_invitations_organisation_id'), table_name='tender_invitations')
    op.drop_table('tender_invitations')
