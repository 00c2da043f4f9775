from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Kind, anyone, current_actor
from directory.frameworks import queries
from directory.frameworks.models import Framework
from directory.frameworks.rules.members import LIFECYCLE
from directory.frameworks.views.blueprint import pages
from directory.kit import clock
from directory.kit.paging import page_asked


@pages.route("")
@anyone
def index() -> ResponseReturnValue:
    """List the frameworks: one's own first."""
    actor, today = current_actor(), clock.in_london(clock.now()).date()
    page = queries.public_frameworks(today, number=page_asked(request.args.get("page", "1")))
    return render_template(
        "frameworks/index.html",
        page=page,
        mine=queries.frameworks_of(actor),
        memberships=queries.own_memberships(actor),
        provider=actor.kind == Kind.PROVIDER,
        authority=actor.kind == Kind.AUTHORITY,
        today=today,
        page_url=lambda number: url_for("frameworks.index", page=number),
    )


@pages.route("/<reference>")
@anyone
def show(reference: str) -> ResponseReturnValue:
    """Show a framework: lots, members, and to those who buy or are in it what they agreed."""
    actor, today = current_actor(), clock.in_london(clock.now()).date()
    framework: Framework = queries.public_framework(reference)
    seen = queries.sight(actor, framework)
    joinable = {
        lot.number: queries.why_not_join(actor, lot, today) == "" and actor.kind == Kind.PROVIDER
        for lot in framework.lots
    }
    return render_template(
        "frameworks/show.html",
        framework=framework,
        sight=seen,
        members=queries.members(actor, framework, left=seen.lead),
        applications=queries.applications(actor, framework),
        joinable=joinable,
        moves=LIFECYCLE.moves_from,
        today=today,
    )
