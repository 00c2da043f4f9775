from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextArea, GovTextInput
from wtforms import MultipleFileField, StringField, SubmitField

from directory.kit.forms import Form
from directory.providers.rules.claims import LONGEST_REASON


def _button(words: str) -> SubmitField:
    return SubmitField(words, widget=GovSubmitInput())


class EvidenceForm(Form):
    """What shows a claim, in words."""

    evidence = StringField(
        "What shows it",
        widget=GovTextArea(),
        description="Training, staff or experience, in a few lines. An assurer reads it. No names.",
    )
    save_words = _button("Save these words")


class FilesForm(Form):
    """Files that show a claim. Nothing else is typed into it, so a file that is refused costs nothing."""

    file = MultipleFileField("Add files")

    def given(self) -> list[tuple[str, object]]:
        """Give name and stream of each file that was chosen."""
        return [(each.filename, each.stream) for each in self.file.data or () if getattr(each, "filename", "")]


class AssureForm(Form):
    """Until when a claim is assured, and what the assurer saw."""

    until = StringField("Assured until", widget=GovTextInput(), description="A date, such as 2027-11-30")
    because = StringField(
        "What you saw",
        widget=GovTextArea(),
        description=f"Up to {LONGEST_REASON} characters. It is kept with the claim, and the provider reads it",
    )
    assure_claim = _button("Assure it until then")


class RefuseForm(Form):
    """Why a claim is refused."""

    reason = StringField("Why it is refused", widget=GovTextInput(), description="The provider reads this")
    refuse_claim = _button("Refuse it")


class NotVerifiedForm(Form):
    """Why an organisation is not verified."""

    reason = StringField("Why it is not verified", widget=GovTextInput(), description="The organisation reads this")
    refuse_it = _button("Do not verify it")
