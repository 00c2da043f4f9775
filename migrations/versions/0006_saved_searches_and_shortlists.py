"""Saved searches with what they found and told, shortlists, and whether single keys do something.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('keyboard_choices',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('shortcuts', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_keyboard_choices_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_keyboard_choices'))
    )
    op.create_table('saved_searches',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('kept', sa.LargeBinary(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('alerts', sa.String(length=40), nullable=False),
    sa.Column('pace', sa.String(length=40), nullable=False),
    sa.Column('too_wide', sa.Boolean(), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('looked_before_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("alerts IN ('email', 'here', 'none')", name=op.f('ck_saved_searches_alerts_known')),
    sa.CheckConstraint("pace IN ('at_once', 'daily')", name=op.f('ck_saved_searches_pace_known')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_saved_searches_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_saved_searches_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_searches'))
    )
    op.create_index(op.f('ix_saved_searches_organisation_id'), 'saved_searches', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_saved_searches_person_id'), 'saved_searches', ['person_id'], unique=False)
    op.create_index('ix_saved_searches_watched', 'saved_searches', ['alerts', 'sequence'], unique=False)
    op.create_table('shortlists',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('organisation_id', sa.Uuid(), nullable=False),
    sa.Column('main', sa.Boolean(), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('shared', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_shortlists_organisation_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_shortlists_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortlists'))
    )
    op.create_index(op.f('ix_shortlists_organisation_id'), 'shortlists', ['organisation_id'], unique=False)
    op.create_index(op.f('ix_shortlists_person_id'), 'shortlists', ['person_id'], unique=False)
    op.create_index('uq_shortlists_main', 'shortlists', ['person_id'], unique=True, sqlite_where=sa.text('main'), postgresql_where=sa.text('main'))
    op.create_table('saved_search_matches',
    sa.Column('saved_search_id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('free', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['saved_search_id'], ['saved_searches.id'], name=op.f('fk_saved_search_matches_saved_search_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_saved_search_matches_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('saved_search_id', 'service_id', name=op.f('pk_saved_search_matches'))
    )
    op.create_index(op.f('ix_saved_search_matches_service_id'), 'saved_search_matches', ['service_id'], unique=False)
    op.create_table('saved_search_news',
    sa.Column('saved_search_id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('what', sa.String(length=40), nullable=False),
    sa.Column('sequence', sa.BigInteger(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.CheckConstraint("what IN ('new_match', 'place_freed')", name=op.f('ck_saved_search_news_what_known')),
    sa.ForeignKeyConstraint(['saved_search_id'], ['saved_searches.id'], name=op.f('fk_saved_search_news_saved_search_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_saved_search_news_service_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_saved_search_news')),
    sa.UniqueConstraint('saved_search_id', 'service_id', 'what', 'sequence', name=op.f('uq_saved_search_news_saved_search_id_service_id_what_sequence'))
    )
    op.create_index(op.f('ix_saved_search_news_told_at'), 'saved_search_news', ['told_at'], unique=False)
    op.create_table('shortlisted_services',
    sa.Column('shortlist_id', sa.Uuid(), nullable=False),
    sa.Column('service_id', sa.Uuid(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['service_id'], ['services.id'], name=op.f('fk_shortlisted_services_service_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shortlist_id'], ['shortlists.id'], name=op.f('fk_shortlisted_services_shortlist_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shortlisted_services')),
    sa.UniqueConstraint('shortlist_id', 'service_id', name=op.f('uq_shortlisted_services_shortlist_id_service_id'))
    )


def downgrade() -> None:
    op.drop_table('shortlisted_services')
    op.drop_index(op.f('ix_saved_search_news_told_at'), table_name='saved_search_news')
    op.drop_table('saved_search_news')
    op.drop_index(op.f('ix_saved_search_matches_service_id'), table_name='saved_search_matches')
    op.drop_table('saved_search_matches')
    op.drop_index('uq_shortlists_main', table_name='shortlists', sqlite_where=sa.text('main'), postgresql_where=sa.text('main'))
    op.drop_index(op.f('ix_shortlists_person_id'), table_name='shortlists')
    op.drop_index(op.f('ix_shortlists_organisation_id'), table_name='shortlists')
    op.drop_table('shortlists')
    op.drop_index('ix_saved_searches_watched', table_name='saved_searches')
    op.drop_index(op.f('ix_saved_searches_person_id'), table_name='saved_searches')
    op.drop_index(op.f('ix_saved_searches_organisation_id'), table_name='saved_searches')
    op.drop_table('saved_searches')
    op.drop_table('keyboard_choices')
