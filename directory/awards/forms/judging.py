"""The forms of those who judge bids."""

from collections.abc import Iterable, Mapping, Sequence

from flask import request
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxesInput, GovRadioInput, GovSelect, GovTextArea
from wtforms import RadioField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired

from directory.accounts.models import Person
from directory.awards.actions.moderating import Agreement
from directory.awards.rules.panel import RULING_WORDS, Cell, Ruling
from directory.kit.forms import Form, offered
from directory.tenders.forms.fields import day, lines
from directory.tenders.rules import Criterion

YES_NO = offered([("yes", "Yes"), ("no", "No")])


class AppointForm(Form):
    """Who scores which criteria."""

    person = SelectField("Who", widget=GovSelect(), validators=[InputRequired("Choose a person")])
    criteria = SelectMultipleField("Which criteria they score", widget=GovCheckboxesInput(), option_widget=None)

    def offer(self, people: Iterable[Person], criteria: Sequence[Criterion], scored: Iterable[int]) -> None:
        """Offer these people, and the criteria that people score."""
        self.person.choices = offered(
            [("", "Choose")] + [(str(one.id), f"{one.name}, {one.organisation.name}") for one in people]
        )
        self.criteria.choices = offered((str(number), criteria[number - 1].name) for number in scored)


class LeaveForm(Form):
    """Why somebody leaves the panel, or the scoring is closed."""

    reason = lines("Reason", validators=[InputRequired("Enter a reason")])


class RulingForm(Form):
    """What follows from an interest."""

    ruling = RadioField(
        "What follows",
        widget=GovRadioInput(),
        choices=offered((one.value, RULING_WORDS[one]) for one in Ruling if one != Ruling.PENDING),
        validators=[InputRequired("Choose what follows from the interest")],
    )
    reason = lines("Reason", validators=[InputRequired("Enter a reason")])


class InterestsForm(Form):
    """In which bidders one has an interest: typed beside each name, or nothing."""

    def typed(self, numbers: Iterable[int]) -> dict[int, str]:
        """Give what was typed, by the bid's number, where a box was ticked or words stand."""
        found = {}
        for number in numbers:
            words = request.form.get(f"words_{number}", "").strip()
            if words or request.form.get(f"interest_{number}"):
                found[number] = words
        return found


class ScoreForm(Form):
    """One's own score of one answer."""

    score = RadioField("Your score", widget=GovRadioInput(), validate_choice=False)
    comment = TextAreaField(
        "Why", widget=GovTextArea(), description="What in the answer earns this score, and what is missing."
    )

    def offer(self, criterion: Criterion) -> None:
        """Offer the scores of a criterion."""
        self.score.choices = offered((str(n), str(n)) for n in range(criterion.highest_score + 1))

    def number(self) -> int | None:
        """Give the score; None for none."""
        return whole(self.score.data)


class GateForm(Form):
    """Whether a bid meets a condition."""

    passes = RadioField(
        "Does the bid meet the condition?",
        widget=GovRadioInput(),
        choices=YES_NO,
        validators=[InputRequired("Say whether the bid meets the condition")],
    )
    reason = lines("Reason", "The bidder may read this.", validators=[InputRequired("Enter a reason")])


class PriceQuestionForm(Form):
    """What a bidder is asked about its price."""

    question = lines("What you ask the bidder", validators=[InputRequired("Say what you want the bidder to show")])
    answer_by_on = day("Answer by", "At least 3 working days from today.")


class PriceDecisionForm(Form):
    """Whether a bid is disregarded for its price."""

    disregard = RadioField(
        "Is the bid disregarded because its price is abnormally low?",
        widget=GovRadioInput(),
        choices=YES_NO,
        validators=[InputRequired("Say whether the bid is disregarded")],
    )
    reason = lines("Reason", "The bidder may read this.", validators=[InputRequired("Enter a reason")])


class PriceAnswerForm(Form):
    """What a bidder says about its price."""

    answer = lines("Your answer", validators=[InputRequired("Enter your answer")])


class ModerationForm(Form):
    """A table of agreed scores and reasons, one line for each answer: named ``score_BID_LOT``."""

    def typed(self) -> Mapping[str, str]:
        """Give what was typed, by name of the box."""
        return {name: value for name, value in request.form.items() if name.startswith(("score_", "reason_", "read_"))}

    def agreements(self, cells: Iterable[Cell]) -> list[Agreement]:
        """Give what is agreed on for each answer, with the mark of what was read."""
        typed = self.typed()
        return [
            Agreement(
                cell,
                whole(typed.get(f"score_{cell.bid}_{cell.lot}")),
                typed.get(f"reason_{cell.bid}_{cell.lot}", ""),
                typed.get(f"read_{cell.bid}_{cell.lot}", ""),
            )
            for cell in cells
            if f"read_{cell.bid}_{cell.lot}" in typed
        ]


def whole(typed: str | None) -> int | None:
    """Read a score; -1, which no criterion allows, for what is no number; None for nothing."""
    text = (typed or "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else -1
