from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import posted
from directory.kit.understand import NotUnderstood
from directory.webhooks import actions, queries
from directory.webhooks.forms import WebhookForm
from directory.webhooks.models import Webhook
from directory.webhooks.rules import EVENTS, Event, Outcome, events_for

webhooks = Blueprint("webhooks", __name__, url_prefix="/organisation/webhooks")
TEST_WORDS = "A test event"


@webhooks.app_template_filter("event")
def event_words(value: str) -> str:
    """Give what an event is, in words."""
    about = EVENTS.get(Event(value))
    return about.words if about else TEST_WORDS


@webhooks.get("")
@guarded(Permission.WEBHOOK_MANAGE)
def index() -> ResponseReturnValue:
    """List the organisation's webhooks."""
    return render_template("webhooks/index.html", webhooks=queries.webhooks(current_actor()))


@webhooks.route("/new", methods=["GET", "POST"])
@guarded(Permission.WEBHOOK_MANAGE)
def new() -> ResponseReturnValue:
    """Add a webhook, and show its secret once."""
    actor, status = current_actor(), 200
    form = WebhookForm(events_for(actor.kind))
    if form.sent():
        try:
            made, secret = actions.add(
                actor,
                name=form.text("name"),
                address=form.text("address").strip(),
                events=form.events.data or [],
                now=clock.now(),
            )
        except Invalid as refusal:
            status = refusal.status
            form.refuse("address", refusal)
        else:
            return render_template("webhooks/secret.html", webhook=made, secret=secret, rotated=False)
    return render_template("webhooks/new.html", form=form), status


@webhooks.get("/<uuid:webhook_id>")
@guarded(Permission.WEBHOOK_MANAGE)
def show(webhook_id: UUID) -> ResponseReturnValue:
    """Show a webhook and its log."""
    actor = current_actor()
    hook = queries.webhook(actor, webhook_id)
    outcome, event, number = _filter()
    log = queries.deliveries(actor, webhook_id, outcome=outcome, event=event, number=number)
    return render_template(
        "webhooks/show.html",
        webhook=hook,
        log=log,
        outcome=outcome,
        event=event,
        outcomes=list(Outcome),
        events=[*events_for(actor.kind), Event.WEBHOOK_TESTED],
        page_url=lambda page: url_for("webhooks.show", webhook_id=webhook_id, outcome=outcome, event=event, page=page),
    )


def _filter() -> tuple[Outcome | None, Event | None, int]:
    given = {name: request.args.get(name, "") for name in ("outcome", "event", "page")}
    page = given["page"] or "1"
    if (
        given["outcome"] not in ("", *Outcome)
        or given["event"] not in ("", *Event)
        or not (page.isascii() and page.isdecimal() and 1 <= len(page) <= 4 and int(page) > 0)
    ):
        raise NotUnderstood({"outcome": "We do not know this part of the log"})
    outcome = Outcome(given["outcome"]) if given["outcome"] else None
    return outcome, Event(given["event"]) if given["event"] else None, int(page)


@webhooks.route("/<uuid:webhook_id>/settings", methods=["GET", "POST"])
@guarded(Permission.WEBHOOK_MANAGE)
def change(webhook_id: UUID) -> ResponseReturnValue:
    """Change a webhook's name, address and events."""
    actor, status = current_actor(), 200
    hook = queries.webhook(actor, webhook_id)
    form = WebhookForm(events_for(actor.kind), hook)
    if form.sent():
        try:
            actions.change(
                actor,
                webhook_id,
                name=form.text("name"),
                address=form.text("address").strip(),
                events=form.events.data or [],
                now=clock.now(),
            )
        except Invalid as refusal:
            status = refusal.status
            form.refuse("address", refusal)
        else:
            return _back(webhook_id, "The webhook was changed")
    return render_template("webhooks/change.html", form=form, webhook=hook), status


@webhooks.post("/<uuid:webhook_id>/test")
@guarded(Permission.WEBHOOK_MANAGE)
def test(webhook_id: UUID) -> ResponseReturnValue:
    """Send a test event."""
    actions.test(current_actor(), webhook_id, now=clock.now())
    return _back(webhook_id, "A test event is on its way. Look at the log in a moment")


@webhooks.post("/<uuid:webhook_id>/pause")
@guarded(Permission.WEBHOOK_MANAGE)
def pause(webhook_id: UUID) -> ResponseReturnValue:
    """Stop sending for a while."""
    actions.pause(current_actor(), webhook_id, now=clock.now())
    return _back(webhook_id, "Nothing is sent until you resume it. Events wait for 30 days")


@webhooks.post("/<uuid:webhook_id>/resumption")
@guarded(Permission.WEBHOOK_MANAGE)
def resume(webhook_id: UUID) -> ResponseReturnValue:
    """Send again."""
    actions.resume(current_actor(), webhook_id, now=clock.now())
    return _back(webhook_id, "Events are sent again, those that waited first")


@webhooks.post("/<uuid:webhook_id>/secret")
@guarded(Permission.WEBHOOK_MANAGE)
def rotate(webhook_id: UUID) -> ResponseReturnValue:
    """Make a new secret, and show it once."""
    hook, secret = actions.rotate(current_actor(), webhook_id, now=clock.now())
    return render_template("webhooks/secret.html", webhook=hook, secret=secret, rotated=True)


@webhooks.route("/<uuid:webhook_id>/removal", methods=["GET", "POST"])
@guarded(Permission.WEBHOOK_MANAGE)
def remove(webhook_id: UUID) -> ResponseReturnValue:
    """Ask whether to delete a webhook, then delete it."""
    hook: Webhook = queries.webhook(current_actor(), webhook_id)
    if not posted():
        return render_template("webhooks/removal.html", webhook=hook)
    actions.remove(current_actor(), webhook_id, now=clock.now())
    flash("The webhook was deleted")
    return redirect(url_for("webhooks.index"), 303)


@webhooks.post("/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/replay")
@guarded(Permission.WEBHOOK_MANAGE)
def replay(webhook_id: UUID, delivery_id: UUID) -> ResponseReturnValue:
    """Send an event once more."""
    actions.replay(current_actor(), webhook_id, delivery_id, now=clock.now())
    return _back(webhook_id, "The event is on its way again, with the same id")


def _back(webhook_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("webhooks.show", webhook_id=webhook_id), 303)
