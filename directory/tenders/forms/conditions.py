from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovCheckboxInput
from wtforms import BooleanField, SelectMultipleField

from directory.kit.forms import Form
from directory.tenders.forms.fields import Pounds, choices, mark_field
from directory.tenders.rules import Conditions, Policy


class ConditionsForm(Form):
    """The gates that a bidder passes before its bid is judged."""

    read = mark_field()
    needs_active_registration = BooleanField(
        "Registration with the regulator must be active, where the service needs one", widget=GovCheckboxInput()
    )
    refuses_inadequate = BooleanField("The regulator's rating must not be Inadequate", widget=GovCheckboxInput())
    public_liability_pence = Pounds(
        "Public liability insurance of at least, in pounds", description="Leave it empty for none"
    )
    employers_liability_pence = Pounds(
        "Employer's liability insurance of at least, in pounds",
        description="The law asks for £5,000,000 from most employers",
    )
    professional_indemnity_pence = Pounds(
        "Professional indemnity insurance of at least, in pounds", description="Leave it empty for none"
    )
    policies = SelectMultipleField(
        "Policies that a bidder must have", choices=choices(Policy), widget=GovCheckboxesInput()
    )

    def show(self, conditions: Conditions) -> None:
        """Fill the form with what is kept."""
        self.needs_active_registration.data = conditions.needs_active_registration
        self.refuses_inadequate.data = conditions.refuses_inadequate
        self.public_liability_pence.show(conditions.public_liability_pence)
        self.employers_liability_pence.show(conditions.employers_liability_pence)
        self.professional_indemnity_pence.show(conditions.professional_indemnity_pence)
        self.policies.data = [policy.value for policy in conditions.policies]

    def value(self) -> Conditions:
        """Give what was typed. Raises Invalid."""
        return Conditions(
            needs_active_registration=self.needs_active_registration.data,
            refuses_inadequate=self.refuses_inadequate.data,
            public_liability_pence=self.public_liability_pence.read(),
            employers_liability_pence=self.employers_liability_pence.read(),
            professional_indemnity_pence=self.professional_indemnity_pence.read(),
            policies=tuple(Policy(policy) for policy in self.policies.data or ()),
        )
