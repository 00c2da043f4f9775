from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import lines
from directory.tenders.rules.calling_off import DECLINED_WORDS, PASSED_WORDS


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


class DecliningForm(Form):
    """Why a member does not take a call-off, or does not bid for it."""

    because = RadioField(
        "Why?",
        choices=offered((value.value, words) for value, words in DECLINED_WORDS.items()),
        widget=GovRadioInput(),
        validators=[InputRequired("Choose why")],
    )
    words = lines("Say more, if you like", "The authority reads it. Name no child")
