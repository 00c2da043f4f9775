"""What each role finds at home: what its job is here, where it starts, and what waits for it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from directory.access import Actor, Role
from directory.accounts import queries as accounts
from directory.awards.queries.seats import needs as judging_needs
from directory.awards.queries.waiting import needs as awards_needs
from directory.bids.queries import needs as bids_needs
from directory.finder.queries.saved import needs as saved_needs
from directory.frameworks.queries import needs as frameworks_needs
from directory.kit.needs import Need
from directory.placements.queries.placing import needs as placements_needs
from directory.providers.queries.needs import needs as providers_needs
from directory.requests.queries import needs as requests_needs
from directory.tenders import queries as tenders

NeedsOf = Callable[[Actor, datetime], Sequence[Need]]

# each feature's own query: what of mine waits for this actor
SOURCES: tuple[NeedsOf, ...] = (
    providers_needs,
    placements_needs,
    requests_needs,
    saved_needs,
    tenders.needs,
    frameworks_needs,
    judging_needs,
    awards_needs,
    bids_needs,
    accounts.needs,
)
LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Job:
    """A role's job here: in a sentence, and where it begins (words, endpoint)."""

    title: str
    words: str
    starts: tuple[tuple[str, str], ...]


FIND = ("Find a service", "finder.search")
REQUESTS = ("See your placement requests", "requests.index")
TENDERS = ("See tenders", "tenders.index")
FRAMEWORKS = ("See frameworks", "frameworks.index")
CONTRACTS = ("See contracts, and what is due", "contracts.index")
UNMET = ("See unmet need", "insight.unmet")
CAPACITY = ("Say which places are free", "capacity.index")

ROLES: dict[Role, Job] = {
    Role.SOCIAL_WORKER: Job(
        "Social worker",
        "You find a service that fits a child, and ask for a placement. You never enter who the child is.",
        (FIND, ("Start a placement request", "requests.new"), REQUESTS),
    ),
    Role.PLACEMENTS_MANAGER: Job(
        "Placements manager",
        "You check and approve requests, release them to matching providers, and read the offers that come back.",
        (("Requests to approve and offers to read", "requests.index"), FIND),
    ),
    Role.DIRECTOR: Job(
        "Director", "You do what a placements manager does, and decide the exceptions.", (REQUESTS, UNMET, FIND)
    ),
    Role.COMMISSIONER: Job(
        "Commissioner",
        "You draft tenders with lots, criteria and lawful deadlines. A second commissioner approves them.",
        (("Draft a tender", "tenders.new"), TENDERS, FRAMEWORKS, CONTRACTS, UNMET, FIND),
    ),
    Role.AUTHORITY_ADMIN: Job(
        "Authority administrator",
        "You look after the people of your authority and their roles.",
        (("Members and roles", "organisation.show"), ("Emails", "notifications.counts")),
    ),
    Role.PROVIDER_STAFF: Job(
        "Provider staff",
        "You say which places are free, which takes five seconds, and answer requests that match your services.",
        (CAPACITY, ("Requests that match your services", "requests.index"), TENDERS, FRAMEWORKS),
    ),
    Role.PROVIDER_ADMIN: Job(
        "Provider administrator",
        "You keep your services and what they specialise in up to date, and look after your people.",
        (
            CAPACITY,
            ("Your services", "services.index"),
            ("Members and roles", "organisation.show"),
            TENDERS,
            FRAMEWORKS,
        ),
    ),
    Role.ASSURER: Job(
        "Assurer",
        "You verify organisations, and check the evidence for what services say they specialise in.",
        (("Claims to check", "assurance.index"), ("Organisations to verify", "verification.index"), FIND),
    ),
    Role.OPERATOR_ADMIN: Job(
        "Operator",
        "You look after members, jobs and the record. You see no sealed bid and no confidential address.",
        (("Members and roles", "organisation.show"),),
    ),
}


def needs_of(actor: Actor, now: datetime) -> list[Need]:
    """Give what waits for this actor: urgent first, then soonest due, then in the order of the features."""
    found = [need for source in SOURCES for need in source(actor, now)]
    return sorted(found, key=lambda need: (not need.urgent, need.due_at or LAST))
