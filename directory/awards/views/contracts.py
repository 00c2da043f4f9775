"""Contracts: the own organisation's, what is due of each, and what its officers do."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.awards.actions import contracts as actions
from directory.awards.actions import reviewing
from directory.awards.forms.contracts import EndingForm, ExtensionForm, NoteForm, SignatureForm, VariationForm
from directory.awards.forms.deciding import ReasonForm
from directory.awards.models import Contract, ContractChange
from directory.awards.queries.contracts import due_of, moves, notes, own_contract, party_contract, rows
from directory.awards.rules.contract import (
    CONTRACT_LIFECYCLE,
    ENDING_WORDS,
    PERMITTED_WORDS,
    RATING_WORDS,
    STATUS_WORDS,
    ContractMove,
    Ending,
    Rating,
    end_after,
)
from directory.awards.views.blueprint import pages
from directory.kit import clock
from directory.kit.errors import Invalid, NotAllowed, Refusal, WrongState
from directory.kit.forms import Form, Press
from directory.tenders.queries import tender_for
from directory.tenders.rules.areas import area_words

P = Permission
M = ContractMove
T = TypeVar("T")
contracts = Blueprint("contracts", __name__, url_prefix="/contracts")
WAYS = {
    M.SIGN: ("contracts.signature", "Record the signing"),
    M.GIVE_UP: ("contracts.giving_up", "The winner will not sign"),
    M.PUBLISH: ("contracts.notice", "Publish the contract details notice"),
    M.VARY: ("contracts.variation", "Record a variation"),
    M.EXTEND: ("contracts.extension", "Take an extension"),
    M.REVIEW: ("contracts.performance", "Rate the performance"),
    M.END: ("contracts.ending", "Record the end"),
}


@contracts.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of contracts its words."""
    return {
        "area_words": area_words,
        "ending_words": ENDING_WORDS,
        "permitted_words": PERMITTED_WORDS,
        "rating_words": RATING_WORDS,
        "status_words": STATUS_WORDS,
        "ways": WAYS,
    }


@contracts.route("")
@guarded(P.CONTRACT_READ)
def index() -> ResponseReturnValue:
    """List the own organisation's contracts, what is due soonest first."""
    now = clock.now()
    return render_template("awards/contracts.html", rows=rows(current_actor(), now), tender=None, today=clock.today())


@pages.route("/contracts")
@guarded(P.CONTRACT_READ)
def tender_contracts(tender_id: UUID) -> ResponseReturnValue:
    """List the own organisation's contracts of one tender; none is an empty list."""
    tender = tender_for(current_actor(), tender_id)
    found = rows(current_actor(), clock.now(), tender_id=tender_id)
    if len(found) == 1:
        return redirect(url_for("contracts.show", contract_id=found[0].contract.id), 303)
    return render_template(
        "awards/contracts.html",
        rows=found,
        tender=tender,
        today=clock.today(),
        status_words=STATUS_WORDS,
    )


@contracts.route("/<uuid:contract_id>")
@guarded(P.CONTRACT_READ)
def show(contract_id: UUID) -> ResponseReturnValue:
    """Show one contract to its parties."""
    actor, now = current_actor(), clock.now()
    contract = party_contract(actor, contract_id)
    return render_template(
        "awards/contract.html",
        contract=contract,
        tender=contract.tender,
        lot=contract.tender.lots[contract.lot - 1],
        due=due_of(actor, contract, now),
        moves=moves(actor, contract, now),
        notes=notes(actor, contract),
        officer=contract.authority_id == actor.organisation_id,
        longest=end_after(contract.awarded_ends_on, contract.extension_months) if contract.awarded_ends_on else None,
        today=clock.today(),
        form=Press(),
    )


def _own(contract_id: UUID, move: ContractMove) -> Contract:
    """Give a contract of the own authority from which a move starts. Raises NotFound, WrongState."""
    contract = own_contract(current_actor(), contract_id)
    CONTRACT_LIFECYCLE.after(contract.status, move)
    return contract


def _page(contract: Contract, form: Form, move: ContractMove, words: str = "") -> ResponseReturnValue:
    return render_template(
        "awards/contract_move.html", contract=contract, tender=contract.tender, form=form, move=move.value, words=words
    )


def _done(contract_id: UUID, words: str) -> ResponseReturnValue:
    flash(words)
    return redirect(url_for("contracts.show", contract_id=contract_id), 303)


def _record(
    contract: Contract,
    form: Form,
    move: ContractMove,
    act: Callable[[], T],
    *,
    field: str,
    done: Callable[[T], str],
    words: str = "",
    shown: tuple[type[Refusal], ...] = (Invalid, WrongState),
) -> ResponseReturnValue:
    """Show a move's form, or make the move; what is ``shown`` of its refusals stands beside ``field`` or its own."""
    contract_id = contract.id
    if form.sent():
        try:
            made = act()
        except shown as refusal:
            form.refuse(field, refusal)
        else:
            return _done(contract_id, done(made))
    return _page(contract, form, move, words)


