"""What is done to a contract: signed or given up, published, varied, extended, ended."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from directory import audit
from directory.access import Actor, Permission, require
from directory.awards.actions.judging import acting, words
from directory.awards.contracting import complete, signed
from directory.awards.deciding import contracts_of
from directory.awards.models import Contract, ContractChange, Decision
from directory.awards.queries.contracts import own_contract
from directory.awards.rules.contract import (
    CONTRACT_LIFECYCLE,
    Change,
    ContractMove,
    ContractStatus,
    Ending,
    Permitted,
    Terms,
    end_after,
    substantial,
)
from directory.awards.rules.standstill import london_day
from directory.awards.telling import tell_provider
from directory.kit.atomic import atomic
from directory.kit.db import db
from directory.kit.errors import Invalid, NotAllowed, WrongState
from directory.kit.money import pounds
from directory.tenders.moving import move_on
from directory.tenders.queries import owned_tender, ready
from directory.tenders.rules import Move, Regime, Status

MOST_PENCE = 10_000_000_000_00
MOST_MONTHS = 120
MOST_CHANGES = 200


def _held(actor: Actor, contract_id: UUID, move: ContractMove) -> Contract:
    """Give a contract of the own authority with its tender held. Raises NotAllowed, NotFound, WrongState."""
    require(actor, Permission.CONTRACT_SIGN)
    contract = own_contract(actor, contract_id)
    owned_tender(actor, contract.tender_id, lock=True)
    db.session.refresh(contract, with_for_update=True)
    CONTRACT_LIFECYCLE.after(contract.status, move)
    return contract


def _check_value(pence: int | None) -> dict[str, str]:
    right = pence is not None and 0 <= pence <= MOST_PENCE
    return {} if right else {"value": f"Enter an amount from £0 to {pounds(MOST_PENCE)}"}


@dataclass(frozen=True)
class Signature:
    """What was signed, and when. ``extension_months`` may be taken in all after ``ends_on``."""

    signed_on: date | None
    starts_on: date | None
    ends_on: date | None
    value_pence: int | None
    extension_months: int = 0


@atomic
def sign(actor: Actor, contract_id: UUID, given: Signature, *, now: datetime) -> Contract:
    """Record that a contract was signed, by the server's clock after the standstill.

    Raises NotAllowed (also for whoever proposed the award), NotFound, WrongState before the standstill has ended, by
    however little; Invalid by field.
    """
    contract = _held(actor, contract_id, ContractMove.SIGN)
    tender = ready(actor, contract.tender_id, Move.CONTRACT, now, lock=True)
    decision = db.session.get_one(Decision, contract.award.decision_id)
    if decision.proposed_by == acting(actor):
        raise NotAllowed("A second person records the signing: not the one who proposed the award")
    wrong = _check_value(given.value_pence)
    first, today = london_day(tender.standstill_ends_at or now), london_day(now)
    if given.signed_on is None or not first <= given.signed_on <= today:
        wrong["signed_on"] = f"Enter the day of signing: from {first:%-d %B %Y}, when the standstill ended, to today"
    if given.starts_on is None:
        wrong["starts_on"] = "Enter the day on which the contract starts"
    if given.ends_on is None or (given.starts_on and given.ends_on <= given.starts_on):
        wrong["ends_on"] = "Enter the day on which the contract ends, after it starts"
    if not 0 <= given.extension_months <= max(tender.extension_months, 0):
        wrong["extension_months"] = (
            f"The notice said {tender.extension_months} months of extension at most"
            if tender.extension_months
            else "The notice said nothing of an extension: enter 0"
        )
    if wrong:
        raise Invalid(fields=wrong)
    contract.signed_on, contract.starts_on, contract.ends_on = given.signed_on, given.starts_on, given.ends_on
    contract.value_pence, contract.extension_months = given.value_pence, given.extension_months
    signed(actor, contract, now)
    _tell(contract, f"{tender.authority.name} recorded your contract as signed", now)
    return contract


def _tell(contract: Contract, text: str, now: datetime) -> None:
    tender = contract.tender
    tell_provider(
        tender,
        contract.organisation_id,
        f"{text}: {tender.title}",
        endpoint="awards.tender_contracts",
        path=f"/tenders/{tender.id}/contracts",
        now=now,
    )


@atomic
def give_up(actor: Actor, contract_id: UUID, *, reason: str, now: datetime) -> Contract:
    """Record that a winner will not sign, with a reason; then the next in rank may be chosen by judging again.

    Raises NotAllowed, NotFound, WrongState once it is signed, Invalid.
    """
    contract = _held(actor, contract_id, ContractMove.GIVE_UP)
    if contract.tender.status != Status.STANDSTILL:
        raise WrongState("The award does not stand any more")
    contract.status = CONTRACT_LIFECYCLE.after(contract.status, ContractMove.GIVE_UP)
    contract.dropped_reason = words(reason, "reason", "Enter a reason")
    contract.dropped_by, contract.dropped_at = acting(actor), now
    audit.record(actor, "contract:given_up", contract, at=now, tender=contract.tender_id, lot=contract.lot)
    complete(actor, contract.tender, now)
    return contract


@atomic
def publish_notice(actor: Actor, contract_id: UUID, *, now: datetime) -> Contract:
    """Publish the contract details notice on the tender's page. Raises NotAllowed, NotFound, WrongState.

    Source: Procurement Act 2023, s53.
    """
    contract = _held(actor, contract_id, ContractMove.PUBLISH)
    if contract.notice_at is not None:
        raise WrongState("The contract details notice is published already")
    contract.notice_by, contract.notice_at = acting(actor), now
    audit.record(actor, "contract:notice_published", contract, at=now, tender=contract.tender_id, lot=contract.lot)
    return contract


@dataclass(frozen=True)
class Variation:
    """A change as an officer enters it. ``scope_changed`` and ``favours_provider`` None: not answered."""

    what: str
    reason: str
    ends_on: date | None
    value_pence: int | None
    scope_changed: bool | None
    favours_provider: bool | None
    permitted: Permitted | None = None


def terms_of(contract: Contract) -> Terms:
    """Give a signed contract's terms as they stand."""
    if contract.starts_on is None or contract.ends_on is None or contract.value_pence is None:
        raise WrongState("The contract is not signed")
    return Terms(contract.starts_on, contract.ends_on, contract.value_pence)


