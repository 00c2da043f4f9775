"""``/organisation/services/<id>/claims/<id>``: what shows a claim, and how it stands."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.files.answers import announced, attachment
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.providers.actions import evidence as actions
from directory.providers.forms.assurance import EvidenceForm, FilesForm
from directory.providers.models import Claim, Status
from directory.providers.queries import claims as queries
from directory.providers.rules.claims import MOST_FILES

blueprint = Blueprint(
    "evidence", __name__, url_prefix="/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>"
)


@blueprint.get("")
@guarded(Permission.CLAIM_MAKE)
def show(service_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Show one claim with its words and files."""
    return _page(service_id, claim_id)


@blueprint.post("/words")
@guarded(Permission.CLAIM_MAKE)
def words(service_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Change the words that show it."""
    actor, form = current_actor(), EvidenceForm()
    _open(service_id, claim_id)
    if form.sent():
        try:
            actions.reword(actor, service_id, claim_id, evidence=form.text("evidence"), now=clock.now())
        except Invalid as refusal:
            form.refuse("evidence", refusal)
        else:
            flash("The words are changed")
            return redirect(url_for(".show", service_id=service_id, claim_id=claim_id), 303)
    return _page(service_id, claim_id, evidence=form), 422


@blueprint.post("/files")
@guarded(Permission.CLAIM_MAKE)
def files(service_id: UUID, claim_id: UUID) -> ResponseReturnValue:
    """Add files that show it."""
    actor, form = current_actor(), FilesForm()
    if len(_open(service_id, claim_id).files) >= MOST_FILES:
        raise WrongState(f"This specialism has {MOST_FILES} files already. Remove one first")
    if form.sent():
        sent = [(name, cast("BinaryIO", stream)) for name, stream in form.given()]
        try:
            number = actions.add_files(actor, service_id, claim_id, sent=sent, now=clock.now())
        except Invalid as refusal:
            form.refuse("file", refusal)
        else:
            flash(f"{number} {'file is' if number == 1 else 'files are'} added")
            return redirect(url_for(".show", service_id=service_id, claim_id=claim_id), 303)
    return _page(service_id, claim_id, upload=form), 422


@blueprint.get("/files/<uuid:file_id>")
@guarded(Permission.CLAIM_MAKE)
def file(service_id: UUID, claim_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Hand a provider its own file."""
    actor = current_actor()
    if request.method == "HEAD":
        return announced(queries.own_evidence(actor, service_id, claim_id, file_id))
    return attachment(actions.hand_to_owner(actor, service_id, claim_id, file_id, now=clock.now()))


@blueprint.post("/files/<uuid:file_id>/removal")
@guarded(Permission.CLAIM_MAKE)
def removal(service_id: UUID, claim_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Take a file back."""
    actions.remove_file(current_actor(), service_id, claim_id, file_id, now=clock.now())
    flash("The file is removed")
    return redirect(url_for(".show", service_id=service_id, claim_id=claim_id), 303)


def _open(service_id: UUID, claim_id: UUID) -> Claim:
    """Give the claim whose words and files may change. Raises NotFound, WrongState where its page has no form."""
    claim = queries.own_claim(current_actor(), service_id, claim_id)
    if claim.service.status is Status.WITHDRAWN:
        raise WrongState("This service is withdrawn")
    return claim


def _page(
    service_id: UUID, claim_id: UUID, *, evidence: EvidenceForm | None = None, upload: FilesForm | None = None
) -> str:
    claim = queries.own_claim(current_actor(), service_id, claim_id)
    evidence = evidence or EvidenceForm(formdata=None, data={"evidence": claim.evidence})
    upload = upload or FilesForm(formdata=None)
    return render_template(
        "providers/services/claim.html",
        claim=claim,
        service=claim.service,
        evidence=evidence,
        upload=upload,
        form=upload if upload.errors else evidence,
        most_files=MOST_FILES,
        today=clock.today(),
    )
