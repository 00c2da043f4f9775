"""Holds, placements, missing episodes; a request goes on from searching to the end of a placement."""

import sqlalchemy as sa
from alembic import op

from directory.kit.checked import change_checks

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


# table -> name of the constraint -> (before, after); an empty "before" is a new one
CHECKS = {
    "requests": {
        "ck_requests_status_known": (
            "status IN ('awaiting_approval', 'draft', 'screening', 'searching', 'unmet', 'withdrawn')",
            "status IN ('agreed', 'awaiting_approval', 'draft', 'ended', 'held', 'placed', 'screening', 'searching', "
            "'shortlisted', 'unmet', 'withdrawn')",
        ),
        "ck_requests_approved": (
            "status NOT IN ('searching', 'unmet') OR approved_at IS NOT NULL",
            "status IN ('draft', 'screening', 'awaiting_approval', 'withdrawn') OR approved_at IS NOT NULL",
        ),
        "ck_requests_closed_when_over": (
            "(status IN ('withdrawn', 'unmet')) = (closed_at IS NOT NULL)",
            "(status IN ('withdrawn', 'unmet', 'ended')) = (closed_at IS NOT NULL)",
        ),
        "ck_requests_held_until": ("", "(status = 'held') = (held_until_at IS NOT NULL)"),
    },
    "request_offers": {
        "ck_request_offers_status_known": (
            "status IN ('declined', 'offered', 'withdrawn')",
            "status IN ('accepted', 'declined', 'offered', 'withdrawn')",
        ),
        "ck_request_offers_offer_is_whole": (
            "status != 'offered' OR (weekly_fee_pence IS NOT NULL AND available_on IS NOT NULL)",
            "status NOT IN ('offered', 'accepted') OR (weekly_fee_pence IS NOT NULL AND available_on IS NOT NULL)",
        ),
    },
}
LIVE_BEFORE, LIVE_AFTER = "status IN ('offered', 'declined')", "status IN ('offered', 'accepted', 'declined')"


def _change_checks(*, forwards: bool) -> None:
    for table, checks in CHECKS.items():
        change_checks(table, checks, forwards=forwards)


