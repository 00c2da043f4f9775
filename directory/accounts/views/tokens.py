from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor, signed_in
from directory.accounts import actions
from directory.accounts.forms import TokenForm
from directory.accounts.rules import SCOPE_WORDS, offered_scopes
from directory.accounts.views.blueprints import accounts
from directory.kit import clock
from directory.kit.errors import Invalid


@accounts.app_template_filter("scope")
def scope(name: str) -> str:
    """Give a scope in words, or its name where it has none."""
    return SCOPE_WORDS.get(name, name)


@accounts.route("/account/tokens/new", methods=["GET", "POST"])
@signed_in
def new_token() -> ResponseReturnValue:
    """Make an API token, and show it once."""
    actor = current_actor()
    form = TokenForm(offered_scopes(actor.roles))
    if form.sent():
        try:
            made, secret = actions.make_token(
                actor, name=form.text("name"), scopes=form.scopes.data or [], days=int(form.days.data), now=clock.now()
            )
        except Invalid as refusal:
            form.refuse("name", refusal)
        else:
            return render_template("accounts/token_made.html", token=made, secret=secret)
    return render_template("accounts/new_token.html", form=form)


@accounts.route("/account/tokens/<uuid:token_id>/revocation", methods=["POST"])
@signed_in
def revoke_token(token_id: UUID) -> ResponseReturnValue:
    """Revoke one of one's own tokens."""
    actor = current_actor()
    actions.revoke_token(actor, token_id, now=clock.now())
    flash("The token was revoked")
    return redirect(url_for("accounts.account"), 303)
