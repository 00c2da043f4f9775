"""How a provider performs, as an authority that is a party sees it."""

from datetime import date, datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import acting, words
from directory.awards.models import PerformanceNote
from directory.awards.queries.contracts import party_contract
from directory.awards.rules.contract import CONTRACT_LIFECYCLE, ContractMove, Rating
from directory.awards.rules.standstill import london_day
from directory.awards.telling import tell_provider
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, NotFound, WrongState
from directory.kit.identifiers import find


@atomic
def note(
    actor: Actor,
    contract_id: UUID,
    *,
    rating: Rating | None,
    noted_on: date | None,
    text: str,
    share: bool = False,
    now: datetime,
) -> PerformanceNote:
    """Rate a provider's performance on one day, for one's own authority, or share it with the provider at once.

    Words that may tell who a child is are refused. Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    require(actor, Permission.CONTRACT_SIGN)
    contract = party_contract(actor, contract_id)
    if actor.organisation_id is None:
        raise NotAllowed
    CONTRACT_LIFECYCLE.after(contract.status, ContractMove.REVIEW)
    today = london_day(now)
    wrong: dict[str, str] = {}
    if rating is None:
        wrong["rating"] = "Choose a rating"
    if noted_on is None or contract.signed_on is None or not contract.signed_on <= noted_on <= today:
        wrong["noted_on"] = "Enter the day: after the contract was signed, and not to come"
    if wrong or rating is None or noted_on is None:
        raise Invalid(fields=wrong)
    said = words(text, "text", "Say what the rating is for")
    found = find(said, today)
    if found:
        raise Invalid.field("text", found[0].advice)
    made = PerformanceNote(
        contract_id=contract.id,
        authority_id=actor.organisation_id,
        rating=rating,
        noted_on=noted_on,
        text=said,
        written_by=acting(actor),
        written_at=now,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(actor, "contract:performance_noted", contract, at=now, note=made.id)
    if share:
        _share(actor, made, now)
    return made


@atomic
def share(actor: Actor, note_id: UUID, *, now: datetime) -> PerformanceNote:
    """Let the provider read a note of one's own authority, for good. Raises NotAllowed, NotFound, WrongState."""
    require(actor, Permission.CONTRACT_SIGN)
    found = db.session.get(PerformanceNote, note_id, with_for_update=True)
    if found is None or found.authority_id != actor.organisation_id:
        raise NotFound
    if found.shared_at is not None:
        raise WrongState("The provider may read this already")
    _share(actor, found, now)
    return found


def _share(actor: Actor, made: PerformanceNote, now: datetime) -> None:
    contract = party_contract(actor, made.contract_id)
    made.shared_at = now
    audit.record(actor, "contract:performance_shared", contract, at=now, note=made.id)
    tender = contract.tender
    tell_provider(
        tender,
        contract.organisation_id,
        f"An authority shared how it sees your performance: {tender.title}",
        endpoint="awards.tender_contracts",
        path=f"/tenders/{tender.id}/contracts",
        now=now,
    )
