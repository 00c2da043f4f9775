"""What of services and places needs somebody now."""

from datetime import datetime

from directory.access import Actor, Permission
from directory.codes import CURRENT_DAYS
from directory.kit import clock
from directory.kit.needs import Need
from directory.organisations.queries import number_to_verify
from directory.providers.queries.capacity import not_confirmed_lately
from directory.providers.queries.claims import number_to_assure


def needs(actor: Actor, now: datetime) -> list[Need]:
    """Give places to confirm, to providers, and claims and organisations to look at, to assurers."""
    found = []
    if actor.may(Permission.CAPACITY_CHANGE) and (number := not_confirmed_lately(actor, now)):
        one = number == 1
        found.append(
            Need(
                f"{number} {'service has' if one else 'services have'} not been confirmed for {CURRENT_DAYS} days",
                "capacity.index",
                hint="Authorities see places that were confirmed lately first",
                count=number,
            )
        )
    if actor.may(Permission.CLAIM_ASSURE) and (number := number_to_assure(actor, clock.in_london(now).date())):
        words = "claim waits" if number == 1 else "claims wait"
        found.append(Need(f"{number} {words} to be looked at", "assurance.index", count=number))
    if actor.may(Permission.ORGANISATION_VERIFY) and (number := number_to_verify(actor)):
        words = "organisation waits" if number == 1 else "organisations wait"
        found.append(Need(f"{number} {words} to be verified", "verification.index", count=number))
    return found
