from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextInput
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from directory.kit.forms import Form

DECLARATION = (
    "I may bind my organisation. What this bid says is true. No exclusion ground of the Procurement Act 2023 applies "
    "to my organisation, or we have told the authority of it."
)


class SubmissionForm(Form):
    """Declare and submit."""

    declared = BooleanField(DECLARATION, widget=GovCheckboxInput())


class UnsealForm(Form):
    """A fresh code of the second factor. It is never put back into its field."""

    code = StringField(
        "Code from your app",
        description="Or one of your recovery codes",
        widget=GovTextInput(),
        validators=[InputRequired("Enter the code from your app")],
    )
