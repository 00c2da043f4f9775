"""Which emails one gets and got; and, for the operator, how many left and how many did not."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded, signed_in
from directory.kit import clock
from directory.notify import delivering, queries
from directory.notify.forms import PreferencesForm
from directory.notify.rules import KIND_LABELS, PACE_LABELS

notifications = Blueprint("notifications", __name__)
COUNTED = timedelta(days=30)
OVERDUE = timedelta(hours=1)


@notifications.route("/account/notifications", methods=["GET", "POST"])
@signed_in
def mine() -> ResponseReturnValue:
    """Choose when emails come, and see which came."""
    actor = current_actor()
    form = PreferencesForm()
    if asked.method == "GET":
        for kind, pace in queries.own_paces(actor).items():
            if kind.value in form:
                form[kind.value].data = pace.value
    elif form.sent():
        delivering.prefer(actor, form.chosen(), now=clock.now())
        flash("Your choice is kept")
        return redirect(url_for("notifications.mine"), 303)
    return render_template(
        "notify/mine.html", form=form, sent=queries.sent_to(actor), kinds=KIND_LABELS, paces=PACE_LABELS
    )


@notifications.route("/emails")
@guarded(Permission.JOB_READ)
def counts() -> ResponseReturnValue:
    """Show how many emails left and how many did not; no words and nobody's address."""
    actor, now = current_actor(), clock.now()
    return render_template(
        "notify/counts.html",
        mails=queries.mail_counts(actor, since=now - COUNTED),
        overdue=queries.overdue_mails(actor, before=now - OVERDUE),
        deliveries=queries.delivery_counts(actor, since=now - COUNTED),
        kinds=KIND_LABELS,
    )
