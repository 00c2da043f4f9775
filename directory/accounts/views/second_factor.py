import pyotp
import segno
from flask import redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from directory.access import anyone, current_actor, signed_in
from directory.accounts import actions, queries, sessions
from directory.accounts.actions.passwords import confirm_password
from directory.accounts.forms import ConfirmForm, ReplaceForm, SetUpForm
from directory.accounts.models import Person
from directory.accounts.rules import PRODUCT
from directory.accounts.views.blueprints import accounts
from directory.accounts.views.sign_in import go_on, where_to
from directory.kit import clock, crypto
from directory.kit.errors import Invalid, TooMany

_SECRET, _PURPOSE = "new_secret", "totp-set-up"


def _secret() -> str:
    """Give the secret that this browser is setting up; it stands sealed in the session until a code shows it works."""
    if _SECRET not in session:
        session[_SECRET] = crypto.seal(_PURPOSE, pyotp.random_base32().encode()).decode()
    return crypto.unseal(_PURPOSE, session[_SECRET].encode()).decode()


def _page(person: Person, form: SetUpForm, secret: str, status: int) -> ResponseReturnValue:
    address = pyotp.TOTP(secret).provisioning_uri(name=person.email, issuer_name=PRODUCT)
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#0b0c0c", light="#ffffff", svgclass="qr", lineclass=None, omitsize=True
    )
    spaced = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
    # the drawing is made by segno from the address alone: squares, no text of anybody's
    drawn = Markup(drawing)  # noqa: S704
    return render_template("accounts/set_up.html", form=form, drawing=drawn, secret=spaced), status


def _codes(codes: list[str], target: str) -> ResponseReturnValue:
    return render_template("accounts/recovery_codes.html", codes=codes, target=target)


@accounts.route("/sign-in/second-factor", methods=["GET", "POST"])
@anyone
def set_up() -> ResponseReturnValue:
    """Lead somebody who must have a second factor, and has none, to set it up before anything else."""
    person, now = sessions.half(clock.now()), clock.now()
    if person.totp_secret is not None:
        return redirect(url_for("accounts.code"), 303)
    form, secret, status, person_id = SetUpForm(), _secret(), 200, person.id
    if form.sent():
        try:
            codes = actions.confirm_second_factor(person_id, secret=secret, code=form.text("code"), now=now)
        except Invalid as refusal:
            status = refusal.status
            form.refuse("code", refusal)
        else:
            target = where_to()
            go_on(person_id)
            return _codes(codes, target)
    return _page(person, form, secret, status)


@accounts.route("/account/second-factor", methods=["GET", "POST"])
@signed_in
def replace() -> ResponseReturnValue:
    """Set up a second factor, or another in its place, with one's password."""
    person, now = queries.myself(current_actor()), clock.now()
    form, secret, status, person_id = ReplaceForm(), _secret(), 200, person.id
    if form.sent():
        try:
            confirm_password(person_id, form.text("current"), now=now)
            codes = actions.confirm_second_factor(
                person_id, secret=secret, code=form.text("code"), now=now, replacing=True
            )
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse("current", refusal)
        else:
            session.pop(_SECRET)
            return _codes(codes, url_for("accounts.account"))
    return _page(queries.myself(current_actor()), form, secret, status)


@accounts.route("/account/recovery-codes", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> ResponseReturnValue:
    """Make ten new recovery codes, with one's password; the former ones stop working."""
    person, now = queries.myself(current_actor()), clock.now()
    if person.totp_secret is None:
        return redirect(url_for("accounts.replace"), 303)
    form, status, person_id = ConfirmForm(), 200, person.id
    if form.sent():
        try:
            confirm_password(person_id, form.text("current"), now=now)
            codes = actions.renew_recovery_codes(person_id, now=now)
        except (Invalid, TooMany) as refusal:
            status = refusal.status
            form.refuse("current", refusal)
        else:
            return _codes(codes, url_for("accounts.account"))
    left = queries.recovery_codes_left(current_actor())
    return render_template("accounts/renew_codes.html", form=form, left=left), status
