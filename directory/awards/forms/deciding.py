"""The forms of those who decide."""

from collections.abc import Iterable, Mapping

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from directory.awards.forms.judging import whole
from directory.awards.rules.challenge import CLAIM_WORDS, LIFTING_WORDS
from directory.awards.rules.deciding import Choice
from directory.awards.rules.standstill import SHORTEST_DAYS, STANDSTILL_WORDS, Duty, Rest, Standstill
from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import TimeOfDay, Whole, day, lines


class ProposalForm(Form):
    """How long the award rests; who gets each lot is read from ``winners_LOT`` and ``reason_LOT``."""

    standstill = RadioField("Standstill", widget=GovRadioInput(), validate_choice=False)
    standstill_days = Whole("Working days of the standstill", description=f"{SHORTEST_DAYS} at least.")
    standstill_reason = lines("Why there is no standstill", "Only if you chose none. It is published.")

    def offer(self, duty: Duty) -> None:
        """Offer what the law leaves open."""
        kinds = [Standstill.MANDATORY] if duty.mandatory else [Standstill.VOLUNTARY, Standstill.NONE]
        self.standstill.choices = offered((one.value, STANDSTILL_WORDS[one]) for one in kinds)
        self.standstill.description = duty.source
        if not self.is_submitted():
            self.standstill.data, self.standstill_days.data = kinds[0].value, str(SHORTEST_DAYS)

    def typed(self) -> Mapping[str, str]:
        """Give what was typed about lots, by name of the box."""
        return {name: value for name, value in request.form.items() if name.startswith(("winners_", "reason_"))}

    def choices(self, lots: Iterable[int]) -> list[Choice]:
        """Give what is proposed for each lot about which something was said."""
        typed = self.typed()
        return [
            Choice(lot, number, typed.get(f"reason_{lot}", ""))
            for lot in lots
            if (number := whole(typed.get(f"winners_{lot}"))) is not None
        ]

    def rest(self) -> Rest:
        """Give the standstill. Raises Invalid where none was chosen."""
        if self.standstill.data not in set(Standstill):
            raise Invalid.field("standstill", "Choose a standstill")
        kind = Standstill(self.standstill.data)
        days = 0 if kind == Standstill.NONE else self.standstill_days.read() or 0
        return Rest(kind, days, self.text("standstill_reason") if kind == Standstill.NONE else "")


class ReasonForm(Form):
    """Why."""

    reason = lines("Reason", validators=[InputRequired("Enter a reason")])


class WordsForm(Form):
    """The words of a summary, each in a box named by its path."""

    def typed(self, paths: Iterable[str]) -> dict[str, str]:
        """Give what was typed, by path."""
        return {path: request.form[f"w.{path}"] for path in paths if f"w.{path}" in request.form}


class ChallengeForm(Form):
    """What came against an award, and when."""

    kind = RadioField(
        "What came",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in CLAIM_WORDS.items()),
        validators=[InputRequired("Choose what came")],
    )
    notified_on = day("The day on which the authority was told")
    notified_time = TimeOfDay("Time of that day", description="For example 14:30. In London.")
    what = lines("Who challenges the award, and why", "Only officers of your authority read this.")


class LiftingForm(Form):
    """How a challenge ended, and what follows."""

    lifting = RadioField(
        "What follows",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in LIFTING_WORDS.items()),
        validators=[InputRequired("Choose what follows")],
    )
    reason = lines("How the challenge ended", validators=[InputRequired("Say how the challenge ended")])
