"""Telling providers: those whose services fit when a tender is published, those who were told when it changes."""

from uuid import UUID

from directory import jobs
from directory.access import SYSTEM
from directory.kit import clock
from directory.tenders import actions, queries


@jobs.handler("tenders.tell_matching_providers")
def tell_matching_providers(tender_id: str) -> None:
    """Tell each provider whose services fit, once, by notice and mail."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    text = f"{tender.authority.name} has published a tender that fits your services: {tender.title}"
    for provider in queries.matching_providers(SYSTEM, tender):
        actions.tell(SYSTEM, UUID(tender_id), provider, of="published", text=text, now=clock.now())


@jobs.handler("tenders.tell_amended")
def tell_amended(tender_id: str, number: int) -> None:
    """Tell those who were told of the tender that it was amended."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    text = f"{tender.authority.name} has amended the tender {tender.title}"
    for provider in queries.told_providers(SYSTEM, tender):
        actions.tell(SYSTEM, UUID(tender_id), provider, of=f"amendment {number}", text=text, now=clock.now())


@jobs.handler("tenders.tell_answered")
def tell_answered(tender_id: str) -> None:
    """Tell those who were told of the tender that questions about it were answered: all of them, whoever asked."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    number = len(queries.public_answers(tender))
    text = f"{tender.authority.name} has answered questions about the tender {tender.title}"
    for provider in queries.told_providers(SYSTEM, tender):
        actions.tell(SYSTEM, UUID(tender_id), provider, of=f"answers {number}", text=text, now=clock.now())


@jobs.handler("tenders.tell_ended")
def tell_ended(tender_id: str) -> None:
    """Tell those who were told of the tender that it was withdrawn or cancelled."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    text = f"{tender.authority.name} has {tender.status.value} the tender {tender.title}"
    for provider in queries.told_providers(SYSTEM, tender):
        actions.tell(SYSTEM, UUID(tender_id), provider, of=tender.status.value, text=text, now=clock.now())
