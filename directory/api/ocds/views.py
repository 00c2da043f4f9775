"""``/ocds/``: release and record packages for anybody, without a key. Read from the start, or since a date."""

from collections.abc import Sequence
from typing import Annotated, Any

from flask import Blueprint, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue
from pydantic import AwareDatetime, BeforeValidator, Field

from directory.access import anyone
from directory.api.filled import Block
from directory.api.ocds import blocks, feed
from directory.api.ocds.place import Place, instant
from directory.api.operations import described, parameters
from directory.api.public import open_to_all
from directory.kit import clock
from directory.kit.errors import NotFound
from directory.kit.limits import api_limit, limiter
from directory.kit.settings import Settings
from directory.kit.understand import Given
from directory.tenders.models import Tender

ocds = Blueprint("ocds", __name__, url_prefix="/ocds")
limiter.limit(api_limit)(ocds)
open_to_all(ocds)

VERSION = "1.1"
LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
Marked = Annotated[feed.Cursor, BeforeValidator(feed.Cursor.read)]


class Paged(Given):
    """Where to go on."""

    cursor: Marked | None = Field(None, description="The cursor of the `next` link of the page before")
    limit: int = Field(50, ge=1, le=100, description="How many on a page, up to 100")


class Releases(Paged):
    """Which releases."""

    updatedFrom: AwareDatetime | None = Field(None, description="Dated from, like 2027-01-15T00:00:00Z")  # noqa: N815 - as other publishers of the standard name it
    updatedTo: AwareDatetime | None = Field(None, description="Dated before, like 2027-02-01T00:00:00Z")  # noqa: N815 - the same


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _address(endpoint: str, **values: Any) -> str:
    """Give an address as we publish it: never the host that a request names."""
    return _settings().address + url_for(endpoint, **values)


def _place(tender: Tender) -> Place:
    return Place(_settings().ocid_prefix, _address("tenders.show", tender_id=tender.id))


def _package(uri: str, following: str = "", **holds: list[Block]) -> ResponseReturnValue:
    package = {
        "uri": uri,
        "version": VERSION,
        "extensions": [blocks.LOTS_EXTENSION],
        "publishedDate": instant(clock.now()),
        "publisher": {"name": "Fairhaven", "uri": _settings().address},
        "license": LICENCE,
        **holds,
    }
    return jsonify(package | ({"links": {"next": following}} if following else {}))


@ocds.get("/releases")
@anyone
@described("List what happened to tenders, earliest first", parameters=Releases, public=True)
def releases() -> ResponseReturnValue:
    """Give a page of releases; the last page has no ``next`` link, and more may come after its last release."""
    given = parameters(Releases)
    asked = feed.Range(given.cursor, given.updatedFrom, given.updatedTo)
    found = feed.events_after(asked, given.limit + 1)
    shown = found[: given.limit]
    kept = {"updatedFrom": instant(given.updatedFrom), "updatedTo": instant(given.updatedTo)}
    following = ""
    if len(found) > given.limit:
        process, event = shown[-1]
        cursor = feed.Cursor.of(process.tender, event).text()
        following = _address("ocds.releases", cursor=cursor, limit=given.limit, **kept)
    own = _address("ocds.releases", cursor=given.cursor and given.cursor.text(), limit=given.limit, **kept)
    return _package(
        own, following, releases=[blocks.release(process, event, _place(process.tender)) for process, event in shown]
    )


@ocds.get("/releases/<ocid>")
@anyone
@described("Read all that happened to one tender", public=True)
def process(ocid: str) -> ResponseReturnValue:
    """Give every release of one process in one package."""
    found = feed.with_outcomes([_named(ocid)])[0]
    told = [blocks.release(found, event, _place(found.tender)) for event in found.history()]
    return _package(_address("ocds.process", ocid=ocid), releases=told)


@ocds.get("/records")
@anyone
@described("List tenders as they stand, each with its releases", parameters=Paged, public=True)
def records() -> ResponseReturnValue:
    """Give a page of records, by the moment of publication."""
    given = parameters(Paged)
    found = feed.tenders_after(given.cursor, given.limit + 1)
    shown = found[: given.limit]
    following = ""
    if len(found) > given.limit:
        cursor = feed.Cursor.after(shown[-1]).text()
        following = _address("ocds.records", cursor=cursor, limit=given.limit)
    own = _address("ocds.records", cursor=given.cursor and given.cursor.text(), limit=given.limit)
    return _package(own, following, records=_records(shown))


@ocds.get("/records/<ocid>")
@anyone
@described("Read one tender as it stands, with its releases", public=True)
def one_record(ocid: str) -> ResponseReturnValue:
    """Give one record in a package."""
    return _package(_address("ocds.one_record", ocid=ocid), records=_records([_named(ocid)]))


def _records(tenders: Sequence[Tender]) -> list[Block]:
    return [blocks.record(process, _place(process.tender)) for process in feed.with_outcomes(tenders)]


def _named(ocid: str) -> Tender:
    """Give the process named. Raises NotFound."""
    prefix = f"{_settings().ocid_prefix}-"
    tender = feed.tender_named(ocid.removeprefix(prefix)) if ocid.startswith(prefix) else None
    if tender is None:
        raise NotFound
    return tender
