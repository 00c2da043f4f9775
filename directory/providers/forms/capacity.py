from uuid import UUID

from wtforms import DateField, HiddenField, IntegerField
from wtforms.validators import InputRequired, Optional

from directory.kit.forms import Form
from directory.providers.models import Capacity

NUMBERS = ("staffed", "occupied", "closed")


class WholeNumber(IntegerField):
    """A whole number; what was typed instead of one stays in the field."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number, or say what one looks like."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not text.lstrip("+-").isdecimal() or len(text) > 9:
            raise ValueError("Enter a whole number, such as 3")
        self.data = int(text)


class Day(DateField):
    """A date as browsers send it, with words of our own where it is not one."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date, or say what one looks like."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a date, such as 2026-12-01, or leave it empty") from None


class PlacesForm(Form):
    """What a provider says of one service's places. Field ids carry the service, for a page holds many such forms."""

    version = HiddenField()
    staffed = WholeNumber("Staffed", validators=[InputRequired("Enter how many places are staffed")])
    occupied = WholeNumber("Occupied", validators=[InputRequired("Enter how many places are occupied")])
    closed = WholeNumber("Closed", validators=[InputRequired("Enter how many places are closed, or 0")])
    available_from = Day("Next place free from", validators=[Optional()])

    def about(self, service_id: UUID) -> "PlacesForm":
        """Tie the ids of the fields to a service."""
        for name in (*NUMBERS, "available_from"):
            self._fields[name].id = f"{name.replace('_', '-')}-{service_id.hex}"
        return self

    def seen_version(self) -> int:
        """Give the version that the page showed; -1, which none ever is, where it was tampered with."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) < 10 else -1

    def typed(self, name: str) -> str:
        """Give what stands in a field, as it was typed."""
        field = self._fields[name]
        if field.raw_data:
            return str(field.raw_data[0])
        return "" if field.data is None else str(field.data)


def showing(capacity: Capacity) -> dict[str, str]:
    """Give what the fields show before anything is typed; nothing where nobody has said it yet."""
    if capacity.confirmed_at is None:
        return {"staffed": str(capacity.staffed), "occupied": "", "closed": "", "available_from": ""}
    shown = {name: str(getattr(capacity, name)) for name in NUMBERS}
    return shown | {"available_from": capacity.available_from.isoformat() if capacity.available_from else ""}
