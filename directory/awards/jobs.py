"""Telling those who bid that a tender ended without an award."""

from uuid import UUID

from directory import jobs
from directory.access import SYSTEM
from directory.awards.actions.failing import drop_contracts
from directory.awards.queries.decisions import bidders
from directory.kit import clock
from directory.tenders import actions
from directory.tenders.queries import tender_for
from directory.tenders.rules import Phase
from directory.tenders.rules.words import words


@jobs.handler("awards.tell_ended")
def tell_ended(tender_id: str) -> None:
    """Tell each opened bid's provider, once; what was awarded is not signed any more."""
    tender = tender_for(SYSTEM, UUID(tender_id))
    of, title = tender.status.value, tender.title
    text = f"{tender.authority.name} has ended the tender {title}: {words(Phase(of)).lower()}"
    drop_contracts(SYSTEM, UUID(tender_id), now=clock.now())
    for provider in bidders(SYSTEM, UUID(tender_id)):
        actions.tell(SYSTEM, UUID(tender_id), provider, of=of, text=text, now=clock.now())
