"""Fields that several of these forms have: amounts in pounds, moments in London, lists of lines."""

from collections.abc import Callable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import GovDateInput, GovTextArea, GovTextInput
from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import ValidationError

from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import SelectChoice, offered
from directory.kit.money import pence
from directory.tenders.rules import london_instant
from directory.tenders.rules.words import words

MOST_PENCE = 10_000_000_000_00
FIRST_YEAR, LAST_YEAR = 2020, 2099


def choices(enum: type[StrEnum]) -> list[SelectChoice]:
    """Give the values of an enum with their words, for radios and checkboxes."""
    return offered((value.value, words(value)) for value in enum)


def text(label: str, hint: str = "", **more: Any) -> StringField:
    """Give a field of one line."""
    return StringField(label, description=hint, widget=GovTextInput(), filters=[stripped], **more)


def lines(label: str, hint: str = "", **more: Any) -> TextAreaField:
    """Give a field of many lines."""
    return TextAreaField(label, description=hint, widget=GovTextArea(), filters=[stripped], **more)


class Day(DateField):
    """A date in three boxes, or nothing. However the boxes come, the page can show them again."""

    widget = GovDateInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the three boxes."""
        boxes = [box.strip()[:10] for box in [*valuelist, "", "", ""][:3]]
        self.raw_data = boxes
        self.data = None
        if not any(boxes):
            return
        try:
            numbers = [int(box) for box in boxes if box.isascii() and box.isdigit()]
            self.data = date(numbers[2], numbers[1], numbers[0])
        except (ValueError, IndexError):
            raise ValueError("Enter a real date, like 1 4 2027") from None
        if not FIRST_YEAR <= self.data.year <= LAST_YEAR:
            self.data = None
            raise ValueError(f"Enter a year from {FIRST_YEAR} to {LAST_YEAR}")


def day(label: str, hint: str = "") -> Day:
    """Give a field for a date."""
    return Day(label, description=hint, format="%d %m %Y")


def mark_field() -> HiddenField:
    """Give the hidden field that says which version was read."""
    return HiddenField("read")


def stripped(value: str | None) -> str:
    """Give text without space at its ends and with one kind of line end."""
    return (value or "").replace("\r\n", "\n").strip()


class Pounds(StringField):
    """An amount in pounds; ``pence`` gives it, None where it is empty."""

    widget = GovTextInput()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no amount."""
        del form
        try:
            self.read()
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None

    def read(self) -> int | None:
        """Give the amount in pence. Raises Invalid."""
        typed = (self.data or "").strip()
        return pence(typed, field=self.name, most=MOST_PENCE) if typed else None

    def show(self, amount: int | None) -> None:
        """Fill the field with an amount in pence."""
        self.data = "" if amount is None else f"{amount // 100:,}" + (f".{amount % 100:02d}" if amount % 100 else "")


class Whole(StringField):
    """A whole number, or nothing."""

    widget = GovTextInput()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no whole number."""
        del form
        typed = (self.data or "").strip()
        if typed and not (typed.isascii() and typed.isdigit() and len(typed) < 8):
            raise ValidationError("Enter a whole number, like 12")

    def read(self) -> int | None:
        """Give the number."""
        typed = (self.data or "").strip()
        return int(typed) if typed else None


class TimeOfDay(StringField):
    """A time of day in London, like 12:00 or 5pm."""

    widget = GovTextInput()

    def pre_validate(self, form: Any) -> None:
        """Refuse what is no time."""
        del form
        if (self.data or "").strip() and time_of_day(self.data) is None:
            raise ValidationError("Enter a time like 12:00, 12 noon or 5pm")


def time_of_day(typed: str | None) -> time | None:
    """Read "14:30", "2.30pm", "5 pm" or "12 noon"; None where it is no time."""
    said = (typed or "").lower().replace(".", ":").replace(" ", "")
    if said in {"noon", "12noon", "midday"}:
        return time(12)
    shapes = ("%H:%M", "%I:%M%p", "%I%p")
    for shape in shapes:
        try:
            return datetime.strptime(said, shape).time()  # noqa: DTZ007 - a time of day has no zone
        except ValueError:
            continue
    return None


def moment(on: DateField, at: TimeOfDay) -> datetime | None:
    """Give the instant of a date and a time of day in London; None where both are empty. Raises Invalid."""
    there: date | None = on.data
    hour = time_of_day(at.data)
    if there is None:
        if (at.data or "").strip():
            raise Invalid.field(on.name, "Enter the date too")
        return None
    if hour is None:
        raise Invalid.field(at.name, "Enter a time like 12:00")
    try:
        return london_instant(there, hour)
    except ValueError as refusal:
        raise Invalid.field(at.name, str(refusal)) from None


def show_moment(on: DateField, at: TimeOfDay, instant: datetime | None) -> None:
    """Fill both fields with an instant, as London reads it."""
    if instant is not None:
        there = clock.in_london(instant)
        on.data, at.data = there.date(), f"{there:%H:%M}"


def by_line(typed: str, read: Callable[[str], str]) -> tuple[tuple[str, ...], list[str]]:
    """Read each line (or part between commas or semicolons); give what was read, once each, and what was not."""
    found: list[str] = []
    wrong: list[str] = []
    for part in typed.replace(";", "\n").replace(",", "\n").splitlines():
        if not part.strip():
            continue
        try:
            value = read(part.strip())
        except ValueError as refusal:
            wrong.append(str(refusal))
        else:
            if value not in found:
                found.append(value)
    return tuple(found), wrong
