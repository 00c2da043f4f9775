"""What every section of a draft shares."""

from wtforms import HiddenField

from directory.kit.forms import Form
from directory.requests.models import Request
from directory.requests.rules.particulars import Particulars

YES_NO = [("yes", "Yes"), ("no", "No")]


def yes_or_no(answer: str | None) -> bool | None:
    """Give what was answered; None where nothing was."""
    return {"yes": True, "no": False}.get(answer or "")


def answer_of(value: bool | None) -> str | None:
    """Give the answer to show for what was said."""
    return None if value is None else "yes" if value else "no"


class SectionForm(Form):
    """A section. ``version`` is what the draft was when the form was shown."""

    version = HiddenField()

    def fill(self, request: Request) -> None:
        """Put what the draft says into the fields."""
        details: dict[str, object] = {**request.detailed}
        for name, field in self._fields.items():
            if name not in ("csrf_token", "version"):
                value = details[name] if name in details else getattr(request, name)
                field.data = value.value if hasattr(value, "value") else value

    def said(self) -> Particulars:
        """Give what was entered, as the action takes it; what a section does not ask stays as it is."""
        return {}

    def version_seen(self) -> int | None:
        """Give the version that was shown, if the form says one."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
