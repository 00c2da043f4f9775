"""The lines of the matrix from an offer to the end of a placement."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

OFFER = "/requests/<reference>/offers/<uuid:offer_id>"

PLACEMENTS: tuple[Route, ...] = (
    Route("placements.compare", "/requests/<reference>/offers", "GET", "offer:read", Thing.REQUEST),
    Route("placements.acceptance", f"{OFFER}/acceptance", "GET POST", "hold:take", Thing.OFFER_TO_READ),
    Route("placements.extension", "/requests/<reference>/extension", "GET POST", "hold:take", Thing.REQUEST),
    Route("placements.rejection", "/requests/<reference>/rejection", "POST", "hold:take", Thing.REQUEST),
    Route("api.post_acceptance", f"/api/v1{OFFER}/acceptance", "POST", "hold:take", Thing.OFFER_TO_READ),
    Route("api.post_extension", "/api/v1/requests/<reference>/extension", "POST", "hold:take", Thing.REQUEST),
    Route("api.post_rejection", "/api/v1/requests/<reference>/rejection", "POST", "hold:take", Thing.REQUEST),
)
