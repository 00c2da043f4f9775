from typing import BinaryIO, cast

from wtforms import MultipleFileField

from directory.kit.forms import Form
from directory.placements.rules.disclosing import MOST_DAYS, USUAL_DAYS
from directory.requests.forms.fields import line, lines, whole


class RevealForm(Form):
    """Ask for an address. The code is never put back into its field."""

    reason = lines("Why do you need the address now?", "Kept in the record. Name nobody")
    code = line("Code from your app", "Or one of your recovery codes", required="Enter the code from your app")


class ExpiryForm(Form):
    """Say how long a pack is open from now."""

    days = whole("For how many days may it be opened?", f"From 1 to {MOST_DAYS}. {USUAL_DAYS} is usual")


class PackForm(ExpiryForm):
    """Release a pack."""

    file = MultipleFileField("Files")

    def given(self) -> list[tuple[str, BinaryIO]]:
        """Give name and content of each file that was chosen."""
        chosen = [each for each in self.file.data or () if getattr(each, "filename", "")]
        return [(each.filename, cast("BinaryIO", each.stream)) for each in chosen]
