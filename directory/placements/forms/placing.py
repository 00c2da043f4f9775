from datetime import date

from wtforms.validators import InputRequired

from directory.kit.errors import Invalid
from directory.kit.forms import Form
from directory.kit.money import pence
from directory.placements.actions import Agreement
from directory.placements.models import MOST_PENCE
from directory.placements.rules.placing import END_LABELS, WHERE_LABELS, EndReason, Where
from directory.requests.forms.fields import Day, choices_of, line, lines, one

REVIEWS = 3


def as_pounds(number: int) -> str:
    """Give pence as somebody types them into a field."""
    return f"{number // 100:,}" + (f".{number % 100:02d}" if number % 100 else "")


def entered(day: date | None, field: str) -> date:
    """Give the day that a field must have; raise Invalid where it has none."""
    if day is None:
        raise Invalid.field(field, "Enter the day")
    return day


class AgreementForm(Form):
    """Agree a placement."""

    starts_on = Day("When does it start?", validators=[InputRequired("Enter the day on which it starts")])
    weekly_fee_pence = line("Weekly fee", "In pounds, for example 1,250 or 1,250.50", "Enter the weekly fee")
    expected_end_on = Day("When is it expected to end?", description="Leave it empty if that is not known")
    where_it_is = one("Where is the place?", choices_of(Where, WHERE_LABELS), required="Choose where the place is")
    review_1 = Day("First review")
    review_2 = Day("Second review")
    review_3 = Day("Third review")
    terms = lines("What is agreed", "What the provider does, what you do, contact, notice. Name nobody")
    override = lines("Why is this right for the child in spite of that?", "Kept with the hold and in the audit")

    def suggest(self, starts_on: date, fee_pence: int, reviews: list[date]) -> None:
        """Put in what is usual."""
        self.starts_on.data, self.weekly_fee_pence.data = starts_on, as_pounds(fee_pence)
        self.review_1.data, self.review_2.data = reviews

    def said(self) -> Agreement:
        """Give what was entered; raise Invalid where the fee is no amount."""
        given = [self.review_1.data, self.review_2.data, self.review_3.data]
        return Agreement(
            starts_on=entered(self.starts_on.data, "starts_on"),
            where_it_is=Where(self.where_it_is.data),
            weekly_fee_pence=pence(self.text("weekly_fee_pence"), field="weekly_fee_pence", most=MOST_PENCE),
            expected_end_on=self.expected_end_on.data,
            review_on=[day for day in given if day is not None],
            terms=self.text("terms"),
        )


class DayForm(Form):
    """Say on which day something was done."""

    day = Day("On which day?", validators=[InputRequired("Enter the day")])

    def said(self) -> date:
        """Give the day."""
        return entered(self.day.data, "day")


class ReviewForm(Form):
    """Say on which day a review was held, and by when the next one is."""

    held_on = Day("On which day was it held?", validators=[InputRequired("Enter the day on which it was held")])
    next_on = Day("When is the next one due?", description="Leave it empty if it is planned already")

    def said_on(self) -> date:
        """Give the day on which it was held."""
        return entered(self.held_on.data, "held_on")


class ReasonForm(Form):
    """Give a reason."""

    reason = lines("Your reason")


class EndForm(Form):
    """End a placement."""

    ended_on = Day("On which day did it end?", validators=[InputRequired("Enter the day on which it ended")])
    reason = one("Why did it end?", choices_of(EndReason, END_LABELS), required="Choose a reason")

    def said_on(self) -> date:
        """Give the day on which it ended."""
        return entered(self.ended_on.data, "ended_on")


class ChangeForm(Form):
    """Change the fee or the expected end."""

    weekly_fee_pence = line("New weekly fee", "In pounds. Leave it empty to keep the fee")
    from_on = Day("From which day is the new fee paid?")
    expected_end_on = Day("New expected end", description="Leave it empty to keep it")
    reason = line("Why does it change?", required="Say why it changes")

    def fee(self) -> int | None:
        """Give the new fee in pence, or None; raise Invalid where it is no amount."""
        typed = self.text("weekly_fee_pence")
        return pence(typed, field="weekly_fee_pence", most=MOST_PENCE) if typed.strip() else None
