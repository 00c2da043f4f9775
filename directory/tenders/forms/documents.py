from typing import BinaryIO, cast

from flask_wtf.file import FileField
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.validators import InputRequired

from directory.kit.forms import Form
from directory.tenders.forms.fields import lines, text


class DocumentForm(Form):
    """A file for a draft."""

    title = text("What is it?", "For example: Specification. Without it the file’s name stands.")
    file = FileField("File")

    def given(self) -> tuple[str, BinaryIO] | None:
        """Give name and content of the file that was chosen; None where none was."""
        chosen = self.file.data
        return (chosen.filename, cast("BinaryIO", chosen.stream)) if getattr(chosen, "filename", "") else None


class VersionForm(DocumentForm):
    """A file that is published as an amendment."""

    material = BooleanField(
        "This is a material change: it may change who bids, or what they bid", widget=GovCheckboxInput()
    )
    reason = lines("What changes, and why?", "Everybody can read this", validators=[InputRequired("Enter a reason")])
