"""Scoring alone: the list of answers, and one answer with the guide beside it."""

from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import scoring as actions
from directory.awards.case import Case
from directory.awards.forms.judging import ScoreForm
from directory.awards.queries.scores import own_scores
from directory.awards.rules.panel import Cell, lots_of
from directory.awards.views.blueprint import declared, judged, opened_to, pages
from directory.bids.envelopes import key_of
from directory.bids.pieces import read_file
from directory.bids.rules.content import Attachment, Bid
from directory.files import Handed, Kind
from directory.files.answers import attachment
from directory.kit import clock
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.kit.forms import Press

P = Permission


@pages.route("/scores")
@guarded(P.BID_SCORE)
def scores(tender_id: UUID) -> ResponseReturnValue:
    """List the answers that this evaluator scores, and which are done."""
    case, member = judged(tender_id)
    declared(case)
    if member is None:
        raise NotAllowed("You are not on the panel")
    return _list(case, tender_id)


def _list(case: Case, tender_id: UUID, refusal: str = "") -> ResponseReturnValue:
    _, member = judged(tender_id)
    if member is None:
        raise NotAllowed("You are not on the panel")
    own = own_scores(current_actor(), member)
    cells = case.to_score(member)
    left = [cell for cell in cells if _key(case, cell) not in own]
    page = render_template(
        "awards/scores.html",
        form=Press(),
        case=case,
        tender=case.tender,
        member=member,
        cells=cells,
        scored={cell: own.get(_key(case, cell)) for cell in cells},
        left=left,
        refusal=refusal,
    )
    return page, 422 if refusal else 200


@pages.route("/scores/finishing", methods=["POST"])
@guarded(P.BID_SCORE)
def finishing(tender_id: UUID) -> ResponseReturnValue:
    """Say that one has scored all."""
    case, _ = judged(tender_id)
    try:
        actions.finish(current_actor(), tender_id, now=clock.now())
    except Invalid as refusal:
        return _list(case, tender_id, str(refusal))
    flash("You have finished scoring. Thank you")
    return redirect(url_for("awards.evaluation", tender_id=tender_id), 303)


def _key(case: Case, cell: Cell) -> tuple[UUID, int, int]:
    one = case.opened(cell.bid)
    if one is None:
        raise NotFound
    return one.id, cell.criterion, cell.lot


@pages.route("/scores/<int:bid>/<int:criterion>/<int:lot>", methods=["GET", "POST"])
@guarded(P.BID_SCORE)
def answer(tender_id: UUID, bid: int, criterion: int, lot: int) -> ResponseReturnValue:
    """Show one answer with its scoring guide; an evaluator scores it here."""
    case, member = judged(tender_id)
    actor, cell = current_actor(), Cell(bid, criterion, lot)
    if cell not in case.cells():
        raise NotFound
    one = opened_to(case, cell)
    own = own_scores(actor, member) if member else {}
    cells = case.to_score(member) if member else ()
    mine = cell in cells
    scores_it = mine and member is not None and member.finished_at is None and not case.scores_shown
    if request.method == "POST" and not scores_it:
        raise WrongState("You do not score this answer, or the scoring is over")
    asked = case.notice.criteria[criterion - 1]
    form = ScoreForm()
    form.offer(asked)
    kept = own.get(_key(case, cell))
    if request.method == "POST" and form.sent():
        try:
            actions.score(actor, tender_id, cell, score=form.number(), comment=form.text("comment"), now=clock.now())
        except Invalid as refusal:
            form.refuse("score", refusal)
        else:
            return redirect(_after(case, tender_id, cell, cells, set(own)), 303)
    elif not form.is_submitted() and kept is not None:
        form.score.data, form.comment.data = str(kept.score), kept.comment
    return render_template(
        "awards/answer.html",
        form=form,
        case=case,
        tender=case.tender,
        opened=one,
        cell=cell,
        asked=asked,
        text=one.bid.answer(criterion, lot),
        files=files_of(one.bid, criterion),
        lots=lots_of(one.bid, lot),
        mine=scores_it,
        kept=kept,
        number=cells.index(cell) + 1 if mine else 0,
        total=len(cells),
        done=sum(_key(case, each) in own for each in cells),
    )


@pages.route("/scores/<int:bid>/<int:criterion>/<int:lot>/files/<sha256>")
@guarded(P.BID_SCORE)
def answer_file(tender_id: UUID, bid: int, criterion: int, lot: int, sha256: str) -> ResponseReturnValue:
    """Hand a file that belongs to an answer to whoever may judge it."""
    case, _ = judged(tender_id)
    cell = Cell(bid, criterion, lot)
    one = case.opened(bid)
    found = next((file for file in files_of(one.bid, criterion) if file.sha256 == sha256), None) if one else None
    if found is None or cell not in case.cells():
        raise NotFound
    opened_to(case, cell)
    content = b"" if request.method == "HEAD" else read_file(key_of(tender_id) or b"", found)
    return attachment(Handed(found.name, Kind(found.media_type), content))


def files_of(bid: Bid, criterion: int) -> list[Attachment]:
    """Give the files that belong to an answer."""
    return [file for file in bid.files if file.criterion == criterion]


def _after(case: Case, tender_id: UUID, cell: Cell, cells: tuple[Cell, ...], done: set[tuple[UUID, int, int]]) -> str:
    """Give where to go on: the next answer that is not scored yet, or the list."""
    done.add(_key(case, cell))
    at = cells.index(cell)
    following = next((each for each in (*cells[at + 1 :], *cells[:at]) if _key(case, each) not in done), None)
    flash(f"Bid {cell.bid}: your score is kept")
    if following is None:
        return url_for("awards.scores", tender_id=tender_id)
    return url_for(
        "awards.answer", tender_id=tender_id, bid=following.bid, criterion=following.criterion, lot=following.lot
    )
