"""``/capacity/file``: all of a provider's places as one file, down and up again."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock, tables
from directory.kit.errors import Stale, WrongState
from directory.kit.tables import BrokenTable
from directory.providers.actions import bulk as actions
from directory.providers.forms.bulk import FileForm
from directory.providers.queries import bulk as queries

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
blueprint = Blueprint("places_file", __name__, url_prefix="/capacity")


@blueprint.get("/places.csv", defaults={"kind": "csv"})
@blueprint.get("/places.xlsx", defaults={"kind": "xlsx"})
@guarded(Permission.CAPACITY_CHANGE)
def download(kind: str) -> ResponseReturnValue:
    """Give one's own places as a file that may be filled in and sent back."""
    table = queries.own_table(current_actor())
    data = tables.as_xlsx("Places", table) if kind == "xlsx" else tables.as_csv(table)
    name = f"places-{clock.today().isoformat()}.{kind}"
    answer = Response(data, mimetype=XLSX if kind == "xlsx" else "text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@blueprint.route("/file", methods=["GET", "POST"])
@guarded(Permission.CAPACITY_CHANGE)
def file() -> ResponseReturnValue:
    """Offer the files; take one back and show what it would change."""
    actor, form = current_actor(), FileForm()
    problems: list[str] = []
    if form.sent():
        given = form.given()
        if given is None:
            form.refuse("file", "Choose a file")
        else:
            try:
                read = actions.read_file(actor, name=given[0], data=given[1], now=clock.now())
            except BrokenTable as refusal:
                problems = refusal.said()
                form.refuse("file", "Nothing was changed. Put right what is listed, then send the file again")
            else:
                return redirect(url_for(".look_over", file_id=read.id), 303)
    page = render_template("providers/capacity/file.html", form=form, problems=problems, files=queries.own_files(actor))
    return page, 422 if form.errors else 200


@blueprint.get("/files/<uuid:file_id>")
@guarded(Permission.CAPACITY_CHANGE)
def look_over(file_id: UUID) -> ResponseReturnValue:
    """Show what a file would change before it is applied."""
    return _look_over(file_id)


@blueprint.post("/files/<uuid:file_id>/application")
@guarded(Permission.CAPACITY_CHANGE)
def application(file_id: UUID) -> ResponseReturnValue:
    """Apply a file whole."""
    try:
        number = actions.apply_file(current_actor(), file_id, now=clock.now())
    except (Stale, WrongState) as refusal:
        return _look_over(file_id, str(refusal)), refusal.status
    flash(f"{number:,} {'service' if number == 1 else 'services'} confirmed from your file")
    return redirect(url_for("capacity.index"), 303)


def _look_over(file_id: UUID, refusal: str = "") -> str:
    actor = current_actor()
    sent = queries.own_file(actor, file_id)
    lines = queries.own_lines(actor, sent.said())
    return render_template(
        "providers/capacity/look_over.html",
        file=sent,
        changed=[line for line in lines if line.changes],
        confirmed=sum(1 for line in lines if not line.changes),
        freed=sum(line.free_after - (line.free_before or 0) for line in lines),
        refusal=refusal,
    )
