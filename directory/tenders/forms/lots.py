from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired

from directory.codes import ServiceType, label
from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import Pounds, Whole, by_line, lines, mark_field, stripped, text
from directory.tenders.rules import Lot, price_line, price_line_words
from directory.tenders.rules.areas import area_code, area_words, authority_code


class LotForm(Form):
    """One lot."""

    read = mark_field()
    title = text("Title of the lot", validators=[InputRequired("Enter a title for the lot")])
    description = lines("What is needed in this lot")
    service_types = SelectMultipleField(
        "Service types",
        choices=offered((one.value, label(one)) for one in ServiceType),
        widget=GovCheckboxesInput(),
    )
    places = Whole("How many places?", description="Leave it empty for services without places")
    weekly_hours = Whole("How many hours a week?", description="For services counted in hours, such as advocacy")
    areas = lines("Where?", "Authorities or regions, one on each line, like Leeds or Yorkshire and The Humber")
    joint_buyers = lines(
        "Which other authorities buy with you?",
        "One on each line. Smaller authorities can buy specialists together. Leave it empty if it is only you.",
    )
    value_maximum_pence = Pounds("Highest value of this lot in pounds", description="If you state one")
    price_lines = lines(
        "Which prices do bidders give?",
        "One on each line: what for; week, hour, session or whole; how many of them you reckon with. "
        "Like: Fee for a place; week; 624. Add the most in pounds that may be asked, if there is one: "
        "Fee for a place; week; 624; 5,000",
    )

    def show(self, lot: Lot) -> None:
        """Fill the form with what is kept."""
        self.title.data, self.description.data = lot.title, lot.description
        self.service_types.data = [one.value for one in lot.service_types]
        self.places.data = "" if lot.places is None else str(lot.places)
        self.weekly_hours.data = "" if lot.weekly_hours is None else str(lot.weekly_hours)
        self.areas.data = "\n".join(area_words(code) for code in lot.areas)
        self.joint_buyers.data = "\n".join(area_words(code) for code in lot.joint_buyers)
        self.value_maximum_pence.show(lot.value_maximum_pence)
        self.price_lines.data = "\n".join(price_line_words(one) for one in lot.price_lines)

    def value(self) -> Lot:
        """Give what was typed. Raises Invalid."""
        areas, unknown = by_line(stripped(self.areas.data), area_code)
        buyers, strangers = by_line(stripped(self.joint_buyers.data), authority_code)
        wrong = {name: found[0] for name, found in (("areas", unknown), ("joint_buyers", strangers)) if found}
        try:
            asked = tuple(price_line(line) for line in stripped(self.price_lines.data).splitlines() if line.strip())
        except ValueError as refusal:
            wrong["price_lines"] = str(refusal)
        if wrong:
            raise Invalid("", wrong)
        return Lot(
            title=stripped(self.title.data),
            description=stripped(self.description.data),
            service_types=tuple(ServiceType(one) for one in self.service_types.data or ()),
            places=self.places.read(),
            weekly_hours=self.weekly_hours.read(),
            areas=areas,
            joint_buyers=buyers,
            value_maximum_pence=self.value_maximum_pence.read(),
            price_lines=asked,
        )
