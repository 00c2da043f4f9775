from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.frameworks import queries
from directory.frameworks.actions import membership
from directory.frameworks.forms import ReasonForm
from directory.frameworks.rules.members import LIFECYCLE, Move
from directory.frameworks.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.kit.forms import Press

DONE = {Move.SUSPEND: "suspended", Move.RESTORE: "a member again", Move.REMOVE: "removed"}


def _ask(reference: str, member_id: UUID, move: Move, button: str, words: str) -> ResponseReturnValue:
    actor = current_actor()
    framework = queries.led_framework(actor, reference)
    member = queries.member_of(actor, framework, member_id)
    LIFECYCLE.after(member.status, move)
    name, form = member.provider.name, ReasonForm()
    if form.sent():
        try:
            membership.move(actor, reference, member_id, move, reason=form.text("reason"), now=clock.now())
        except Invalid as refusal:
            form.refuse("reason", refusal)
        else:
            flash(f"{name} is {DONE[move]}")
            return redirect(url_for("frameworks.show", reference=reference), 303)
    return render_template(
        "frameworks/reason.html",
        framework=framework,
        form=form,
        heading=f"{button} {name}",
        words=words,
        button=button,
    )


@pages.route("/<reference>/members/<uuid:member_id>/suspension", methods=["GET", "POST"])
@guarded(Permission.CONTRACT_SIGN)
def suspension(reference: str, member_id: UUID) -> ResponseReturnValue:
    """Suspend a member."""
    words = "It is not asked first about placements, and cannot bid for call-offs, until you restore it."
    return _ask(reference, member_id, Move.SUSPEND, "Suspend", words)


@pages.route("/<reference>/members/<uuid:member_id>/removal", methods=["GET", "POST"])
@guarded(Permission.CONTRACT_SIGN)
def removal(reference: str, member_id: UUID) -> ResponseReturnValue:
    """Remove a member for good."""
    words = "It leaves the lot for good. Contracts that it has stay as they are."
    return _ask(reference, member_id, Move.REMOVE, "Remove", words)


@pages.route("/<reference>/members/<uuid:member_id>/restoration", methods=["POST"])
@guarded(Permission.CONTRACT_SIGN)
def restoration(reference: str, member_id: UUID) -> ResponseReturnValue:
    """Let a suspended member be one again."""
    form = Press()
    if form.sent():
        membership.move(current_actor(), reference, member_id, Move.RESTORE, now=clock.now())
        flash("It is a member again")
    return redirect(url_for("frameworks.show", reference=reference), 303)
