from wtforms.validators import InputRequired

from directory.kit.forms import Form
from directory.tenders.forms.fields import lines


class ReasonForm(Form):
    """Why a tender is given back, withdrawn or cancelled."""

    reason = lines("Reason", validators=[InputRequired("Enter a reason")])
