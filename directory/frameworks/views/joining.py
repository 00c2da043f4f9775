import json
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.frameworks import queries
from directory.frameworks.actions import joining
from directory.frameworks.forms import application_form, assessment_form
from directory.frameworks.models import FrameworkApplication
from directory.frameworks.rules.joining import Assessment, Said, Status
from directory.frameworks.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.kit.forms import Press, posted

P = Permission
WORDS = {
    Status.SUBMITTED: "Waits for an officer",
    Status.ASSESSED: "Assessed, waits for a second officer",
    Status.ACCEPTED: "Accepted",
    Status.REFUSED: "Refused",
    Status.WITHDRAWN: "Withdrawn",
}


@pages.app_template_filter("application_words")
def application_words(status: Status) -> str:
    """Give how far an application is, in words."""
    return WORDS[status]


@pages.route("/<reference>/lots/<int:number>/application", methods=["GET", "POST"])
@guarded(P.BID_SUBMIT)
def apply(reference: str, number: int) -> ResponseReturnValue:
    """Apply to join a lot."""
    actor, status = current_actor(), 200
    framework = queries.public_framework(reference)
    lot = framework.lot(number)
    if lot is None:
        raise NotFound
    if refused := queries.why_not_join(actor, lot, clock.in_london(clock.now()).date()):
        raise WrongState(refused)
    form = application_form(framework, lot)
    if form.sent():
        try:
            made = joining.apply(actor, reference, number, form.said(), now=clock.now())
        except Invalid as refusal:
            status = refusal.status
            form.refuse("declared", refusal)
        else:
            flash("Your application is sent")
            return redirect(url_for("frameworks.application", reference=reference, application_id=made.id), 303)
    return render_template("frameworks/apply.html", framework=framework, lot=lot, form=form), status


def _whole(found: FrameworkApplication) -> dict[str, object]:
    actor, said = current_actor(), Said.of(json.loads(found.said))
    framework = found.lot.framework
    return {
        "framework": framework,
        "lot": found.lot,
        "application": found,
        "said": said,
        "questions": list(zip(framework.asked(), said.answers, strict=True)),
        "prices": list(zip(found.lot.most(), said.prices, strict=True)),
        "findings": queries.found_of(actor, found.lot, found.provider_id, said),
        "assessment": Assessment.of(json.loads(found.assessment)) if found.assessment else None,
        "own": found.provider_id == actor.organisation_id,
        "second": actor.person_id != found.assessed_by,
    }


@pages.route("/<reference>/applications/<uuid:application_id>")
@guarded(P.BID_DRAFT, P.CONTRACT_SIGN)
def application(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Show an application: to its provider, and to officers of the lead authority."""
    found = queries.application(current_actor(), reference, application_id)
    return render_template("frameworks/application.html", **_whole(found))


@pages.route("/<reference>/applications/<uuid:application_id>/assessment", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def assessment(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Say of each answer and of the conditions whether they pass."""
    actor, status = current_actor(), 200
    found = queries.application(actor, reference, application_id)
    if found.status is not Status.SUBMITTED:
        raise WrongState("This application is assessed already")
    form = assessment_form(found.lot.framework)
    if form.sent():
        try:
            joining.assess(actor, reference, application_id, form.assessment(), now=clock.now())
        except Invalid as refusal:
            status = refusal.status
            form.refuse("conditions_reason", refusal)
        else:
            flash("Another officer decides now")
            return redirect(url_for("frameworks.application", reference=reference, application_id=application_id), 303)
    elif posted():
        status = 422
    return render_template("frameworks/assessment.html", form=form, **_whole(found)), status


@pages.route("/<reference>/applications/<uuid:application_id>/decision", methods=["POST"])
@guarded(P.CONTRACT_SIGN)
def decision(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Decide as a second officer what the assessment says."""
    form = Press()
    if form.sent():
        done = joining.confirm(current_actor(), reference, application_id, now=clock.now())
        flash("The provider is a member now" if done.status is Status.ACCEPTED else "The application is refused")
    return redirect(url_for("frameworks.application", reference=reference, application_id=application_id), 303)


@pages.route("/<reference>/applications/<uuid:application_id>/return", methods=["POST"])
@guarded(P.CONTRACT_SIGN)
def send_back(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Have it assessed anew."""
    form = Press()
    if form.sent():
        joining.send_back(current_actor(), reference, application_id, now=clock.now())
        flash("It waits to be assessed again")
    return redirect(url_for("frameworks.application", reference=reference, application_id=application_id), 303)


@pages.route("/<reference>/applications/<uuid:application_id>/withdrawal", methods=["POST"])
@guarded(P.BID_SUBMIT)
def application_withdrawal(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Take one's own application back."""
    form = Press()
    if form.sent():
        joining.withdraw(current_actor(), reference, application_id, now=clock.now())
        flash("Your application is withdrawn")
    return redirect(url_for("frameworks.application", reference=reference, application_id=application_id), 303)
