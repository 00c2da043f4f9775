"""Writing a bid, page by page. What cannot be kept stays in the form, whoever was faster and however late it is."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import current_actor
from directory.bids import actions, queries
from directory.bids.actions.submitting import finished
from directory.bids.envelopes import Held
from directory.bids.forms import AnswerForm, CoverForm, FileForm, LotsForm, PricesForm, ServicesForm, prices_form
from directory.bids.rules.asked import as_judged
from directory.bids.rules.check import MOST_FILES, Section, problems, questions, words_in
from directory.bids.rules.content import Answer
from directory.bids.rules.parts import Cover, Lots, Part, Prices, Registrations, kept_in, mark
from directory.bids.views.blueprint import of_bidders, pages
from directory.bids.views.saying import said
from directory.kit import clock
from directory.kit.errors import Invalid, NotFound, Refusal, Stale, WrongState
from directory.kit.forms import Press, posted
from directory.tenders.models import Tender
from directory.tenders.queries import tender_for

AnyForm = LotsForm | AnswerForm | PricesForm | CoverForm | ServicesForm


@pages.route("/bid", methods=["GET", "POST"])
@of_bidders
def show(tender_id: UUID) -> ResponseReturnValue:
    """Show the own provider's bid as a list of what is to do, or how to begin one."""
    actor, now = current_actor(), clock.now()
    tender = tender_for(actor, tender_id)
    if Press().sent():
        actions.begin(actor, tender_id, now=now)
        return redirect(url_for("bids.show", tender_id=tender_id), 303)
    given: dict[str, Any] = {"tender": tender, "phase": tender.phase(now), "refusal": None}
    refusal = queries.why_no_bid(actor, tender, now)
    try:
        held = queries.own_bid(actor, tender_id)
    except NotFound:
        return render_template("bids/begin.html", **given | {"refusal": refusal})
    notice = tender.notice()
    found = problems(held.bid, notice)
    given |= {"held": held, "notice": notice, "problems": found, "moves": queries.moves(actor, tender, held, now)}
    given |= {"sections": sections(held, tender), "changed": changed(held), "open": refusal is None}
    given |= looked_at_again(held, tender) if refusal is None else {"unasked": []}
    return render_template("bids/show.html", opened=queries.was_opened(actor, tender_id), **given)


def looked_at_again(held: Held, tender: Tender) -> dict[str, Any]:
    """Give what amendments mean for a bid: those since it was submitted, and what of it still counts.

    Its own provider reads it here, and nobody is sent anything: a message would tell who bids.
    """
    notice, receipt = tender.notice(), held.entry.receipt
    amended = [one for one in tender.amendments if receipt is None or one.amended_at >= receipt.at]
    stands = held.submitted() if amended else None
    judged = as_judged(stands, notice) if stands else None
    answers = ((notice.criteria[one.criterion - 1], one) for one in held.bid.answers)
    return {
        "amended": amended,
        "judged_lots": judged.lots if judged else (),
        "unanswered": [one for one in problems(judged, notice) if not one.advice] if judged and judged.lots else [],
        "unasked": [{"name": asked.name, "text": one.text} for asked, one in answers if asked.removed],
    }


def changed(held: Held) -> bool:
    """Say whether the draft is not what stands submitted."""
    receipt = held.entry.receipt
    return receipt is not None and finished(held.bid).digest() != receipt.digest


def sections(held: Held, tender: Tender) -> list[dict[str, Any]]:
    """Give the pages on which the bid is written, with what each lacks."""
    notice = tender.notice()
    found = problems(held.bid, notice)
    listed: list[tuple[str, Section, int, str]] = [("Lots", Section.LOTS, 0, "")]
    listed += [(one.name, Section.ANSWER, number, _limit(one.word_limit)) for number, one in questions(notice)]
    listed += [("Prices", Section.PRICES, 0, ""), ("Insurance and policies", Section.COVER, 0, "")]
    listed += [("Your services", Section.REGISTRATIONS, 0, "")]
    shown = []
    for text, section, number, hint in listed:
        mine = [one for one in found if (one.section, one.number) == (section, number)]
        lacks = [one for one in mine if not one.advice]
        status, colour = ("To do", "blue") if lacks else ("Look again", "yellow") if mine else ("Complete", "green")
        href = page_of(section, tender.id, number)
        shown.append({"text": text, "href": href, "hint": hint, "status": status, "colour": colour})
    return shown


def _limit(word_limit: int | None) -> str:
    return f"{word_limit:,} words or fewer" if word_limit else ""


def page_of(section: Section, tender_id: UUID, number: int = 0) -> str:
    """Give where a section is written."""
    if section == Section.ANSWER:
        return url_for("bids.answer", tender_id=tender_id, number=number)
    return url_for(f"bids.{section.value}", tender_id=tender_id)


