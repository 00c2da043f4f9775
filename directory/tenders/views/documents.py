"""The documents of a tender: what is put into a draft, what is published afterwards, and handing them out."""

from typing import BinaryIO
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import files
from directory.access import Permission, anyone, current_actor, guarded
from directory.files import Handed
from directory.files.answers import announced, attachment
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.forms import Press
from directory.tenders import actions, queries
from directory.tenders.actions.documents import MOST_DOCUMENTS, document_of
from directory.tenders.forms import DocumentForm, VersionForm
from directory.tenders.models import Tender
from directory.tenders.rules import Move
from directory.tenders.rules.amending import MATERIAL_DAYS
from directory.tenders.views.blueprint import pages

P = Permission
AT = "/<uuid:tender_id>/documents"
ONE = f"{AT}/<uuid:document_id>"


def _page(tender: Tender, form: DocumentForm) -> str:
    return render_template("tenders/documents.html", tender=tender, form=form, press=Press(), most=MOST_DOCUMENTS)


def _given(form: DocumentForm | VersionForm) -> tuple[str, BinaryIO]:
    given = form.given()
    if given is None:
        raise Invalid.field("file", "Choose a file")
    return given


@pages.route(AT, methods=["GET", "POST"])
@guarded(P.TENDER_DRAFT)
def documents(tender_id: UUID) -> ResponseReturnValue:
    """List a draft's documents, and add one."""
    actor, form = current_actor(), DocumentForm()
    tender = queries.owned_tender(actor, tender_id)
    if tender.status != "draft":
        raise WrongState("Only a draft’s documents can be changed here")
    if form.sent():
        try:
            name, stream = _given(form)
            title = form.text("title")
            actions.add_document(actor, tender_id, title=title, stream=stream, name=name, now=clock.now())
        except (Invalid, WrongState) as refusal:
            form.refuse("file", refusal)
            return _page(queries.owned_tender(actor, tender_id), form), refusal.status
        flash("The document is added")
        return redirect(url_for("tenders.documents", tender_id=tender_id), 303)
    return _page(tender, form)


@pages.post(f"{ONE}/replacement")
@guarded(P.TENDER_DRAFT)
def document_replacement(tender_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Put another file in a document's place."""
    actor, form = current_actor(), DocumentForm()
    document_of(queries.owned_tender(actor, tender_id), document_id)
    try:
        name, stream = _given(form)
        actions.replace_document(actor, tender_id, document_id, stream=stream, name=name, now=clock.now())
    except Invalid as refusal:
        form.refuse("file", refusal)
        return _page(queries.owned_tender(actor, tender_id), form), refusal.status
    flash("The document is replaced")
    return redirect(url_for("tenders.documents", tender_id=tender_id), 303)


@pages.post(f"{ONE}/removal")
@guarded(P.TENDER_DRAFT)
def document_removal(tender_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """Take a document away."""
    actions.remove_document(current_actor(), tender_id, document_id, now=clock.now())
    flash("The document is removed")
    return redirect(url_for("tenders.documents", tender_id=tender_id), 303)


@pages.route(f"{AT}/amendment", methods=["GET", "POST"], defaults={"document_id": None})
@pages.route(f"{ONE}/amendment", methods=["GET", "POST"])
@guarded(P.TENDER_PUBLISH)
def document_version(tender_id: UUID, document_id: UUID | None) -> ResponseReturnValue:
    """Publish a new version of a document, or another document, in sight of all."""
    actor, form = current_actor(), VersionForm()
    tender = queries.owned_tender(actor, tender_id)
    document = document_of(tender, document_id) if document_id else None
    queries.ready(actor, tender_id, Move.AMEND, clock.now())
    status = 200
    if form.sent():
        try:
            name, stream = _given(form)
            actions.publish_version(
                actor,
                tender_id,
                document_id,
                title=form.text("title"),
                stream=stream,
                name=name,
                reason=form.text("reason"),
                material=form.material.data,
                now=clock.now(),
            )
        except Invalid as refusal:
            form.refuse("file", refusal)
            status = refusal.status
            tender = queries.ready(actor, tender_id, Move.AMEND, clock.now())
            document = document_of(tender, document_id) if document_id else None
        else:
            flash("The document is published")
            return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    given = {"tender": tender, "document": document, "form": form, "material_days": MATERIAL_DAYS}
    return render_template("tenders/document_version.html", **given), status


@pages.get(f"{ONE}/versions/<int:number>")
@anyone
def document(tender_id: UUID, document_id: UUID, number: int) -> Response:
    """Hand a version of a document to whoever may see the tender."""
    version = queries.document_version(current_actor(), tender_id, document_id, number)
    stored = version.file
    if request.method == "HEAD":
        return announced(stored)
    if not stored.may_be_read:
        infected = stored.scan is files.Scan.INFECTED
        raise WrongState(files.INFECTED if infected else files.WAITING)
    # no record of who takes what is public: it would say who is interested
    return attachment(Handed(stored.name, stored.media_type, files.read(stored)))
