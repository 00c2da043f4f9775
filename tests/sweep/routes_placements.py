"""The lines of the matrix from an offer to the end of a placement."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

PAPER = "/api/v1/placements/<reference>"
EPISODE = f"{PAPER}/episodes/<uuid:episode_id>"
OFFER = "/requests/<reference>/offers/<uuid:offer_id>"

PLACEMENTS: tuple[Route, ...] = (
    Route("placements.compare", "/requests/<reference>/offers", "GET", "offer:read", Thing.REQUEST),
    Route("placements.acceptance", f"{OFFER}/acceptance", "GET POST", "hold:take", Thing.OFFER_TO_READ),
    Route("placements.extension", "/requests/<reference>/extension", "GET POST", "hold:take", Thing.REQUEST),
    Route("placements.rejection", "/requests/<reference>/rejection", "POST", "hold:take", Thing.REQUEST),
    Route("api.post_acceptance", f"/api/v1{OFFER}/acceptance", "POST", "hold:take", Thing.OFFER_TO_READ),
    Route("api.post_extension", "/api/v1/requests/<reference>/extension", "POST", "hold:take", Thing.REQUEST),
    Route("placements.shortlisting", f"{OFFER}/shortlisting", "GET POST", "offer:shortlist", Thing.OFFER_TO_READ),
    Route("placements.criteria", "/requests/<reference>/criteria", "GET POST", "offer:shortlist", Thing.REQUEST),
    Route("placements.default_criteria", "/placements/criteria", "GET POST", "offer:shortlist"),
    Route("placements.agreement", "/requests/<reference>/agreement", "GET POST", "placement:agree", Thing.REQUEST),
    Route("placements.arrival", "/requests/<reference>/placement", "GET POST", "placement:agree", Thing.PLACEMENT),
    Route("placements.ending", "/requests/<reference>/ending", "GET POST", "placement:end", Thing.PLACEMENT),
    Route("placements.index", "/placements", "GET", "offer:make or placement:read"),
    Route("placements.show", "/placements/<reference>", "GET", "offer:make or placement:read", Thing.PLACEMENT_TO_READ),
    Route("placements.changes", "/placements/<reference>/changes", "GET POST", "placement:agree", Thing.PLACEMENT),
    Route("placements.distance", "/placements/<reference>/distance", "GET POST", "distance:approve", Thing.PLACEMENT),
    Route("placements.approval", "/placements/<reference>/approval", "GET POST", "placement:agree", Thing.PLACEMENT),
    Route(
        "placements.to_print",
        "/placements/<reference>/print",
        "GET",
        "offer:make or placement:read",
        Thing.PLACEMENT_TO_READ,
    ),
    Route(
        "placements.new_review", "/placements/<reference>/reviews/new", "GET POST", "episode:record", Thing.PLACEMENT
    ),
    Route("placements.address", "/placements/<reference>/address", "GET POST", "address:reveal", Thing.PLACEMENT),
    Route("placements.pack", "/placements/<reference>/pack", "GET POST", "pack:release", Thing.PLACEMENT),
    Route("placements.pack_expiry", "/placements/<reference>/pack/expiry", "POST", "pack:release", Thing.PLACEMENT),
    Route(
        "placements.pack_withdrawal", "/placements/<reference>/pack/withdrawal", "POST", "pack:release", Thing.PLACEMENT
    ),
    Route(
        "placements.pack_download",
        "/placements/<reference>/pack/files/<uuid:file_id>",
        "GET",
        "offer:make or pack:release",
        Thing.PACK_FILE,
        recorded=True,
        listed=frozenset({"referral_pack_views"}),
    ),
    Route("placements.area", "/placements/<reference>/area", "GET POST", "placement:agree", Thing.PLACEMENT),
    Route(
        "placements.review",
        "/placements/<reference>/reviews/<uuid:review_id>",
        "GET POST",
        "episode:record",
        Thing.REVIEW,
    ),
    Route(
        "placements.new_episode", "/placements/<reference>/episodes/new", "GET POST", "episode:record", Thing.PLACEMENT
    ),
    Route(
        "placements.episode",
        "/placements/<reference>/episodes/<uuid:episode_id>",
        "GET POST",
        "episode:record",
        Thing.EPISODE,
    ),
    Route("api.get_placements", "/api/v1/placements", "GET", "offer:make or placement:read"),
    Route(
        "api.get_placement",
        "/api/v1/placements/<reference>",
        "GET",
        "offer:make or placement:read",
        Thing.PLACEMENT_TO_READ,
    ),
    Route("api.post_episode", "/api/v1/placements/<reference>/episodes", "POST", "episode:record", Thing.PLACEMENT),
    Route("api.post_shortlisting", f"/api/v1{OFFER}/shortlisting", "POST", "offer:shortlist", Thing.OFFER_TO_READ),
    Route("api.post_agreement", "/api/v1/requests/<reference>/agreement", "POST", "placement:agree", Thing.REQUEST),
    Route("api.post_placement", "/api/v1/requests/<reference>/placement", "POST", "placement:agree", Thing.REQUEST),
    Route("api.post_ending", "/api/v1/requests/<reference>/ending", "POST", "placement:end", Thing.REQUEST),
    Route("api.post_rejection", "/api/v1/requests/<reference>/rejection", "POST", "hold:take", Thing.REQUEST),
    Route("api.post_area_approval", f"{PAPER}/approval", "POST", "placement:agree", Thing.PLACEMENT),
    Route("api.post_distance_approval", f"{PAPER}/distance", "POST", "distance:approve", Thing.PLACEMENT),
    Route("api.post_area", f"{PAPER}/area", "POST", "placement:agree", Thing.PLACEMENT),
    Route("api.post_changes", f"{PAPER}/changes", "POST", "placement:agree", Thing.PLACEMENT),
    Route("api.post_review", f"{PAPER}/reviews", "POST", "episode:record", Thing.PLACEMENT),
    Route("api.post_review_note", f"{PAPER}/reviews/<uuid:review_id>/note", "POST", "episode:record", Thing.REVIEW),
    Route(
        "api.post_episode_return", f"{PAPER}/episodes/<uuid:episode_id>/return", "POST", "episode:record", Thing.EPISODE
    ),
    Route(
        "api.post_episode_interview",
        f"{PAPER}/episodes/<uuid:episode_id>/interview",
        "POST",
        "episode:record",
        Thing.EPISODE,
    ),
    Route("api.get_packs", f"{PAPER}/pack", "GET", "pack:release", Thing.PLACEMENT),
    Route("api.post_pack", f"{PAPER}/pack", "POST", "pack:release", Thing.PLACEMENT),
    Route("api.post_pack_expiry", f"{PAPER}/pack/expiry", "POST", "pack:release", Thing.PLACEMENT),
    Route("api.post_pack_withdrawal", f"{PAPER}/pack/withdrawal", "POST", "pack:release", Thing.PLACEMENT),
    Route("api.get_comparison", "/api/v1/requests/<reference>/comparison", "GET", "offer:read", Thing.REQUEST),
    Route("api.get_criteria", "/api/v1/requests/<reference>/criteria", "GET", "offer:shortlist", Thing.REQUEST),
    Route("api.post_criteria", "/api/v1/requests/<reference>/criteria", "POST", "offer:shortlist", Thing.REQUEST),
)
