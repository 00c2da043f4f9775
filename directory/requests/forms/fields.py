"""Fields that forgive how people write and say plainly what they did not understand."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovDateInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    DateField,
    FloatField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Optional

from directory.codes import label
from directory.kit.errors import Invalid
from directory.kit.forms import offered
from directory.kit.money import pence, pounds


def choices_of(values: Iterable[StrEnum], labels: Mapping[Any, str] | None = None) -> list[tuple[str, str]]:
    """Give the choices of a code list, by their words."""
    return [(value.value, (labels or {}).get(value) or label(value)) for value in values]


class Day(DateField):
    """A date in three boxes: day, month, year."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label, widget=GovDateInput(), format="%d %m %Y", **more)

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the three boxes; a program may send one ISO date."""
        typed = valuelist[0].split("-")[::-1] if len(valuelist) == 1 else valuelist
        self.raw_data = [*typed, "", "", ""][:3]
        if not any(part.strip() for part in self.raw_data):
            self.raw_data = None
            self.data = None
            return
        try:
            day, month, year = (int(part) for part in self.raw_data)
            self.data = date(year, month, day)
        except ValueError:
            self.data = None
            raise ValueError("Enter a real date, like 27 3 2027") from None


class Whole(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what was expected."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a whole number, like 15") from None


class Miles(FloatField):
    """A number of miles."""

    def _value(self) -> str:
        """Give it as people write it: 20, not 20.0."""
        return str(self.raw_data[0]) if self.raw_data else "" if self.data is None else f"{self.data:g}"

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what was expected."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("Enter a number of miles, like 20") from None
        if self.data is not None and not abs(self.data) < 10_000:
            self.data = None
            raise ValueError("Enter a number of miles, like 20")


def whole(words: str, hint: str = "") -> Whole:
    """Give a field for a whole number that may be left empty."""
    return Whole(words, description=hint, widget=GovTextInput(), validators=[Optional()])


def miles(words: str, hint: str = "") -> Miles:
    """Give a field for miles that may be left empty."""
    return Miles(words, description=hint, widget=GovTextInput(), validators=[Optional()])


def line(words: str, hint: str = "", required: str = "") -> StringField:
    """Give a field for one line of text."""
    validators = [InputRequired(required)] if required else []
    return StringField(words, description=hint, widget=GovTextInput(), validators=validators, filters=[_tidied])


def lines(words: str, hint: str = "") -> TextAreaField:
    """Give a field for several lines of text."""
    return TextAreaField(words, description=hint, widget=GovTextArea(), filters=[_plain])


class Money(StringField):
    """Pounds as people write them; whole pence as data."""

    data: Any

    def _value(self) -> str:
        """Give what was typed, or the amount in pounds."""
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else pounds(self.data).removeprefix("£")

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read it, or say what was expected."""
        typed = valuelist[0] if valuelist else ""
        self.data = None
        if typed.strip():
            try:
                self.data = pence(typed, field="amount")
            except Invalid as refusal:
                raise ValueError(refusal.fields["amount"]) from None


def money(words: str, hint: str = "") -> Money:
    """Give a field for an amount that may be left empty."""
    return Money(words, description=hint, widget=GovTextInput(), validators=[Optional()])


def one_of_many(words: str, choices: list[tuple[str, str]], hint: str = "") -> SelectField:
    """Give a choice of one from a list that opens; the first choice is to choose none."""
    return SelectField(
        words, description=hint, choices=offered([("", "Not said"), *choices]), widget=GovSelect(), default=""
    )


def one(words: str, choices: list[tuple[str, str]], hint: str = "", required: str = "") -> RadioField:
    """Give a choice of one."""
    validators = [InputRequired(required)] if required else [Optional()]
    return RadioField(words, description=hint, choices=offered(choices), widget=GovRadioInput(), validators=validators)


def several(words: str, choices: list[tuple[str, str]], hint: str = "") -> SelectMultipleField:
    """Give a choice of any number."""
    return SelectMultipleField(words, description=hint, choices=offered(choices), widget=GovCheckboxesInput())


def _tidied(text: str | None) -> str:
    return " ".join((text or "").split())


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").strip()
