"""What people fill in about requests."""

from directory.requests.forms.answers import DeclineForm, OfferForm
from directory.requests.forms.moves import (
    ReleaseForm,
    TimerForm,
    UnmetForm,
    WithdrawalForm,
)
from directory.requests.forms.screening import ScreeningForm
from directory.requests.forms.section import SectionForm
from directory.requests.forms.sections import FORMS

__all__ = [
    "FORMS",
    "DeclineForm",
    "OfferForm",
    "ReleaseForm",
    "ScreeningForm",
    "SectionForm",
    "TimerForm",
    "UnmetForm",
    "WithdrawalForm",
]
