from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovTextInput
from wtforms import SelectMultipleField, StringField
from wtforms.validators import InputRequired

from directory.kit.forms import Form, offered
from directory.records.rules.withholding import GROUNDS, Secret
from directory.tenders.forms.fields import lines


class ReleaseForm(Form):
    """What an answer to a request gives out besides what is always given."""

    request = StringField(
        "Reference or date of the request",
        widget=GovTextInput(),
        description="As your authority names it, for example FOI 2026/0412. Do not enter the name of who asks.",
        validators=[InputRequired("Enter the reference or the date of the request")],
    )
    shown = SelectMultipleField(
        "Give out as well",
        widget=GovCheckboxesInput(),
        option_widget=None,
        description="All of these are withheld unless you tick them.",
        choices=offered((one.value, GROUNDS[one].what) for one in Secret),
    )
    reason = lines("Why you give it out", "Only where you ticked something. It is kept in the record.")

    def secrets(self) -> frozenset[Secret]:
        """Give what was ticked."""
        chosen: Iterable[str] = self.shown.data or ()
        return frozenset(Secret(one) for one in chosen if one in set(Secret))
