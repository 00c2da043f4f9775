from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor
from directory.bids import actions, attaching, queries
from directory.bids.forms import AnswerForm, FileForm
from directory.bids.pieces import read_file
from directory.bids.rules.check import MOST_FILES, questions
from directory.bids.rules.content import Answer, Attachment
from directory.bids.rules.parts import kept_in, mark
from directory.bids.views.blueprint import of_bidders, pages
from directory.files import Handed, Kind
from directory.files.answers import attachment
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, WrongState
from directory.tenders.queries import tender_for


@pages.post("/bid/answers/<int:number>/files")
@of_bidders
def add_file(tender_id: UUID, number: int) -> ResponseReturnValue:
    """Add a file to an answer."""
    actor, upload = current_actor(), FileForm()
    if number not in dict(questions(tender_for(actor, tender_id).notice())):
        raise NotFound
    given = upload.given() if upload.sent() else None
    try:
        if given is None:
            raise Invalid.field("file", "Choose a file")
        name, stream = given
        attaching.take_file(actor, tender_id, criterion=number, stream=stream, name=name, now=clock.now())
    except (Invalid, WrongState) as refusal:
        upload.refuse("file", refusal)
        return _answer_page(tender_id, number, upload), refusal.status
    flash("The file is added")
    return redirect(url_for("bids.answer", tender_id=tender_id, number=number), 303)


def _answer_page(tender_id: UUID, number: int, upload: FileForm) -> str:
    actor = current_actor()
    tender, held = tender_for(actor, tender_id), queries.own_bid(actor, tender_id)
    asked = dict(questions(tender.notice()))[number]
    form, kept = AnswerForm(formdata=None), kept_in(held.bid, Answer(number, ""))
    if isinstance(kept, Answer):
        form.show(kept)
    form.read.data = mark(kept)
    given = {"tender": tender, "held": held, "form": form, "upload": upload, "asked": asked, "number": number}
    return render_template(
        "bids/answer.html", notice=tender.notice(), heading=asked.name, clash=[], most_files=MOST_FILES, **given
    )


def _own_file(tender_id: UUID, sha256: str) -> tuple[bytes, Attachment]:
    held = queries.own_bid(current_actor(), tender_id)
    for file in held.bid.files:
        if file.sha256 == sha256:
            return held.key, file
    raise NotFound


@pages.get("/bid/files/<sha256>")
@of_bidders
def file(tender_id: UUID, sha256: str) -> Response:
    """Hand a provider a file of its own draft."""
    key, found = _own_file(tender_id, sha256)
    content = b"" if request.method == "HEAD" else read_file(key, found)
    return attachment(Handed(found.name, Kind(found.media_type), content))


@pages.post("/bid/files/<sha256>/removal")
@of_bidders
def remove_file(tender_id: UUID, sha256: str) -> ResponseReturnValue:
    """Take a file out of the draft."""
    _, found = _own_file(tender_id, sha256)
    actions.detach(current_actor(), tender_id, sha256, now=clock.now())
    flash("The file is removed")
    return redirect(url_for("bids.answer", tender_id=tender_id, number=found.criterion), 303)
