from collections.abc import Sequence

from wtforms.validators import InputRequired

from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.kit.money import pence
from directory.providers.rules.groups import Group
from directory.requests.actions.offers import MOST_PENCE, Terms
from directory.requests.forms.fields import Day, choices_of, line, lines, one
from directory.requests.models import Offer
from directory.requests.rules.lifecycle import DECLINE_LABELS, DeclineReason


class OfferForm(Form):
    """Offer a place."""

    weekly_fee_pence = line("Weekly fee", "In pounds, for example 1,250 or 1,250.50", "Enter the weekly fee")
    available_on = Day(
        "From which date is the place free?", validators=[InputRequired("Enter the date from which it is free")]
    )
    place = line("Which place?", "For example, “Bedroom 2, ground floor”. Not an address")
    place_group = one("In which group of your places?", [], "Those that this child fits")
    staffing = lines(
        "Who looks after the child", "How many adults by day and by night, and what they are trained in. Name nobody"
    )
    inclusions = lines("What the fee includes", "For example transport, activities, one-to-one hours")
    matching_statement = lines(
        "How the place suits this child", "And how the child would suit those who live there now. Name nobody"
    )

    def offer_groups(self, groups: Sequence[Group]) -> None:
        """Let one of these groups be chosen."""
        self.place_group.choices = offered([(each.code, f"{each.words()}, {each.available} free") for each in groups])

    def fill(self, offer: Offer) -> None:
        """Put what was offered into the fields."""
        fee = offer.weekly_fee_pence or 0
        self.weekly_fee_pence.data = f"{fee // 100:,}" + (f".{fee % 100:02d}" if fee % 100 else "")
        for field in (self.available_on, self.place, self.place_group, self.inclusions, self.matching_statement):
            field.data = getattr(offer, field.name)
        self.staffing.data = offer.staffing or ""

    def terms(self) -> Terms:
        """Give the terms; raise Invalid where the fee is no amount."""
        if self.available_on.data is None:
            raise Invalid.field("available_on", "Enter the date from which it is free")
        return Terms(
            weekly_fee_pence=pence(self.weekly_fee_pence.data or "", field="weekly_fee_pence", most=MOST_PENCE),
            available_on=self.available_on.data,
            place=self.place.data or "",
            inclusions=self.inclusions.data or "",
            matching_statement=self.matching_statement.data or "",
            staffing=self.staffing.data or "",
            place_group=self.place_group.data or None,
        )


class DeclineForm(Form):
    """Decline, with a reason from the list."""

    reason = one(
        "Why can you not offer a place?", choices_of(DeclineReason, DECLINE_LABELS), required="Choose a reason"
    )
