"""The meeting: one criterion at a time, every bid a line, every evaluator a column, the agreed score beside them."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import moderating as actions
from directory.awards.case import Case
from directory.awards.forms.judging import ModerationForm
from directory.awards.queries.scores import shown_scores
from directory.awards.rules.panel import spread
from directory.awards.views.blueprint import declared, judged, pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.tenders.queries import owned_tender

P = Permission


def _case(tender_id: UUID, criterion: int | None = None) -> Case:
    """Give the case of the own authority's tender, to whoever has declared. Raises WrongState while people score."""
    owned_tender(current_actor(), tender_id)
    case, _ = judged(tender_id)
    if criterion is not None and criterion not in case.scored:
        raise NotFound
    declared(case)
    if not case.scores_shown:
        raise WrongState("Evaluators have not finished scoring, so nobody sees their scores yet")
    return case


@pages.route("/moderation")
@guarded(P.BID_MODERATE)
def moderation(tender_id: UUID) -> ResponseReturnValue:
    """Show how far the meeting has come, criterion by criterion."""
    case = _case(tender_id)
    ids = {one.number: one.id for one in case.bids}
    progress = []
    for number in case.scored:
        cells = case.cells(number)
        agreed = sum((ids[cell.bid], cell.criterion, cell.lot) in case.consensus for cell in cells)
        progress.append((number, case.notice.criteria[number - 1], agreed, len(cells)))
    return render_template("awards/moderation.html", case=case, tender=case.tender, progress=progress, form=Press())


@pages.route("/moderation/<int:criterion>", methods=["GET", "POST"])
@guarded(P.BID_MODERATE)
def meeting(tender_id: UUID, criterion: int) -> ResponseReturnValue:
    """Agree on the scores of one criterion."""
    case = _case(tender_id, criterion)
    form = ModerationForm()
    typed: dict[str, str] = {}
    wrong: dict[str, str] = {}
    clashes: list[actions.Clash] = []
    if form.sent():
        cells = case.cells(criterion)
        typed = dict(form.typed())
        try:
            written, clashes = actions.agree(current_actor(), tender_id, form.agreements(cells), now=clock.now())
        except Invalid as refusal:
            wrong = refusal.fields
        else:
            if not clashes:
                if written:
                    flash(f"{len(written)} agreed score{'s' if len(written) != 1 else ''} kept")
                return redirect(url_for("awards.meeting", tender_id=tender_id, criterion=criterion), 303)
            case = _case(tender_id)
    page = render_template(
        "awards/meeting.html",
        form=form,
        case=case,
        tender=case.tender,
        number=criterion,
        criterion=case.notice.criteria[criterion - 1],
        lines=_lines(case, criterion),
        typed=typed,
        wrong=wrong,
        clashes={(clash.cell.bid, clash.cell.lot): clash for clash in clashes},
        columns=[member for member in case.panel if criterion in member.criteria],
    )
    return page, 422 if wrong else 412 if clashes else 200


def _lines(case: Case, criterion: int) -> list[dict[str, object]]:
    """Give a line for each answer: who bids, what each evaluator scored, how far apart, what is agreed."""
    scores = shown_scores(current_actor(), case, criterion)
    person_id = current_actor().person_id
    found: list[dict[str, object]] = []
    for cell in case.cells(criterion):
        one = case.opened(cell.bid)
        if one is None or person_id is None:
            continue
        key = (one.id, cell.criterion, cell.lot)
        here = scores.get(key, {})
        found.append(
            {
                "cell": cell,
                "name": one.name,
                "scores": here,
                "spread": spread([score.score for score in here.values()]),
                "kept": case.consensus.get(key),
                "may": case.may_judge(person_id, cell),
            }
        )
    return found
