"""The lines of the matrix of what people keep: saved searches, shortlists, lists for paper."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

KEPT: tuple[Route, ...] = (
    Route("saved.index_page", "/services/saved", "GET", "search:save"),
    Route("saved.new", "/services/saved/new", "GET POST", "search:save"),
    Route("saved.results", "/services/saved/<uuid:saved_search_id>", "GET", "search:save", Thing.SAVED_SEARCH),
    Route("saved.look", "/services/saved/<uuid:saved_search_id>/look", "POST", "search:save", Thing.OWN_SAVED_SEARCH),
    Route(
        "saved.settings",
        "/services/saved/<uuid:saved_search_id>/settings",
        "GET POST",
        "search:save",
        Thing.OWN_SAVED_SEARCH,
    ),
    Route(
        "saved.removal",
        "/services/saved/<uuid:saved_search_id>/removal",
        "POST",
        "search:save",
        Thing.OWN_SAVED_SEARCH,
    ),
    Route("shortlist.main", "/services/shortlist", "GET", "signed in"),
    Route("shortlist.new", "/services/shortlist/new", "GET POST", "search:save"),
    Route("shortlist.show", "/services/shortlist/<uuid:shortlist_id>", "GET", "signed in", Thing.SHORTLIST),
    Route("printing.shortlist", "/services/shortlist/<uuid:shortlist_id>/print", "GET", "signed in", Thing.SHORTLIST),
    Route(
        "shortlist.removal",
        "/services/shortlist/<uuid:shortlist_id>/removal",
        "POST",
        "signed in",
        Thing.OWN_SHORTLIST,
    ),
    Route(
        "shortlist.note",
        "/services/shortlist/<uuid:shortlist_id>/services/<uuid:service_id>/note",
        "POST",
        "signed in",
        Thing.NOTED_SERVICE,
    ),
    Route("shortlist.keeping", "/services/<uuid:service_id>/keeping", "POST", "signed in", Thing.SERVICE),
    Route("shortlist.dropping", "/services/<uuid:service_id>/dropping", "POST", "signed in", Thing.KEPT_SERVICE),
    Route("shortlist.compare", "/services/compare", "GET", "signed in"),
    Route("printing.results", "/services/print", "GET POST", "anyone"),
    Route("keyboard.shortcuts", "/account/shortcuts", "GET POST", "signed in"),
    Route("api.get_saved_searches", "/api/v1/saved-searches", "GET", "search:save"),
    Route("api.post_saved_search", "/api/v1/saved-searches", "POST", "search:save"),
    Route(
        "api.get_saved_search",
        "/api/v1/saved-searches/<uuid:saved_search_id>",
        "GET",
        "search:save",
        Thing.SAVED_SEARCH,
    ),
    Route(
        "api.delete_saved_search",
        "/api/v1/saved-searches/<uuid:saved_search_id>",
        "DELETE",
        "search:save",
        Thing.OWN_SAVED_SEARCH,
    ),
)
