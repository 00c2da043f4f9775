"""Every route: who may enter it, and whose thing it shows. The expected matrix of the sweep, as data.

A route that is missing here, or guarded otherwise, fails ``test_routes`` with the line to write.
"""

from dataclasses import dataclass
from enum import StrEnum


class Thing(StrEnum):
    """What the values in a rule name. ``world`` makes some of each kind, in two organisations of every kind."""

    NONE = "none"
    FILE = "file"
    SERVICE = "service"
    OWN_SERVICE = "own_service"
    CLAIM = "claim"
    MEMBER = "member"
    INVITATION = "invitation"
    TOKEN = "token"
    MEMBER_TOKEN = "member_token"
    LINK = "link"
    REQUEST = "request"
    REQUEST_READ = "request_read"
    REQUEST_SECTION = "request_section"
    ASKED_SERVICE = "asked_service"
    OFFER = "offer"
    OFFER_OF_REQUEST = "offer_of_request"
    TENDER = "tender"
    TENDER_READ = "tender_read"
    LOT = "lot"
    CRITERION = "criterion"


@dataclass(frozen=True)
class Route:
    """One rule of one endpoint. ``guard`` is ``Guard.words()``; ``methods`` without HEAD and OPTIONS."""

    endpoint: str
    rule: str
    methods: str
    guard: str
    thing: Thing = Thing.NONE

    @property
    def for_programs(self) -> bool:
        """Say whether it belongs to API v1, which knows bearer tokens only."""
        return self.endpoint.startswith("api.")

    @property
    def name(self) -> str:
        """Give what a failure calls it."""
        return f"{self.endpoint} {self.rule}"


N = Thing.NONE
NO_GUARD = "(no guard)"

ROUTES: tuple[Route, ...] = (
    Route("static", "/static/<path:filename>", "GET", NO_GUARD, Thing.FILE),
    Route("pages.home", "/", "GET", "anyone"),
    Route("pages.accessibility", "/accessibility", "GET", "anyone"),
    Route("pages.privacy", "/privacy", "GET", "anyone"),
    Route("pages.healthz", "/healthz", "GET", "anyone"),
    Route("pages.readyz", "/readyz", "GET", "anyone"),
    Route("pages.metrics", "/metrics", "GET", "anyone"),
    Route("api_docs.docs", "/api/v1/docs", "GET", "anyone"),
    Route("api.openapi", "/api/v1/openapi.json", "GET", "anyone"),
)
