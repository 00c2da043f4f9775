"""Telling: those whose services fit when a tender is published, and those who were told or watch when it goes on.

Nobody is told because it bids: a message to bidders alone would tell who bids.
"""

from datetime import timedelta
from uuid import UUID

from directory import jobs
from directory.access import SYSTEM
from directory.kit import clock
from directory.tenders import actions, queries
from directory.tenders.models import Tender
from directory.tenders.rules import Kind, Status
from directory.tenders.rules.questions import overdue, remind_from

GONE_ON = {
    Status.WITHDRAWN: "has withdrawn the tender",
    Status.CANCELLED: "has cancelled the tender",
    Status.UNSUCCESSFUL: "has ended without an award the tender",
    Status.STANDSTILL: "has decided about the tender",
    Status.CONTRACTED: "has signed the contract of the tender",
}


@jobs.handler("tenders.tell_matching_providers")
def tell_matching_providers(tender_id: str) -> None:
    """Tell each provider whose services fit, once, by notice and mail."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    text = f"{tender.authority.name} has published a tender that fits your services: {tender.title}"
    if tender.kind == Kind.CALL_OFF:
        text = f"{tender.authority.name} invites you, as a member of its framework, to bid: {tender.title}"
    for provider in queries.matching_providers(SYSTEM, tender):
        actions.tell(SYSTEM, UUID(tender_id), provider, of="published", text=text, now=clock.now())


def _tell_all(tender: Tender, what: str, *, of: str) -> None:
    """Tell the providers that were told of a tender, and whoever watches it, each once for each ``of``."""
    text = f"{tender.authority.name} {what} {tender.title}"
    tender_id, providers = tender.id, queries.told_providers(SYSTEM, tender)
    watches = queries.watchers(SYSTEM, tender)
    for provider in providers:
        actions.tell(SYSTEM, tender_id, provider, of=of, text=text, now=clock.now())
    for watch in watches:
        actions.tell_watcher(watch, of=of, text=text, now=clock.now())


@jobs.handler("tenders.tell_amended")
def tell_amended(tender_id: str, number: int) -> None:
    """Tell them that the tender was amended, then those whose services fit a lot that was added."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    added = any(f"lots.{lot.number}" in one.differences for one in tender.amendments[:number] for lot in tender.lots)
    _tell_all(tender, "has amended the tender", of=f"amendment {number}")
    if added:
        tell_matching_providers(tender_id)


@jobs.handler("tenders.tell_answered")
def tell_answered(tender_id: str) -> None:
    """Tell them that questions were answered: all of them, whoever asked."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    number = len(queries.public_answers(tender))
    _tell_all(tender, "has answered questions about the tender", of=f"answers {number}")


@jobs.handler("tenders.tell_ended")
def tell_ended(tender_id: str) -> None:
    """Tell them how the tender went on: that it ended, was decided, or that the contract is signed."""
    tender = queries.tender_for(SYSTEM, UUID(tender_id))
    if tender.status in GONE_ON:
        _tell_all(tender, GONE_ON[tender.status], of=tender.status.value)


@jobs.every(timedelta(hours=1), "tenders.remind")
def remind() -> None:
    """Tell whoever watches that bids close in two days, and commissioners that questions wait: each once."""
    now = clock.now()
    for tender_id in [one.id for one in queries.closing_soon(SYSTEM, now)]:
        tender = queries.tender_for(SYSTEM, tender_id)
        what = f"closing {tender.closes_at:%Y-%m-%dT%H:%M}"
        text = f"Bids close soon for the tender of {tender.authority.name}: {tender.title}"
        actions.remind_watchers(tender_id, what=what, text=text, now=now)
    for tender_id in [one.id for one in queries.with_questions(SYSTEM, now)]:
        tender = queries.tender_for(SYSTEM, tender_id)
        due = tender.answers_by_at
        if due is None or now < remind_from(due):
            continue
        late = overdue(due, now)
        what = f"{'overdue' if late else 'due'} {due:%Y-%m-%dT%H:%M}"
        said = "are overdue" if late else "are due soon"
        actions.remind_officers(tender_id, what=what, text=f"Answers to questions about {tender.title} {said}", now=now)


@jobs.every(timedelta(minutes=10), "tenders.lapse")
def lapse() -> None:
    """Ask the next in rank where a member's time to answer a direct call-off is over."""
    now = clock.now()
    for tender_id in queries.unanswered(SYSTEM, now):
        actions.lapse(tender_id, now=now)


@jobs.handler("tenders.document_scanned")
def document_scanned(file_id: str) -> None:
    """Tell the authority where a virus was found in a document."""
    actions.tell_infected(UUID(file_id), now=clock.now())
