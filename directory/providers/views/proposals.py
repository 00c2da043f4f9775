"""What another source says of one's own service: taken or left in one press."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions import proposals

blueprint = Blueprint("proposals", __name__, url_prefix="/organisation/services/<uuid:service_id>/proposals")


@blueprint.post("/<uuid:proposal_id>/taking")
@guarded(Permission.SERVICE_EDIT)
def taking(service_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Write what is proposed."""
    return _done(proposals.take, service_id, proposal_id, "{} is changed to what was proposed")


@blueprint.post("/<uuid:proposal_id>/leaving")
@guarded(Permission.SERVICE_EDIT)
def leaving(service_id: UUID, proposal_id: UUID) -> ResponseReturnValue:
    """Keep what stands."""
    return _done(proposals.leave, service_id, proposal_id, "{} stays as you wrote it")


def _done(action: Callable[..., str], service_id: UUID, proposal_id: UUID, words: str) -> ResponseReturnValue:
    try:
        field = action(current_actor(), service_id, proposal_id, now=clock.now())
    except (Invalid, WrongState) as refusal:
        flash(f"Nothing was changed. {refusal.detail}")
    else:
        flash(words.format(field))
    return redirect(url_for("own_services.show", service_id=service_id), 303)
