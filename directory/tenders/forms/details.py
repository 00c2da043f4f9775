from collections.abc import Mapping

from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovRadioInput, GovSelect
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired

from directory.kit.errors import Invalid
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import Pounds, Whole, by_line, choices, day, lines, mark_field, stripped, text
from directory.tenders.rules import Details, Ground, Kind, Procedure, Regime, Shortening, TieBreak, cpv_code

# what is shown as it is kept
PLAIN = ("framework_reference", "joinable", "ranked", "open_scheme", "earlier_framework")


class NewForm(Form):
    """The one thing a draft needs to begin with."""

    title = text(
        "What is the tender called?",
        "For example: Supported accommodation for unaccompanied young people",
        validators=[InputRequired("Enter a title")],
    )


class DetailsForm(Form):
    """What is bought and how."""

    read = mark_field()
    title = text("Title", validators=[InputRequired("Enter a title")])
    description = lines(
        "What is needed",
        "Say for whom, what good care looks like and what the provider must do. Name no child. "
        "Leave an empty line between paragraphs.",
    )
    kind = RadioField("What will the winner get?", choices=choices(Kind), widget=GovRadioInput())
    regime = RadioField("Which rules apply?", choices=choices(Regime), widget=GovRadioInput())
    procedure = RadioField(
        "Who may bid?",
        description="For a call-off, open invites all members of the lots to compete (a mini-competition), "
        "and direct invites one after the other in order of rank.",
        choices=choices(Procedure),
        widget=GovRadioInput(),
    )
    ground = RadioField(
        "If direct: what allows it?",
        description="Procurement Act 2023, sections 41 to 43 and Schedule 5. A call-off by rank needs none.",
        choices=[*choices(Ground), *offered([("", "It is not a direct award")])],
        default="",
        widget=GovRadioInput(),
    )
    justification = lines(
        "If limited or direct: why?",
        "Limited: why not every provider may bid, and how those who may are chosen. Direct: what justifies it.",
    )
    shortening = RadioField(
        "Does anything allow a shorter time than 25 days?",
        description="For standard tenders only: light touch ones have no legal minimum.",
        choices=choices(Shortening),
        widget=GovRadioInput(),
    )
    shortening_reason = lines("If so: explain it")
    cpv_codes = lines("CPV codes", "One on each line, like 85311300-5 (welfare services for children and young people)")
    value_minimum_pence = Pounds(
        "Lowest value in pounds, if you state a range", description="For the whole contract, with VAT"
    )
    value_maximum_pence = Pounds(
        "Highest value in pounds", description="For the whole contract with all extensions, with VAT"
    )
    starts_on = day("When does the contract start?", "For example 1 4 2027")
    ends_on = day("When does it end?", "Without extensions")
    extension_months = Whole("For how many months may it be extended in all?", description="0 for none")

    tie_break = RadioField(
        "What decides when two bids have the same points?",
        choices=choices(TieBreak),
        default=TieBreak.HIGHEST_QUALITY.value,
        widget=GovRadioInput(),
    )
    framework_reference = SelectField(
        "If a call-off: under which framework?",
        description="Those that run now and that your authority may use",
        default="",
        widget=GovSelect(),
    )
    joinable = BooleanField("Providers may join later", widget=GovCheckboxInput())
    ranked = BooleanField("Its members are ranked", widget=GovCheckboxInput())
    open_scheme = BooleanField("It is an open framework: competed for again", widget=GovCheckboxInput())
    earlier_framework = SelectField(
        "If an open framework: which one does it follow?",
        description="That one ends when this is awarded. Without ranks its members stay",
        default="",
        widget=GovSelect(),
    )
    answer_days = Whole(
        "If a direct call-off by rank: how many working days has a member to say whether it takes it?",
        description="If it does not say so in time, the next in rank is invited. Leave it empty for no limit",
    )

    def offer(self, usable: Mapping[str, str], to_follow: Mapping[str, str], kept: Details) -> None:
        """Offer frameworks (title by reference) to call off under and to follow, besides those that are kept."""
        for field, named, none, now in (
            (self.framework_reference, usable, "It is no call-off", kept.framework_reference),
            (self.earlier_framework, to_follow, "It follows none", kept.earlier_framework),
        ):
            pairs = {reference: f"{title} ({reference})" for reference, title in named.items()}
            field.choices = offered([("", none), *({now: now} | pairs if now else pairs).items()])

    def show(self, details: Details) -> None:
        """Fill the form with what is kept."""
        for name in ("title", "description", "justification", "shortening_reason", "starts_on", "ends_on", *PLAIN):
            self[name].data = getattr(details, name)
        for name in ("kind", "regime", "procedure", "shortening", "tie_break"):
            self[name].data = getattr(details, name).value
        self.ground.data = details.ground.value if details.ground else ""
        self.cpv_codes.data = "\n".join(details.cpv_codes)
        self.value_minimum_pence.show(details.value_minimum_pence)
        self.value_maximum_pence.show(details.value_maximum_pence)
        self.answer_days.data = "" if details.answer_days is None else str(details.answer_days)
        self.extension_months.data = str(details.extension_months)

    def value(self) -> Details:
        """Give what was typed. Raises Invalid."""
        codes, wrong = by_line(stripped(self.cpv_codes.data), cpv_code)
        if wrong:
            raise Invalid.field("cpv_codes", wrong[0])
        return Details(
            title=stripped(self.title.data),
            description=stripped(self.description.data),
            kind=Kind(self.kind.data),
            regime=Regime(self.regime.data),
            procedure=Procedure(self.procedure.data),
            ground=Ground(self.ground.data) if self.ground.data else None,
            justification=stripped(self.justification.data),
            shortening=Shortening(self.shortening.data),
            shortening_reason=stripped(self.shortening_reason.data),
            cpv_codes=codes,
            value_minimum_pence=self.value_minimum_pence.read(),
            value_maximum_pence=self.value_maximum_pence.read(),
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            extension_months=self.extension_months.read() or 0,
            tie_break=TieBreak(self.tie_break.data),
            framework_reference=stripped(self.framework_reference.data),
            joinable=bool(self.joinable.data),
            ranked=bool(self.ranked.data),
            open_scheme=bool(self.open_scheme.data),
            earlier_framework=stripped(self.earlier_framework.data),
            answer_days=self.answer_days.read(),
        )
