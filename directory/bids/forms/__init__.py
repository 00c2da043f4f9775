"""The forms of a bid: what was typed becomes a part of ``rules.parts``, and back."""

from directory.bids.forms.deciding import SubmissionForm, UnsealForm
from directory.bids.forms.parts import AnswerForm, CoverForm, FileForm, LotsForm, ServicesForm
from directory.bids.forms.prices import PricesForm, prices_form

__all__ = [
    "AnswerForm",
    "CoverForm",
    "FileForm",
    "LotsForm",
    "PricesForm",
    "ServicesForm",
    "SubmissionForm",
    "UnsealForm",
    "prices_form",
]
