import hmac
from uuid import UUID

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from directory import notify
from directory.access import anyone, current_actor, signed_in
from directory.bids.queries import public_lost_keys
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.kit.settings import Settings
from directory.notify import actions as notify_actions
from directory.pages.home import ROLES, needs_of
from directory.telemetry.requests import REGISTRY

pages = Blueprint("pages", __name__)
LOOPBACK = {"127.0.0.1", "::1"}
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")


@pages.route("/")
@anyone
def home() -> ResponseReturnValue:
    """Say what needs whoever is signed in now; to others, what this is."""
    actor = current_actor()
    if not actor.signed_in:
        return render_template("pages/welcome.html")
    roles = [ROLES[role] for role in ROLES if role in actor.roles]
    news = notify.notices(actor, limit=8)
    return render_template("pages/home.html", needs=needs_of(actor, clock.now()), news=news, roles=roles)


@pages.route("/notices/<uuid:notice_id>/reading", methods=["POST"])
@signed_in
def read(notice_id: UUID) -> ResponseReturnValue:
    """Note that a notice was read, and go to what it is about."""
    notice = notify_actions.read(current_actor(), notice_id, now=clock.now())
    known = notice.endpoint in current_app.view_functions
    return redirect(url_for(notice.endpoint, **notice.arguments) if known else url_for("pages.home"), 303)


@pages.route("/accessibility")
@anyone
def accessibility() -> ResponseReturnValue:
    """Say how accessible this is and what to do about a problem."""
    return render_template("pages/accessibility.html")


@pages.route("/privacy")
@anyone
def privacy() -> ResponseReturnValue:
    """Say what is kept of whom."""
    return render_template("pages/privacy.html")


@pages.route("/healthz")
@anyone
def healthz() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "ok"}


@pages.route("/readyz")
@anyone
def readyz() -> ResponseReturnValue:
    """Say that the database answers, and that no key of sealed bids is lost: that must not be found out at opening."""
    if public_lost_keys():
        return {"status": "a key of sealed bids is not in the settings: run flask settings check"}, 503
    return {"status": "ok"}


@pages.route("/metrics")
@anyone
def metrics() -> ResponseReturnValue:
    """Give the counters to this machine, or to whoever has the token; to others there is nothing here."""
    settings: Settings = current_app.config["SETTINGS"]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.metrics_token
    if not (hmac.compare_digest(given.encode(), token.encode()) if token else _from_here(settings)):
        raise NotFound
    return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _from_here(settings: Settings) -> bool:
    """Say whether this machine asks for itself, which nobody knows in production: its proxy asks for others."""
    forwarded = any(name in request.headers for name in FORWARDED)
    return not settings.production and request.remote_addr in LOOPBACK and not forwarded
