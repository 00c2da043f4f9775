"""Links from reminders. The secret is taken out of the address at once: it stands in no page, history or referrer."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from directory.access import anyone
from directory.codes import freshness
from directory.kit import clock
from directory.kit.db import db
from directory.kit.errors import NotFound
from directory.kit.forms import Press
from directory.kit.limits import by_address, limiter
from directory.providers.actions import reminders as actions
from directory.providers.models import Capacity, CapacityLink
from directory.providers.queries import links as queries

_KEY = "capacity_link_id"
blueprint = Blueprint("capacity_link", __name__, url_prefix="/capacity/link")


@blueprint.get("/<secret>")
@anyone
@limiter.limit("60 per minute", key_func=by_address)
def follow(secret: str) -> ResponseReturnValue:
    """Take a link; looking at it does not use it, since mail programs look too."""
    found = queries.public_link(secret, clock.now())
    if found is None:
        return _gone()
    session[_KEY] = str(found.id)
    return redirect(url_for(".confirm"), 303)


@blueprint.route("", methods=["GET", "POST"])
@anyone
def confirm() -> ResponseReturnValue:
    """Show the numbers and take one press."""
    link = _opened()
    if link is None:
        return _gone()
    form = Press()
    if form.sent():
        try:
            actions.confirm_by_link(link.id, now=clock.now())
        except NotFound:
            return _gone()
        session.pop(_KEY)
        flash("Thank you: your places are confirmed")
        return redirect(url_for(".confirmed"), 303)
    capacity = db.session.get_one(Capacity, link.service_id)
    shown = freshness(capacity.confirmed_at, clock.now())
    return render_template("providers/capacity/link.html", capacity=capacity, form=form, freshness=shown)


@blueprint.get("/confirmed")
@anyone
def confirmed() -> ResponseReturnValue:
    """Say that it is done; nothing of the service stands here."""
    return render_template("providers/capacity/link_done.html")


def _opened() -> CapacityLink | None:
    return queries.public_opened(UUID(session[_KEY]), clock.now()) if _KEY in session else None


def _gone() -> ResponseReturnValue:
    return render_template("providers/capacity/link_gone.html"), 404
