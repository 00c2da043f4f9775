from uuid import UUID

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from directory.access import anyone, current_actor
from directory.accounts import actions, sessions
from directory.accounts.forms import CodeForm, SignInForm
from directory.accounts.models import Person
from directory.accounts.rules import safe_next
from directory.accounts.views.blueprints import accounts
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, TooMany
from directory.kit.limits import by_address, limiter

_NEXT = "next"


def go_on(person_id: UUID) -> None:
    """Begin the session of somebody who has shown all that is asked of them."""
    now = clock.now()
    session_id = actions.begin_session(person_id, now=now)
    sessions.begin(db.session.get_one(Person, person_id).actor(), session_id, now)


def after_password(person_id: UUID, target: str | None = None) -> ResponseReturnValue:
    """Lead somebody whose password was right to their second factor, or in where none is asked of them."""
    person = db.session.get_one(Person, person_id)
    target = safe_next(target)
    if person.totp_secret is None and not person.needs_second_factor:
        go_on(person_id)
        return redirect(target or url_for("pages.home"), 303)
    sessions.begin_half(person_id, clock.now())
    if target:
        session[_NEXT] = target
    return redirect(url_for("accounts.code" if person.totp_secret else "accounts.set_up"), 303)


def where_to() -> str:
    """Give where the half session was going."""
    return safe_next(session.get(_NEXT)) or url_for("pages.home")


@accounts.route("/sign-in", methods=["GET", "POST"])
@anyone
@limiter.limit("60 per minute", key_func=by_address, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for email and password."""
    if request.method == "GET" and current_actor().signed_in:
        return redirect(url_for("pages.home"), 303)
    form, status = SignInForm(), 200
    if request.method == "GET":
        form.next.data = safe_next(request.args.get("next")) or ""
    if form.sent():
        try:
            person_id = actions.check_password(form.text("email"), form.text("password"), now=clock.now())
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse("email", refusal)
        else:
            return after_password(person_id, form.next.data)
    return render_template("accounts/sign_in.html", form=form), status


@accounts.route("/sign-in/code", methods=["GET", "POST"])
@anyone
@limiter.limit("60 per minute", key_func=by_address, methods=["POST"])
def code() -> ResponseReturnValue:
    """Ask for the second factor."""
    person = sessions.half(clock.now())
    if person.totp_secret is None:
        return redirect(url_for("accounts.set_up"), 303)
    form, status, person_id = CodeForm(), 200, person.id
    if form.sent():
        try:
            actions.check_second_factor(person_id, form.text("code"), now=clock.now())
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse("code", refusal)
        else:
            target = where_to()
            go_on(person_id)
            return redirect(target, 303)
    return render_template("accounts/code.html", form=form), status


@accounts.route("/sign-out", methods=["POST"])
@anyone
def sign_out() -> ResponseReturnValue:
    """End this session, or a half one."""
    actor, session_id = current_actor(), sessions.current_id()
    if session_id and actor.signed_in:
        actions.end_session(actor, session_id, now=clock.now())
    sessions.end()
    return redirect(url_for("accounts.signed_out"), 303)


@accounts.route("/signed-out")
@anyone
def signed_out() -> ResponseReturnValue:
    """Say that the session has ended."""
    return render_template("accounts/signed_out.html")
