"""What a shortlist holds, and where a button of it may lead back to. Pure."""

import re
from urllib.parse import urlsplit

MOST_SERVICES = 30
MOST_LISTS = 20
LONGEST_NAME = 100
LONGEST_NOTE = 500
FEWEST_COMPARED, MOST_COMPARED = 2, 4
MAIN_NAME = "Your shortlist"


def safe_back(target: str) -> str:
    """Give an address of the search pages of this site; empty for anything that could lead elsewhere."""
    if re.search(r"[\x00-\x20\x7f\\]", target) or not target.startswith("/services"):
        return ""
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    if parts.scheme or parts.netloc or not (parts.path == "/services" or parts.path.startswith("/services/")):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
