"""The search, for programs."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from directory.access import anyone, current_actor
from directory.api.operations import answered, body, described, parameters
from directory.api.views import v1
from directory.finder import shapes
from directory.finder.queries import find as queries
from directory.finder.rules.parameters import SearchBody, SearchParameters
from directory.finder.views.search import found
from directory.kit import clock
from directory.providers.search import document_of


@v1.get("/services")
@anyone
@described("Search the directory", parameters=SearchParameters, answer=shapes.SearchAnswer, public=True)
def search_services() -> ResponseReturnValue:
    """Find services by words, place and filters. Without a token: public services only."""
    return answered(shapes.answer(found(parameters(SearchParameters))))


@v1.post("/services/search")
@anyone
@described("Search with exclusion zones", body=SearchBody, answer=shapes.SearchAnswer)
def search_services_away_from() -> ResponseReturnValue:
    """Find the same with ``avoid``: places to keep away from are facts about a child, so they go in a body."""
    given = body(SearchBody)
    return answered(shapes.answer(found(given, given.avoid, in_body=True)))


@v1.get("/services/<uuid:service_id>")
@anyone
@described("Read a service", answer=shapes.ServiceAnswer, public=True)
def get_service(service_id: UUID) -> ResponseReturnValue:
    """Give all that you may know of one service; of a confidential one its published area only."""
    service = queries.visible_service(current_actor(), service_id)
    return answered(shapes.service(service, document_of(service), clock.now()))
