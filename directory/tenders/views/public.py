from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import Permission, anyone, current_actor, guarded
from directory.kit import clock
from directory.tenders import queries
from directory.tenders.rules import Section, warnings
from directory.tenders.rules.calling_off import DECLINED_WORDS, PASSED_WORDS
from directory.tenders.views.blueprint import pages


@pages.route("/<uuid:tender_id>")
@anyone
def show(tender_id: UUID) -> ResponseReturnValue:
    """Show a published tender to all, and a draft as a list of tasks to its own commissioners."""
    actor, now = current_actor(), clock.now()
    tender = queries.tender_for(actor, tender_id)
    given = {
        "tender": tender,
        "phase": tender.phase(now),
        "moves": queries.moves(actor, tender, now),
        "people": queries.people(actor, tender),
    }
    if tender.published_at is None and tender.authority_id != actor.organisation_id:
        return redirect(url_for("tenders.joining", tender_id=tender_id))
    if tender.published_at is None:
        notice = tender.notice()
        found = queries.problems_of(actor, tender, now)
        by_section = {one: [p for p in found if p.section == one] for one in Section}
        return render_template("tenders/draft.html", notice=notice, problems=found, by_section=by_section, **given)
    own = tender.authority_id == actor.organisation_id and actor.may(Permission.QUESTION_ANSWER)
    return render_template(
        "tenders/show.html",
        notice=tender.notice(),
        watch=queries.own_watch(actor, tender),
        answers=queries.public_answers(tender),
        invited=queries.members_invited(actor, tender),
        invitation=queries.invitation_to(actor, tender),
        still_invited=queries.still_invited(actor, tender, now) is not None,
        passed_words=PASSED_WORDS,
        declined_words=DECLINED_WORDS,
        now=now,
        waiting=sum(one.waits for one in queries.questions(actor, tender_id)) if own else 0,
        **given,
    )


@pages.route("/<uuid:tender_id>/preview")
@guarded(Permission.TENDER_DRAFT)
def preview(tender_id: UUID) -> ResponseReturnValue:
    """Show a draft as a provider would see it."""
    tender = queries.owned_tender(current_actor(), tender_id)
    return render_template(
        "tenders/preview.html", tender=tender, notice=tender.notice(), phase=tender.phase(clock.now())
    )


@pages.route("/<uuid:tender_id>/check")
@guarded(Permission.TENDER_DRAFT)
def check(tender_id: UUID) -> ResponseReturnValue:
    """Show all that is missing or unlawful, with the way to each."""
    actor, now = current_actor(), clock.now()
    tender = queries.owned_tender(actor, tender_id)
    notice = tender.notice()
    return render_template(
        "tenders/check.html",
        tender=tender,
        phase=tender.phase(now),
        notice=notice,
        problems=queries.problems_of(actor, tender, now),
        warnings=warnings(notice),
        moves=queries.moves(actor, tender, now),
    )
