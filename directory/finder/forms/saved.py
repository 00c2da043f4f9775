from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovTextInput
from wtforms import BooleanField, RadioField, StringField
from wtforms.validators import InputRequired, Length

from directory.finder.rules.saved import ALERTS_WORDS, LONGEST_NAME, NIGHT_FROM, NIGHT_UNTIL, PACE_WORDS, Alerts, Pace
from directory.kit.forms import Form, offered

NAME_HINT = (
    "Something by which you will know it. Write nothing that could tell who a child is: no name, no date of birth"
)


class SavedForm(Form):
    """What a saved search is called, how its news comes and who may read it."""

    name = StringField(
        "What do you want to call it?",
        description=NAME_HINT,
        widget=GovTextInput(),
        validators=[
            InputRequired("Enter a name for this search"),
            Length(max=LONGEST_NAME, message=f"Enter up to {LONGEST_NAME} characters"),
        ],
    )
    alerts = RadioField(
        "How should news come?",
        description="News is a service that matches now and did not before, or one that matches and has a place now",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in ALERTS_WORDS.items()),
        default=Alerts.HERE.value,
        validators=[InputRequired("Choose how news should come")],
    )
    pace = RadioField(
        "When should it come?",
        widget=GovRadioInput(),
        choices=offered((one.value, words) for one, words in PACE_WORDS.items()),
        default=Pace.AT_ONCE.value,
        validators=[InputRequired("Choose when news should come")],
    )
    at_night = BooleanField(
        "Send emails at night too",
        description=f"For those who work then, like an emergency duty team. Else what is found after {NIGHT_FROM - 12} "
        f"at night is emailed at {NIGHT_UNTIL} in the morning",
        widget=GovCheckboxInput(),
    )
    shared = BooleanField(
        "Colleagues of my authority may read and run it too",
        description="Places to keep away from are part of the search, and are shared with it",
        widget=GovCheckboxInput(),
    )
