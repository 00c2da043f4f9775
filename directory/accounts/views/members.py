from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, Role, current_actor, guarded, signed_in
from directory.accounts import actions, queries
from directory.accounts.forms import ROLE_WORDS, RolesForm, role_label
from directory.accounts.models import Person
from directory.accounts.views.blueprints import organisation
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState


@organisation.app_template_filter("role")
def role(value: str) -> str:
    """Give a role, or its name, as people read it."""
    return role_label(Role(value))


@organisation.route("/organisation")
@signed_in
def show() -> ResponseReturnValue:
    """Show one's organisation."""
    return render_template("accounts/organisation.html", person=queries.myself(current_actor()))


@organisation.route("/organisation/members")
@guarded(Permission.MEMBER_MANAGE)
def members() -> ResponseReturnValue:
    """List members and the invitations that wait."""
    actor = current_actor()
    return render_template(
        "accounts/members.html", members=queries.members(actor), invitations=queries.invitations(actor)
    )


@organisation.route("/organisation/members/<uuid:person_id>", methods=["GET", "POST"])
@guarded(Permission.MEMBER_MANAGE)
def member(person_id: UUID) -> ResponseReturnValue:
    """Show a member, and change their roles."""
    person = queries.member(current_actor(), person_id)
    form = RolesForm(
        person.organisation.kind, data={"roles": [r.value for r in person.roles], "version": person.version}
    )
    status = 200
    if form.sent():
        try:
            actions.change_roles(current_actor(), person_id, roles=form.chosen(), version=_version(), now=clock.now())
        except (Invalid, WrongState) as refusal:
            status = refusal.status
            form.refuse("roles", refusal)
        else:
            flash("The roles were changed")
            return redirect(url_for("organisation.members"), 303)
    return _member_page(queries.member(current_actor(), person_id), form), status


def _member_page(person: Person, form: RolesForm) -> str:
    actor = current_actor()
    tokens = queries.tokens(actor, person.id) if actor.may(Permission.TOKEN_MANAGE) else []
    return render_template("accounts/member.html", person=person, form=form, role_words=ROLE_WORDS, tokens=tokens)


def _version() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isdecimal() else 0


@organisation.route("/organisation/members/<uuid:person_id>/activity", methods=["POST"])
@guarded(Permission.MEMBER_MANAGE)
def activity(person_id: UUID) -> ResponseReturnValue:
    """Let a member sign in, or not."""
    active = request.form.get("active") == "1"
    actions.set_active(current_actor(), person_id, active=active, version=_version(), now=clock.now())
    flash("The member may sign in again" if active else "The member can no longer sign in")
    return redirect(url_for("organisation.members"), 303)


@organisation.route("/organisation/members/<uuid:person_id>/second-factor/removal", methods=["POST"])
@guarded(Permission.MEMBER_MANAGE)
def remove_second_factor(person_id: UUID) -> ResponseReturnValue:
    """Take a lost second factor from a member."""
    actions.clear_second_factor(current_actor(), person_id, version=_version(), now=clock.now())
    flash("The member sets up a new second factor when they sign in next")
    return redirect(url_for("organisation.member", person_id=person_id), 303)


@organisation.route("/organisation/members/<uuid:person_id>/tokens/<uuid:token_id>/revocation", methods=["POST"])
@guarded(Permission.TOKEN_MANAGE)
def revoke_member_token(person_id: UUID, token_id: UUID) -> ResponseReturnValue:
    """Revoke a token of a member."""
    actor = current_actor()
    if token_id not in {token.id for token in queries.tokens(actor, queries.member(actor, person_id).id)}:
        raise NotFound
    actions.revoke_token(actor, token_id, now=clock.now())
    flash("The token was revoked")
    return redirect(url_for("organisation.member", person_id=person_id), 303)
