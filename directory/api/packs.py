"""Referral packs for an authority's own system: released, looked at, kept open, withdrawn.

Nobody gets what is in them here: people read them on the pages, where every look is written down.
"""

from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from pydantic import BaseModel, Field, StrictInt

from directory.access import Permission, current_actor, guarded
from directory.api.operations import answered, body, described
from directory.api.sent_files import FileBody, opened
from directory.api.views import v1
from directory.kit import clock
from directory.kit.understand import Given
from directory.placements import actions
from directory.placements.queries.disclosing import Shown, released_packs
from directory.placements.rules.disclosing import MOST_DAYS, MOST_FILES, USUAL_DAYS


class PackBody(Given):
    """A pack to be released to the provider of an agreed placement: 1 MB at most as it is sent."""

    files: list[FileBody] = Field(min_length=1, max_length=MOST_FILES, description="PDF, PNG or JPEG")
    days: StrictInt = Field(default=USUAL_DAYS, ge=1, le=MOST_DAYS, description="for how many days it may be opened")


class DaysBody(Given):
    """For how long the pack may be opened from now."""

    days: StrictInt = Field(ge=1, le=MOST_DAYS, description="days from now")


class FileShown(BaseModel):
    """A file of a pack."""

    id: UUID
    name: str
    size_bytes: int
    scan: str


class ViewShown(BaseModel):
    """That somebody opened a file."""

    viewed_at: datetime
    file_id: UUID
    person: str
    organisation: str


class PackAnswer(BaseModel):
    """A pack, its files and who opened them."""

    state: str
    released_at: datetime
    expires_at: datetime
    withdrawn_at: datetime | None
    files: list[FileShown]
    views: list[ViewShown]


class PacksAnswer(BaseModel):
    """The packs of a placement, the newest first; at most one is open."""

    items: list[PackAnswer]


def _pack(one: Shown) -> PackAnswer:
    pack = one.pack
    return PackAnswer(
        state=one.state.lower(),
        released_at=pack.released_at,
        expires_at=pack.expires_at,
        withdrawn_at=pack.withdrawn_at,
        files=[
            FileShown(id=each.file_id, name=each.file.name, size_bytes=each.file.size_bytes, scan=each.file.scan.value)
            for each in pack.files
        ],
        views=[
            ViewShown(
                viewed_at=view.viewed_at,
                file_id=view.file_id,
                person=view.person.name,
                organisation=view.person.organisation.name,
            )
            for view in pack.views
        ],
    )


def _packs(reference: str, status: int = 200) -> ResponseReturnValue:
    packs = released_packs(current_actor(), reference, clock.now())
    return answered(PacksAnswer(items=[_pack(one) for one in packs]), status)


@v1.get("/placements/<reference>/pack")
@guarded(Permission.PACK_RELEASE)
@described("Read who opened a referral pack", answer=PacksAnswer)
def get_packs(reference: str) -> ResponseReturnValue:
    """Give the packs that you released for a placement, and who opened which file when."""
    return _packs(reference)


@v1.post("/placements/<reference>/pack")
@guarded(Permission.PACK_RELEASE)
@described("Release a referral pack", body=PackBody, answer=PacksAnswer, status=201)
def post_pack(reference: str) -> ResponseReturnValue:
    """Release files to the provider of an agreed placement, which is told; only its people can open them."""
    given = body(PackBody)
    files = [(one.name, opened(one, field=f"files.{number}")) for number, one in enumerate(given.files)]
    actions.release_pack(current_actor(), reference, files=files, days=given.days, now=clock.now())
    return _packs(reference, 201)


@v1.post("/placements/<reference>/pack/expiry")
@guarded(Permission.PACK_RELEASE)
@described("Change until when a referral pack is open", body=DaysBody, answer=PacksAnswer, status=201)
def post_pack_expiry(reference: str) -> ResponseReturnValue:
    """Let the open pack close so many days from now."""
    actions.change_expiry(current_actor(), reference, days=body(DaysBody).days, now=clock.now())
    return _packs(reference, 201)


@v1.post("/placements/<reference>/pack/withdrawal")
@guarded(Permission.PACK_RELEASE)
@described("Withdraw a referral pack", answer=PacksAnswer, status=201)
def post_pack_withdrawal(reference: str) -> ResponseReturnValue:
    """Close the pack for good; the provider is told. Another may be released then."""
    actions.withdraw_pack(current_actor(), reference, now=clock.now())
    return _packs(reference, 201)
