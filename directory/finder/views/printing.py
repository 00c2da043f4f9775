"""Lists for paper: the same facts without navigation, with what was asked, when and for whom."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access import anyone, current_actor, signed_in
from directory.accounts import queries as accounts
from directory.finder import words
from directory.finder.forms.asked import asked_here
from directory.finder.queries import shortlist as shortlists
from directory.finder.queries.box import NamesKeepAway
from directory.finder.rules.parameters import SearchParameters
from directory.finder.rules.saved import Kept, described
from directory.finder.views.search import as_arguments, found, keep_away, known, refused
from directory.kit import clock
from directory.kit.forms import posted
from directory.kit.limits import by_address, limiter, public_search_limit
from directory.kit.understand import NotUnderstood, singly, understood
from directory.search import Document
from directory.search.port import MOST_PER_PAGE

printing = Blueprint("printing", __name__, url_prefix="/services")


@printing.route("/print", methods=["GET", "POST"])
@anyone
@limiter.limit(public_search_limit, key_func=by_address, exempt_when=known)
def results() -> ResponseReturnValue:
    """Show the first hundred results for paper. Exclusion zones come in a body, and are counted, not named."""
    given, zones = asked_here()
    try:
        asked = understood(SearchParameters, singly(SearchParameters, given))
        asked = asked.model_copy(update={"page": 1, "per_page": MOST_PER_PAGE})
        answer = found(asked, zones.understood(), in_body=posted())
    except NamesKeepAway as refusal:
        return keep_away(refusal.meant)
    except NotUnderstood as refusal:
        return refused(refusal, given, zones if zones.rows else None)
    number = len(answer.avoid)
    away = f"Kept away from {number} place{'' if number == 1 else 's'}." if number else ""
    cards = [_card(hit.document, hit.distance_miles) for hit in answer.page.hits]
    asks = described(Kept(answer.asked, tuple(answer.avoid)))
    # with places to keep away from there is no address to go back to
    back = "" if posted() else url_for("finder.search", **as_arguments(answer.asked.pairs()))
    return _page("Services found", asks, cards, answer.page.total, more=away, back=back)


@printing.get("/shortlist/<uuid:shortlist_id>/print")
@signed_in
def shortlist(shortlist_id: UUID) -> ResponseReturnValue:
    """Show a shortlist for paper, with its notes."""
    actor = current_actor()
    one = shortlists.readable_list(actor, shortlist_id)
    rows = shortlists.rows_of(actor, one)
    cards = [_card(row.document, None, row.note) for row in rows if row.document]
    gone = len(rows) - len(cards)
    more = f"{gone} more {'is' if gone == 1 else 'are'} not in the directory any more." if gone else ""
    back = url_for("shortlist.show", shortlist_id=one.id)
    return _page("Shortlist", shortlists.title(actor, one), cards, len(cards), more=more, back=back)


def _card(document: Document, miles: float | None, note: str = "") -> dict[str, Any]:
    now = clock.now()
    return {
        "document": document,
        "ages": words.ages(document),
        "availability": words.availability(document, now),
        "distance": words.distance(document, miles),
        "assured": words.assured(document, now),
        "claimed": [n for n, until in sorted(document.specialisms.items()) if not words.is_assured(until, now)],
        "note": note,
    }


def _page(
    heading: str, asked: str, cards: list[dict[str, Any]], total: int, *, more: str, back: str
) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "finder/print.html",
        heading=heading,
        asked=asked,
        cards=cards,
        total=total,
        more=more,
        back=back,
        organisation=accounts.myself(actor).organisation.name if actor.signed_in else "",
        confidential=any(card["document"].confidential for card in cards),
    )
