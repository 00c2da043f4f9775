"""The lines of the matrix of webhooks."""

from tests.sweep.route import Route
from tests.sweep.things import Thing

AT, ONE, MAY = "/organisation/webhooks", "/organisation/webhooks/<uuid:webhook_id>", "webhook:manage"

WEBHOOKS: tuple[Route, ...] = (
    Route("webhooks.index", AT, "GET", MAY),
    Route("webhooks.new", f"{AT}/new", "GET POST", MAY),
    Route("webhooks.show", ONE, "GET", MAY, Thing.WEBHOOK),
    Route("webhooks.change", f"{ONE}/settings", "GET POST", MAY, Thing.WEBHOOK),
    Route("webhooks.test", f"{ONE}/test", "POST", MAY, Thing.WEBHOOK),
    Route("webhooks.pause", f"{ONE}/pause", "POST", MAY, Thing.WEBHOOK),
    Route("webhooks.resume", f"{ONE}/resumption", "POST", MAY, Thing.WEBHOOK),
    Route("webhooks.rotate", f"{ONE}/secret", "POST", MAY, Thing.WEBHOOK),
    Route("webhooks.remove", f"{ONE}/removal", "GET POST", MAY, Thing.WEBHOOK),
    Route("webhooks.replay", f"{ONE}/deliveries/<uuid:delivery_id>/replay", "POST", MAY, Thing.DELIVERY),
)
