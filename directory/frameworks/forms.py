from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from directory.frameworks.models import Framework, FrameworkLot
from directory.frameworks.rules.joining import COVERS, Assessment, Said
from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.kit.money import pence

MOST_COVER = 10_000_000_000_00
UNITS = {"week": "a week", "hour": "an hour", "session": "a session", "whole": "in all"}


class ReasonForm(Form):
    """Why."""

    reason = TextAreaField(
        "Why?",
        description="The member reads it. Other providers and the public do not",
        widget=GovTextArea(),
        validators=[InputRequired("Enter a reason: the member reads it")],
    )


def _pounds(form: Any, field: Any) -> None:
    del form
    if (field.data or "").strip():
        try:
            pence(field.data, field=field.name, most=MOST_COVER)
        except Invalid as refusal:
            raise ValidationError(str(refusal)) from None


def _amount(label: str) -> StringField:
    return StringField(label, widget=GovTextInput(), validators=[_pounds])


def _read(field: Field) -> int | None:
    typed = (field.data or "").strip()
    return pence(typed, field=field.name, most=MOST_COVER) if typed else None


class ApplicationForm(Form):
    """What a provider says to join a lot; the fields follow from what the framework asks."""

    declared: BooleanField
    numbers: tuple[int, int]

    def said(self) -> Said:
        """Give what was typed. Raises Invalid."""
        questions, lines = self.numbers
        chosen = self._fields.get("policies")
        return Said(
            answers=tuple(self.text(f"answer_{n}").strip() for n in range(1, questions + 1)),
            prices=tuple(_read(self._fields[f"price_{n}"]) or 0 for n in range(1, lines + 1)),
            insurance={name: _read(self._fields[name]) for name in COVERS if name in self._fields},
            policies=tuple(chosen.data or ()) if chosen is not None else (),
            declared=bool(self.declared.data),
        )


def application_form(framework: Framework, lot: FrameworkLot) -> ApplicationForm:
    """Give the form for a lot: its questions, its prices, and the conditions of the framework."""
    fields: dict[str, Any] = {"numbers": (len(framework.asked()), len(lot.most()))}
    for number, asked in enumerate(framework.asked(), 1):
        hint = f"{asked.text} Answer in {asked.word_limit:,} words or fewer."
        fields[f"answer_{number}"] = TextAreaField(asked.name, description=hint, widget=GovTextArea())
    for number, line in enumerate(lot.most(), 1):
        fields[f"price_{number}"] = _amount(f"{line.description}, {UNITS[line.unit.value]}, in pounds")
    shown = framework.shown()
    for name, words in COVERS.items():
        if getattr(shown, name):
            fields[name] = _amount(f"{words} that you have, in pounds")
    if shown.policies:
        fields["policies"] = SelectMultipleField(
            "Written policies that you have",
            choices=offered((one, one.replace("_", " ").capitalize()) for one in shown.policies),
            widget=GovCheckboxesInput(),
        )
    fields["declared"] = BooleanField(
        "I may bind my organisation, and no exclusion ground of the Procurement Act 2023 applies to it",
        widget=GovCheckboxInput(),
    )
    made = type("LotApplicationForm", (ApplicationForm,), fields)()
    assert isinstance(made, ApplicationForm)  # noqa: S101 - type() gives the class that was just made
    return made


YES_NO = offered([("yes", "Yes"), ("no", "No")])


class AssessmentForm(Form):
    """What the first officer finds. Made by ``assessment_form``."""

    conditions_met: RadioField
    conditions_reason: TextAreaField
    number: int

    def assessment(self) -> Assessment:
        """Give what was said."""
        numbers = range(1, self.number + 1)
        return Assessment(
            passed=tuple(self._fields[f"passed_{n}"].data == "yes" for n in numbers),
            reasons=tuple(self.text(f"reason_{n}").strip() for n in numbers),
            conditions_met=self.conditions_met.data == "yes",
            conditions_reason=self.text("conditions_reason").strip(),
        )


def _reason(label: str) -> TextAreaField:
    return TextAreaField(label, description="The provider reads it", widget=GovTextArea())


def assessment_form(framework: Framework) -> AssessmentForm:
    """Give the form for the questions of a framework."""
    fields: dict[str, Any] = {"number": len(framework.asked())}
    for number, asked in enumerate(framework.asked(), 1):
        fields[f"passed_{number}"] = RadioField(
            f"Does the answer to {asked.name} pass?",
            choices=YES_NO,
            widget=GovRadioInput(),
            validators=[InputRequired(f"Say whether the answer to {asked.name} passes")],
        )
        fields[f"reason_{number}"] = _reason(f"Why does the answer to {asked.name} pass, or why not?")
    fields["conditions_met"] = RadioField(
        "Are the conditions met?",
        choices=YES_NO,
        widget=GovRadioInput(),
        validators=[InputRequired("Say whether the conditions are met")],
    )
    fields["conditions_reason"] = _reason("Why are the conditions met, or why not?")
    made = type("FrameworkAssessmentForm", (AssessmentForm,), fields)()
    assert isinstance(made, AssessmentForm)  # noqa: S101 - type() gives the class that was just made
    return made
