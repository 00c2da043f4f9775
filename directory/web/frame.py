"""What every page is given: the navigation, who is signed in, and the words of dates and money."""

from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, request, url_for

from directory.access import Permission, current_actor
from directory.access.guards import guard_of
from directory.codes import label, language_label
from directory.kit import clock
from directory.kit.days import comes_twice
from directory.kit.headers import csp_nonce
from directory.kit.money import pounds
from directory.kit.settings import Settings

# words, endpoint, permissions of which one is enough (none: everybody)
ITEMS: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("Find a service", "finder.search", ()),
    ("Capacity", "capacity.index", (Permission.CAPACITY_CHANGE,)),
    ("Your services", "own_services.index", (Permission.SERVICE_EDIT,)),
    ("Requests", "requests.index", (Permission.REQUEST_READ, Permission.OFFER_MAKE)),
    ("Placements", "placements.index", (Permission.PLACEMENT_READ, Permission.OFFER_MAKE)),
    ("Tenders", "tenders.index", ()),
    ("Contracts", "contracts.index", (Permission.CONTRACT_READ,)),
    ("Unmet need", "insight.unmet", (Permission.INSIGHT_READ,)),
    ("Assurance", "assurance.index", (Permission.CLAIM_ASSURE,)),
    ("Organisation", "organisation.show", (Permission.MEMBER_MANAGE,)),
    ("Unusual searching", "sweeps.index", (Permission.SWEEP_ACKNOWLEDGE,)),
    ("Organisations", "organisations.index", (Permission.ORGANISATION_ADD,)),
    ("Words", "wording.index", (Permission.SYNONYM_EDIT,)),
)


def day(value: date | datetime | None, *, weekday: bool = False) -> str:
    """Give a date as "24 November 2026", in London; empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = clock.in_london(value).date()
    return f"{value:%A} {value.day} {value:%B %Y}" if weekday else f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Give an instant as "24 November 2026 at 4:05pm", in London; empty for none.

    In the night in which an hour comes twice it says by which clock: "25 October 2026 at 1:30am (BST)".
    """
    if value is None:
        return ""
    there = clock.in_london(value)
    hour = there.hour % 12 or 12
    exact = {"00:00": "midnight", "12:00": "midday"}.get(f"{there:%H:%M}")
    twice = f" ({there:%Z})" if comes_twice(value) else ""
    return f"{day(there)} at {exact or f'{hour}:{there:%M}' + ('am' if there.hour < 12 else 'pm')}{twice}"


def ago(value: datetime | None) -> str:
    """Give how long ago an instant was, in words; "never" for none."""
    if value is None:
        return "never"
    seconds = (clock.now() - value).total_seconds()
    for size, word in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = int(seconds // size)
            return f"{number} {word}{'s' if number != 1 else ''} ago"
    return "just now"


# pages that stand under an item of another name
PART_OF = {
    "awards": "tenders",
    "bids": "tenders",
    "frameworks": "tenders",
    "evidence": "own_services",
    "preview": "own_services",
    "proposals": "own_services",
    "records": "tenders",
    "verification": "assurance",
    "places_file": "capacity",
}


def navigation() -> list[dict[str, Any]]:
    """Give the items of the navigation that this actor may use."""
    actor = current_actor()
    here = request.endpoint.split(".")[0] if request.endpoint else ""
    here = PART_OF.get(here, here)
    return [
        {"text": text, "href": url_for(endpoint), "active": endpoint.split(".")[0] == here}
        for text, endpoint, permissions in ITEMS
        if endpoint in current_app.view_functions and (not permissions or any(actor.may(p) for p in permissions))
    ]


def can_go(endpoint: str) -> bool:
    """Say whether this actor may open a page, by the guard of its view."""
    view = current_app.view_functions.get(endpoint)
    return view is not None and guard_of(view).allows(current_actor())


def init(app: Flask, settings: Settings) -> None:
    """Give every template of ``app`` its frame."""
    app.jinja_env.filters.update(day=day, moment=moment, ago=ago, pounds=pounds, label=label, language=language_label)

    @app.context_processor
    def frame() -> dict[str, Any]:
        actor = current_actor()
        return {
            "actor": actor,
            "navigation": navigation(),
            "signed_in_as": actor.name,
            "demo": settings.demo,
            "csp_nonce": csp_nonce,
            "now": clock.now(),
            "Permission": Permission,
            "can_go": can_go,
        }
