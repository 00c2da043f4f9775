from govuk_frontend_wtf.wtforms_widgets import GovRadioInput
from wtforms import RadioField
from wtforms.validators import InputRequired

from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import Whole, choices, lines, mark_field, stripped, text
from directory.tenders.rules import HIGHEST_SCORE, Criterion, CriterionKind, PriceFormula, hundredths, weight_words

GUIDE = """0: no answer, or nothing that meets the need
1: meets little of the need; serious doubts
2: meets part of the need; some doubts
3: meets the need; minor doubts
4: meets the need fully, with good evidence
5: goes beyond the need, with strong evidence"""


class CriterionForm(Form):
    """One criterion."""

    read = mark_field()
    kind = RadioField(
        "What does it judge?",
        choices=choices(CriterionKind),
        default=CriterionKind.QUALITY.value,
        widget=GovRadioInput(),
    )
    name = text("Name", "For example: Keeping trafficked children safe", validators=[InputRequired("Enter a name")])
    weight = text("Weight", "Points out of 100, like 30 or 12.5", validators=[InputRequired("Enter a weight")])
    question = lines("Question that bidders answer", "Not for price")
    word_limit = Whole("Word limit of the answer", description="Not for price")
    guide = lines("Scoring guide: what earns which score", "Not for price")
    formula = RadioField(
        "For price: how does a price become points?",
        choices=[*choices(PriceFormula), *offered([("", "It is not about price")])],
        default="",
        widget=GovRadioInput(),
    )

    highest_score = Whole("Best score of an answer", description="Answers are scored from 0 to this. Usually 5")
    minimum_score = Whole(
        "Lowest score that passes", description="A bid whose answer scores less fails. Leave it empty if none does"
    )

    def show(self, criterion: Criterion) -> None:
        """Fill the form with what is kept."""
        self.kind.data = criterion.kind.value
        self.name.data, self.question.data, self.guide.data = criterion.name, criterion.question, criterion.guide
        self.weight.data = weight_words(criterion.weight_hundredths) if criterion.weight_hundredths else ""
        self.word_limit.data = "" if criterion.word_limit is None else str(criterion.word_limit)
        self.formula.data = criterion.formula.value if criterion.formula else ""
        self.highest_score.data = str(criterion.highest_score)
        self.minimum_score.data = "" if criterion.minimum_score is None else str(criterion.minimum_score)

    def value(self) -> Criterion:
        """Give what was typed; what is only for the other kind is left out. Raises Invalid."""
        kind = CriterionKind(self.kind.data)
        priced = kind == CriterionKind.PRICE
        try:
            weight = hundredths(stripped(self.weight.data))
        except ValueError as refusal:
            raise Invalid.field("weight", str(refusal)) from None
        return Criterion(
            kind=kind,
            name=stripped(self.name.data),
            weight_hundredths=weight,
            question="" if priced else stripped(self.question.data),
            word_limit=None if priced else self.word_limit.read(),
            guide="" if priced else stripped(self.guide.data),
            formula=PriceFormula(self.formula.data) if priced and self.formula.data else None,
            highest_score=HIGHEST_SCORE if priced else self.highest_score.read() or HIGHEST_SCORE,
            minimum_score=None if priced else self.minimum_score.read(),
        )
