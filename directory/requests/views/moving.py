"""What an authority does with a submitted request: approve, send back, release, close."""

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.forms import Press, offered
from directory.requests import actions, queries
from directory.requests.actions.releasing import hours_to_answer
from directory.requests.forms import ReleaseForm, TimerForm, UnmetForm, WithdrawalForm
from directory.requests.forms.sections import SafetyForm
from directory.requests.models import Request
from directory.requests.rules.approving import approval_due
from directory.requests.rules.beside import Beside
from directory.requests.rules.lifecycle import (
    LIFECYCLE,
    OPEN,
    TIER_LABELS,
    Move,
    Status,
    Tier,
    UnmetReason,
    WithdrawalReason,
    tiers_left,
)
from directory.requests.views.blueprint import requests
from directory.requests.views.listing import preview


def back(reference: str) -> ResponseReturnValue:
    """Go to the request's page."""
    return redirect(url_for("requests.show", reference=reference), 303)


@requests.route("/<reference>/approval", methods=["POST"])
@guarded(Permission.REQUEST_APPROVE)
def approval(reference: str) -> ResponseReturnValue:
    """Approve a request."""
    form = Press()
    if form.sent():
        actions.approve(current_actor(), reference, now=clock.now())
        flash(f"{reference} is approved. Choose whom to ask.")
        if current_actor().may(Permission.REQUEST_RELEASE):
            return redirect(url_for("requests.release", reference=reference), 303)
    return back(reference)


@requests.route("/<reference>/return", methods=["POST"])
@guarded(Permission.REQUEST_APPROVE)
def send_back(reference: str) -> ResponseReturnValue:
    """Send a request back to be changed."""
    form = Press()
    if form.sent():
        actions.send_back(current_actor(), reference, now=clock.now())
        flash(f"{reference} was sent back. It is a draft again.")
    return back(reference)


@requests.route("/<reference>/release", methods=["GET", "POST"])
@guarded(Permission.REQUEST_RELEASE)
def release(reference: str) -> ResponseReturnValue:
    """Choose which tier of providers to ask next, and how long they may take."""
    return releasing(reference, unapproved=False)


@requests.route("/<reference>/urgent-release", methods=["GET", "POST"])
@guarded(Permission.REQUEST_RELEASE_UNAPPROVED)
def urgent_release(reference: str) -> ResponseReturnValue:
    """Ask providers in an emergency before anybody has approved."""
    return releasing(reference, unapproved=True)


def releasing(reference: str, *, unapproved: bool) -> ResponseReturnValue:
    """Ask whom to ask and for how long, before the approval or after it."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    move = Move.RELEASE_UNAPPROVED if unapproved else Move.RELEASE
    if not LIFECYCLE.allows(request.status_at(clock.now()), move):
        raise WrongState("Only an approved request can be released")
    left = tiers_left(each.tier for each in request.releases)
    if not left:
        raise WrongState("Every tier is open already")
    now = clock.now()
    form = ReleaseForm()
    if form.sent():
        try:
            done = actions.release(
                actor,
                reference,
                tier=Tier(form.tier.data) if form.tier.data else None,
                answer_within_hours=form.answer_within_hours.data,
                next_tier_after_hours=form.next_tier_after_hours.data,
                unapproved=unapproved,
                now=now,
            )
        except (Invalid, WrongState) as refusal:
            form.refuse("answer_within_hours" if isinstance(refusal, Invalid) else "tier", refusal)
            request = queries.own_request(actor, reference)
        else:
            asked_now = sum(each.asked for each in done.releases if each.released_at == now)
            flash(f"{reference} is released: {asked_now} service{'s' if asked_now != 1 else ''} asked")
            return back(reference)
    found = request.matches if request.releases else preview(request, now)
    counts = {tier: sum(each.asks for each in found if each.tier is tier) for tier in left}
    first = next((tier for tier in left if counts[tier]), None)
    form.tier.choices = offered((tier.value, f"{TIER_LABELS[tier]}: {_services(counts[tier], tier)}") for tier in left)
    if asked.method == "GET":
        form.tier.data = first.value if first else None
        form.answer_within_hours.data = hours_to_answer(request)
    due = approval_due(now) if unapproved else None
    return render_template("requests/release.html", form=form, request=request, any=first is not None, due=due)


def _services(number: int, tier: Tier) -> str:
    if tier is Tier.FRAMEWORK and not number:
        return "no service of a framework that you may use matches"
    return (
        f"{number} service{'s' if number != 1 else ''} match{'es' if number == 1 else ''}" if number else "none match"
    )


@requests.route("/<reference>/timer", methods=["GET", "POST"])
@guarded(Permission.REQUEST_RELEASE)
def timer(reference: str) -> ResponseReturnValue:
    """Say when the next tier opens by itself."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    if Beside.TIMER not in queries.nouns_now(actor, request):
        raise WrongState("A tier opens by itself only while a request searches and somebody is left to ask")
    form = TimerForm()
    if form.sent():
        try:
            done = actions.start_timer(actor, reference, hours=form.hours.data or 0, now=clock.now())
        except Invalid as refusal:
            form.refuse("hours", refusal)
            request = queries.own_request(actor, reference)
        else:
            flash(f"The next tier is asked in {done.next_tier_hours} hours. You can stop that here.")
            return back(reference)
    elif asked.method == "GET":
        form.hours.data = request.next_tier_hours
    return render_template("requests/timer.html", form=form, request=request)


