from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import lines
from directory.tenders.rules.calling_off import PASSED_WORDS


class PassingOverForm(Form):
    """Why the member whose turn it is does not get a direct award."""

    because = RadioField(
        "What stands against it?",
        choices=offered((value.value, words) for value, words in PASSED_WORDS.items()),
        widget=GovRadioInput(),
        validators=[InputRequired("Choose what stands against it")],
    )
    reason = lines(
        "Say more",
        "It stays in the record of the call-off: when you asked, what was answered",
        validators=[InputRequired("Enter a reason")],
    )
