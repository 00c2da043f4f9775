from collections.abc import Iterable, Sequence
from typing import BinaryIO, cast

from govuk_frontend_wtf.wtforms_widgets import GovCharacterCount, GovCheckboxesInput
from wtforms import FileField, SelectMultipleField, TextAreaField

from directory.bids.rules.check import COVERS
from directory.bids.rules.content import Answer, Insurance
from directory.bids.rules.parts import Cover, Lots, Registrations
from directory.kit.forms import Form, offered
from directory.kit.money import pounds
from directory.providers.models import Service
from directory.tenders.forms.fields import Pounds, mark_field, stripped
from directory.tenders.rules import Conditions, Lot, numbered
from directory.tenders.rules.words import words


class LotsForm(Form):
    """Which lots the bid is for."""

    read = mark_field()
    lots = SelectMultipleField("Which lots do you bid for?", coerce=int, widget=GovCheckboxesInput())

    def offer(self, lots: Sequence[Lot]) -> None:
        """Say which lots there are."""
        self.lots.choices = [(number, f"{number}. {lot.title}") for number, lot in numbered(lots)]

    def show(self, part: Lots) -> None:
        """Fill the form with what is kept."""
        self.lots.data = list(part.numbers)

    def value(self) -> Lots:
        """Give what was chosen."""
        return Lots(tuple(self.lots.data or ()))


class AnswerForm(Form):
    """The answer to one question. However long, it is kept; too long it cannot be submitted."""

    read = mark_field()
    answer = TextAreaField("Your answer", widget=GovCharacterCount(), filters=[stripped])
    number = 0

    def show(self, part: Answer) -> None:
        """Fill the form with what is kept."""
        self.answer.data = part.text

    def value(self) -> Answer:
        """Give what was typed."""
        return Answer(self.number, self.answer.data or "")


class FileForm(Form):
    """A file for an answer. Nothing else is typed into it, so a file that is refused costs nothing."""

    file = FileField("Add a file to this answer")

    def given(self) -> tuple[str, BinaryIO] | None:
        """Give name and content of the file that was chosen; None where none was."""
        chosen = self.file.data
        return (chosen.filename, cast("BinaryIO", chosen.stream)) if getattr(chosen, "filename", "") else None


class CoverForm(Form):
    """Insurance and policies."""

    read = mark_field()
    public_liability_pence = Pounds("Public liability insurance that you have, in pounds")
    employers_liability_pence = Pounds("Employer's liability insurance that you have, in pounds")
    professional_indemnity_pence = Pounds("Professional indemnity insurance that you have, in pounds")
    policies = SelectMultipleField("Which of these written policies do you have?", widget=GovCheckboxesInput())

    def offer(self, conditions: Conditions) -> None:
        """Say what the tender asks for."""
        self.policies.choices = offered((policy.value, words(policy)) for policy in conditions.policies)
        for name in COVERS:
            asked = getattr(conditions, name)
            said = f"The tender asks for at least {pounds(asked)}" if asked else "The tender does not ask for it"
            self._fields[name].description = said

    def show(self, part: Cover) -> None:
        """Fill the form with what is kept."""
        for name in COVERS:
            self._fields[name].show(getattr(part.insurance, name))
        self.policies.data = list(part.policies)

    def value(self) -> Cover:
        """Give what was typed. Raises Invalid."""
        amounts = {name: self._fields[name].read() for name in COVERS}
        return Cover(Insurance(**amounts), tuple(sorted(self.policies.data or ())))


class ServicesForm(Form):
    """Which of the provider's own services would do the work."""

    read = mark_field()
    services = SelectMultipleField("Which of your services would do the work?", widget=GovCheckboxesInput())

    def offer(self, services: Iterable[Service]) -> None:
        """Say which services there are, with what the regulator's register says of each."""
        self.services.choices = offered((str(one.id), service_words(one)) for one in services)

    def show(self, part: Registrations) -> None:
        """Fill the form with what is kept."""
        self.services.data = list(part.services)

    def value(self) -> Registrations:
        """Give what was chosen."""
        return Registrations(tuple(sorted(self.services.data or ())))


def service_words(service: Service) -> str:
    """Give a service with its registration in words."""
    registered = service.registration.value.replace("_", " ")
    number = f" {service.urn}" if service.urn else ""
    return f"{service.name} (registration: {registered}{number})"
