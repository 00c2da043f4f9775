"""The forms of tenders: what was typed becomes a section of ``rules``, and back."""

from directory.tenders.forms.conditions import ConditionsForm
from directory.tenders.forms.criteria import CriterionForm
from directory.tenders.forms.deadlines import AmendmentForm, DeadlinesForm
from directory.tenders.forms.details import DetailsForm, NewForm
from directory.tenders.forms.documents import DocumentForm, VersionForm
from directory.tenders.forms.lots import LotForm
from directory.tenders.forms.moves import ReasonForm
from directory.tenders.forms.questions import AnswerForm, QuestionForm

__all__ = [
    "AmendmentForm",
    "AnswerForm",
    "ConditionsForm",
    "CriterionForm",
    "DeadlinesForm",
    "DetailsForm",
    "DocumentForm",
    "LotForm",
    "NewForm",
    "QuestionForm",
    "ReasonForm",
    "VersionForm",
]
