from datetime import datetime

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.validators import InputRequired

from directory.kit.errors import Invalid
from directory.kit.forms import Form
from directory.tenders.forms.fields import TimeOfDay, day, lines, mark_field, moment, show_moment
from directory.tenders.rules import Deadlines, Suggestion

NAMES = ("questions_close", "answers_by", "closes")


class Moments(Form):
    """Three deadlines, each a date and a time of day in London."""

    questions_close_on = day("Questions close on")
    questions_close_time = TimeOfDay("Questions close at", description="For example 12:00")
    answers_by_on = day("Questions are answered by")
    answers_by_time = TimeOfDay("Answered by, time", description="For example 12:00")
    closes_on = day("Bids close on")
    closes_time = TimeOfDay(
        "Bids close at", description="For example 12:00. A bid that comes at this time or after is late."
    )

    def show(self, deadlines: Deadlines | Suggestion) -> None:
        """Fill the form."""
        for name in NAMES:
            show_moment(self[f"{name}_on"], self[f"{name}_time"], getattr(deadlines, f"{name}_at"))

    def value(self) -> Deadlines:
        """Give what was typed. Raises Invalid, with every field that is wrong."""
        found: dict[str, datetime | None] = {}
        wrong: dict[str, str] = {}
        for name in NAMES:
            try:
                found[f"{name}_at"] = moment(self[f"{name}_on"], self[f"{name}_time"])
            except Invalid as refusal:
                wrong |= refusal.fields
        if wrong:
            raise Invalid("", wrong)
        return Deadlines(**found)

    def refuse_named(self, refusal: Invalid) -> None:
        """Show an action's refusal beside the boxes of the deadline that it names."""
        names = {path: path.rsplit(".", 1)[-1] for path in refusal.fields}
        fields = {
            names[path].removesuffix("_at") + "_on" if names[path].removesuffix("_at") in NAMES else names[path]: words
            for path, words in refusal.fields.items()
        }
        self.refuse("closes_on", Invalid("", fields))


class DeadlinesForm(Moments):
    """The deadlines of a draft."""

    read = mark_field()


class AmendmentForm(Moments):
    """A change after publication."""

    def moved(self, kept: Deadlines) -> Deadlines:
        """Give the deadlines that were changed; the boxes show no seconds, so those alone change nothing."""
        typed = self.value()
        found: dict[str, datetime | None] = {}
        for name in NAMES:
            at, before = getattr(typed, f"{name}_at"), getattr(kept, f"{name}_at")
            same = before is not None and at == before.replace(second=0, microsecond=0)
            found[f"{name}_at"] = None if same else at
        return Deadlines(**found)

    read = mark_field()
    description = lines("Description")
    material = BooleanField(
        "This is a material change: it may change who bids, or what they bid", widget=GovCheckboxInput()
    )
    reason = lines("What changes, and why?", "Everybody can read this", validators=[InputRequired("Enter a reason")])
