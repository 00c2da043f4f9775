"""Every route: who may enter it, and whose thing it shows. The expected matrix of the sweep, as data.

A route that is missing here, or guarded otherwise, fails ``test_routes`` with the line to write.
"""

from dataclasses import dataclass

from tests.sweep.things import Thing

__all__ = ["NO_GUARD", "ROUTES", "Route", "Thing"]


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
    Route("wording.index", "/words", "GET", "synonym:edit"),
    Route("wording.add", "/words/new", "GET POST", "synonym:edit"),
    Route("wording.retire", "/words/<uuid:group_id>/retirement", "POST", "synonym:edit", Thing.SYNONYMS),
    Route("wording.bring_back", "/words/<uuid:group_id>/return", "POST", "synonym:edit", Thing.RETIRED_SYNONYMS),
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
    Route("api.search_services", "/api/v1/services", "GET", "anyone"),
    Route("api.get_service", "/api/v1/services/<uuid:service_id>", "GET", "anyone", Thing.SERVICE),
    Route("api.get_capacity", "/api/v1/services/<uuid:service_id>/capacity", "GET", "capacity:change", Thing.PLACES),
    Route("api.put_capacity", "/api/v1/services/<uuid:service_id>/capacity", "PUT", "capacity:change", Thing.PLACES),
    Route("api.search_services_away_from", "/api/v1/services/search", "POST", "anyone"),
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
    Route("assurance.index", "/assurance", "GET", "claim:assure"),
    Route("assurance.show", "/assurance/<uuid:claim_id>", "GET", "claim:assure", Thing.CLAIM),
    Route("assurance.assurance", "/assurance/<uuid:claim_id>/assurance", "POST", "claim:assure", Thing.CLAIM),
    Route("assurance.refusal", "/assurance/<uuid:claim_id>/refusal", "POST", "claim:assure", Thing.CLAIM),
    Route("capacity.index", "/capacity", "GET", "capacity:change"),
    Route("capacity.change", "/capacity/<uuid:service_id>", "POST", "capacity:change", Thing.PLACES_IN_USE),
    Route("capacity.history", "/capacity/<uuid:service_id>", "GET", "capacity:change", Thing.PLACES),
    Route(
        "capacity.confirmation",
        "/capacity/<uuid:service_id>/confirmation",
        "POST",
        "capacity:change",
        Thing.PLACES_IN_USE,
    ),
    Route("capacity.confirmation_of_all", "/capacity/confirmation", "POST", "capacity:change"),
    Route("places_file.download", "/capacity/places.csv", "GET", "capacity:change"),
    Route("places_file.download", "/capacity/places.xlsx", "GET", "capacity:change"),
    Route("places_file.file", "/capacity/file", "GET POST", "capacity:change"),
    Route("places_file.look_over", "/capacity/files/<uuid:file_id>", "GET", "capacity:change", Thing.PLACES_FILE),
    Route(
        "places_file.application",
        "/capacity/files/<uuid:file_id>/application",
        "POST",
        "capacity:change",
        Thing.PLACES_FILE,
    ),
    Route("finder.search", "/services", "GET", "anyone"),
    Route("finder.show", "/services/<uuid:service_id>", "GET", "anyone", Thing.SERVICE),
    Route("finder.search_away_from", "/services/search", "GET POST", "anyone"),
    Route("sweeps.index", "/unusual-searching", "GET", "sweep:read"),
    Route(
        "sweeps.acknowledgement",
        "/unusual-searching/<uuid:flag_id>/acknowledgement",
        "POST",
        "sweep:acknowledge",
        Thing.FLAG,
    ),
    Route("own_services.index", "/organisation/services", "GET", "service:edit"),
    Route("own_services.show", "/organisation/services/<uuid:service_id>", "GET", "service:edit", Thing.OWN_SERVICE),
    Route(
        "own_services.claim", "/organisation/services/<uuid:service_id>/claims", "POST", "claim:make", Thing.OWN_SERVICE
    ),
    Route(
        "own_services.claim_withdrawal",
        "/organisation/services/<uuid:service_id>/claims/<uuid:claim_id>/withdrawal",
        "POST",
        "claim:make",
        Thing.OWN_CLAIM,
    ),
    Route(
        "own_services.edit",
        "/organisation/services/<uuid:service_id>/edit",
        "GET POST",
        "service:edit",
        Thing.OWN_SERVICE,
    ),
    Route(
        "own_services.pause",
        "/organisation/services/<uuid:service_id>/pause",
        "POST",
        "service:edit",
        Thing.OWN_SERVICE,
    ),
    Route(
        "own_services.publication",
        "/organisation/services/<uuid:service_id>/publication",
        "POST",
        "service:edit",
        Thing.OWN_SERVICE,
    ),
    Route(
        "own_services.withdrawal",
        "/organisation/services/<uuid:service_id>/withdrawal",
        "POST",
        "service:edit",
        Thing.OWN_SERVICE,
    ),
    Route("own_services.new", "/organisation/services/new", "GET POST", "service:edit"),
    Route("requests.index", "/requests", "GET", "offer:make or request:read"),
    Route("requests.show", "/requests/<reference>", "GET", "offer:make or request:read", Thing.REQUEST),
    Route("requests.approval", "/requests/<reference>/approval", "POST", "request:approve", Thing.REQUEST),
    Route("requests.offers", "/requests/<reference>/offers", "GET", "offer:read", Thing.REQUEST),
    Route(
        "requests.change",
        "/requests/<reference>/offers/<uuid:offer_id>",
        "GET POST",
        "offer:make or offer:read",
        Thing.OFFER,
    ),
    Route(
        "requests.offer_withdrawal",
        "/requests/<reference>/offers/<uuid:offer_id>/withdrawal",
        "POST",
        "offer:make or offer:read",
        Thing.OFFER,
    ),
    Route("requests.release", "/requests/<reference>/release", "GET POST", "request:release", Thing.REQUEST),
    Route("requests.send_back", "/requests/<reference>/return", "POST", "request:approve", Thing.REQUEST),
    Route("requests.screening", "/requests/<reference>/screening", "GET POST", "request:screen", Thing.REQUEST),
    Route(
        "requests.section",
        "/requests/<reference>/sections/<section>",
        "GET POST",
        "request:draft",
        Thing.REQUEST_SECTION,
    ),
    Route(
        "requests.decline",
        "/requests/<reference>/services/<uuid:service_id>/decline",
        "GET POST",
        "offer:make or offer:read",
        Thing.ASKED_SERVICE,
    ),
    Route(
        "requests.offer",
        "/requests/<reference>/services/<uuid:service_id>/offer",
        "GET POST",
        "offer:make or offer:read",
        Thing.ASKED_SERVICE,
    ),
    Route("requests.submission", "/requests/<reference>/submission", "GET POST", "request:draft", Thing.REQUEST),
    Route("requests.unmet", "/requests/<reference>/unmet", "GET POST", "request:release", Thing.REQUEST),
    Route("requests.withdrawal", "/requests/<reference>/withdrawal", "GET POST", "request:draft", Thing.REQUEST),
    Route("requests.new", "/requests/new", "GET POST", "request:draft"),
    Route("tenders.index", "/tenders", "GET", "anyone"),
    Route("tenders.show", "/tenders/<uuid:tender_id>", "GET", "anyone", Thing.TENDER_READ),
    Route("tenders.amendment", "/tenders/<uuid:tender_id>/amendment", "GET POST", "tender:publish", Thing.TENDER),
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
    Route("api.post_request", "/api/v1/requests", "POST", "request:draft"),
    Route("api.get_requests", "/api/v1/requests", "GET", "offer:make or request:read"),
    Route("api.get_request", "/api/v1/requests/<reference>", "GET", "offer:make or request:read", Thing.REQUEST),
    Route("api.post_approval", "/api/v1/requests/<reference>/approval", "POST", "request:approve", Thing.REQUEST),
    Route(
        "api.post_decline",
        "/api/v1/requests/<reference>/declines",
        "POST",
        "offer:make or offer:read",
        Thing.ASKED_REQUEST,
    ),
    Route(
        "api.post_offer", "/api/v1/requests/<reference>/offers", "POST", "offer:make or offer:read", Thing.ASKED_REQUEST
    ),
    Route(
        "api.put_offer",
        "/api/v1/requests/<reference>/offers/<uuid:offer_id>",
        "PUT",
        "offer:make or offer:read",
        Thing.OFFER,
    ),
    Route(
        "api.post_offer_withdrawal",
        "/api/v1/requests/<reference>/offers/<uuid:offer_id>/withdrawal",
        "POST",
        "offer:make or offer:read",
        Thing.OFFER,
    ),
    Route("api.post_release", "/api/v1/requests/<reference>/release", "POST", "request:release", Thing.REQUEST),
    Route("api.post_return", "/api/v1/requests/<reference>/return", "POST", "request:approve", Thing.REQUEST),
    Route("api.post_screening", "/api/v1/requests/<reference>/screening", "POST", "request:screen", Thing.REQUEST),
    Route("api.post_submission", "/api/v1/requests/<reference>/submission", "POST", "request:draft", Thing.REQUEST),
    Route("api.post_unmet", "/api/v1/requests/<reference>/unmet", "POST", "request:release", Thing.REQUEST),
    Route("api.post_withdrawal", "/api/v1/requests/<reference>/withdrawal", "POST", "request:draft", Thing.REQUEST),
    Route("pages.read", "/notices/<uuid:notice_id>/reading", "POST", "signed in", Thing.NOTICE),
)
