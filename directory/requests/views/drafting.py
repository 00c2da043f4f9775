"""Writing a request: from nothing or from a search, section by section, to its submission."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.access import Permission, current_actor, guarded
from directory.codes import LANGUAGES, Gender, ServiceType, Specialism
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.kit.forms import Press
from directory.kit.identifiers import Finding, parts
from directory.requests import actions, queries, search
from directory.requests.actions.drafting import still_missing
from directory.requests.forms import FORMS
from directory.requests.identifying import LONGEST_REASON, mark_of, marked
from directory.requests.rules.lifecycle import Status
from directory.requests.rules.particulars import (
    MOST_ZONES,
    SECTION_LABELS,
    SECTIONS,
    Particulars,
    ZoneSaid,
    impossible,
    section_after,
    section_of,
)
from directory.requests.rules.said import age_words, lines_of
from directory.requests.views.blueprint import requests


@requests.app_context_processor
def words_of_needs() -> dict[str, object]:
    """Give the templates the words of what is said of a need."""
    return {"lines_of": lines_of, "age_words": age_words}


@requests.route("/new", methods=["GET", "POST"])
@guarded(Permission.REQUEST_DRAFT)
def new() -> ResponseReturnValue:
    """Begin a request: with its first section, or with what a search asked for (``prefill=1``)."""
    actor = current_actor()
    if asked.method == "POST" and asked.form.get("prefill") == "1":
        made = actions.draft_from_search(actor, said=searched(asked.form), now=clock.now())
        flash("We started a request from your search. Nobody has been asked yet.")
        return redirect(url_for("requests.show", reference=made.reference), 303)
    form = FORMS["need"]()
    if form.sent():
        try:
            made = actions.draft(actor, said=form.said(), now=clock.now())
        except Invalid as refusal:
            form.refuse("urgency", refusal)
        else:
            return redirect(url_for("requests.section", reference=made.reference, section="child"), 303)
    return render_template("requests/sections/need.html", form=form, request=None, title=SECTION_LABELS["need"])


def searched(form: MultiDict[str, str]) -> Particulars:
    """Give what a search says of a request; what a request cannot say is left out, for the writer sees the rest."""
    said: Particulars = {"near": form.get("near", "")[:120]}
    if types := [t for t in form.getlist("type") if t in set(ServiceType)]:
        said["service_types"] = types
    if specialisms := [s for s in form.getlist("specialism") if s in set(Specialism)]:
        said["specialisms"] = specialisms
    if languages := [code for code in form.getlist("language") if code in LANGUAGES]:
        said["languages"] = languages
    if zones := searched_zones(form):
        said["avoid"] = zones
    if (gender := form.get("gender")) in set(Gender):
        said["gender"] = Gender(gender)
    for field in ("age", "within"):
        try:
            number = float(form.get(field, ""))
        except ValueError:
            continue
        if not impossible({field: number}):
            said[field] = int(number) if field == "age" else number
    return said


def searched_zones(form: MultiDict[str, str]) -> list[ZoneSaid]:
    """Give the places that a search kept away from."""
    zones: list[ZoneSaid] = []
    for near, within in zip(form.getlist("avoid_near"), form.getlist("avoid_within"), strict=False):
        try:
            zone: ZoneSaid = {"near": near.strip(), "within": float(within)}
        except ValueError:
            continue
        if not impossible({"avoid": [zone]}):
            zones.append(zone)
    return zones[:MOST_ZONES]


@requests.route("/<reference>/sections/<section>", methods=["GET", "POST"])
@guarded(Permission.REQUEST_DRAFT)
def section(reference: str, section: str) -> ResponseReturnValue:
    """Ask one section of a draft and keep it, finished or not."""
    if section not in FORMS:
        raise NotFound
    actor = current_actor()
    request = queries.own_request(actor, reference)
    if request.status is not Status.DRAFT:
        raise WrongState("This request has been submitted, so it cannot be changed here")
    form = FORMS[section]()
    if asked.method == "GET":
        form.fill(request)
        form.version.data = str(request.version)
    elif form.sent():
        try:
            actions.save(actor, reference, said=form.said(), now=clock.now(), version=form.version_seen())
        except Stale:
            flash("Somebody else changed this draft while you were writing. Look at it again.", "warning")
            return redirect(url_for("requests.show", reference=reference), 303)
        except Invalid as refusal:
            form.refuse(SECTIONS[section][0], refusal)
        else:
            following = (asked.form.get("then") == "more" and section) or section_after(section)
            if following:
                return redirect(url_for("requests.section", reference=reference, section=following), 303)
            return redirect(url_for("requests.show", reference=reference), 303)
    return render_template(
        f"requests/sections/{section}.html", form=form, request=request, title=SECTION_LABELS[section], section=section
    )


OVERRULE = "overrule-"


def _shown(
    field: str, found: Sequence[Finding], reasons: Mapping[str, str], wrong: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Give each finding of a text once, with the reason that was typed for it and what is wrong with that."""
    return [
        {
            "advice": each.advice,
            "words": each.text,
            "mark": mark,
            "reason": reasons.get(mark, ""),
            "error": wrong.get(f"overrule.{mark}"),
        }
        for mark, each in {mark_of(field, one): one for one in found}.items()
    ]


@requests.route("/<reference>/submission", methods=["GET", "POST"])
@guarded(Permission.REQUEST_DRAFT)
def submission(reference: str) -> ResponseReturnValue:
    """Check the answers, see in place what may identify the child, and submit."""
    actor = current_actor()
    form = Press()
    request = queries.own_request(actor, reference)
    reasons = {
        name.removeprefix(OVERRULE): text[:LONGEST_REASON]
        for name, text in asked.form.items()
        if name.startswith(OVERRULE)
    }
    wrong: Mapping[str, str] = {}
    if form.sent():
        try:
            done = actions.submit(actor, reference, now=clock.now(), overrule=reasons)
        except Invalid as refusal:
            request = queries.own_request(actor, reference)
            wrong = refusal.fields
        else:
            where = "It needs a screening first." if done.status is Status.SCREENING else "It waits for approval."
            flash(f"{reference} is submitted. {where}")
            return redirect(url_for("requests.show", reference=reference), 303)
    elif request.status is not Status.DRAFT:
        raise WrongState("This request has been submitted already")
    gaps = [
        (words, url_for("requests.section", reference=reference, section=section_of(field)))
        for field, words in still_missing(request, clock.now()).items()
    ]
    return render_template(
        "requests/check.html",
        form=form,
        request=request,
        zones=search.zones_said(request),
        marked=[
            {
                "label": label,
                "section": section_of(field),
                "pieces": parts(text, found),
                "findings": _shown(field, found, reasons, wrong),
            }
            for field, label, text, found in marked(request, clock.now())
        ],
        gaps=gaps,
        refused=asked.method == "POST",
    )
