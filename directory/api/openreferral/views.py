"""``/openreferral/``: pages of public services, organisations, places and terms, and each by its id."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from uuid import UUID

from flask import Blueprint, current_app, jsonify, url_for
from flask.typing import ResponseReturnValue
from pydantic import BeforeValidator, Field

from directory.access import anyone
from directory.api.filled import Block
from directory.api.openreferral import listing, shapes, terms
from directory.api.operations import described, parameters
from directory.api.public import open_to_all
from directory.geo.gazetteer import NoGazetteer
from directory.geo.here import gazetteer
from directory.geo.rules import Point, parse_postcode
from directory.kit.errors import NotFound
from directory.kit.limits import api_limit, limiter
from directory.kit.paging import MOST_PAGES, Page
from directory.kit.understand import Given, NotUnderstood

T = TypeVar("T")

openreferral = Blueprint("openreferral", __name__, url_prefix="/openreferral")
limiter.limit(api_limit)(openreferral)
open_to_all(openreferral)

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
MOST_METRES = 1_000_000.0
WORDS = 10


def _term(text: str) -> terms.Term:
    try:
        return terms.BY_ID[UUID(text)]
    except (KeyError, ValueError):
        raise ValueError("is not the id of a term under /openreferral/taxonomy_terms") from None


def _taxonomy(text: str) -> terms.Taxonomy:
    found = next((one for one in terms.TAXONOMIES if str(one.id) == text.lower()), None)
    if found is None:
        raise ValueError("is not the id of a taxonomy under /openreferral/taxonomies")
    return found


def _postcode(text: str) -> Point:
    code = parse_postcode(text)
    try:
        found = gazetteer().locate(str(code)) if code else None
    except NoGazetteer:
        raise ValueError("cannot be looked up: this site has no list of postcodes yet") from None
    if found is None:
        raise ValueError("is not a postcode that we know")
    return found.point


class Paged(Given):
    """Which page."""

    page: int = Field(1, ge=1, le=MOST_PAGES, description="The page, from 1")
    per_page: int = Field(50, ge=1, le=100, description="How many on a page, up to 100")


class Terms(Paged):
    """Which terms."""

    taxonomy_id: Annotated[terms.Taxonomy, BeforeValidator(_taxonomy)] | None = Field(
        None, description="The id of a taxonomy"
    )


class Services(Terms):
    """Which services."""

    search: str = Field("", max_length=200, description=f"Up to {WORDS} words that all stand in what is said of it")
    taxonomy_term_id: Annotated[terms.Term, BeforeValidator(_term)] | None = Field(None, description="A term's id")
    minimum_age: float | None = Field(None, ge=0, le=150, description="For no younger than this, in years")
    maximum_age: float | None = Field(None, ge=0, le=150, description="For no older than this, in years")
    organization_id: UUID | None = Field(None, description="The id of an organisation")

    def wanted(self, around: listing.Around | None = None, *, with_place: bool = False) -> listing.Wanted:
        """Give it as the listing takes it."""
        return listing.Wanted(
            words=tuple(self.search.split()[:WORDS]),
            term=self.taxonomy_term_id,
            taxonomy=self.taxonomy_id,
            minimum_age=self.minimum_age,
            maximum_age=self.maximum_age,
            organisation_id=self.organization_id,
            around=around,
            with_place=with_place,
        )


class AtLocations(Services):
    """Which services at which places."""

    postcode: Annotated[Point, BeforeValidator(_postcode)] | None = Field(None, description="A postcode, like LS1 4AP")
    proximity: float | None = Field(None, gt=0, le=MOST_METRES, description="Metres from the postcode")

    def around(self) -> listing.Around | None:
        """Give the circle asked for. Raises NotUnderstood for half of one."""
        if (self.postcode is None) != (self.proximity is None):
            missing = "proximity" if self.proximity is None else "postcode"
            raise NotUnderstood({missing: "is needed too: postcode and proximity together say a circle"})
        return listing.Around(self.postcode, self.proximity) if self.postcode and self.proximity else None


def _page(found: Page[T], shape: Callable[[T], Block]) -> ResponseReturnValue:
    """Give a page in the standard's form."""
    return jsonify(
        total_items=found.total,
        total_pages=found.pages,
        page_number=found.number,
        size=len(found.rows),
        first_page=found.number == 1,
        last_page=found.number >= found.pages,
        empty=not found.rows,
        contents=[shape(row) for row in found.rows],
    )