def awarded_terms(contract: Contract) -> Terms:
    """Give the terms as they were signed first."""
    stands = terms_of(contract)
    awarded_value = stands.value_pence if contract.awarded_value_pence is None else contract.awarded_value_pence
    return Terms(stands.starts_on, contract.awarded_ends_on or stands.ends_on, awarded_value)


@atomic
def vary(actor: Actor, contract_id: UUID, given: Variation, *, now: datetime) -> ContractChange:
    """Record a variation with its reason and the new terms; one that is substantial is flagged with the rule.

    Outside the light touch rules a substantial one needs a ground of Schedule 8. Raises NotAllowed, NotFound,
    WrongState, Invalid by field. Source: Procurement Act 2023, s74.
    """
    contract = _held(actor, contract_id, ContractMove.VARY)
    stands = terms_of(contract)
    ends_on = given.ends_on or stands.ends_on
    value = stands.value_pence if given.value_pence is None else given.value_pence
    wrong = _check_value(value)
    if ends_on <= stands.starts_on:
        wrong["ends_on"] = "The contract must end after it starts"
    if given.scope_changed is None:
        wrong["scope_changed"] = "Say whether the scope changes materially"
    if given.favours_provider is None:
        wrong["favours_provider"] = "Say whether the balance changes in favour of the provider"
    if wrong:
        raise Invalid(fields=wrong)
    change = Change(ends_on, value, bool(given.scope_changed), bool(given.favours_provider))
    flags = substantial(awarded_terms(contract), contract.extension_months, change, stands)
    if flags and contract.tender.regime == Regime.STANDARD and given.permitted is None:
        raise Invalid.field(
            "permitted",
            f"{flags[0]}. Choose why the law permits it all the same, or run a new competition "
            "(Procurement Act 2023, section 74 and Schedule 8)",
        )
    made = _change(
        actor, contract, given, change, flags=flags, months=0, permitted=given.permitted if flags else None, now=now
    )
    audit.record(
        actor, "contract:varied", contract, at=now, number=made.number, flags=len(flags), permitted=made.permitted
    )
    _tell(contract, "A variation of your contract is recorded", now)
    return made