def edit(
    tender_id: UUID,
    form: AnyForm,
    empty: Part,
    *,
    template: str,
    heading: str,
    field: str,
    saved: Callable[[Part], str] = lambda _part: "Saved",
    **page: Any,
) -> ResponseReturnValue:
    """Show a page of the bid, or keep what was sent; where somebody was faster, show what both wrote."""
    actor, theirs, mine, status = current_actor(), None, None, 200
    held = queries.own_bid(actor, tender_id)
    tender = tender_for(actor, tender_id)
    if not posted():
        kept = kept_in(held.bid, empty)
        form.show(kept)  # type: ignore[arg-type]
        form.read.data = mark(kept)
    elif form.sent():
        try:
            mine = form.value()
            actions.save(actor, tender_id, mine, read=form.read.data, now=clock.now())
        except Stale:
            held = queries.own_bid(actor, tender_id)
            theirs, status = kept_in(held.bid, empty), 412
            form.read.data = mark(theirs)
        except (Invalid, WrongState) as refusal:
            status = refusal.status
            form.refuse(field, refusal)
        else:
            flash(saved(mine))
            return redirect(url_for("bids.show", tender_id=tender_id), 303)
        held = queries.own_bid(actor, tender_id)
        tender = tender_for(actor, tender_id)
    notice = tender.notice()
    clash = [said(theirs, notice), said(mine, notice)] if theirs is not None and mine is not None else []
    given = {"tender": tender, "notice": notice, "form": form, "held": held, "clash": clash, "heading": heading}
    return render_template(template, **given | page), status


def _kept(tender_id: UUID) -> tuple[Tender, Held]:
    """Give the tender and the own bid. Raises NotFound."""
    actor = current_actor()
    return tender_for(actor, tender_id), queries.own_bid(actor, tender_id)


@pages.route("/bid/lots", methods=["GET", "POST"])
@of_bidders
def lots(tender_id: UUID) -> ResponseReturnValue:
    """Choose the lots."""
    tender, _ = _kept(tender_id)
    form = LotsForm()
    form.offer(tender.notice().lots)
    return edit(tender_id, form, Lots(), template="bids/lots.html", heading="Lots", field="lots")


@pages.route("/bid/answers/<int:number>", methods=["GET", "POST"])
@of_bidders
def answer(tender_id: UUID, number: int) -> ResponseReturnValue:
    """Answer one question."""
    tender, _ = _kept(tender_id)
    asked = dict(questions(tender.notice())).get(number)
    if asked is None:
        raise NotFound
    form = AnswerForm()
    form.number = number
    limit = asked.word_limit

    def saved(part: Part) -> str:
        count = words_in(part.text) if isinstance(part, Answer) else 0
        of = f" of {limit:,}" if limit else ""
        over = ". That is too many: shorten it before you submit" if limit and count > limit else ""
        return f"Saved {asked.name}: {count:,}{of} words{over}"

    return edit(
        tender_id,
        form,
        Answer(number, ""),
        template="bids/answer.html",
        heading=asked.name,
        field="answer",
        saved=saved,
        asked=asked,
        number=number,
        upload=FileForm(formdata=None),
        most_files=MOST_FILES,
    )


@pages.route("/bid/prices", methods=["GET", "POST"])
@of_bidders
def prices(tender_id: UUID) -> ResponseReturnValue:
    """Give the prices of the chosen lots."""
    tender, held = _kept(tender_id)
    form = prices_form(tender.notice().lots, held.bid.lots)
    return edit(tender_id, form, Prices(), template="bids/prices.html", heading="Prices", field="read")


@pages.route("/bid/cover", methods=["GET", "POST"])
@of_bidders
def cover(tender_id: UUID) -> ResponseReturnValue:
    """Say which insurance and policies there are."""
    tender, _ = _kept(tender_id)
    form = CoverForm()
    form.offer(tender.conditions())
    return edit(
        tender_id,
        form,
        Cover(),
        template="bids/cover.html",
        heading="Insurance and policies",
        field="public_liability_pence",
    )


@pages.route("/bid/services", methods=["GET", "POST"])
@of_bidders
def registrations(tender_id: UUID) -> ResponseReturnValue:
    """Name the own services that would do the work."""
    form = ServicesForm()
    form.offer(queries.own_services(current_actor()))
    return edit(
        tender_id,
        form,
        Registrations(),
        template="bids/services.html",
        heading="Your services",
        field="services",
    )


def too_late(refusal: Refusal) -> tuple[str, int]:
    """Give the page that says why a bid cannot be submitted or withdrawn."""
    return render_template("bids/late.html", refusal=refusal, at=clock.now()), refusal.status
