"""The lines of the matrix of tenders."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AMENDED = "/tenders/<uuid:tender_id>/amendment"

TENDERS: tuple[Route, ...] = (
    Route("api.post_tender", "/api/v1/tenders", "POST", "tender:draft"),
    Route("api.list_tenders", "/api/v1/tenders", "GET", "anyone"),
    Route("api.get_tender", "/api/v1/tenders/<uuid:tender_id>", "GET", "anyone", Thing.TENDER_READ),
    Route(
        "api.post_tender_amendment",
        "/api/v1/tenders/<uuid:tender_id>/amendment",
        "POST",
        "tender:publish",
        Thing.TENDER,
    ),
    Route(
        "api.post_tender_approval", "/api/v1/tenders/<uuid:tender_id>/approval", "POST", "tender:approve", Thing.TENDER
    ),
    Route(
        "api.post_tender_cancellation",
        "/api/v1/tenders/<uuid:tender_id>/cancellation",
        "POST",
        "tender:publish",
        Thing.TENDER,
    ),
    Route(
        "api.post_tender_publication",
        "/api/v1/tenders/<uuid:tender_id>/publication",
        "POST",
        "tender:publish",
        Thing.TENDER,
    ),
    Route("api.post_tender_return", "/api/v1/tenders/<uuid:tender_id>/return", "POST", "tender:draft", Thing.TENDER),
    Route(
        "api.post_tender_submission",
        "/api/v1/tenders/<uuid:tender_id>/submission",
        "POST",
        "tender:draft",
        Thing.TENDER,
    ),
    Route(
        "api.post_tender_withdrawal",
        "/api/v1/tenders/<uuid:tender_id>/withdrawal",
        "POST",
        "tender:publish",
        Thing.TENDER,
    ),
    Route("tenders.index", "/tenders", "GET", "anyone"),
    Route("tenders.show", "/tenders/<uuid:tender_id>", "GET", "anyone", Thing.TENDER_READ),
    Route("tenders.amendment", "/tenders/<uuid:tender_id>/amendment", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.amended_lot", f"{AMENDED}/lots/new", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.amended_lot", f"{AMENDED}/lots/<int:number>", "GET POST", "tender:publish", Thing.OPEN_LOT),
    Route(
        "tenders.amended_lot_removal", f"{AMENDED}/lots/<int:number>/removal", "POST", "tender:publish", Thing.OPEN_LOT
    ),
    Route("tenders.amended_criterion", f"{AMENDED}/criteria/new", "GET POST", "tender:publish", Thing.TENDER),
    Route(
        "tenders.amended_criterion",
        f"{AMENDED}/criteria/<int:number>",
        "GET POST",
        "tender:publish",
        Thing.OPEN_CRITERION,
    ),
    Route(
        "tenders.amended_criterion_removal",
        f"{AMENDED}/criteria/<int:number>/removal",
        "POST",
        "tender:publish",
        Thing.OPEN_CRITERION,
    ),
    Route("tenders.amended_conditions", f"{AMENDED}/conditions", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.amendment_dropping", f"{AMENDED}/dropping", "POST", "tender:publish", Thing.TENDER),
    Route("tenders.approval", "/tenders/<uuid:tender_id>/approval", "GET POST", "tender:approve", Thing.TENDER),
    Route("tenders.cancellation", "/tenders/<uuid:tender_id>/cancellation", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.check", "/tenders/<uuid:tender_id>/check", "GET", "tender:draft", Thing.TENDER),
    Route("tenders.conditions", "/tenders/<uuid:tender_id>/conditions", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.criteria", "/tenders/<uuid:tender_id>/criteria", "GET", "tender:draft", Thing.TENDER),
    Route(
        "tenders.criterion",
        "/tenders/<uuid:tender_id>/criteria/<uuid:criterion_id>",
        "GET POST",
        "tender:draft",
        Thing.CRITERION,
    ),
    Route(
        "tenders.criterion_removal",
        "/tenders/<uuid:tender_id>/criteria/<uuid:criterion_id>/removal",
        "POST",
        "tender:draft",
        Thing.CRITERION,
    ),
    Route("tenders.criterion", "/tenders/<uuid:tender_id>/criteria/new", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.deadlines", "/tenders/<uuid:tender_id>/deadlines", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.details", "/tenders/<uuid:tender_id>/details", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.lots", "/tenders/<uuid:tender_id>/lots", "GET", "tender:draft", Thing.TENDER),
    Route("tenders.lot", "/tenders/<uuid:tender_id>/lots/<uuid:lot_id>", "GET POST", "tender:draft", Thing.LOT),
    Route(
        "tenders.lot_removal", "/tenders/<uuid:tender_id>/lots/<uuid:lot_id>/removal", "POST", "tender:draft", Thing.LOT
    ),
    Route("tenders.lot", "/tenders/<uuid:tender_id>/lots/new", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.preview", "/tenders/<uuid:tender_id>/preview", "GET", "tender:draft", Thing.TENDER),
    Route("tenders.publication", "/tenders/<uuid:tender_id>/publication", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.give_back", "/tenders/<uuid:tender_id>/return", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.submission", "/tenders/<uuid:tender_id>/submission", "GET POST", "tender:draft", Thing.TENDER),
    Route("tenders.withdrawal", "/tenders/<uuid:tender_id>/withdrawal", "GET POST", "tender:publish", Thing.TENDER),
    Route("tenders.new", "/tenders/new", "GET POST", "tender:draft"),
)
