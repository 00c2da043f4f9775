"""members of a framework decline call-offs, take direct ones, and may have a time to answer."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

TURN = "rank IS NOT NULL AND passed_at IS NULL AND declined_at IS NULL AND lapsed_at IS NULL"
CHECKS = {
    'declined_because_known': "declined_because IN ('area', 'conflict', 'dates', 'needs', 'no_places', 'other', 'prices')",
    'declined_whole': "(declined_at IS NULL) = (declined_because IS NULL) AND (declined_at IS NULL) = (declined_by IS NULL)",
    'taken_by_somebody': "(taken_at IS NULL) = (taken_by IS NULL)",
    'lapsed_after_its_time': "lapsed_at IS NULL OR (answer_by_at IS NOT NULL AND lapsed_at >= answer_by_at AND taken_at IS NULL)",
    'out_once': "(passed_at IS NULL OR declined_at IS NULL) AND (lapsed_at IS NULL OR (passed_at IS NULL AND declined_at IS NULL))",
}
MOMENTS = ('answer_by_at', 'taken_at', 'declined_at', 'lapsed_at')
PEOPLE = ('taken_by', 'declined_by')


def upgrade() -> None:
    op.add_column("tenders", sa.Column("answer_days", sa.SmallInteger(), nullable=True))
    with op.batch_alter_table("tender_invitations") as table:
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in PEOPLE:
            table.add_column(sa.Column(name, sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f'fk_tender_invitations_{name}'), 'people', [name], ['id'])
        table.add_column(sa.Column("declined_because", sa.String(length=40), nullable=True))
        table.add_column(sa.Column("declined_words", sa.Text(), nullable=False, server_default=""))
        for name, rule in CHECKS.items():
            table.create_check_constraint(op.f(f'ck_tender_invitations_{name}'), rule)
    op.create_index(op.f('ix_tender_invitations_answer_by_at'), 'tender_invitations', ['answer_by_at'])
    where = sa.text(TURN)
    op.create_index('uq_tender_invitations_turn', 'tender_invitations', ['tender_id'], unique=True, sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    op.drop_index('uq_tender_invitations_turn', table_name='tender_invitations')
    op.drop_index(op.f('ix_tender_invitations_answer_by_at'), table_name='tender_invitations')
    with op.batch_alter_table("tender_invitations") as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f'ck_tender_invitations_{name}'), type_="check")
        for name in PEOPLE:
            table.drop_constraint(op.f(f'fk_tender_invitations_{name}'), type_="foreignkey")
        for name in ('declined_words', 'declined_because', *PEOPLE, *MOMENTS):
            table.drop_column(name)
    op.drop_column("tenders", "answer_days")
