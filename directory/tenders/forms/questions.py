from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput
from wtforms import BooleanField
from wtforms.validators import InputRequired

from directory.kit.forms import Form
from directory.tenders.forms.fields import lines


class QuestionForm(Form):
    """A provider's question."""

    question = lines(
        "Your question",
        "Name nobody: no child, no family, no organisation. The commissioners read your words; everybody reads the "
        "question and its answer, and nobody is told who asked.",
        validators=[InputRequired("Write your question")],
    )
    sure = BooleanField(
        "I have looked again: these words name no child and do not say who asks", widget=GovCheckboxInput()
    )


class AnswerForm(Form):
    """A question as it is published, and its answer."""

    question = lines(
        "The question, as everybody will read it",
        "Change the wording as you need, and put several questions into one.",
        validators=[InputRequired("Write the question as everybody will read it")],
    )
    answer = lines("The answer", validators=[InputRequired("Write the answer")])
    changes_tender = BooleanField("This answer changes the tender: I amend it next", widget=GovCheckboxInput())
