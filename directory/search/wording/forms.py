from govuk_frontend_wtf.wtforms_widgets import GovRadioInput, GovSubmitInput, GovTextArea, GovTextInput
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired

from directory.kit.forms import Form, offered
from directory.search.synonyms import Strength

STRENGTHS = ((Strength.SAME.value, "They say the same"), (Strength.WEAKER.value, "They only lie near each other"))


class AddForm(Form):
    """Words that are to be found in each other's place."""

    words = TextAreaField(
        "Words",
        widget=GovTextArea(),
        description="Each word or phrase on a line of its own, for example SGO and special guardianship order.",
        validators=[InputRequired("Enter the words")],
    )
    strength = RadioField(
        "How near they are",
        widget=GovRadioInput(),
        choices=offered(STRENGTHS),
        validators=[InputRequired("Choose how near they are")],
    )
    source = StringField(
        "Where this is written",
        widget=GovTextInput(),
        description="A public document: who published it, its title and its year.",
        validators=[InputRequired("Enter where this is written")],
    )
    submit = SubmitField("Add these words", widget=GovSubmitInput())
