from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.frameworks import queries as frameworks
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Stale, WrongState
from directory.kit.forms import Press, posted
from directory.tenders import actions, queries
from directory.tenders.forms import ConditionsForm, CriterionForm, DeadlinesForm, DetailsForm, LotForm, NewForm
from directory.tenders.models import Tender, TenderCriterion, TenderLot
from directory.tenders.rules import (
    Criterion,
    Details,
    Kind,
    Lot,
    Notice,
    Section,
    differences,
    earliest_close,
    mark,
    minimum,
    suggest,
    total_hundredths,
)
from directory.tenders.rules.words import words
from directory.tenders.views.blueprint import pages

EDIT = Permission.TENDER_DRAFT
AnyForm = DetailsForm | DeadlinesForm | ConditionsForm | LotForm | CriterionForm


@pages.route("/new", methods=["GET", "POST"])
@guarded(EDIT)
def new() -> ResponseReturnValue:
    """Ask for a title and begin a draft: of a call-off, where somebody comes from a framework they may use."""
    actor, form = current_actor(), NewForm()
    usable = frameworks.usable(actor, clock.in_london(clock.now()).date())
    under = next((one for one in usable if one.reference == request.args.get("framework")), None)
    if form.sent():
        details = Details(title=form.title.data or "")
        if under:
            details = replace(details, kind=Kind.CALL_OFF, framework_reference=under.reference)
        try:
            tender = actions.create(actor, Notice(details=details), now=clock.now())
        except Invalid as refusal:
            form.refuse("title", refusal)
        else:
            return redirect(url_for("tenders.show", tender_id=tender.id), 303)
    return render_template("tenders/new.html", form=form, under=under)


def edit(
    tender: Tender,
    form: AnyForm,
    kept: Callable[[], Any],
    save: Callable[[Any, str | None], object],
    *,
    template: str,
    back: str,
    first_field: str,
    **page: Any,
) -> ResponseReturnValue:
    """Show a section's form, or keep what was sent; where somebody was faster, show what both wrote."""
    tender_id, clashes, status = tender.id, [], 200
    if not posted():
        form.show(kept())
        form.read.data = mark(kept())
    elif form.sent():
        try:
            value = form.value()
            save(value, form.read.data)
        except Stale:
            tender = queries.owned_tender(current_actor(), tender_id)
            theirs = kept()
            clashes, status = differences(theirs, value), 412
            form.read.data = mark(theirs)
        except Invalid as refusal:
            if isinstance(form, DeadlinesForm):
                form.refuse_named(refusal)
            else:
                form.refuse(first_field, own_fields(refusal))
        else:
            flash("Saved")
            return redirect(back, 303)
    return render_template(template, tender=tender, form=form, clashes=clashes, back=back, **page), status


def own_fields(refusal: Invalid) -> Invalid:
    """Give a refusal of one lot or criterion of several with its fields as its form names them."""
    return Invalid(str(refusal), {path.rsplit(".", 1)[-1]: said for path, said in refusal.fields.items()})


def _draft(tender_id: UUID) -> Tender:
    """Give the actor's own draft. Raises NotFound; WrongState where it is no draft any more."""
    tender = queries.owned_tender(current_actor(), tender_id)
    if tender.status != "draft":
        raise WrongState("Only a draft can be changed. Make the tender a draft again first")
    return tender


@pages.route("/<uuid:tender_id>/details", methods=["GET", "POST"])
@guarded(EDIT)
def details(tender_id: UUID) -> ResponseReturnValue:
    """Edit what is bought and how."""
    actor, tender, form = current_actor(), _draft(tender_id), DetailsForm()
    usable = frameworks.usable(actor, clock.in_london(clock.now()).date())
    led = {
        one.reference: one.title for one in usable if one.authority_id == actor.organisation_id and one.kind == "open"
    }
    form.offer({one.reference: one.title for one in usable}, led, tender.details())
    return edit(
        tender,
        form,
        lambda: queries.owned_tender(current_actor(), tender_id).details(),
        lambda value, read: actions.save(current_actor(), tender_id, value, read=read, now=clock.now()),
        template="tenders/details.html",
        back=url_for("tenders.show", tender_id=tender_id),
        first_field="title",
        heading=words(Section.DETAILS),
    )


@pages.route("/<uuid:tender_id>/conditions", methods=["GET", "POST"])
@guarded(EDIT)
def conditions(tender_id: UUID) -> ResponseReturnValue:
    """Edit what a bidder must show."""
    tender = _draft(tender_id)
    return edit(
        tender,
        ConditionsForm(),
        lambda: queries.owned_tender(current_actor(), tender_id).conditions(),
        lambda value, read: actions.save(current_actor(), tender_id, value, read=read, now=clock.now()),
        template="tenders/conditions.html",
        back=url_for("tenders.show", tender_id=tender_id),
        first_field="policies",
        heading=words(Section.CONDITIONS),
    )


