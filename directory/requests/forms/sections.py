"""The sections of a draft, each a form of its own that may be left unfinished and taken up again."""

from typing import Any

from wtforms import Field

from directory.codes import LANGUAGES, Gender, ServiceType, Specialism
from directory.kit import clock
from directory.requests.forms.details import CareForm, CultureForm, HealthForm, RisksForm, TermsForm
from directory.requests.forms.fields import Day, choices_of, line, lines, miles, one, several, whole
from directory.requests.forms.section import YES_NO, SectionForm, answer_of, yes_or_no
from directory.requests.models import Request
from directory.requests.rules.details import BAND_LABELS, SIBLING_LABELS, AgeBand, Siblings
from directory.requests.rules.lifecycle import Urgency
from directory.requests.rules.particulars import MOST_ZONES, Particulars, ZoneSaid
from directory.requests.search import zones_said

URGENCIES = [(Urgency.EMERGENCY.value, "Emergency: today or tomorrow"), (Urgency.PLANNED.value, "Planned")]
GENDERS = [("female", "Girl"), ("male", "Boy"), ("any", "Another gender, or siblings of different genders")]
SPARE_ZONES = 2


class NeedForm(SectionForm):
    """What is needed, and when."""

    urgency = one("How soon is a place needed?", URGENCIES)
    needed_by = Day(
        "By which date is it needed?",
        description="For example, 27 3 2027. In an emergency you may leave it empty: today",
    )
    service_types = several("Which kinds of service would suit?", choices_of(ServiceType), "Choose all that would suit")

    def said(self) -> Particulars:
        """Give what was entered. An emergency that says no date is one of today."""
        urgency = Urgency(self.urgency.data) if self.urgency.data else None
        today = clock.today() if urgency is Urgency.EMERGENCY else None
        return {
            "urgency": urgency,
            "needed_by": self.needed_by.data or today,
            "service_types": self.service_types.data or [],
        }


class ChildForm(SectionForm):
    """The child's needs. It asks nothing that says who the child is."""

    age = whole("How old is the child?", "In years. Do not enter a date of birth")
    gender = one("Gender", GENDERS)
    siblings = whole("How many siblings need a place with this child?", "Enter 0 if none")
    siblings_together = one("Must they live together?", choices_of(Siblings, SIBLING_LABELS), "Only if there are any")
    sibling_age_bands = several("How old are the siblings?", choices_of(AgeBand, BAND_LABELS), "In years, roughly")
    unaccompanied = one(
        "Is this an unaccompanied asylum-seeking child?",
        YES_NO,
        "If yes, a modern-slavery screening is needed before the request is approved",
    )
    specialisms = several("What must the service know well?", choices_of(Specialism), "Services must say they know all")
    languages = several(
        "Which languages should be spoken?",
        sorted(LANGUAGES.items(), key=lambda item: item[1]),
        "Services must speak at least one. Leave empty if English is enough",
    )

    def fill(self, request: Request) -> None:
        """Put what the draft says into the fields."""
        super().fill(request)
        self.unaccompanied.data = answer_of(request.unaccompanied)

    def said(self) -> Particulars:
        """Give what was entered."""
        return {
            "age": self.age.data,
            "gender": Gender(self.gender.data) if self.gender.data else None,
            "siblings": self.siblings.data or 0,
            "siblings_together": self.siblings_together.data or None,
            "sibling_age_bands": self.sibling_age_bands.data or [],
            "unaccompanied": yes_or_no(self.unaccompanied.data),
            "specialisms": self.specialisms.data or [],
            "languages": self.languages.data or [],
        }


class WhereForm(SectionForm):
    """Where to search."""

    near = line(
        "Search near",
        "An authority, a town, an outward code such as LS1, or a sector such as LS1 4. Not a full postcode",
    )
    within = miles("Within how many miles?", "Leave empty to search everywhere, the nearest first")

    def said(self) -> Particulars:
        """Give what was entered."""
        return {"near": self.near.data or "", "within": self.within.data}


class SafetyForm(SectionForm):
    """Where the child must not be."""

    def fill(self, request: Request) -> None:
        """Put the zones into the rows."""
        for number, zone in enumerate(zones_said(request), 1):
            self.row(number)[0].data, self.row(number)[1].data = zone["near"], zone["within"]

    def row(self, number: int) -> tuple[Field, Field]:
        """Give the two fields of a zone, counted from 1."""
        return self._fields[f"avoid_near_{number}"], self._fields[f"avoid_within_{number}"]

    def rows(self) -> list[tuple[int, Field, Field]]:
        """Give the rows to show: those in use or wrong, and two more."""
        used = [n for n in range(1, MOST_ZONES + 1) if any(f.data or f.raw_data or f.errors for f in self.row(n))]
        filled = [n for n in used if any(f.data or f.errors for f in self.row(n))]
        last = min((filled[-1] if filled else 0) + SPARE_ZONES, MOST_ZONES)
        return [(n, *self.row(n)) for n in range(1, last + 1)]

    def sent(self) -> bool:
        """Say whether the form was sent and every row is whole."""
        good = super().sent()
        if not self.is_submitted():
            return False
        for number in range(1, MOST_ZONES + 1):
            place, within = self.row(number)
            if place.data and within.data is None and not within.errors:
                within.errors = ["Enter how many miles around this place"]
                good = False
            if within.data is not None and not place.data:
                place.errors = ["Enter the place"]
                good = False
        return good

    def refuse(self, field: str, refusal: Any) -> None:
        """Show what is wrong with the zones at the first row."""
        del field
        place = self.row(1)[0]
        place.errors = [*place.errors, str(refusal)]

    def said(self) -> Particulars:
        """Give the zones that were entered."""
        said: list[ZoneSaid] = []
        for number in range(1, MOST_ZONES + 1):
            place, within = self.row(number)
            if place.data and within.data is not None:
                said.append({"near": place.data, "within": within.data})
        return {"avoid": said}


for _number in range(1, MOST_ZONES + 1):
    setattr(SafetyForm, f"avoid_near_{_number}", line(f"Place {_number}"))
    setattr(SafetyForm, f"avoid_within_{_number}", miles(f"Miles around place {_number}"))


class SummaryForm(SectionForm):
    """What providers read."""

    summary = lines(
        "Summary for providers",
        "What the child is like and needs, in a few sentences. No names, dates of birth, addresses or numbers: "
        "providers read this before anybody knows who will be asked to care for the child",
    )

    def said(self) -> Particulars:
        """Give what was entered."""
        return {"summary": self.summary.data or ""}


FORMS: dict[str, type[SectionForm]] = {
    "need": NeedForm,
    "child": ChildForm,
    "where": WhereForm,
    "safety": SafetyForm,
    "summary": SummaryForm,
    "culture": CultureForm,
    "care": CareForm,
    "health": HealthForm,
    "risks": RisksForm,
    "terms": TermsForm,
}