@requests.route("/<reference>/timer/ending", methods=["POST"])
@guarded(Permission.REQUEST_RELEASE)
def stop_timer(reference: str) -> ResponseReturnValue:
    """Let no tier open by itself."""
    form = Press()
    if form.sent():
        actions.stop_timer(current_actor(), reference, now=clock.now())
        flash("No tier opens by itself any more. You can still open one.")
    return back(reference)


@requests.route("/<reference>/safety", methods=["GET", "POST"])
@guarded(Permission.REQUEST_DRAFT)
def keep_away(reference: str) -> ResponseReturnValue:
    """Add places to stay away from to a request that was submitted."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    if request.status_at(clock.now()) not in OPEN - {Status.DRAFT}:
        raise WrongState("Places to stay away from are added here while a request is open")
    form = SafetyForm()
    if form.sent():
        try:
            actions.keep_away(actor, reference, zones=form.said()["avoid"], now=clock.now())
        except Invalid as refusal:
            form.refuse("avoid", refusal)
        else:
            flash("Added. Providers in these places are not asked any more; offers from there are marked.")
            return back(reference)
    return render_template("requests/safety.html", form=form, request=request, title="Add a place to stay away from")


def _can_still(move: Move, request: Request) -> None:
    """Refuse to ask for a reason where the move cannot be made any more."""
    LIFECYCLE.after(request.status_at(clock.now()), move)


@requests.route("/<reference>/withdrawal", methods=["GET", "POST"])
@guarded(Permission.REQUEST_DRAFT)
def withdrawal(reference: str) -> ResponseReturnValue:
    """Withdraw a request, with a reason."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    _can_still(Move.WITHDRAW, request)
    form = WithdrawalForm()
    if form.sent():
        actions.withdraw(actor, reference, reason=WithdrawalReason(form.reason.data), now=clock.now())
        flash(f"{reference} is withdrawn")
        return back(reference)
    return render_template(
        "requests/closing.html", form=form, request=request, title="Withdraw this request", button="Withdraw"
    )


@requests.route("/<reference>/unmet", methods=["GET", "POST"])
@guarded(Permission.REQUEST_RELEASE)
def unmet(reference: str) -> ResponseReturnValue:
    """Close a request for which no place was found."""
    actor = current_actor()
    request = queries.own_request(actor, reference)
    _can_still(Move.CLOSE_UNMET, request)
    form = UnmetForm()
    if form.sent():
        actions.close_unmet(actor, reference, reason=UnmetReason(form.reason.data), now=clock.now())
        flash(f"{reference} is closed as unmet need. The ledger keeps what was missing, and nothing of the child.")
        return back(reference)
    return render_template(
        "requests/closing.html",
        form=form,
        request=request,
        title="Close without a placement",
        button="Close as unmet need",
    )