def _live(condition: str) -> None:
    op.drop_index("uq_request_offers_live", table_name="request_offers")
    op.create_index(
        "uq_request_offers_live",
        "request_offers",
        ["request_id", "service_id"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )


def upgrade() -> None:
    op.create_table(
        "scoring_matrices",
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("criteria", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["authority_id"], ["organisations.id"], name=op.f("fk_scoring_matrices_authority_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_scoring_matrices_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scoring_matrices")),
    )
    op.create_index(
        "uq_scoring_matrices_default",
        "scoring_matrices",
        ["authority_id"],
        unique=True,
        sqlite_where=sa.text("request_id IS NULL"),
        postgresql_where=sa.text("request_id IS NULL"),
    )
    op.create_index("uq_scoring_matrices_request", "scoring_matrices", ["request_id"], unique=True)
    op.create_table(
        "holds",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("places", sa.SmallInteger(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("override_reason", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(status = 'live') = (ended_at IS NULL)", name=op.f("ck_holds_ended_when_over")),
        sa.CheckConstraint("status IN ('agreed', 'given_back', 'lapsed', 'live')", name=op.f("ck_holds_status_known")),
        sa.CheckConstraint("expires_at > taken_at", name=op.f("ck_holds_expires_later")),
        sa.CheckConstraint("places BETWEEN 1 AND 10", name=op.f("ck_holds_places_possible")),
        sa.ForeignKeyConstraint(["offer_id"], ["request_offers.id"], name=op.f("fk_holds_offer_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_holds_request_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_holds_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_request_id"), "holds", ["request_id"], unique=False)
    op.create_index("ix_holds_service", "holds", ["service_id", "status", "expires_at"], unique=False)
    op.create_index(
        "uq_holds_live",
        "holds",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )
    op.create_table(
        "shortlistings",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=False),
        sa.Column("scores", sa.LargeBinary(), nullable=False),
        sa.Column("total_tenths", sa.Integer(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("total_tenths BETWEEN 0 AND 1000", name=op.f("ck_shortlistings_total_possible")),
        sa.ForeignKeyConstraint(["offer_id"], ["request_offers.id"], name=op.f("fk_shortlistings_offer_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_shortlistings_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shortlistings")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_shortlistings_offer_id")),
    )
    op.create_index(op.f("ix_shortlistings_request_id"), "shortlistings", ["request_id"], unique=False)
    op.create_table(
        "placements",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("terms", sa.LargeBinary(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("expected_end_on", sa.Date(), nullable=True),
        sa.Column("where_it_is", sa.String(length=40), nullable=False),
        sa.Column("distance_approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("distance_approved_by", sa.Uuid(), nullable=True),
        sa.Column("distance_reason", sa.LargeBinary(), nullable=False),
        sa.Column("area_told_on", sa.Date(), nullable=True),
        sa.Column("area_told_by", sa.Uuid(), nullable=True),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "end_reason IN ('adult', 'another_placement', 'authority_notice', 'family', 'not_started', 'other', 'planned', 'provider_notice')",
            name=op.f("ck_placements_end_reason_known"),
        ),
        sa.CheckConstraint(
            "where_it_is IN ('adjoining', 'at_a_distance', 'own_area')", name=op.f("ck_placements_where_it_is_known")
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_placements_ended_with_a_reason")),
        sa.CheckConstraint(
            "ended_on IS NULL OR started_on IS NULL OR ended_on >= started_on",
            name=op.f("ck_placements_ended_after_start"),
        ),
        sa.CheckConstraint(
            "expected_end_on IS NULL OR expected_end_on >= starts_on", name=op.f("ck_placements_ends_after_start")
        ),
        sa.ForeignKeyConstraint(["hold_id"], ["holds.id"], name=op.f("fk_placements_hold_id")),
        sa.ForeignKeyConstraint(["request_id"], ["requests.id"], name=op.f("fk_placements_request_id")),
        sa.ForeignKeyConstraint(["service_id"], ["services.id"], name=op.f("fk_placements_service_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placements")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_placements_hold_id")),
        sa.UniqueConstraint("request_id", name=op.f("uq_placements_request_id")),
    )
    op.create_index(op.f("ix_placements_service_id"), "placements", ["service_id"], unique=False)
    op.create_table(
        "missing_episodes",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("interview", sa.String(length=40), nullable=False),
        sa.Column("interview_on", sa.Date(), nullable=True),
        sa.Column("safety_plan", sa.LargeBinary(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(interview = 'done') = (interview_on IS NOT NULL)", name=op.f("ck_missing_episodes_interview_done_on")
        ),
        sa.CheckConstraint(
            "interview IN ('declined', 'done', 'not_offered', 'offered')",
            name=op.f("ck_missing_episodes_interview_known"),
        ),
        sa.CheckConstraint(
            "interview IN ('not_offered', 'offered') OR until_at IS NOT NULL",
            name=op.f("ck_missing_episodes_interview_after_return"),
        ),
        sa.CheckConstraint("kind IN ('A', 'M')", name=op.f("ck_missing_episodes_kind_known")),
        sa.CheckConstraint(
            "until_at IS NULL OR until_at >= from_at", name=op.f("ck_missing_episodes_until_after_from")
        ),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name=op.f("fk_missing_episodes_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_episodes")),
    )
    op.create_index(op.f("ix_missing_episodes_placement_id"), "missing_episodes", ["placement_id"], unique=False)
    op.create_table(
        "placement_end_dates",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("expected_end_on", sa.Date(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name=op.f("fk_placement_end_dates_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_end_dates")),
    )
    op.create_index(op.f("ix_placement_end_dates_placement_id"), "placement_end_dates", ["placement_id"], unique=False)
    op.create_table(
        "placement_fees",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("weekly_fee_pence", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("weekly_fee_pence BETWEEN 0 AND 5000000", name=op.f("ck_placement_fees_fee_possible")),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name=op.f("fk_placement_fees_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_fees")),
    )
    op.create_index(op.f("ix_placement_fees_placement_id"), "placement_fees", ["placement_id"], unique=False)
    op.create_table(
        "placement_reviews",
        sa.Column("placement_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["placement_id"], ["placements.id"], name=op.f("fk_placement_reviews_placement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_placement_reviews")),
    )
    op.create_index("uq_placement_reviews_due", "placement_reviews", ["placement_id", "due_on"], unique=True)
    op.add_column("requests", sa.Column("held_until_at", sa.DateTime(timezone=True), nullable=True))
    _change_checks(forwards=True)
    _live(LIVE_AFTER)


def downgrade() -> None:
    op.execute("UPDATE request_offers SET status = 'offered' WHERE status = 'accepted'")
    op.execute(
        "UPDATE requests SET status = 'searching', held_until_at = NULL "
        "WHERE status IN ('shortlisted', 'held', 'agreed', 'placed')"
    )
    op.execute("UPDATE requests SET status = 'withdrawn' WHERE status = 'ended'")
    _live(LIVE_BEFORE)
    _change_checks(forwards=False)
    op.drop_column("requests", "held_until_at")
    op.drop_index("uq_placement_reviews_due", table_name="placement_reviews")
    op.drop_table("placement_reviews")
    op.drop_index(op.f("ix_placement_fees_placement_id"), table_name="placement_fees")
    op.drop_table("placement_fees")
    op.drop_index(op.f("ix_placement_end_dates_placement_id"), table_name="placement_end_dates")
    op.drop_table("placement_end_dates")
    op.drop_index(op.f("ix_missing_episodes_placement_id"), table_name="missing_episodes")
    op.drop_table("missing_episodes")
    op.drop_index(op.f("ix_placements_service_id"), table_name="placements")
    op.drop_table("placements")
    op.drop_index(op.f("ix_shortlistings_request_id"), table_name="shortlistings")
    op.drop_table("shortlistings")
    op.drop_index(
        "uq_holds_live",
        table_name="holds",
        sqlite_where=sa.text("status = 'live'"),
        postgresql_where=sa.text("status = 'live'"),
    )
    op.drop_index("ix_holds_service", table_name="holds")
    op.drop_index(op.f("ix_holds_request_id"), table_name="holds")
    op.drop_table("holds")
    op.drop_index("uq_scoring_matrices_request", table_name="scoring_matrices")
    op.drop_index(
        "uq_scoring_matrices_default",
        table_name="scoring_matrices",
        sqlite_where=sa.text("request_id IS NULL"),
        postgresql_where=sa.text("request_id IS NULL"),
    )
    op.drop_table("scoring_matrices")
