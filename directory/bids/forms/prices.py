from collections.abc import Sequence

from directory.bids.rules.content import Price
from directory.bids.rules.parts import Prices
from directory.kit.forms import Form
from directory.tenders.forms.fields import Pounds, mark_field
from directory.tenders.rules import Lot
from directory.tenders.rules.words import words


class PricesForm(Form):
    """The prices that the chosen lots ask for: one field for each line."""

    read = mark_field()
    lines: tuple[tuple[int, int], ...] = ()

    def show(self, part: Prices) -> None:
        """Fill the form with what is kept."""
        given = {(one.lot, one.line): one.pence for one in part.prices}
        for lot, line in self.lines:
            self._fields[name_of(lot, line)].show(given.get((lot, line)))

    def value(self) -> Prices:
        """Give what was typed; prices of lots that are not on the page are not among them. Raises Invalid."""
        read = ((lot, line, self._fields[name_of(lot, line)].read()) for lot, line in self.lines)
        return Prices(tuple(Price(lot, line, pence) for lot, line, pence in read if pence is not None))


def name_of(lot: int, line: int) -> str:
    """Give the name of a price's field."""
    return f"price_{lot}_{line}"


def prices_form(lots: Sequence[Lot], chosen: Sequence[int]) -> PricesForm:
    """Give the form for the prices of the chosen lots."""
    fields: dict[str, object] = {}
    lines = []
    for number in chosen:
        for line, asked in enumerate(lots[number - 1].price_lines, 1):
            lines.append((number, line))
            reckoned = f"Reckoned with {asked.quantity:,}" if asked.quantity != 1 else ""
            label = f"{asked.description}, {words(asked.unit)}, in pounds"
            fields[name_of(number, line)] = Pounds(label, description=reckoned)
    form: PricesForm = type("PricesOfTheseLots", (PricesForm,), {**fields, "lines": tuple(lines)})()
    return form
