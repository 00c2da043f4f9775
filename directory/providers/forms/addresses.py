from govuk_frontend_wtf.wtforms_widgets import GovTextArea
from wtforms import TextAreaField

from directory.kit.forms import Form


class AddressForm(Form):
    """The exact address of a confidential service. It is never put back into the field."""

    address = TextAreaField(
        "Exact address",
        description="House, street, town and postcode, each on a line of its own",
        widget=GovTextArea(),
    )
