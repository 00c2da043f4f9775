from wtforms.validators import InputRequired

from directory.kit.forms import Form
from directory.requests.forms.fields import lines, whole


class AcceptForm(Form):
    """Accept an offer and hold the place."""

    hours = whole("For how many hours is the place held?", "It is given back by itself when nobody agrees in time")
    override = lines("Why is this right for the child in spite of that?", "Kept with the hold and in the audit")


class ExtendForm(Form):
    """Hold the place for longer, or for shorter."""

    hours = whole("For how many hours from now?")

    def __init__(self) -> None:
        super().__init__()
        self.hours.validators = [InputRequired("Enter a number of hours")]
