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
    ORGANISATION = "organisation"
    MEMBER = "member"
    INVITATION = "invitation"
    TOKEN = "token"
    MEMBER_TOKEN = "member_token"
    INVITATION_LINK = "invitation_link"
    RESET_LINK = "reset_link"
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
    """One rule of one endpoint. ``guard`` is ``Guard.words()``; ``methods`` without HEAD and OPTIONS.

    ``alone``: what answers whoever comes without the link from a mail that leads there.
    """

    endpoint: str
    rule: str
    methods: str
    guard: str
    thing: Thing = Thing.NONE
    alone: int = 0

    @property
    def for_programs(self) -> bool:
        """Say whether it belongs to API v1, which knows bearer tokens only."""
        return self.endpoint.startswith("api.")

    @property
    def name(self) -> str:
        """Give what a failure calls it."""
        return f"{self.endpoint} {self.rule}"


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
    Route("accounts.account", "/account", "GET", "signed in"),
    Route("accounts.password", "/account/password", "GET POST", "signed in"),
    Route("accounts.recovery_codes", "/account/recovery-codes", "GET POST", "signed in"),
    Route("accounts.replace", "/account/second-factor", "GET POST", "signed in"),
    Route("accounts.sign_out_everywhere", "/account/sign-out-everywhere", "POST", "signed in"),
    Route("accounts.revoke_token", "/account/tokens/<uuid:token_id>/revocation", "POST", "signed in", Thing.TOKEN),
    Route("accounts.new_token", "/account/tokens/new", "GET POST", "signed in"),
    Route("accounts.accept", "/invitation", "GET POST", "anyone", alone=404),
    Route("accounts.open_invitation", "/invitation/<secret>", "GET", "anyone", Thing.INVITATION_LINK),
    Route("accounts.reset", "/new-password", "GET POST", "anyone", alone=404),
    Route("accounts.ask_reset", "/reset", "GET POST", "anyone"),
    Route("accounts.open_reset", "/reset/<secret>", "GET", "anyone", Thing.RESET_LINK),
    Route("accounts.reset_asked", "/reset/sent", "GET", "anyone"),
    Route("accounts.sign_in", "/sign-in", "GET POST", "anyone"),
    Route("accounts.code", "/sign-in/code", "GET POST", "anyone", alone=302),
    Route("accounts.set_up", "/sign-in/second-factor", "GET POST", "anyone", alone=302),
    Route("accounts.sign_out", "/sign-out", "POST", "anyone"),
    Route("accounts.signed_out", "/signed-out", "GET", "anyone"),
    Route("organisations.index", "/organisations", "GET", "organisation:add"),
    Route("organisations.add", "/organisations/new", "GET POST", "organisation:add"),
    Route(
        "organisations.verify",
        "/organisations/<uuid:organisation_id>/verification",
        "POST",
        "organisation:verify",
        Thing.ORGANISATION,
    ),
    Route(
        "organisation.invite_administrator",
        "/organisations/<uuid:organisation_id>/administrator",
        "GET POST",
        "organisation:add",
        Thing.ORGANISATION,
    ),
    Route("organisation.show", "/organisation", "GET", "signed in"),
    Route(
        "organisation.renew_invitation",
        "/organisation/invitations/<uuid:invitation_id>/renewal",
        "POST",
        "member:manage",
        Thing.INVITATION,
    ),
    Route(
        "organisation.revoke_invitation",
        "/organisation/invitations/<uuid:invitation_id>/revocation",
        "POST",
        "member:manage",
        Thing.INVITATION,
    ),
    Route("organisation.invite", "/organisation/invitations/new", "GET POST", "member:manage"),
    Route("organisation.members", "/organisation/members", "GET", "member:manage"),
    Route("organisation.member", "/organisation/members/<uuid:person_id>", "GET POST", "member:manage", Thing.MEMBER),
    Route(
        "organisation.activity",
        "/organisation/members/<uuid:person_id>/activity",
        "POST",
        "member:manage",
        Thing.MEMBER,
    ),
    Route(
        "organisation.remove_second_factor",
        "/organisation/members/<uuid:person_id>/second-factor/removal",
        "POST",
        "member:manage",
        Thing.MEMBER,
    ),
    Route(
        "organisation.revoke_member_token",
        "/organisation/members/<uuid:person_id>/tokens/<uuid:token_id>/revocation",
        "POST",
        "token:manage",
        Thing.MEMBER_TOKEN,
    ),
)