@atomic
def extend(
    actor: Actor, contract_id: UUID, *, months: int | None, reason: str, value_pence: int | None, now: datetime
) -> ContractChange:
    """Record that an extension which the contract provides for is taken.

    ``value_pence`` is what the contract is worth with it; None where that stays. Raises NotAllowed, NotFound,
    WrongState, Invalid.
    """
    contract = _held(actor, contract_id, ContractMove.EXTEND)
    stands = terms_of(contract)
    left = contract.extension_months - contract.extended_months
    value = stands.value_pence if value_pence is None else value_pence
    wrong = _check_value(value)
    if months is None or not 1 <= months <= left:
        wrong["months"] = f"Enter a number of months from 1 to {left}" if left else "No extension is left"
    if wrong or months is None:
        raise Invalid(fields=wrong)
    change = Change(end_after(stands.ends_on, months), value)
    said = Variation("Extension", reason, change.ends_on, value, None, None)
    made = _change(actor, contract, said, change, flags=(), months=months, permitted=None, now=now)
    contract.extended_months += months
    audit.record(actor, "contract:extended", contract, at=now, months=months, number=made.number)
    _tell(contract, "Your contract is extended", now)
    return made


def _change(
    actor: Actor,
    contract: Contract,
    given: Variation,
    change: Change,
    *,
    flags: tuple[str, ...],
    months: int,
    permitted: Permitted | None,
    now: datetime,
) -> ContractChange:
    stands = terms_of(contract)
    number = len(contract.changes) + 1
    if number > MOST_CHANGES:
        raise WrongState(f"A contract has {MOST_CHANGES} changes at most")
    made = ContractChange(
        contract_id=contract.id,
        number=number,
        months=months,
        changed_on=london_day(now),
        what=words(given.what, "what", "Say what changes"),
        reason=words(given.reason, "reason", "Enter a reason"),
        ends_on_before=stands.ends_on,
        ends_on_after=change.ends_on,
        value_before_pence=stands.value_pence,
        value_after_pence=change.value_pence,
        scope_changed=change.scope_changed,
        favours_provider=change.favours_provider,
        flags=list(flags),
        permitted=permitted,
        changed_by=acting(actor),
        changed_at=now,
    )
    contract.changes.append(made)
    contract.ends_on, contract.value_pence = change.ends_on, change.value_pence
    return made


@atomic
def end(
    actor: Actor, contract_id: UUID, *, ended_on: date | None, ending: Ending | None, reason: str, now: datetime
) -> Contract:
    """Record that a contract has ended, how and why; with the last one its tender ends.

    Raises NotAllowed, NotFound, WrongState, Invalid.
    """
    contract = _held(actor, contract_id, ContractMove.END)
    wrong: dict[str, str] = {}
    today = london_day(now)
    if ended_on is None or contract.signed_on is None or not contract.signed_on <= ended_on <= today:
        wrong["ended_on"] = "Enter the day on which it ended: after it was signed, and not to come"
    if ending is None:
        wrong["ending"] = "Say how it ended"
    if wrong:
        raise Invalid(fields=wrong)
    contract.ended_reason = words(reason, "reason", "Enter a reason")
    contract.status = CONTRACT_LIFECYCLE.after(contract.status, ContractMove.END)
    contract.ended_on, contract.ending, contract.ended_by, contract.ended_at = ended_on, ending, acting(actor), now
    audit.record(actor, "contract:ended", contract, at=now, on=ended_on, ending=ending, tender=contract.tender_id)
    _tell(contract, "Your contract is recorded as ended", now)
    db.session.flush()
    tender = contract.tender
    left = any(one.status == ContractStatus.SIGNED for one in contracts_of(tender))
    if not left and tender.status == Status.CONTRACTED:
        move_on(actor, tender, Move.END, now=now, event="tender:ended")
    return contract
