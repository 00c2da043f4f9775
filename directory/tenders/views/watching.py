from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor, signed_in
from directory.kit import clock
from directory.tenders import actions, queries
from directory.tenders.views.blueprint import pages


@pages.post("/<uuid:tender_id>/watch")
@signed_in
def watch(tender_id: UUID) -> ResponseReturnValue:
    """Be told of a tender."""
    actions.watch(current_actor(), tender_id, now=clock.now())
    return redirect(url_for("tenders.show", tender_id=tender_id), 303)


@pages.post("/<uuid:tender_id>/watch/removal")
@signed_in
def unwatch(tender_id: UUID) -> ResponseReturnValue:
    """Be told no more."""
    actions.unwatch(current_actor(), tender_id, now=clock.now())
    return redirect(url_for("tenders.show", tender_id=tender_id), 303)


@pages.get("/watched")
@signed_in
def watched() -> ResponseReturnValue:
    """List the tenders that one watches."""
    return render_template("tenders/watched.html", tenders=queries.watched(current_actor()))
