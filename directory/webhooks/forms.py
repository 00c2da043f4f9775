from collections.abc import Iterable

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovSubmitInput, GovTextInput
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from directory.kit.forms import Form, offered
from directory.kit.outbound import LONGEST_ADDRESS
from directory.webhooks.models import Webhook
from directory.webhooks.rules import EVENTS, LONGEST_NAME, Event


class WebhookForm(Form):
    """Where to send events, and which."""

    name = StringField(
        "Name",
        widget=GovTextInput(),
        description="To know it by, for example Referrals system",
        validators=[
            InputRequired("Enter a name"),
            Length(max=LONGEST_NAME, message=f"Enter up to {LONGEST_NAME} characters"),
        ],
    )
    address = StringField(
        "Address of your system",
        widget=GovTextInput(),
        description="It begins with https://",
        validators=[
            InputRequired("Enter the address of your system"),
            Length(max=LONGEST_ADDRESS, message=f"Enter up to {LONGEST_ADDRESS} characters"),
        ],
    )
    events = SelectMultipleField(
        "Events to send", widget=GovCheckboxesInput(), validators=[InputRequired("Choose at least one event")]
    )
    submit = SubmitField("Send events here", widget=GovSubmitInput())

    def __init__(self, events: Iterable[Event], webhook: Webhook | None = None) -> None:
        super().__init__(obj=webhook)
        if webhook is not None:
            self.submit.label.text = "Save changes"
        self.events.choices = offered((event.value, EVENTS[event].words) for event in events)
