"""Links from mail. The secret is taken out of the address at once: it stands in no page, history or referrer."""

from uuid import UUID

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from directory.access import anyone
from directory.accounts import actions, queries
from directory.accounts.forms import NewPasswordForm, ResetForm
from directory.accounts.models import Invitation, PasswordReset
from directory.accounts.views.blueprints import accounts
from directory.accounts.views.sign_in import after_password
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import Invalid, NotFound
from directory.kit.limits import by_address, limiter

_RESET, _INVITATION = "reset_id", "invitation_id"


def _gone(kind: str) -> ResponseReturnValue:
    return render_template("accounts/gone.html", kind=kind), 404


@accounts.route("/reset", methods=["GET", "POST"])
@anyone
@limiter.limit("20 per minute", key_func=by_address, methods=["POST"])
def ask_reset() -> ResponseReturnValue:
    """Ask where to send a link for a new password; say the same whether or not there is such a person."""
    form = ResetForm()
    if form.sent():
        actions.ask_for_reset(form.text("email"), now=clock.now())
        return redirect(url_for("accounts.reset_asked"), 303)
    return render_template("accounts/ask_reset.html", form=form)


@accounts.route("/reset/sent")
@anyone
def reset_asked() -> ResponseReturnValue:
    """Say that a link is on its way, if there is somebody to send it to."""
    return render_template("accounts/reset_asked.html")


@accounts.route("/reset/<secret>")
@anyone
@limiter.limit("60 per minute", key_func=by_address)
def open_reset(secret: str) -> ResponseReturnValue:
    """Take a reset link; looking at it does not use it, since mail programs look too."""
    found = queries.public_reset(secret)
    if found is None or not found.usable(clock.now()):
        return _gone("reset")
    session[_RESET] = str(found.id)
    return redirect(url_for("accounts.reset"), 303)


@accounts.route("/new-password", methods=["GET", "POST"])
@anyone
def reset() -> ResponseReturnValue:
    """Set a new password through a link."""
    found = db.session.get(PasswordReset, UUID(session[_RESET])) if _RESET in session else None
    if found is None or not found.usable(clock.now()):
        return _gone("reset")
    form = NewPasswordForm()
    if form.sent():
        try:
            actions.reset_password(found.id, password=form.text("password"), now=clock.now())
        except NotFound:
            return _gone("reset")
        except Invalid as refusal:
            form.refuse("password", refusal)
        else:
            session.pop(_RESET)
            flash("Your password was changed. Sign in with it")
            return redirect(url_for("accounts.sign_in"), 303)
    return render_template("accounts/new_password.html", form=form)


@accounts.route("/invitation/<secret>")
@anyone
@limiter.limit("60 per minute", key_func=by_address)
def open_invitation(secret: str) -> ResponseReturnValue:
    """Take an invitation link; looking at it does not use it."""
    found = queries.public_invitation(secret)
    if found is None or not found.usable(clock.now()):
        return _gone("invitation")
    session[_INVITATION] = str(found.id)
    return redirect(url_for("accounts.accept"), 303)


@accounts.route("/invitation", methods=["GET", "POST"])
@anyone
def accept() -> ResponseReturnValue:
    """Join an organisation by choosing a password."""
    found = db.session.get(Invitation, UUID(session[_INVITATION])) if _INVITATION in session else None
    if found is None or not found.usable(clock.now()):
        return _gone("invitation")
    form = NewPasswordForm()
    if form.sent():
        try:
            person_id = actions.accept(found.id, password=form.text("password"), now=clock.now())
        except NotFound:
            return _gone("invitation")
        except Invalid as refusal:
            form.refuse("password", refusal)
        else:
            return after_password(person_id)
    return render_template("accounts/accept.html", form=form, invitation=found)
