from directory.kit.forms import Form
from directory.requests.forms.fields import choices_of, one, whole
from directory.requests.rules.lifecycle import (
    TIER_LABELS,
    UNMET_LABELS,
    WITHDRAWAL_LABELS,
    Tier,
    UnmetReason,
    WithdrawalReason,
)


class ReleaseForm(Form):
    """Ask providers."""

    tier = one("Whom do you want to ask?", choices_of(Tier, TIER_LABELS))
    answer_within_hours = whole("How many hours may they take to answer?")
    next_tier_after_hours = whole("After how many hours should the next tier be asked by itself?")


class TimerForm(Form):
    """Let the next tier be asked by itself."""

    hours = whole("After how many hours should the next tier be asked?")


class WithdrawalForm(Form):
    """Say why a request is withdrawn."""

    reason = one(
        "Why is the request withdrawn?", choices_of(WithdrawalReason, WITHDRAWAL_LABELS), required="Choose a reason"
    )


class UnmetForm(Form):
    """Say why no place was found."""

    reason = one("Why was no place found?", choices_of(UnmetReason, UNMET_LABELS), required="Choose a reason")
