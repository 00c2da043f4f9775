from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.files.answers import named_attachment
from directory.kit import clock
from directory.kit.errors import Invalid, WrongState
from directory.kit.forms import Press
from directory.records import actions, queries
from directory.records.forms import ReleaseForm
from directory.records.packing import covered
from directory.records.rules.withholding import Purpose
from directory.records.views.blueprint import pages

P = Permission
ZIP, PDF = "application/zip", "application/pdf"


@pages.route("", methods=["GET", "POST"])
@guarded(P.PROCUREMENT_FILE)
def index(tender_id: UUID) -> ResponseReturnValue:
    """List the files that were made of a tender, and have a whole one made for an auditor."""
    actor, form, refusal = current_actor(), Press(), None
    if form.sent():
        try:
            row = actions.ask(actor, tender_id, purpose=Purpose.AUDIT, now=clock.now())
        except WrongState as wrong:
            refusal = wrong
        else:
            return redirect(url_for("records.show", tender_id=tender_id, file_id=row.id), 303)
    tender, rows = queries.filed_tender(actor, tender_id), queries.files_of(actor, tender_id)
    page = render_template("records/index.html", tender=tender, rows=rows, form=form, refusal=refusal)
    return page, refusal.status if refusal else 200


@pages.route("/release", methods=["GET", "POST"])
@guarded(P.PROCUREMENT_FILE)
def release(tender_id: UUID) -> ResponseReturnValue:
    """Choose what an answer gives out, see what it would withhold, and have it made."""
    actor, form, status, refusal = current_actor(), ReleaseForm(), 200, None
    asked = form.sent()
    if asked and request.form.get("do") == "make":
        try:
            row = actions.ask(
                actor,
                tender_id,
                purpose=Purpose.RELEASE,
                shown=form.secrets(),
                reason=form.text("reason"),
                request=form.text("request"),
                now=clock.now(),
            )
        except Invalid as wrong:
            form.refuse("request", wrong)
            status = wrong.status
        except WrongState as wrong:
            refusal, status = wrong, wrong.status
        else:
            flash("The answer is being made")
            return redirect(url_for("records.show", tender_id=tender_id, file_id=row.id), 303)
    tender = queries.filed_tender(actor, tender_id)
    found = covered(queries.material(actor, tender, clock.now()), Purpose.RELEASE, form.secrets())
    given = {"tender": tender, "form": form, "found": found, "looked": asked, "refusal": refusal}
    return render_template("records/release.html", **given), status


@pages.route("/<uuid:file_id>")
@guarded(P.PROCUREMENT_FILE)
def show(tender_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """Show one file: whether it is made, what is in it, what is withheld."""
    actor = current_actor()
    row = queries.own_file(actor, tender_id, file_id)
    return render_template("records/show.html", tender=queries.filed_tender(actor, tender_id), row=row)


@pages.route("/<uuid:file_id>/file.zip")
@guarded(P.PROCUREMENT_FILE)
def archive(tender_id: UUID, file_id: UUID) -> Response:
    """Hand out the whole file."""
    return _handed(tender_id, file_id, whole=True)


@pages.route("/<uuid:file_id>/file.pdf")
@guarded(P.PROCUREMENT_FILE)
def document(tender_id: UUID, file_id: UUID) -> Response:
    """Hand out the PDF alone."""
    return _handed(tender_id, file_id, whole=False)


def _handed(tender_id: UUID, file_id: UUID, *, whole: bool) -> Response:
    actor = current_actor()
    tender = queries.filed_tender(actor, tender_id)
    if request.method == "HEAD":
        queries.own_file(actor, tender_id, file_id)
        content = b""
    else:
        content = actions.hand_out(actor, tender_id, file_id, whole=whole, now=clock.now())
    name = f"{tender.reference}-procurement-file.{'zip' if whole else 'pdf'}"
    return named_attachment(name, ZIP if whole else PDF, content)
