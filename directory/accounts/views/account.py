from datetime import timedelta

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor, signed_in
from directory.accounts import actions, queries, sessions
from directory.accounts.forms import ChangePasswordForm
from directory.accounts.views.blueprints import accounts
from directory.accounts.views.sign_in import go_on
from directory.kit import clock
from directory.kit.errors import Invalid, TooMany
from directory.kit.settings import Settings


@accounts.route("/account")
@signed_in
def account() -> ResponseReturnValue:
    """Show one's details, second factor, sessions and tokens."""
    actor, settings = current_actor(), _settings()
    since = clock.now() - timedelta(hours=settings.session_hours)
    return render_template(
        "accounts/account.html",
        person=queries.myself(actor),
        left=queries.recovery_codes_left(actor),
        sessions=queries.sessions(actor, since=since),
        this_session=sessions.current_id(),
        tokens=queries.tokens(actor),
    )


@accounts.route("/account/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Change one's password; every other session ends."""
    form, status = ChangePasswordForm(), 200
    person_id = queries.myself(current_actor()).id
    if form.sent():
        try:
            actions.change_password(
                person_id, current=form.text("current"), password=form.text("password"), now=clock.now()
            )
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse("current", refusal)
        else:
            go_on(person_id)
            flash("Your password was changed, and you were signed out everywhere else")
            return redirect(url_for("accounts.account"), 303)
    return render_template("accounts/password.html", form=form), status


@accounts.route("/account/sign-out-everywhere", methods=["POST"])
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session, also this one."""
    actions.end_every_session(current_actor(), now=clock.now())
    sessions.end()
    return redirect(url_for("accounts.signed_out"), 303)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
