from wtforms import Field

from directory.kit.forms import Form
from directory.requests.forms.fields import Day, choices_of, line, lines, one, whole
from directory.requests.rules.lifecycle import (
    TIER_LABELS,
    UNMET_LABELS,
    WITHDRAWAL_LABELS,
    Tier,
    UnmetReason,
    WithdrawalReason,
)
from directory.requests.rules.screening import GROUPS, INDICATORS, LEVEL_LABELS, Level, Strength

STRENGTHS = [
    (Strength.STRONG.value, "Strong"),
    (Strength.MODERATE.value, "Moderate"),
    (Strength.WEAK.value, "Weak"),
    (Strength.NOT_SEEN.value, "Not seen"),
]


class SubmitForm(Form):
    """Submit a draft, with a reason where a finding is a false alarm."""

    overrule = line("Why is this a false alarm?", "Say why it identifies nobody. Your reason is kept in the audit")


class ScreeningForm(Form):
    """The modern-slavery screening."""

    screened_on = Day("When was the child screened?")
    level = one("What do you judge the risk to be?", choices_of(Level, LEVEL_LABELS))
    judgement = lines(
        "Your judgement in words",
        "What you saw and heard, what you think it means and what is not known yet. Only your authority can read this",
    )

    def groups(self) -> list[tuple[str, list[Field]]]:
        """Give the indicators in their groups."""
        return [(title, [self._fields[f"indicator_{code}"] for code in codes]) for title, codes in GROUPS.items()]

    def indicators(self) -> dict[str, Strength]:
        """Give what was said of each indicator; one that was left open is not in it."""
        said = {code: self._fields[f"indicator_{code}"].data for code in INDICATORS}
        return {code: Strength(value) for code, value in said.items() if value}

    def chosen_level(self) -> Level | None:
        """Give the level that was chosen."""
        return Level(self.level.data) if self.level.data else None


for _code, _words in INDICATORS.items():
    setattr(ScreeningForm, f"indicator_{_code}", one(_words, STRENGTHS))


class ReleaseForm(Form):
    """Ask providers."""

    tier = one("Whom do you want to ask?", choices_of(Tier, TIER_LABELS))
    answer_within_hours = whole("How many hours may they take to answer?")


class WithdrawalForm(Form):
    """Say why a request is withdrawn."""

    reason = one(
        "Why is the request withdrawn?", choices_of(WithdrawalReason, WITHDRAWAL_LABELS), required="Choose a reason"
    )


class UnmetForm(Form):
    """Say why no place was found."""

    reason = one("Why was no place found?", choices_of(UnmetReason, UNMET_LABELS), required="Choose a reason")
