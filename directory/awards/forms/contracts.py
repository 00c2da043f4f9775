"""The forms of those who look after contracts."""

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from directory.awards.actions.contracts import Signature, Variation
from directory.awards.forms.judging import YES_NO
from directory.awards.models import Contract
from directory.awards.rules.contract import ENDING_WORDS, PERMITTED_WORDS, RATING_WORDS, Permitted
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import Pounds, Whole, day, lines

ANSWERS = {"yes": True, "no": False}


class SignatureForm(Form):
    """What was signed."""

    signed_on = day("The day on which the last party signed")
    starts_on = day("The contract starts on")
    ends_on = day("The contract ends on", "Without extensions.")
    value = Pounds("What the contract is worth", description="Over its whole term, without extensions.")
    extension_months = Whole("Months of extension that the contract allows", description="0 if it allows none.")

    def show(self, contract: Contract) -> None:
        """Fill in what the notice said."""
        self.starts_on.data, self.ends_on.data = contract.starts_on, contract.ends_on
        self.value.show(contract.value_pence)
        self.extension_months.data = str(contract.extension_months)

    def given(self) -> Signature:
        """Give what was typed."""
        return Signature(
            signed_on=self.signed_on.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            value_pence=self.value.read(),
            extension_months=self.extension_months.read() or 0,
        )


class VariationForm(Form):
    """A change of a contract."""

    what = lines("What changes", validators=[InputRequired("Say what changes")])
    reason = lines("Why", validators=[InputRequired("Enter a reason")])
    ends_on = day("New end", "Leave it empty if the end stays.")
    value = Pounds("New value", description="Over the whole term. Leave it empty if the value stays.")
    scope_changed = RadioField(
        "Does it materially change the scope of the contract?",
        widget=GovRadioInput(),
        choices=YES_NO,
        validate_choice=False,
    )
    favours_provider = RadioField(
        "Does it materially change the economic balance in favour of the provider?",
        widget=GovRadioInput(),
        choices=YES_NO,
        validate_choice=False,
    )
    permitted = SelectField(
        "Why a substantial change is lawful",
        widget=GovSelect(),
        description="Only for a substantial change of a contract that is not light touch.",
        validate_choice=False,
        choices=offered([("", "It is not substantial"), *((one.value, w) for one, w in PERMITTED_WORDS.items())]),
    )

    def given(self) -> Variation:
        """Give what was typed."""
        chosen = self.text("permitted")
        return Variation(
            what=self.text("what"),
            reason=self.text("reason"),
            ends_on=self.ends_on.data,
            value_pence=self.value.read(),
            scope_changed=ANSWERS.get(self.text("scope_changed")),
            favours_provider=ANSWERS.get(self.text("favours_provider")),
            permitted=Permitted(chosen) if chosen in set(Permitted) else None,
        )


class ExtensionForm(Form):
    """How long an extension is."""

    months = Whole("How many months")
    value = Pounds("What the contract is worth with it", description="Leave it empty if the value stays.")
    reason = lines("Why", validators=[InputRequired("Enter a reason")])


class NoteForm(Form):
    """How the provider performs."""

    rating = RadioField(
        "Rating",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in RATING_WORDS.items()),
        validators=[InputRequired("Choose a rating")],
    )
    noted_on = day("On which day")
    said = lines("What the rating is for", "No child’s name, and nothing that tells who a child is.")
    share = BooleanField("The provider may read this", widget=GovCheckboxInput())


class EndingForm(Form):
    """How the contract ended."""

    ended_on = day("The day on which it ended")
    ending = RadioField(
        "How it ended",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in ENDING_WORDS.items()),
        validators=[InputRequired("Say how it ended")],
    )
    reason = lines("Reason", validators=[InputRequired("Enter a reason")])
