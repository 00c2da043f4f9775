from typing import Any

from flask import Blueprint

from directory.frameworks.forms import UNITS
from directory.frameworks.rules.terms import KIND_WORDS
from directory.geo.authorities import by_code

pages = Blueprint("frameworks", __name__, url_prefix="/frameworks")


@pages.app_template_filter("framework_area")
def area_name(code: str) -> str:
    """Give the name of an authority by its code; a region stands for itself."""
    known = by_code().get(code)
    return known.short_name if known else code


@pages.context_processor
def vocabulary() -> dict[str, Any]:
    """Give every page of frameworks its words."""
    return {"kind_words": KIND_WORDS, "units": UNITS, "area_name": area_name}
