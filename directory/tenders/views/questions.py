"""Questions about a tender: asked by providers, answered by its commissioners to all at once."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press
from directory.kit.identifiers import parts
from directory.requests.identifying import LONGEST_REASON, mark_of
from directory.tenders import actions, queries
from directory.tenders.forms import AnswerForm, QuestionForm, ReasonForm
from directory.tenders.identifying import advice, telling
from directory.tenders.models import Question
from directory.tenders.queries.questions import why_no_question
from directory.tenders.rules.questions import QuestionStatus, overdue, takes_answers
from directory.tenders.views.blueprint import pages

P = Permission
AT = "/<uuid:tender_id>/questions"
OVERRULE = "overrule-"


@pages.route(AT)
@guarded(P.QUESTION_ASK, P.QUESTION_ANSWER)
def questions(tender_id: UUID) -> ResponseReturnValue:
    """Show a provider its own questions, and commissioners all that wait: without a word of who asked."""
    actor, now = current_actor(), clock.now()
    tender = queries.tender_for(actor, tender_id)
    given = {
        "tender": tender,
        "phase": tender.phase(now),
        "answers": {one.id: one for one in queries.public_answers(tender)},
        "form": Press(),
    }
    if not actor.may(P.QUESTION_ANSWER):
        own, may_ask = queries.own_questions(actor, tender), queries.may_ask(actor, tender, now)
        return render_template("tenders/own_questions.html", own=own, may_ask=may_ask, **given)
    asked = queries.questions(actor, tender_id)
    return render_template(
        "tenders/questions.html",
        waiting=[one for one in asked if one.waits],
        closed=[one for one in asked if one.status in {QuestionStatus.REFUSED, QuestionStatus.TAKEN_BACK}],
        may_answer=takes_answers(tender.phase(now)),
        late=overdue(tender.answers_by_at, now),
        none_chosen=request.args.get("chosen") == "none",
        **given,
    )


@pages.route(f"{AT}/new", methods=["GET", "POST"])
@guarded(P.QUESTION_ASK)
def asking(tender_id: UUID) -> ResponseReturnValue:
    """Ask a question. What was typed stays, too where it came too late."""
    actor, status = current_actor(), 200
    tender = queries.tender_for(actor, tender_id)
    form = QuestionForm()
    refusal = why_no_question(actor, tender, clock.now())
    if form.sent():
        try:
            actions.ask(actor, tender_id, question=form.question.data or "", sure=form.sure.data, now=clock.now())
        except (Invalid, WrongState) as refused:
            form.refuse("question", refused)
            status = refused.status
        else:
            flash("Your question is sent. Its answer will stand on the tender’s page, and nobody is told who asked")
            return redirect(url_for("tenders.questions", tender_id=tender_id), 303)
    elif refusal is not None and not form.is_submitted():
        raise refusal
    return render_template("tenders/asking.html", tender=tender, form=form, unsure=bool(form.sure.errors)), status


@pages.post(f"{AT}/<uuid:question_id>/withdrawal")
@guarded(P.QUESTION_ASK)
def question_withdrawal(tender_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Take a question back."""
    actions.take_back(current_actor(), tender_id, question_id, now=clock.now())
    flash("Your question is taken back")
    return redirect(url_for("tenders.questions", tender_id=tender_id), 303)


@pages.route(f"{AT}/<uuid:question_id>/refusal", methods=["GET", "POST"])
@guarded(P.QUESTION_ANSWER)
def question_refusal(tender_id: UUID, question_id: UUID) -> ResponseReturnValue:
    """Close a question without an answer."""
    actor = current_actor()
    tender = queries.owned_tender(actor, tender_id)
    (question,) = _chosen(tender_id, [question_id])
    form = ReasonForm()
    if form.sent():
        try:
            actions.refuse_question(actor, tender_id, question_id, reason=form.reason.data or "", now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash("The question is closed without an answer")
            return redirect(url_for("tenders.questions", tender_id=tender_id), 303)
    return render_template("tenders/question_refusal.html", tender=tender, question=question, form=form)


def _chosen(tender_id: UUID, ids: list[UUID]) -> list[Question]:
    """Give the questions with these ids, in the order they were asked. Raises NotFound where one is not there."""
    found = [one for one in queries.questions(current_actor(), tender_id) if one.id in ids]
    if len(found) != len(set(ids)):
        raise NotFound
    return found


def _ids() -> list[UUID]:
    try:
        return [UUID(text) for text in request.args.getlist("question")]
    except ValueError:
        raise NotFound from None


@pages.route(f"{AT}/answer", methods=["GET", "POST"])
@guarded(P.QUESTION_ANSWER)
def answering(tender_id: UUID) -> ResponseReturnValue:
    """Answer the questions that the address names, in one wording, to all."""
    actor, now = current_actor(), clock.now()
    tender = queries.owned_tender(actor, tender_id)
    ids = _ids()
    if not ids:
        return redirect(url_for("tenders.questions", tender_id=tender_id, chosen="none"), 303)
    asked = _chosen(tender_id, ids)
    form, marked, wrong, status = AnswerForm(), [], {}, 200
    reasons = {
        name.removeprefix(OVERRULE): text[:LONGEST_REASON]
        for name, text in request.form.items()
        if name.startswith(OVERRULE)
    }
    if not form.is_submitted():
        form.question.data = "\n\n".join(one.text for one in asked)
    elif form.sent():
        try:
            answer = actions.answer(
                actor,
                tender_id,
                ids,
                question=form.question.data or "",
                answer=form.answer.data or "",
                changes_tender=form.changes_tender.data,
                overrule=reasons,
                now=now,
            )
        except (Invalid, WrongState) as refusal:
            wrong = refusal.fields if isinstance(refusal, Invalid) else {}
            marked, status = _marked(form, reasons, wrong), refusal.status
            form.refuse("answer", _in_short(refusal, marked))
        else:
            flash("The answer is published to everybody")
            following = "tenders.amendment" if answer.changes_tender else "tenders.questions"
            return redirect(url_for(following, tender_id=tender_id), 303)
    waiting = [one for one in asked if one.waits]
    page = render_template(
        "tenders/answering.html", tender=tender, form=form, asked=asked, waiting=waiting, marked=marked
    )
    return page, status


def _in_short(refusal: Invalid | WrongState, marked: list[dict[str, Any]]) -> Invalid | WrongState:
    """Give a refusal as the page shows it beside a field: what is marked further down needs no second telling."""
    if not isinstance(refusal, Invalid) or not marked:
        return refusal
    names = {field for field in ("question", "answer") if field in refusal.fields}
    faults = {field: words for field, words in refusal.fields.items() if field.startswith("overrule.")}
    words = next(iter(faults.values()), "Something here may tell who a child is, or who asks: see what is marked below")
    return Invalid(fields=dict.fromkeys(names or {"answer"}, words))


def _marked(form: AnswerForm, reasons: dict[str, str], wrong: Any) -> list[dict[str, Any]]:
    """Give each text in which something was found: its pieces, and each finding with the reason that was typed."""
    found = []
    for field in ("question", "answer"):
        text = str(form[field].data or "")
        findings = telling(text, clock.now())
        once = {mark_of(field, one): one for one in findings}
        if findings:
            found.append(
                {
                    "label": form[field].label.text,
                    "pieces": parts(text, findings),
                    "findings": [
                        {
                            "mark": mark,
                            "words": one.text,
                            "advice": advice(one),
                            "reason": reasons.get(mark, ""),
                            "error": wrong.get(f"overrule.{mark}"),
                        }
                        for mark, one in once.items()
                    ],
                }
            )
    return found
