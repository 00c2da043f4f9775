"""``/organisation/services/<id>/preview``: a provider sees its service as a social worker does."""

from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.finder.views.search import about
from directory.providers.models import Status
from directory.providers.queries.capacity import own_service
from directory.providers.search import draft_of, shown

preview = Blueprint("preview", __name__, url_prefix="/organisation/services")


@preview.get("/<uuid:service_id>/preview")
@guarded(Permission.SERVICE_EDIT)
def show(service_id: UUID) -> ResponseReturnValue:
    """Show one's own service, published or not, on the page that authorities get."""
    service = own_service(current_actor(), service_id)
    return render_template(
        "finder/preview.html",
        **about(service, draft_of(service), url_for("preview.show", service_id=service_id)),
        shown=shown(service),
        draft=service.status is Status.DRAFT,
    )
