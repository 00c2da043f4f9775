from typing import Any

from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, SubmitField
from wtforms.validators import InputRequired, Length

from directory.codes import LANGUAGES, Gender, ServiceType, Specialism, label
from directory.kit.forms import Form, offered
from directory.providers.forms.capacity import WholeNumber
from directory.providers.models import Service
from directory.providers.rules.facts import LONGEST_DESCRIPTION, Facts

USUAL, CONFIDENTIAL, PUBLIC = "usual", "confidential", "public"
HIDDEN = {USUAL: None, CONFIDENTIAL: True, PUBLIC: False}


def _text(words: str, hint: str = "", most: int = 300) -> StringField:
    checks = [Length(max=most, message=f"Enter up to {most:,} characters")]
    return StringField(words, widget=GovTextInput(), description=hint, validators=checks)


def _number(words: str, hint: str = "") -> WholeNumber:
    return WholeNumber(words, widget=GovTextInput(), description=hint)


def _button(words: str) -> SubmitField:
    return SubmitField(words, widget=GovSubmitInput())


class ServiceForm(Form):
    """Everything a provider says of a service."""

    version = HiddenField()
    service_type = SelectField(
        "What kind of service is it?",
        widget=GovSelect(),
        choices=offered((kind.value, label(kind)) for kind in sorted(ServiceType, key=label)),
        validators=[InputRequired("Choose a kind of service")],
    )
    name = _text("Name", "For carers a reference, such as Household LW-014. Never the name of a person or a street.")
    description = StringField(
        "Description",
        widget=GovTextArea(),
        description="What you offer, to whom, and how a day there goes. No names and no addresses.",
        validators=[
            Length(max=LONGEST_DESCRIPTION, message=f"Enter up to {LONGEST_DESCRIPTION:,} characters"),
        ],
    )
    where = RadioField(
        "May everybody know where it is?",
        widget=GovRadioInput(),
        choices=offered(
            [
                (USUAL, "As usual for its kind: homes, carers and accommodation are confidential, offices are shown"),
                (CONFIDENTIAL, "No, it is confidential: show only an area that holds at least 3 such services"),
                (PUBLIC, "Yes, show its address to everybody"),
            ]
        ),
        validators=[InputRequired("Say whether everybody may know where it is")],
    )
    postcode = _text(
        "Postcode",
        "If it is confidential, we use the postcode once, to find the first half of it and the authority. "
        "We do not keep the postcode.",
        most=10,
    )
    address = StringField(
        "Address",
        widget=GovTextArea(),
        description="Only if everybody may know it. Left out if the place is confidential.",
        validators=[Length(max=500, message="Enter up to 500 characters")],
    )
    registered = _number(
        "Registered places", "How many children it is registered or approved for, if children live there."
    )
    age_minimum = _number("Youngest age", "In years")
    age_maximum = _number("Oldest age", "In years")
    gender = RadioField(
        "Whom it takes",
        widget=GovRadioInput(),
        choices=offered((gender.value, label(gender)) for gender in Gender),
        validators=[InputRequired("Choose whom it takes")],
    )
    languages = SelectMultipleField(
        "Languages spoken there",
        widget=GovCheckboxesInput(),
        choices=offered(sorted(LANGUAGES.items(), key=lambda each: each[1])),
    )
    telephone = _text("Telephone", most=40)
    email = _text("Email address", most=254)
    website = _text("Website", "Begins with https://")
    submit = _button("Save")

    def facts(self, service: Service | None = None) -> Facts:
        """Give what was entered; of a service of the register what the register says, whatever was sent."""
        fixed = service is not None and service.source == "register"
        number = {name: self._fields[name].data for name in ("age_minimum", "age_maximum")}
        return Facts(
            name=service.name if service and fixed else self.name.data or "",
            service_type=service.service_type if service else ServiceType(self.service_type.data),
            confidential=service.confidential if service and fixed else HIDDEN[self.where.data],
            description=self.description.data or "",
            postcode=self.postcode.data or "",
            address=self.address.data or "",
            gender=Gender(self.gender.data),
            age_minimum=number["age_minimum"] or 0,
            age_maximum=17 if number["age_maximum"] is None else number["age_maximum"],
            languages=tuple(self.languages.data or ()),
            registered=service.capacity.registered if service and service.capacity and fixed else self.registered.data,
            telephone=self.telephone.data or "",
            email=self.email.data or "",
            website=self.website.data or "",
        )

    def only(self, service: Service) -> "ServiceForm":
        """Take away the fields that are not to be changed of this service."""
        for name in ["service_type"] + (
            ["name", "where", "address", "registered"] if service.source == "register" else []
        ):
            self._fields.pop(name, None)
        return self


def shown(service: Service) -> dict[str, Any]:
    """Give what the fields show of a service that is there. A postcode that is confidential is not known."""
    names = ("version", "name", "description", "address", "postcode", "age_minimum", "age_maximum", "languages")
    values = {name: getattr(service, name) for name in (*names, "telephone", "email", "website")}
    return values | {
        "gender": service.gender.value,
        "where": CONFIDENTIAL if service.confidential else PUBLIC,
        "registered": service.capacity.registered if service.capacity else None,
    }


class ClaimForm(Form):
    """A specialism, and what shows it."""

    specialism = SelectField(
        "Specialism",
        widget=GovSelect(),
        choices=offered([("", "Choose one"), *((each.value, label(each)) for each in sorted(Specialism, key=label))]),
        validators=[InputRequired("Choose a specialism")],
    )
    evidence = StringField(
        "What shows it",
        widget=GovTextInput(),
        description="A line on training, staff or experience. An assurer reads it. No names.",
        validators=[InputRequired("Say what shows it")],
    )
    submit = _button("Add this specialism")


def text_of(field: Field) -> str:
    """Give what was typed into a field of text."""
    return str(field.data or "").strip()
