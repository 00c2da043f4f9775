from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from pydantic import AfterValidator, Field

from directory.access import Permission, anyone, current_actor
from directory.codes import REGIONS, ServiceType, label
from directory.kit import clock
from directory.kit.understand import Given, singly, understood
from directory.tenders import queries
from directory.tenders.rules import Phase
from directory.tenders.rules.areas import region_name
from directory.tenders.views.blueprint import pages


class Stand(StrEnum):
    """What a visitor may ask for: phases in a visitor's words."""

    OPEN = "open"
    CLOSED = "closed"
    AWARDED = "awarded"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"


PHASES: dict[Stand, frozenset[Phase]] = {
    Stand.OPEN: frozenset({Phase.OPEN, Phase.QUESTIONS_CLOSED}),
    Stand.CLOSED: frozenset(
        {Phase.SEALED, Phase.UNSEALED, Phase.EVALUATING, Phase.AWARD_PROPOSED, Phase.STANDSTILL, Phase.AWARDABLE}
    ),
    Stand.AWARDED: frozenset({Phase.CONTRACTED, Phase.ENDED}),
    Stand.WITHDRAWN: frozenset({Phase.WITHDRAWN}),
    Stand.CANCELLED: frozenset({Phase.CANCELLED, Phase.UNSUCCESSFUL}),
}
WORDS = {
    Stand.OPEN: "Open for bids",
    Stand.CLOSED: "Closed for bids",
    Stand.AWARDED: "Contract signed",
    Stand.WITHDRAWN: "Withdrawn",
    Stand.CANCELLED: "Cancelled, or without an award",
}


class Asked(Given):
    """What the address asks for, understood. Without a status: those that are open."""

    status: tuple[Stand, ...] = Field((), description="Any of " + ", ".join(Stand))
    type: tuple[ServiceType, ...] = Field((), description="Any of the service types")
    region: Annotated[str, AfterValidator(region_name)] | None = Field(None, description="One of " + ", ".join(REGIONS))
    mine: bool = Field(default=False, description="1 for your own authority's")
    page: int = Field(1, ge=1, le=10_000, description="Which page, from 1")

    def wanted(self) -> queries.Wanted:
        """Give it as the query takes it."""
        return queries.Wanted(
            phases=frozenset().union(*(PHASES[stand] for stand in self.status or (Stand.OPEN,))),
            service_types=frozenset(self.type),
            region=self.region or "",
            mine=self.mine,
        )

    def address(self, page: int = 1) -> str:
        """Give the list's address with this asked for."""
        pairs = [("status", stand.value) for stand in self.status] + [("type", one.value) for one in self.type]
        pairs += [("region", self.region)] if self.region else []
        pairs += [("mine", "1")] if self.mine else []
        pairs += [("page", str(page))] if page > 1 else []
        return url_for("tenders.index") + ("?" + urlencode(pairs) if pairs else "")

    def feed(self) -> str:
        """Give the feed's address with the same filters."""
        pairs = [("status", stand.value) for stand in self.status] + [("type", one.value) for one in self.type]
        pairs += [("region", self.region)] if self.region else []
        return url_for("tenders.feed") + ("?" + urlencode(pairs) if pairs else "")

    def chosen(self) -> list[dict[str, str]]:
        """Give what is chosen, each with the address without it."""
        found: list[tuple[str, dict[str, Any]]]
        found = [(WORDS[one], {"status": tuple(s for s in self.status if s != one)}) for one in self.status]
        found += [(label(one), {"type": tuple(t for t in self.type if t != one)}) for one in self.type]
        found += [(self.region, {"region": None})] if self.region else []
        found += [("Your authority's", {"mine": False})] if self.mine else []
        return [{"text": text, "remove_href": self.model_copy(update=less).address()} for text, less in found]


@pages.route("")
@anyone
def index() -> ResponseReturnValue:
    """List tenders: the public's, and a commissioner's own drafts above them."""
    actor, now = current_actor(), clock.now()
    this = understood(Asked, singly(Asked, request.args))
    drafting = actor.may(Permission.TENDER_DRAFT)
    return render_template(
        "tenders/index.html",
        page=queries.tenders(actor, this.wanted(), now, number=this.page),
        drafts=queries.drafts(actor) if drafting else [],
        drafting=drafting,
        asked=this,
        stands=[{"value": one.value, "text": WORDS[one]} for one in Stand],
        types=[{"value": one.value, "text": label(one)} for one in ServiceType],
        regions=REGIONS,
    )
