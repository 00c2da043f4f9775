from typing import Any

from flask import Blueprint

from directory.records.rules.withholding import GROUNDS, PURPOSE_WORDS, Secret

pages = Blueprint("records", __name__, url_prefix="/tenders/<uuid:tender_id>/procurement-files")


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of the procurement file its words."""
    return {"grounds": GROUNDS, "purpose_words": PURPOSE_WORDS, "secret": Secret}
