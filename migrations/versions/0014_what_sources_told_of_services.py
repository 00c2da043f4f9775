"""What files, feeds and the register told of services last, and what of it is proposed to their providers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('proposals',
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('field', sa.String(length=20), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=300), nullable=False),
    sa.Column('value', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("field IN ('ages', 'description', 'email', 'gender', 'languages', 'name', 'place', 'registered', 'specialisms', 'telephone', 'website')", name=op.f('ck_proposals_field_known')),
    sa.CheckConstraint("source IN ('file', 'openreferral', 'register')", name=op.f('ck_proposals_source_known')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_proposals_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals')),
    sa.UniqueConstraint('service_id', 'field', name=op.f('uq_proposals_service_id_field'))
    )
    op.create_table('tellings',
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('said', sa.JSON().with_variant(JSONB(), "postgresql"), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("source IN ('file', 'openreferral', 'register')", name=op.f('ck_tellings_source_known')),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_tellings_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tellings')),
    sa.UniqueConstraint('source', 'key', name=op.f('uq_tellings_source_key'))
    )
    op.create_index(op.f('ix_tellings_service_id'), 'tellings', ['service_id'])


def downgrade() -> None:
    op.drop_index(op.f('ix_tellings_service_id'), table_name='tellings')
    op.drop_table('tellings')
    op.drop_table('proposals')
