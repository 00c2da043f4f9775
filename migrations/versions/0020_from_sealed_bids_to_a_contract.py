"""A tender goes on after its deadline: bids opened, judged, awarded, contracted; prices and scores asked for."""

import sqlalchemy as sa
from alembic import op

from directory.kit.checked import change_checks

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UNAPPROVED = "('draft', 'awaiting_approval', 'withdrawn')"
UNPUBLISHED = "('draft', 'awaiting_approval', 'approved', 'withdrawn')"
# name of the constraint -> (before, after); an empty "before" is a new one
CHECKS = {
    "ck_tenders_status_known": (
        "status IN ('approved', 'awaiting_approval', 'cancelled', 'draft', 'open', 'withdrawn')",
        "status IN ('approved', 'awaiting_approval', 'award_proposed', 'cancelled', 'contracted', 'draft', 'ended', "
        "'evaluating', 'open', 'standstill', 'unsealed', 'unsuccessful', 'withdrawn')",
    ),
    "ck_tenders_kind_known": ("kind IN ('contract', 'framework')", "kind IN ('call_off', 'contract', 'framework')"),
    "ck_tenders_open_has_dates": (
        "status NOT IN ('open', 'cancelled') OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
        f"status IN {UNPUBLISHED} OR (published_at IS NOT NULL AND closes_at IS NOT NULL)",
    ),
    "ck_tenders_approved_by_another": (
        "status NOT IN ('approved', 'open', 'cancelled') OR approved_by <> drafted_by AND approved_by IS NOT NULL",
        f"status IN {UNAPPROVED} OR approved_by <> drafted_by AND approved_by IS NOT NULL",
    ),
    "ck_tenders_ended_with_reason": (
        "status NOT IN ('withdrawn', 'cancelled') OR ended_reason <> ''",
        "status NOT IN ('withdrawn', 'cancelled', 'unsuccessful') OR ended_reason <> ''",
    ),
    "ck_tenders_standstill_announced": ("", "status <> 'standstill' OR announced_at IS NOT NULL"),
    "ck_tenders_tie_break_known": ("", "tie_break IN ('drawn', 'highest_quality', 'lowest_price')"),
    "ck_tenders_called_off_under_a_framework": ("", "(framework_reference <> '') = (kind = 'call_off')"),
}
SCORES = {
    "ck_tender_criteria_scores_possible": ("", "highest_score BETWEEN 1 AND 100"),
    "ck_tender_criteria_minimum_possible": ("", "minimum_score BETWEEN 1 AND highest_score"),
}
ADDED = ("tie_break", "framework_reference", "joinable", "ranked", "announced_at", "standstill_ends_at")


def upgrade() -> None:
    op.add_column("tenders", _filled("tie_break", sa.String(length=40), "highest_quality"))
    op.add_column("tenders", _filled("framework_reference", sa.String(length=20), ""))
    op.create_index(op.f("ix_tenders_framework_reference"), "tenders", ["framework_reference"])
    for name in ("joinable", "ranked"):
        op.add_column("tenders", _filled(name, sa.Boolean(), sa.false()))
    for name in ("announced_at", "standstill_ends_at"):
        op.add_column("tenders", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    change_checks("tenders", CHECKS, forwards=True)
    lists = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
    op.add_column("tender_lots", _filled("price_lines", lists, "[]"))
    op.add_column("tender_criteria", _filled("highest_score", sa.SmallInteger(), "5"))
    op.add_column("tender_criteria", sa.Column("minimum_score", sa.SmallInteger(), nullable=True))
    change_checks("tender_criteria", SCORES, forwards=True)
    op.create_table(
        "opened_bids",
        sa.Column("tender_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_opened_bids_number_from_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_opened_bids_organisation_id")
        ),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name=op.f("fk_opened_bids_tender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opened_bids")),
        sa.UniqueConstraint("tender_id", "number", name=op.f("uq_opened_bids_tender_id_number")),
        sa.UniqueConstraint("tender_id", "organisation_id", name=op.f("uq_opened_bids_tender_id_organisation_id")),
    )
    op.create_index(op.f("ix_opened_bids_organisation_id"), "opened_bids", ["organisation_id"])


def _filled(name: str, kind: sa.types.TypeEngine, value: object) -> sa.Column:
    """Give a column that rows which stand already fill with ``value``."""
    return sa.Column(name, kind, nullable=False, server_default=value)


def downgrade() -> None:
    op.drop_index(op.f("ix_opened_bids_organisation_id"), table_name="opened_bids")
    op.drop_table("opened_bids")
    change_checks("tender_criteria", SCORES, forwards=False)
    op.drop_column("tender_criteria", "minimum_score")
    op.drop_column("tender_criteria", "highest_score")
    op.drop_column("tender_lots", "price_lines")
    change_checks("tenders", CHECKS, forwards=False)
    op.drop_index(op.f("ix_tenders_framework_reference"), table_name="tenders")
    for name in reversed(ADDED):
        op.drop_column("tenders", name)