@contracts.route("/<uuid:contract_id>/signature", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def signature(contract_id: UUID) -> ResponseReturnValue:
    """Record that the contract was signed."""
    contract, form = _own(contract_id, M.SIGN), SignatureForm()
    if not form.is_submitted():
        form.show(contract)
    return _record(
        contract,
        form,
        M.SIGN,
        lambda: actions.sign(current_actor(), contract_id, form.given(), now=clock.now()),
        field="signed_on",
        done=lambda _: "The contract is signed. Publish the contract details notice in time",
        shown=(Invalid, WrongState, NotAllowed),
    )


@contracts.route("/<uuid:contract_id>/giving-up", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def giving_up(contract_id: UUID) -> ResponseReturnValue:
    """Record that the winner will not sign."""
    contract, form = _own(contract_id, M.GIVE_UP), ReasonForm()
    return _record(
        contract,
        form,
        M.GIVE_UP,
        lambda: actions.give_up(current_actor(), contract_id, reason=form.text("reason"), now=clock.now()),
        field="reason",
        done=lambda _: "It is recorded that the winner gave up. The next in rank may be chosen",
        words="Then you can judge again and choose the next in rank for this lot.",
    )


@contracts.route("/<uuid:contract_id>/notice", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def notice(contract_id: UUID) -> ResponseReturnValue:
    """Publish the contract details notice."""
    contract = _own(contract_id, M.PUBLISH)
    form = Press()
    if form.sent():
        actions.publish_notice(current_actor(), contract_id, now=clock.now())
        return _done(contract_id, "The contract details notice stands on the tender’s page")
    words = "All can then read on the tender’s page who signed the contract, for how long and for how much."
    return _page(contract, form, M.PUBLISH, words)


@contracts.route("/<uuid:contract_id>/variation", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def variation(contract_id: UUID) -> ResponseReturnValue:
    """Record a variation."""
    contract, form = _own(contract_id, M.VARY), VariationForm()

    def done(made: ContractChange) -> str:
        flags = "It is substantial: look at the flag. " if made.flags else ""
        return f"{flags}Variation {made.number} is recorded"

    return _record(
        contract,
        form,
        M.VARY,
        lambda: actions.vary(current_actor(), contract_id, form.given(), now=clock.now()),
        field="what",
        done=done,
    )


@contracts.route("/<uuid:contract_id>/extension", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def extension(contract_id: UUID) -> ResponseReturnValue:
    """Record that an extension is taken."""
    contract, form = _own(contract_id, M.EXTEND), ExtensionForm()
    left = contract.extension_months - contract.extended_months
    return _record(
        contract,
        form,
        M.EXTEND,
        lambda: actions.extend(
            current_actor(),
            contract_id,
            months=form.months.read(),
            reason=form.text("reason"),
            value_pence=form.value.read(),
            now=clock.now(),
        ),
        field="months",
        done=lambda _: "The extension is recorded",
        words=f"The contract allows {left} more month{'s' if left != 1 else ''}.",
    )


@contracts.route("/<uuid:contract_id>/performance", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def performance(contract_id: UUID) -> ResponseReturnValue:
    """Rate how the provider performs, for one's own authority."""
    contract, form = party_contract(current_actor(), contract_id), NoteForm()
    CONTRACT_LIFECYCLE.after(contract.status, M.REVIEW)
    return _record(
        contract,
        form,
        M.REVIEW,
        lambda: reviewing.note(
            current_actor(),
            contract_id,
            rating=Rating(form.text("rating")),
            noted_on=form.noted_on.data,
            text=form.text("said"),
            share=bool(form.share.data),
            now=clock.now(),
        ),
        field="said",
        done=lambda _: "Your rating is kept",
        words="Your authority reads this, and the provider only if you share it.",
    )


@contracts.route("/<uuid:contract_id>/performance/<uuid:note_id>/sharing", methods=["POST"])
@guarded(P.CONTRACT_SIGN)
def sharing(contract_id: UUID, note_id: UUID) -> ResponseReturnValue:
    """Let the provider read a note."""
    party_contract(current_actor(), contract_id)
    reviewing.share(current_actor(), note_id, now=clock.now())
    return _done(contract_id, "The provider may read it now")


@contracts.route("/<uuid:contract_id>/ending", methods=["GET", "POST"])
@guarded(P.CONTRACT_SIGN)
def ending(contract_id: UUID) -> ResponseReturnValue:
    """Record the end."""
    contract, form = _own(contract_id, M.END), EndingForm()
    return _record(
        contract,
        form,
        M.END,
        lambda: actions.end(
            current_actor(),
            contract_id,
            ended_on=form.ended_on.data,
            ending=Ending(form.text("ending")),
            reason=form.text("reason"),
            now=clock.now(),
        ),
        field="ended_on",
        done=lambda _: "It is recorded that the contract has ended",
    )
