"""Changing a published tender in sight of all: first what lots, criteria and conditions become, then why."""

from typing import TypeVar
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, current_actor, guarded
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Stale
from directory.kit.forms import Press, posted
from directory.tenders import actions, queries
from directory.tenders.forms import AmendmentForm, ConditionsForm, CriterionForm, LotForm
from directory.tenders.models import Tender
from directory.tenders.rules import Criterion, Lot, Section, numbered, total_hundredths
from directory.tenders.rules.amending import MATERIAL_DAYS, is_material
from directory.tenders.rules.terms import Terms, terms_differences, terms_of
from directory.tenders.rules.words import words
from directory.tenders.views.blueprint import pages
from directory.tenders.views.drafting import edit

PUBLISH = Permission.TENDER_PUBLISH
AT = "/<uuid:tender_id>/amendment"
OVERTAKEN = "Somebody published other lots, criteria or conditions meanwhile. Forget these changes and begin again"
R = TypeVar("R", Lot, Criterion)


def _version(read: str | None) -> int | None:
    return int(read) if read and read.isascii() and read.isdigit() else None


@pages.route(AT, methods=["GET", "POST"])
@guarded(PUBLISH)
def amendment(tender_id: UUID) -> ResponseReturnValue:
    """Change a published tender, in sight of all."""
    actor = current_actor()
    tender, terms = queries.amendable(actor, tender_id, clock.now())
    form = AmendmentForm()
    status = 200
    if not posted():
        form.show(tender.deadlines())
        form.description.data, form.read.data = tender.description, str(tender.version)
    elif queries.overtaken(actor, tender):
        form.refuse("reason", OVERTAKEN)
        status = 412
    elif form.sent():
        try:
            actions.amend(
                actor,
                tender_id,
                description=form.description.data,
                deadlines=form.moved(tender.deadlines()),
                terms=terms,
                material=form.material.data,
                reason=form.reason.data or "",
                version=_version(form.read.data),
                now=clock.now(),
            )
        except Stale as refusal:
            tender, terms = queries.amendable(actor, tender_id, clock.now())
            form.read.data, status = str(tender.version), 412
            form.refuse("reason", f"{refusal}. Look at the amendments below, then send yours again")
        except Invalid as refusal:
            _refuse(form, refusal)
        else:
            flash("The amendment is published")
            return redirect(url_for("tenders.show", tender_id=tender_id), 303)
    return _page(tender, terms, form), status


def _refuse(form: AmendmentForm, refusal: Invalid) -> None:
    """Show a refusal of terms, which are written on other pages, at the end; any other beside its field."""
    rows = {path: said for path, said in refusal.fields.items() if path.startswith(("lots", "criteria", "policies"))}
    if rows:
        form.refuse("reason", "; ".join(rows.values()))
    else:
        form.refuse_named(refusal)


def _page(tender: Tender, terms: Terms, form: AmendmentForm) -> str:
    actor = current_actor()
    changed = terms_differences(terms_of(tender.notice()), terms)
    return render_template(
        "tenders/amendment.html",
        tender=tender,
        form=form,
        material_days=MATERIAL_DAYS,
        terms=terms,
        changed=changed,
        material=is_material(one.field for one in changed),
        numbered=numbered,
        total=total_hundredths(terms.criteria),
        problems=queries.drafted_problems(actor, tender, clock.now()) if changed else [],
        overtaken=queries.overtaken(actor, tender),
    )


def _row(rows: tuple[R, ...], number: int) -> R:
    row = dict(numbered(rows)).get(number)
    if row is None:
        raise NotFound
    return row


def _drafted(tender_id: UUID) -> Terms:
    return queries.amendable(current_actor(), tender_id, clock.now())[1]


def _back(tender_id: UUID) -> str:
    return url_for("tenders.amendment", tender_id=tender_id, _anchor="terms")


@pages.route(f"{AT}/lots/new", methods=["GET", "POST"], defaults={"number": None})
@pages.route(f"{AT}/lots/<int:number>", methods=["GET", "POST"])
@guarded(PUBLISH)
def amended_lot(tender_id: UUID, number: int | None) -> ResponseReturnValue:
    """Draft another lot, or what becomes of one."""
    tender, terms = queries.amendable(current_actor(), tender_id, clock.now(), lot=number)

    def kept() -> Lot:
        return _row(_drafted(tender_id).lots, number) if number is not None else Lot()

    return edit(
        tender,
        LotForm(),
        kept,
        lambda value, read: actions.draft_lot(current_actor(), tender_id, number, value, read=read, now=clock.now()),
        template="tenders/lot.html",
        back=_back(tender_id),
        first_field="title",
        heading=f"Lot {number or len(terms.lots) + 1}",
    )


@pages.route(f"{AT}/lots/<int:number>/removal", methods=["POST"])
@guarded(PUBLISH)
def amended_lot_removal(tender_id: UUID, number: int) -> ResponseReturnValue:
    """Draft that a lot is taken away."""
    actions.draft_lot_removal(current_actor(), tender_id, number, now=clock.now())
    return redirect(_back(tender_id), 303)


@pages.route(f"{AT}/criteria/new", methods=["GET", "POST"], defaults={"number": None})
@pages.route(f"{AT}/criteria/<int:number>", methods=["GET", "POST"])
@guarded(PUBLISH)
def amended_criterion(tender_id: UUID, number: int | None) -> ResponseReturnValue:
    """Draft another criterion, or what becomes of one."""
    tender, terms = queries.amendable(current_actor(), tender_id, clock.now(), criterion=number)

    def kept() -> Criterion:
        return _row(_drafted(tender_id).criteria, number) if number is not None else Criterion()

    own = _row(terms.criteria, number).weight_hundredths if number is not None else 0
    return edit(
        tender,
        CriterionForm(),
        kept,
        lambda value, read: actions.draft_criterion(
            current_actor(), tender_id, number, value, read=read, now=clock.now()
        ),
        template="tenders/criterion.html",
        back=_back(tender_id),
        first_field="name",
        heading=f"Criterion {number or len(terms.criteria) + 1}",
        others=total_hundredths(terms.criteria) - own,
    )


@pages.route(f"{AT}/criteria/<int:number>/removal", methods=["POST"])
@guarded(PUBLISH)
def amended_criterion_removal(tender_id: UUID, number: int) -> ResponseReturnValue:
    """Draft that a criterion is taken away."""
    actions.draft_criterion_removal(current_actor(), tender_id, number, now=clock.now())
    return redirect(_back(tender_id), 303)


@pages.route(f"{AT}/conditions", methods=["GET", "POST"])
@guarded(PUBLISH)
def amended_conditions(tender_id: UUID) -> ResponseReturnValue:
    """Draft other conditions of participation."""
    tender, _ = queries.amendable(current_actor(), tender_id, clock.now())
    return edit(
        tender,
        ConditionsForm(),
        lambda: _drafted(tender_id).conditions,
        lambda value, read: actions.draft_conditions(current_actor(), tender_id, value, read=read, now=clock.now()),
        template="tenders/conditions.html",
        back=_back(tender_id),
        first_field="policies",
        heading=words(Section.CONDITIONS),
    )


@pages.route(f"{AT}/dropping", methods=["POST"])
@guarded(PUBLISH)
def amendment_dropping(tender_id: UUID) -> ResponseReturnValue:
    """Forget what was drafted for the next amendment."""
    if Press().sent():
        actions.drop_draft(current_actor(), tender_id, now=clock.now())
        flash("The changes are forgotten. Nothing was published")
    return redirect(_back(tender_id), 303)
