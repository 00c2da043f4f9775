from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint

from directory.access import Permission, guarded
from directory.bids.rules import check, pricing
from directory.kit import clock
from directory.telemetry import logged_as
from directory.tenders import rules
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.words import words
from directory.tenders.views.drawing import until

pages = Blueprint("bids", __name__, url_prefix="/tenders/<uuid:tender_id>")
V = TypeVar("V", bound=Callable[..., Any])


def of_bidders(view: V) -> V:
    """Let in those who write bids; requests are logged under one name, whether they write or submit."""
    return guarded(Permission.BID_DRAFT)(logged_as("(bid)")(view))


def of_submitters(view: V) -> V:
    """The same for those who may submit."""
    return guarded(Permission.BID_SUBMIT)(logged_as("(bid)")(view))


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of bids its words."""
    return {
        "area_words": area_words,
        "lot_pence": pricing.lot_pence,
        "rules": rules,
        "rules_questions": check.questions,
        "until": until,
        "words": words,
        "words_in": check.words_in,
    }


@pages.app_template_filter("exactly")
def exactly(at: Any) -> str:
    """Give an instant to the millisecond, as clocks in London show it, with its distance from UTC."""
    there = clock.in_london(at)
    return f"{there.day} {there:%B %Y, %H:%M:%S}.{there.microsecond // 1000:03d} {there:%Z}"