def _of(rows: tuple[T, ...], given: Paged) -> Page[T]:
    start = (given.page - 1) * given.per_page
    return Page(rows[start : start + given.per_page], given.page, given.per_page, len(rows))


@openreferral.get("/")
@anyone
@described("Say which standard this is", public=True)
def about() -> ResponseReturnValue:
    """Give the version of the standard, and where this face is described."""
    address = current_app.config["SETTINGS"].address
    return jsonify(version=VERSION, profile=PROFILE, openapi_url=address + url_for("api.openapi"))


@openreferral.get("/services")
@anyone
@described("List public services", parameters=Services, public=True)
def services() -> ResponseReturnValue:
    """Give a page of public services."""
    given = parameters(Services)
    return _page(listing.services(given.wanted(), number=given.page, size=given.per_page), shapes.service_block)


@openreferral.get("/services/<uuid:service_id>")
@anyone
@described("Read a public service", public=True)
def service(service_id: UUID) -> ResponseReturnValue:
    """Give one service with its place, terms and languages."""
    return jsonify(shapes.whole_service(listing.service(service_id)))


@openreferral.get("/organizations")
@anyone
@described("List organisations that have a public service", parameters=Paged, public=True)
def organizations() -> ResponseReturnValue:
    """Give a page of organisations."""
    given = parameters(Paged)
    return _page(listing.organisations(number=given.page, size=given.per_page), shapes.organisation_block)


@openreferral.get("/organizations/<uuid:organisation_id>")
@anyone
@described("Read an organisation with its public services", public=True)
def organization(organisation_id: UUID) -> ResponseReturnValue:
    """Give one organisation and its public services."""
    found = listing.organisation(organisation_id)
    held = [shapes.service_block(one) for one in listing.services_of(found.id)]
    return jsonify(shapes.whole_organisation(found, held))


@openreferral.get("/service_at_locations")
@anyone
@described("List public services at their places", parameters=AtLocations, public=True)
def service_at_locations() -> ResponseReturnValue:
    """Give a page of services that say where they are."""
    given = parameters(AtLocations)
    wanted = given.wanted(given.around(), with_place=True)
    return _page(listing.services(wanted, number=given.page, size=given.per_page), shapes.at_location)


@openreferral.get("/service_at_locations/<uuid:service_id>")
@anyone
@described("Read a public service at its place", public=True)
def service_at_location(service_id: UUID) -> ResponseReturnValue:
    """Give one service at its place."""
    return jsonify(shapes.whole_at_location(listing.service(service_id, with_place=True)))


@openreferral.get("/taxonomies")
@anyone
@described("List taxonomies", parameters=Paged, public=True)
def taxonomies() -> ResponseReturnValue:
    """Give the lists of terms."""
    return _page(_of(terms.TAXONOMIES, parameters(Paged)), terms.taxonomy_block)


@openreferral.get("/taxonomies/<uuid:taxonomy_id>")
@anyone
@described("Read a taxonomy with its terms", public=True)
def taxonomy(taxonomy_id: UUID) -> ResponseReturnValue:
    """Give one list with its terms."""
    found: Any = next((one for one in terms.TAXONOMIES if one.id == taxonomy_id), None)
    if found is None:
        raise NotFound
    held = [terms.term_block(term) for term in terms.TERMS if term.taxonomy is found]
    return jsonify(terms.taxonomy_block(found) | {"taxonomy_terms": held})


@openreferral.get("/taxonomy_terms")
@anyone
@described("List terms", parameters=Terms, public=True)
def taxonomy_terms() -> ResponseReturnValue:
    """Give a page of terms."""
    given = parameters(Terms)
    chosen = tuple(term for term in terms.TERMS if given.taxonomy_id in (None, term.taxonomy))
    return _page(_of(chosen, given), terms.term_block)


@openreferral.get("/taxonomy_terms/<uuid:term_id>")
@anyone
@described("Read a term", public=True)
def taxonomy_term(term_id: UUID) -> ResponseReturnValue:
    """Give one term."""
    if term_id not in terms.BY_ID:
        raise NotFound
    return jsonify(terms.term_block(terms.BY_ID[term_id]))
