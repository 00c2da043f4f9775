from datetime import datetime
from typing import Any

from flask import Blueprint

from directory.kit import clock
from directory.tenders import rules
from directory.tenders.rules.areas import area_words
from directory.tenders.rules.words import FIELDS, field_words, words
from directory.tenders.views.drawing import display, price_example, timeline, until

pages = Blueprint("tenders", __name__, url_prefix="/tenders")


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of tenders its words."""
    return {
        "area_words": area_words,
        "display": display,
        "field_words": FIELDS,
        "changed_field": field_words,
        "rules": rules,
        "timeline": timeline,
        "until": until,
        "weight_words": rules.weight_words,
        "price_example": price_example,
        "words": words,
    }


@pages.app_template_filter("area")
def area(code: str) -> str:
    """Give an authority's or a region's name."""
    return area_words(code)


@pages.app_template_filter("london")
def london(at: datetime) -> datetime:
    """Give the same instant as clocks in London show it."""
    return clock.in_london(at)
