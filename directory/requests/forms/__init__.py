"""What people fill in about requests."""

from directory.requests.forms.answers import DeclineForm, OfferForm
from directory.requests.forms.moves import (
    ReleaseForm,
    ScreeningForm,
    SubmitForm,
    UnmetForm,
    WithdrawalForm,
)
from directory.requests.forms.sections import FORMS, SectionForm

__all__ = [
    "FORMS",
    "DeclineForm",
    "OfferForm",
    "ReleaseForm",
    "ScreeningForm",
    "SectionForm",
    "SubmitForm",
    "UnmetForm",
    "WithdrawalForm",
]
