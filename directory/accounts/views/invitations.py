from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.accounts import actions, queries
from directory.accounts.forms import ROLE_WORDS, AdministratorForm, InviteForm
from directory.accounts.rules import ADMIN_OF
from directory.accounts.views.blueprints import organisation
from directory.kit import clock
from directory.kit.errors import Invalid
from directory.organisations.queries import public_organisation


@organisation.route("/organisation/invitations/new", methods=["GET", "POST"])
@guarded(Permission.MEMBER_MANAGE)
def invite() -> ResponseReturnValue:
    """Invite somebody into one's organisation."""
    actor = current_actor()
    form = InviteForm(queries.myself(actor).organisation.kind)
    if form.sent():
        try:
            invitation, _ = actions.invite(
                actor, email=form.text("email"), name=form.text("name"), roles=form.chosen(), now=clock.now()
            )
        except Invalid as refusal:
            form.refuse("email", refusal)
        else:
            flash(f"An invitation is on its way to {invitation.email}")
            return redirect(url_for("organisation.members"), 303)
    return render_template("accounts/invite.html", form=form, role_words=ROLE_WORDS)


@organisation.route("/organisation/invitations/<uuid:invitation_id>/renewal", methods=["POST"])
@guarded(Permission.MEMBER_MANAGE)
def renew_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Send an invitation again."""
    invitation = actions.renew(current_actor(), invitation_id, now=clock.now())
    flash(f"A new link is on its way to {invitation.email}")
    return redirect(url_for("organisation.members"), 303)


@organisation.route("/organisation/invitations/<uuid:invitation_id>/revocation", methods=["POST"])
@guarded(Permission.MEMBER_MANAGE)
def revoke_invitation(invitation_id: UUID) -> ResponseReturnValue:
    """Withdraw an invitation."""
    invitation = actions.revoke(current_actor(), invitation_id, now=clock.now())
    flash(f"The invitation of {invitation.email} was withdrawn")
    return redirect(url_for("organisation.members"), 303)


@organisation.route("/organisations/<uuid:organisation_id>/administrator", methods=["GET", "POST"])
@guarded(Permission.ORGANISATION_ADD)
def invite_administrator(organisation_id: UUID) -> ResponseReturnValue:
    """Invite the administrator of an organisation, who invites everybody else there."""
    where, form = public_organisation(organisation_id), AdministratorForm()
    role = ADMIN_OF[where.kind]
    if form.sent():
        try:
            invitation, _ = actions.invite(
                current_actor(),
                email=form.text("email"),
                name=form.text("name"),
                roles=[role],
                organisation_id=organisation_id,
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("email", refusal)
        else:
            flash(f"An invitation is on its way to {invitation.email}")
            return redirect(url_for("organisations.index"), 303)
    return render_template("accounts/invite_administrator.html", form=form, organisation=where, role=role)
