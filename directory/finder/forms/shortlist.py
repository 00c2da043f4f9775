from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovTextInput
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired, Length

from directory.finder.rules.shortlist import LONGEST_NAME
from directory.kit.forms import Form


class ListForm(Form):
    """A new list: what it is called and who may read it."""

    name = StringField(
        "What do you want to call it?",
        description="A request's reference is good. Write nothing that could tell who a child is",
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter a name for this list"),
            Length(max=LONGEST_NAME, message=f"Enter up to {LONGEST_NAME} characters"),
        ],
    )
    shared = BooleanField(
        "Colleagues of my authority may read it too", description="With your notes", widget=GovCheckboxInput()
    )
