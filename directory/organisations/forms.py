from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextInput
from wtforms import RadioField, StringField, SubmitField
from wtforms.validators import InputRequired

from directory.access import Kind
from directory.kit.forms import Form, SelectChoice


class NumbersForm(Form):
    """By which numbers an organisation is known elsewhere."""

    register_number = StringField(
        "Reference number on the regulator's register",
        widget=GovTextInput(),
        description="The URN on Ofsted's register, such as 2590934 or SC012345. Leave it empty if you need none.",
    )
    company_number = StringField(
        "Company number",
        widget=GovTextInput(),
        description="8 characters, as at Companies House, such as 01234567 or SC123456",
    )
    submit = SubmitField("Send for verification", widget=GovSubmitInput())


class AddForm(Form):
    """A new organisation."""

    name = StringField("Name", widget=GovTextInput(), validators=[InputRequired("Enter the organisation's name")])
    kind = RadioField(
        "Kind",
        widget=GovRadioInput(),
        choices=[SelectChoice(Kind.AUTHORITY.value, "Local authority"), SelectChoice(Kind.PROVIDER.value, "Provider")],
        validators=[InputRequired("Choose a kind")],
    )
    gss_code = StringField(
        "GSS code", widget=GovTextInput(), description="Of an authority, for example E08000035. Leave empty otherwise."
    )
    submit = SubmitField("Add the organisation", widget=GovSubmitInput())
