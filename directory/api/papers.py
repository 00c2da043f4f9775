"""Documents of a tender for programs: put into a draft, and published in sight of all afterwards."""

from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field

from directory.access import Actor, Permission, anyone, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.sent_files import MOST_JSON_BYTES_WITH_A_FILE, FileBody, opened
from directory.api.tender_models import DocumentAnswer, NothingBody, document_answer
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import Move, Status

P = Permission
MAY_CONFLICT = (404, 409, 413)
AT = "/tenders/<uuid:tender_id>/documents"
ONE = f"{AT}/<uuid:document_id>"
TITLE = "What it is, like Specification; without it the file's name stands"


class DocumentBody(Given):
    """A document for a draft."""

    title: str = Field("", description=TITLE)
    file: FileBody = Field(description="PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to 10 MB")


class ReplacementBody(Given):
    """Another file in a document's place."""

    file: FileBody = Field(description="PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to 10 MB")


class VersionBody(Given):
    """A file that is published as an amendment."""

    title: str = Field("", description=f"{TITLE}; only for another document")
    file: FileBody = Field(description="PDF, Word (.docx), Excel (.xlsx), PNG or JPEG, up to 10 MB")
    reason: str = Field(min_length=1, description="What changes and why, in words that everybody may read")
    material: bool = Field(description="true where it may change who bids or what they bid")


class PaperAnswer(DocumentAnswer):
    """A document of a tender with all its versions, the present one last, and what you may do to it now."""

    moves: list[str]


class PapersAnswer(BaseModel):
    """The documents of a tender by number. ``moves``: how another comes in now."""

    items: list[PaperAnswer]
    moves: list[str]


def _moves(actor: Actor, tender: Tender) -> tuple[list[str], list[str]]:
    """Give what the actor may do now to the list, and to each document."""
    if actor.organisation_id == tender.authority_id and actor.person_id is not None:
        if tender.status == Status.DRAFT and actor.may(P.TENDER_DRAFT):
            return ["documents"], ["replacement", "removal"]
        if Move.AMEND in queries.moves(actor, tender, clock.now()):
            return ["documents/amendment"], ["amendment"]
    return [], []


def _papers(actor: Actor, tender: Tender, status: int = 200) -> ResponseReturnValue:
    of_list, of_each = _moves(actor, tender)
    items = [
        PaperAnswer(**document_answer(tender, one).model_dump(), moves=of_each)
        for one in queries.public_documents(tender)
    ]
    return answered(PapersAnswer(items=items, moves=of_list), status)


def _own(actor: Actor, tender_id: UUID) -> ResponseReturnValue:
    return _papers(actor, queries.owned_tender(actor, tender_id), 201)


@v1.get(AT)
@anyone
@described("List the documents of a tender", answer=PapersAnswer, public=True)
def get_documents(tender_id: UUID) -> ResponseReturnValue:
    """Those of a published tender need no token; `url` of a version gives its bytes."""
    actor = current_actor()
    return _papers(actor, queries.tender_for(actor, tender_id))


@v1.post(AT)
@guarded(P.TENDER_DRAFT)
@described(
    "Put a document into a draft",
    body=DocumentBody,
    answer=PapersAnswer,
    status=201,
    refusals=MAY_CONFLICT,
    most_bytes=MOST_JSON_BYTES_WITH_A_FILE,
)
def post_document(tender_id: UUID) -> ResponseReturnValue:
    """The file is checked for viruses; until that is done the tender cannot be published."""
    actor, given = current_actor(), body(DocumentBody)
    stream = opened(given.file, field="file")
    actions.add_document(actor, tender_id, title=given.title, stream=stream, name=given.file.name, now=clock.now())
    return _own(actor, tender_id)


@v1.post(f"{ONE}/replacement")
@guarded(P.TENDER_DRAFT)
@described(
    "Put another file in a document's place, in a draft",
    body=ReplacementBody,
    answer=PapersAnswer,
    status=201,
    refusals=MAY_CONFLICT,
    most_bytes=MOST_JSON_BYTES_WITH_A_FILE,
)
def post_document_replacement(tender_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """The former file is forgotten."""
    actor, given = current_actor(), body(ReplacementBody)
    stream = opened(given.file, field="file")
    actions.replace_document(actor, tender_id, document_id, stream=stream, name=given.file.name, now=clock.now())
    return _own(actor, tender_id)


@v1.post(f"{ONE}/removal")
@guarded(P.TENDER_DRAFT)
@described("Take a document out of a draft", body=NothingBody, answer=PapersAnswer, status=201, refusals=MAY_CONFLICT)
def post_document_removal(tender_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """It goes with its bytes; those after it move up."""
    body(NothingBody)
    actor = current_actor()
    actions.remove_document(actor, tender_id, document_id, now=clock.now())
    return _own(actor, tender_id)


def _published(tender_id: UUID, document_id: UUID | None, given: VersionBody) -> ResponseReturnValue:
    actor = current_actor()
    actions.publish_version(
        actor,
        tender_id,
        document_id,
        title=given.title,
        stream=opened(given.file, field="file"),
        name=given.file.name,
        reason=given.reason,
        material=given.material,
        now=clock.now(),
    )
    return _own(actor, tender_id)


@v1.post(f"{AT}/amendment")
@guarded(P.TENDER_PUBLISH)
@described(
    "Publish another document of a tender that is out",
    body=VersionBody,
    answer=PapersAnswer,
    status=201,
    refusals=MAY_CONFLICT,
    most_bytes=MOST_JSON_BYTES_WITH_A_FILE,
)
def post_document_amendment(tender_id: UUID) -> ResponseReturnValue:
    """It is an amendment: whoever was told of the tender is told. Refused (409) once bids have closed."""
    return _published(tender_id, None, body(VersionBody))


@v1.post(f"{ONE}/amendment")
@guarded(P.TENDER_PUBLISH)
@described(
    "Publish a new version of a document",
    body=VersionBody,
    answer=PapersAnswer,
    status=201,
    refusals=MAY_CONFLICT,
    most_bytes=MOST_JSON_BYTES_WITH_A_FILE,
)
def post_document_version(tender_id: UUID, document_id: UUID) -> ResponseReturnValue:
    """The old versions stay to be read. A material change (422) needs time left for bids: amend the deadline first."""
    return _published(tender_id, document_id, body(VersionBody))