@pages.route("/<uuid:tender_id>/deadlines", methods=["GET", "POST"])
@guarded(EDIT)
def deadlines(tender_id: UUID) -> ResponseReturnValue:
    """Edit the deadlines; suggest lawful ones where there are none."""
    tender, now = _draft(tender_id), clock.now()
    written = tender.details()
    suggestion, none_yet = suggest(now, written), tender.closes_at is None
    form = DeadlinesForm()
    if none_yet and not posted():
        form.show(suggestion)
    return edit(
        tender,
        form,
        lambda: queries.owned_tender(current_actor(), tender_id).deadlines(),
        lambda value, read: actions.save(current_actor(), tender_id, value, read=read, now=clock.now()),
        template="tenders/deadlines.html",
        back=url_for("tenders.show", tender_id=tender_id),
        first_field="closes_on",
        heading=words(Section.DEADLINES),
        minimum=minimum(written),
        earliest=earliest_close(now, written),
        suggestion=suggestion,
        suggested=none_yet,
    )


def _lot(tender: Tender, lot_id: UUID) -> TenderLot:
    for lot in tender.lots:
        if lot.id == lot_id:
            return lot
    raise NotFound


def _criterion(tender: Tender, criterion_id: UUID) -> TenderCriterion:
    for criterion in tender.criteria:
        if criterion.id == criterion_id:
            return criterion
    raise NotFound


@pages.route("/<uuid:tender_id>/lots")
@guarded(EDIT)
def lots(tender_id: UUID) -> ResponseReturnValue:
    """List the lots, with the ways to change them."""
    return render_template("tenders/lots.html", tender=_draft(tender_id), form=Press())


@pages.route("/<uuid:tender_id>/lots/new", methods=["GET", "POST"], defaults={"lot_id": None})
@pages.route("/<uuid:tender_id>/lots/<uuid:lot_id>", methods=["GET", "POST"])
@guarded(EDIT)
def lot(tender_id: UUID, lot_id: UUID | None) -> ResponseReturnValue:
    """Add or change a lot."""
    tender = _draft(tender_id)
    row = _lot(tender, lot_id) if lot_id else None

    def kept() -> Lot:
        return _lot(queries.owned_tender(current_actor(), tender_id), lot_id).value() if lot_id else Lot()

    return edit(
        tender,
        LotForm(),
        kept,
        lambda value, read: actions.put_lot(current_actor(), tender_id, lot_id, value, read=read, now=clock.now()),
        template="tenders/lot.html",
        back=url_for("tenders.lots", tender_id=tender_id),
        first_field="title",
        heading=f"Lot {row.number if row else len(tender.lots) + 1}",
    )


@pages.route("/<uuid:tender_id>/lots/<uuid:lot_id>/removal", methods=["POST"])
@guarded(EDIT)
def lot_removal(tender_id: UUID, lot_id: UUID) -> ResponseReturnValue:
    """Take a lot away."""
    actions.remove_lot(current_actor(), tender_id, lot_id, now=clock.now())
    flash("The lot is removed")
    return redirect(url_for("tenders.lots", tender_id=tender_id), 303)


@pages.route("/<uuid:tender_id>/criteria")
@guarded(EDIT)
def criteria(tender_id: UUID) -> ResponseReturnValue:
    """List the criteria with the running total of their weights."""
    tender = _draft(tender_id)
    total = total_hundredths(tender.notice().criteria)
    return render_template("tenders/criteria.html", tender=tender, total=total, form=Press())


@pages.route("/<uuid:tender_id>/criteria/new", methods=["GET", "POST"], defaults={"criterion_id": None})
@pages.route("/<uuid:tender_id>/criteria/<uuid:criterion_id>", methods=["GET", "POST"])
@guarded(EDIT)
def criterion(tender_id: UUID, criterion_id: UUID | None) -> ResponseReturnValue:
    """Add or change a criterion."""
    tender = _draft(tender_id)
    row = _criterion(tender, criterion_id) if criterion_id else None
    others = total_hundredths(one.value() for one in tender.criteria if one.id != criterion_id)

    def kept() -> Criterion:
        if criterion_id is None:
            return Criterion()
        return _criterion(queries.owned_tender(current_actor(), tender_id), criterion_id).value()

    return edit(
        tender,
        CriterionForm(),
        kept,
        lambda value, read: actions.put_criterion(
            current_actor(), tender_id, criterion_id, value, read=read, now=clock.now()
        ),
        template="tenders/criterion.html",
        back=url_for("tenders.criteria", tender_id=tender_id),
        first_field="name",
        heading=f"Criterion {row.number if row else len(tender.criteria) + 1}",
        others=others,
    )


@pages.route("/<uuid:tender_id>/criteria/<uuid:criterion_id>/removal", methods=["POST"])
@guarded(EDIT)
def criterion_removal(tender_id: UUID, criterion_id: UUID) -> ResponseReturnValue:
    """Take a criterion away."""
    actions.remove_criterion(current_actor(), tender_id, criterion_id, now=clock.now())
    flash("The criterion is removed")
    return redirect(url_for("tenders.criteria", tender_id=tender_id), 303)
