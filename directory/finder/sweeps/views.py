"""What stands before every search: counting, slowing down; and the page on which unusual searching is shown."""

from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.finder.sweeps import actions, counting, queries
from directory.finder.sweeps.rules import WORDS, Limits, Verdict, unusual
from directory.kit import clock
from directory.kit.errors import TooMany
from directory.kit.paging import page_asked
from directory.kit.settings import Settings
from directory.search import SearchQuery

sweeps = Blueprint("sweeps", __name__)


def limits() -> Limits:
    """Give what is unusual here, by the settings."""
    settings: Settings = current_app.config["SETTINGS"]
    return Limits(
        searches_in_hour=settings.sweep_searches_an_hour,
        searches=settings.sweep_searches_a_day,
        centres=settings.sweep_places_a_day,
        zones=settings.sweep_zones_a_day,
        radii=settings.sweep_distances_a_day,
        pause_seconds=settings.sweep_pause_seconds,
    )


def admit(query: SearchQuery) -> None:
    """Count a search of whoever sees confidential services. Raises TooMany where they have to wait; then nothing ran.

    A program's token counts as its person.
    """
    actor = current_actor()
    if not actor.sees_confidential or actor.person_id is None:
        return
    now = clock.now()
    counted = counting.count(actor.person_id, query, now=now, limits=limits())
    if counted.verdict is not Verdict.FINE:
        actions.flag(actor, verdict=counted.verdict, counts=counted.counts, now=now)
    if counted.wait_seconds:
        raise TooMany(_words(counted), retry_after_seconds=counted.wait_seconds)


def _words(counted: counting.Counted) -> str:
    if counted.verdict is Verdict.STOP:
        return (
            "You have searched far more today than a day’s work needs, so searching has stopped. Whoever runs this "
            "site has been told. If a child needs a place now, ask them or your administrator to look at it"
        )
    return (
        f"You have searched more than is usual, so searches are slower for the rest of today. Wait "
        f"{counted.wait_seconds} second{'' if counted.wait_seconds == 1 else 's'}, then search again. "
        "Whoever runs this site has been told"
    )


@sweeps.get("/unusual-searching")
@guarded(Permission.SWEEP_READ)
def index() -> ResponseReturnValue:
    """List whose searching was unusual, when, and by what counts; never what or where they searched."""
    page = queries.flags(current_actor(), page=page_asked(request.args.get("page", "1")))
    return render_template("finder/sweeps/index.html", page=page, words=WORDS, limits=limits(), unusual=unusual)


@sweeps.post("/unusual-searching/<uuid:flag_id>/acknowledgement")
@guarded(Permission.SWEEP_ACKNOWLEDGE)
def acknowledgement(flag_id: UUID) -> ResponseReturnValue:
    """Note that a flag was looked at."""
    actions.acknowledge(current_actor(), flag_id, now=clock.now())
    flash("You have noted that you looked at it")
    return redirect(url_for("sweeps.index"), 303)
